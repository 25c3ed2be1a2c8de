"""PDF files of documents, stored in the default storage by a hash of their content."""

import logging
import time
from datetime import timedelta

from django.core.cache import cache
from django.core.files.storage import default_storage

from core import costly
from core.drawings.files import emblem_file
from core.drawings.mountain import emblem
from core.pdf.document import FOLDER, Document, PdfPicture
from core.pdf.process import SLOTS, PdfError, lock
from core.pdf.tree import data
from core.pdf.typeset import typeset
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
    pictures = [PdfPicture("emblem.svg", svg=emblem_file(emblem()))]
    pictures += filter(None, [document.banner, *dict(document.pictures).values()])
    with lock(SLOTS), typeset(data(document), pictures) as file:
        default_storage.save(document.storage_name, file)
    logger.info("Set the PDF of %s in %.2f s", document.url, time.monotonic() - started)
