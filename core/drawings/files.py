"""Drawings as standalone SVG files, with their colours as attributes."""

import re
from typing import Any

from django.template.loader import render_to_string

from core.drawings.colours import RAMP, WASH
from core.drawings.horizon import HorizonPicture
from core.drawings.mountain import Emblem, Layer
from core.drawings.skyline import TOGETHER_HEIGHT, TOGETHER_WIDTH, Skyline

_ROW = re.compile(r'class="r(\d+)"')


def _file(template: str, context: dict[str, Any]) -> str:
    drawn = render_to_string(f"drawings/{template}.svg", context)
    painted = _ROW.sub(lambda match: f'fill="{RAMP[int(match[1])]}"', drawn)
    painted = painted.replace('class="paper-shape"', f'fill="{WASH}"')
    return painted.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def emblem_file(emblem: Emblem) -> str:
    """Return the small mountain of the word mark."""
    return _file("glyph", emblem._asdict())


def horizon_file(picture: HorizonPicture) -> str:
    """Return a picture of one or more places."""
    return _file("horizon_picture", {"picture": picture})


def range_file(picture: HorizonPicture) -> str:
    """Return the range of all places, paler in the north."""
    return _file("range", {"picture": picture})


def pathway_file(layers: tuple[Layer, ...], width: int, height: int) -> str:
    """Return the curves that rise, peak and fall."""
    return _file("pathway", {"layers": layers, "width": width, "height": height})


def skylines_file(skylines: tuple[Skyline, ...]) -> str:
    """Return the towers of several places on one ground."""
    size = {"width": TOGETHER_WIDTH, "height": TOGETHER_HEIGHT}
    return _file("skylines", {"skylines": skylines, **size})
