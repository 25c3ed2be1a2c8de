"""Share images: the drawing of a page, its title and the name of the site.

Chat applications show the wide one beside a link; WeChat takes the square one. Each is drawn when
it is first asked for and kept in the default storage under a name that its content gives it.
"""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from core import costly
from core.drawings.colours import INK, MUTED, PAPER
from core.drawings.horizon import horizon, picture
from core.drawings.mountain import EMBLEM_LATITUDE
from core.drawings.pathway import pathway
from core.drawings.skyline import TOGETHER_HEIGHT, TOGETHER_WIDTH, skylines
from core.locks import held
from core.share_images.raster import LayerGroup, Scene, paint
from core.share_images.typeset import fit, width, write
from core.storage import delete_older, files_in

# Goes into every name: raise it when the pictures change their looks.
DESIGN = 1
# Seconds that a visitor waits while other pictures are drawn; one takes a tenth of a second.
PATIENCE = 10
# The last bytes of every PNG.
END_OF_PNG = b"IEND\xaeB`\x82"
# Where the storage keeps them.
FOLDER = "share"
TITLE_WEIGHT, NAME_WEIGHT = 640, 700

Position = tuple[float, float]


class BusyError(Exception):
    """Other pictures are being drawn; try again in a moment."""


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

    One is drawn at a time, and one that all ask for is drawn once. Raises BusyError after a wait.
    """
    name = f"{FOLDER}/{image.key[:2]}/{image.key}-{shape}.png"
    if (found := _read(name)) is not None:
        return found
    costly.begin("picture")
    with held(["picture"], PATIENCE, BusyError):
        if (found := _read(name)) is None:
            found = render(image, shape)
            default_storage.delete(name)
            default_storage.save(name, ContentFile(found))
        return found


def _read(name: str) -> bytes | None:
    """Return the content of a file, None if it is incomplete."""
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if content.endswith(END_OF_PNG) else None


def prune(age: timedelta) -> int:
    """Delete the pictures that were drawn longer ago than ``age``; return how many that were.

    One that is still asked for is drawn again, which takes a tenth of a second.
    """
    if not default_storage.exists(FOLDER):
        return 0
    folders = default_storage.listdir(FOLDER)[0]
    return sum(delete_older(files_in(f"{FOLDER}/{folder}"), age) for folder in folders)


def render(image: ShareImage, shape_name: str) -> bytes:
    """Return the picture as PNG."""
    shape = SHAPES[shape_name]
    canvas = Image.new("RGB", (shape.width, shape.height), PAPER)
    canvas.paste(_picture(image.drawing, shape.width, shape.drawing))
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, shape.drawing, shape.width, shape.drawing + 1), fill=INK)
    _write_title(draw, shape, image.title)
    _sign(canvas, shape, image.name)
    out = io.BytesIO()
    # A photograph would lose by a palette; a drawing has few colours and halves its weight.
    kept = canvas if image.drawing.photo else canvas.quantize(128, dither=Image.Dither.NONE)
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write_title(draw: ImageDraw.ImageDraw, shape: ShareImageShape, title: str) -> None:
    room = shape.width - 2 * shape.margin
    lines, size = fit(title, room, shape.lines, shape.sizes, TITLE_WEIGHT)
    base = shape.drawing + shape.margin * 0.5 + size
    for line in lines:
        write(draw, shape.margin, base, line, size, TITLE_WEIGHT, INK)
        base += size * 1.22


def _sign(canvas: Image.Image, shape: ShareImageShape, name: str) -> None:
    """Put the name of the site into the lower right corner."""
    draw = ImageDraw.Draw(canvas)
    left = shape.width - shape.margin - width(name, shape.name, NAME_WEIGHT)
    base = shape.height - round(shape.margin * 0.5)
    write(draw, left, base, name, shape.name, NAME_WEIGHT, MUTED)


def _picture(drawing: Drawing, across: int, up: int) -> Image.Image:
    if drawing.photo:
        try:
            with default_storage.open(drawing.photo) as file, Image.open(file) as photo:
                # A JPEG is read no larger than needed.
                photo.draft("RGB", (across, up))
                return ImageOps.fit(photo.convert("RGB"), (across, up), centering=drawing.focus)
        except OSError:
            # A link without its photograph is better than a link without a picture.
            drawing = Drawing()
    return paint(FORMS[drawing.form](drawing.positions, across, up), across, up)


def _range(positions: tuple[Position, ...], across: int, up: int) -> Scene:
    drawn = horizon(positions)
    groups = (LayerGroup(each.x, each.layers, each.opacity) for each in drawn.mountains)
    return Scene(drawn.width, drawn.height, tuple(groups))


def _places(positions: tuple[Position, ...], across: int, up: int) -> Scene:
    drawn = picture(positions, f"{across}:{up}")
    groups = (LayerGroup(each.x, each.layers) for each in drawn.mountains)
    return Scene(drawn.width, drawn.height, tuple(groups))


def _pathway(positions: tuple[Position, ...], across: int, up: int) -> Scene:
    return Scene(across, up, (LayerGroup(0, pathway(across, up)),))


def _skylines(positions: tuple[Position, ...], across: int, up: int) -> Scene:
    # As wide as the picture: filling it with the towers would cut off their tops.
    width = max(TOGETHER_WIDTH, TOGETHER_HEIGHT * across / up)
    left = (width - TOGETHER_WIDTH) / 2
    groups = tuple(LayerGroup(left + each.x, each.layers) for each in skylines(positions))
    return Scene(width, TOGETHER_HEIGHT, groups)


FORMS: dict[str, Callable[[tuple[Position, ...], int, int], Scene]] = {
    "range": _range,
    "places": _places,
    "pathway": _pathway,
    "skylines": _skylines,
}
