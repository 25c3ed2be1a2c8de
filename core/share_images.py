"""Share images: the drawing of a page, its title and the name of the site.

Chat applications show the wide one beside a link; WeChat takes the square one. Each is typeset as
PDFs are when it is first asked for, and kept in the default storage under a name that its content
gives it.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import costly
from core.drawings.colours import INK, MUTED, PAPER, WASH
from core.drawings.files import horizon_file, pathway_file, range_file, skylines_file
from core.drawings.horizon import horizon, picture
from core.drawings.mountain import EMBLEM_LATITUDE
from core.drawings.pathway import pathway
from core.drawings.skyline import skylines
from core.i18n import LANGUAGE_INFO
from core.pdf.document import PdfPicture
from core.pdf.process import PdfError, lock
from core.pdf.tree import figure, language_and_region, line
from core.pdf.typeset import typeset
from core.storage import delete_older, files_in
from core.typography import title_parts

logger = logging.getLogger(__name__)

# Goes into every name: raise it when the pictures change their looks.
DESIGN = 2
# Where the storage keeps them.
FOLDER = "share"

Position = tuple[float, float]


class ShareImageShape(NamedTuple):
    """How a picture is laid out, in pixels. ``sizes`` are those of the title, largest first."""

    width: int
    height: int
    drawing: int
    margin: int
    sizes: tuple[int, ...]
    lines: int
    name: int


SHAPES = {
    "1200x630": ShareImageShape(1200, 630, 340, 64, (56, 50, 44, 38), 3, 26),
    "600x600": ShareImageShape(600, 600, 300, 40, (44, 40, 36, 32, 28, 25), 4, 20),
}
WIDE, SQUARE = "1200x630", "600x600"


@dataclass(frozen=True)
class Drawing:
    """What a picture shows: the name of a form in ``FORMS``, and what that form is drawn from."""

    form: str = "places"
    positions: tuple[Position, ...] = ((EMBLEM_LATITUDE, 0),)
    # A photograph: its name in the default storage, and what must stay in view, from 0 to 1.
    photo: str = ""
    focus: Position = (0.5, 0.5)


@dataclass(frozen=True)
class ShareImage:
    """A picture as data; the same data is the same file. ``name`` is that of the site."""

    language: str
    title: str
    name: str
    drawing: Drawing

    @property
    def key(self) -> str:
        """A few characters that change when the picture does."""
        data = json.dumps([DESIGN, asdict(self)], ensure_ascii=False)
        return hashlib.sha256(data.encode()).hexdigest()[:20]


def image_url(path: str, shape: str, image: ShareImage) -> str:
    """Return the path of the share image of the page at ``path``, with its key as query string."""
    return f"{path}share-{shape}.png?v={image.key[:8]}"


def stored(image: ShareImage, shape: str) -> bytes:
    """Return the picture as PNG, drawn now if it is not in the storage yet.

    One is drawn at a time, and one that all ask for is drawn once. Raises PdfBusyError after a
    wait, and PdfError, which has been logged then.
    """
    name = f"{FOLDER}/{image.key[:2]}/{image.key}-{shape}.png"
    if not default_storage.exists(name):
        costly.begin("picture")
        with lock(["picture"]):
            if not default_storage.exists(name):
                _draw(image, shape, name)
    with default_storage.open(name) as file:
        return file.read()


def _draw(image: ShareImage, shape: str, name: str) -> None:
    try:
        default_storage.save(name, ContentFile(render(image, shape)))
    except PdfError as fault:
        logger.error("No share image of %r: %s", image.title, fault)
        raise


def prune(age: timedelta) -> int:
    """Delete the pictures that were drawn longer ago than ``age``; return how many that were.

    One that is still asked for is drawn again, which takes a tenth of a second.
    """
    if not default_storage.exists(FOLDER):
        return 0
    folders = default_storage.listdir(FOLDER)[0]
    return sum(delete_older(files_in(f"{FOLDER}/{folder}"), age) for folder in folders)


def render(image: ShareImage, shape_name: str) -> bytes:
    """Return the picture as PNG. Raises PdfError."""
    shape, drawing = SHAPES[shape_name], image.drawing
    form = FORMS[drawing.form](drawing.positions, shape.width, shape.drawing)
    pictures, photo = [PdfPicture("drawing.svg", svg=form)], None
    if drawing.photo:
        pictures.append(PdfPicture("photo", name=drawing.photo))
        ratio = shape.width / shape.drawing
        photo = figure(pictures[-1]) | {"ratio": ratio, "focus": drawing.focus}
    parts = title_parts(image.title, image.language)
    data = {
        **language_and_region(LANGUAGE_INFO[image.language].tag),
        "template": "share_image.typ",
        "title-parts": [line(part) for part in parts],
        "name": image.name,
        "shape": shape._asdict(),
        "colours": [INK, MUTED, PAPER, WASH],
        "photo": photo,
    }
    with typeset(data, pictures) as file:
        return file.read()


# As SVG; what is too wide is cut at both sides.
FORMS: dict[str, Callable[[tuple[Position, ...], int, int], str]] = {
    "range": lambda positions, _across, _up: range_file(horizon(positions)),
    "places": lambda positions, across, up: horizon_file(picture(positions, f"{across}:{up}")),
    "pathway": lambda _positions, across, up: pathway_file(pathway(across, up), across, up),
    "skylines": lambda positions, _across, _up: skylines_file(skylines(positions)),
}
