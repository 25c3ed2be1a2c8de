"""Pictures of forms that came back with errors, kept for a day outside what is served."""

from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.images.checks import EncodedUpload
from core.storage import UNSAVED, delete_older, files_in

MAX_AGE = timedelta(days=1)


def keep(upload: EncodedUpload) -> str:
    """Store a checked picture; return what finds it again, signed."""
    upload.seek(0)
    stored = default_storage.save(f"{UNSAVED}/{uuid4().hex}", ContentFile(upload.read()))
    return signing.dumps([stored, upload.name, upload.content_type], salt=UNSAVED)


def find(signed: str) -> EncodedUpload | None:
    """Return the picture that was kept; None if there is none, or no longer."""
    try:
        stored, name, kind = signing.loads(signed, salt=UNSAVED, max_age=MAX_AGE)
        with default_storage.open(stored) as file:
            return EncodedUpload(name, file.read(), kind)
    except (signing.BadSignature, FileNotFoundError):
        return None


def prune() -> int:
    """Delete the pictures that are kept no longer; return how many."""
    return delete_older(files_in(UNSAVED), MAX_AGE)
