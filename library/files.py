"""Files of pictures that no row names, since their forms came back or their process was killed."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from reversion.models import Version

from core.storage import files_in
from library.models import Image

FOLDER = "library"


def prune(age: timedelta) -> int:
    """Delete pictures older than ``age`` that neither a row nor a version names, with their copies.

    Return how many.
    """
    kept = _named_by_rows() | _named_by_versions()
    oldest, deleted = timezone.now() - age, 0
    for name in _stored():
        # Another machine may delete it at the same moment.
        with suppress(FileNotFoundError):
            if name not in kept and default_storage.get_modified_time(name) < oldest:
                _delete(name)
                deleted += 1
    return deleted


def _stored() -> list[str]:
    with suppress(FileNotFoundError):
        folders, _files = default_storage.listdir(FOLDER)
        return [name for folder in folders for name in files_in(f"{FOLDER}/{folder}")]
    return []


def _named_by_rows() -> set[str]:
    return set(Image.objects.values_list("file", flat=True))


def _named_by_versions() -> set[str]:
    """Return what versions name, of pictures that were deleted or have another file too."""
    own = Version.objects.filter(content_type__app_label="library", content_type__model="image")
    texts = own.values_list("serialized_data", flat=True)
    return {json.loads(text)[0]["fields"]["file"] for text in texts.iterator()}


def _delete(name: str) -> None:
    """Delete the copies first: what is left if that ends halfway is found the next time."""
    field: Any = Image._meta.get_field("file")
    field._clear_generated_files_for(Image(file=name, width=1, height=1).file, name)
    default_storage.delete(name)
