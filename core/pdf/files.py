"""PDF files of documents, stored in the default storage by a hash of their content."""

import json
import logging
import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage

from core import costly
from core.drawings.files import emblem_file
from core.drawings.mountain import emblem
from core.images import MAX_BYTES
from core.pdf import worker
from core.pdf.document import FOLDER, TEMPLATE, Document, PdfPicture
from core.pdf.process import PdfError, lock, run
from core.pdf.tree import data
from core.storage import delete_older, files_in

logger = logging.getLogger(__name__)

# Seconds for which a document that could not be set is not tried again.
_REMEMBERED = 600


def ensure(document: Document) -> str:
    """Return the storage name of the document's PDF; typeset it if it is missing.

    Raises PdfBusyError, and PdfError, which has been logged then.
    """
    name = document.storage_name
    if default_storage.exists(name):
        return name
    costly.begin("pdf")
    # One lock for a document, of which there are 256, so that none has to be cleaned up.
    with lock([f"pdf-{document.key[:2]}"]):
        if default_storage.exists(name):
            return name
        if reason := cache.get(f"{name}:failed"):
            raise PdfError(reason)
        try:
            _typeset(document)
        except PdfError as fault:
            cache.set(f"{name}:failed", str(fault), _REMEMBERED)
            logger.error("No PDF of %s: %s", document.url, fault)
            raise
    return name


def prune(current: set[str], age: timedelta) -> int:
    """Delete the files older than ``age`` whose names are not ``current``; return how many.

    The age leaves alone what is being sent or has just been set.
    """
    return delete_older(set(files_in(FOLDER)) - current, age)


def _typeset(document: Document) -> None:
    started = time.monotonic()
    settings.VAR.mkdir(exist_ok=True)
    # Beside the uploads, so that the finished file is moved into its place and never half there.
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=settings.VAR) as name:
        folder = Path(name)
        shutil.copy(TEMPLATE, folder / "document.typ")
        (folder / "emblem.svg").write_text(emblem_file(emblem()))
        for picture in [document.banner, *dict(document.pictures).values()]:
            if picture:
                _fetch(picture, folder / picture.key)
        (folder / "document.json").write_text(json.dumps(data(document)))
        run(worker, folder)
        with _Finished((folder / "document.pdf").open("rb")) as file:
            default_storage.save(document.storage_name, file)
    logger.info("Set the PDF of %s in %.2f s", document.url, time.monotonic() - started)


class _Finished(File):
    """A file that a storage on the same disk may move into its place."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _fetch(picture: PdfPicture, target: Path) -> None:
    if picture.svg:
        target.write_text(picture.svg)
        return
    try:
        with default_storage.open(picture.name) as source:
            target.write_bytes(source.read(MAX_BYTES + 1))
    except OSError as fault:
        logger.warning("The picture %s cannot be read: %s", picture.name, fault)
