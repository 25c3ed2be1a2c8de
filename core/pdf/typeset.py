"""Sets data by one of the templates, in a child process."""

import json
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from core.images import MAX_BYTES
from core.pdf import worker
from core.pdf.document import TEMPLATES, PdfPicture
from core.pdf.process import run
from core.pdf.tree import Data

logger = logging.getLogger(__name__)


@contextmanager
def typeset(data: Data, pictures: Iterable[PdfPicture]) -> Iterator[File]:
    """Yield the file that ``data["template"]`` makes of the data. Raises PdfError."""
    settings.VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="typeset-", dir=settings.VAR) as name:
        folder = Path(name)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        for picture in pictures:
            _fetch(picture, folder / picture.key)
        (folder / "document.json").write_text(json.dumps(data))
        run(worker, folder)
        with File((folder / "finished").open("rb")) as file:
            yield file


def _fetch(picture: PdfPicture, target: Path) -> None:
    if picture.svg:
        target.write_text(picture.svg)
        return
    try:
        with default_storage.open(picture.name) as source:
            target.write_bytes(source.read(MAX_BYTES + 1))
    except OSError as fault:
        logger.warning("The picture %s cannot be read: %s", picture.name, fault)
