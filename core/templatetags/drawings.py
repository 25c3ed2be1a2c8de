"""Inline drawings: every picture of the site, computed from latitudes and longitudes.

A "place" is any object with `latitude`, `longitude` and `name`; on the diagram of positions also
`get_absolute_url()` and, if it has them, `is_pilot` and `name_side`. Every drawing is one
`<svg class="drawing …">` without width, height or colour: the style sheet gives it `inline-size`,
and these classes paint it.

All drawings   .r0 to .r12 fill the 13 paths, gold (summer) to azurite (winter).
glyph          .glyph, 38 x 24 by its attributes.
mountain       .mountain, 720 x 420, standing on the lower edge of its box.
horizon        .horizon, in it .one-row, 1440 x 380, and .two-rows, 720 x 560, of which the style
               sheet shows one. .row-far and .row-middle carry an opacity attribute; .paper-shape
               (needs `fill`) is the opaque shape under them; .peak-label (text) and .peak-tick
               (stroke).
horizon_picture, pathway, skylines    .horizon-picture, .pathway, .skylines: 720 or 1440 wide,
               "8:5", "10:3", "12:5"; pathway also "wide", 1440 x 380.
noon_mountain  .noon-mountain, 1440 x 420; .noon-line (stroke), .noon-label (text). `noon_heights`
               is its words alone.
skyline        .skyline, 212 x 210, standing on the lower edge of its box.
outline_mountain    .outline-mountain, 1440 x 270; .outline, a group stroked in currentColor.
position_map   .map, 400 x 396, and .map-locator too with `current`. .map-grid, .map-river (stroke),
               .map-grid-name, .map-river-name, .map-name (may have a halo by `paint-order:
               stroke`), .map-mark, .map-place (link or group; .is-faint without a name),
               .pilot-mark (a square after a name).

The ground line under a drawing is the border of the element around it. What is decorative is hidden
from assistive technology.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import wraps
from threading import Lock
from typing import Any, Protocol

from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.drawings import diagram, diagram_labels
from core.drawings.horizon import (
    RANGE_HEIGHT,
    RANGE_WIDTH,
    ROW_FLATNESS,
    ROW_HEIGHT,
    ROW_WIDTH,
    horizon,
    picture,
    size_for_ratio,
    two_rows,
)
from core.drawings.mountain import ALL_PATHS, Scale, emblem, mountain
from core.drawings.pathway import pathway
from core.drawings.rivers import RIVERS, river_path
from core.drawings.skyline import (
    SKYLINE_HEIGHT,
    SKYLINE_WIDTH,
    TOGETHER_HEIGHT,
    TOGETHER_WIDTH,
    skyline,
    skylines,
)
from core.drawings.solar_noon import EQUINOXES, SUMMER, WINTER, noon_lines
from core.i18n import current_language, join_names

register = template.Library()

CARD_SCALE = Scale(hour=46, degree=4.35)
NOON_SCALE, NOON_WIDTH, NOON_HEIGHT = Scale(hour=56, degree=4.35), 1440, 420
OUTLINE_SCALE, OUTLINE_LATITUDE = Scale(hour=60, degree=3.3), 32


class DrawnPlace(Protocol):
    """What a drawing needs to know of a place."""

    name: str
    latitude: float
    longitude: float


def _hashable(value: Any) -> Hashable:
    if value is None or isinstance(value, str | int):
        return value
    # Asked for first: a place that is read lazily looks like a list to Python.
    if not hasattr(value, "latitude"):
        return tuple(map(_hashable, value))
    url = value.get_absolute_url() if hasattr(value, "get_absolute_url") else ""
    words = diagram_labels.name_of(value), diagram_labels.language_of(value)
    marks = getattr(value, "is_pilot", False), getattr(value, "name_side", "")
    return value.latitude, value.longitude, *words, url, *marks


def _drawing_key(*args: Any, **kwargs: Any) -> Hashable:
    return hashkey(current_language(), *map(_hashable, args), _hashable(sorted(kwargs.items())))


def drawing_tag(template_name: str, name: str) -> Callable[[Any], Any]:
    """Register a tag that draws; its last 256 drawings are kept, by what they are drawn from.

    The function returns the context of the template.
    """

    def decorate(get_context: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        @cached(LRUCache(256), key=_drawing_key, lock=Lock())
        @wraps(get_context)
        def tag(*args: Any, **kwargs: Any) -> SafeString:
            return render_to_string(template_name, get_context(*args, **kwargs))

        register.simple_tag(tag, name=name)
        return get_context

    return decorate


def _positions(places: Sequence[DrawnPlace]) -> list[tuple[float, float]]:
    return [(place.latitude, place.longitude) for place in places]


@drawing_tag("drawings/glyph.svg", "glyph")
def glyph_tag() -> dict[str, Any]:
    """The small mountain of the word mark and of legends."""
    return emblem()._asdict()


@drawing_tag("drawings/mountain.svg", "mountain")
def mountain_tag(place: DrawnPlace, every: int = ALL_PATHS) -> dict[str, Any]:
    """One place's mountain, on the same scale as all cards; `every=2` for a thumbnail."""
    return {"layers": mountain(place.latitude, CARD_SCALE, every)}


@drawing_tag("drawings/outline_mountain.svg", "outline_mountain")
def outline_mountain_tag() -> dict[str, Any]:
    """Thirteen empty paths, for the page that was not found."""
    return {"layers": mountain(OUTLINE_LATITUDE, OUTLINE_SCALE, closed=False)}


def _noon_lines(place: DrawnPlace) -> list[dict[str, Any]]:
    names = {SUMMER: _("Summer solstice"), EQUINOXES: _("Equinoxes"), WINTER: _("Winter solstice")}
    return [
        {
            "words": f"{names[line.row]} {line.height:.1f}°",
            "start": NOON_WIDTH // 2 + line.across,
            "y": NOON_HEIGHT - line.up,
        }
        for line in noon_lines(place.latitude, NOON_SCALE)
    ]


@register.simple_tag
def noon_heights(place: DrawnPlace) -> str:
    """The heights that `noon_mountain` shows, for a screen too narrow for its words."""
    return " · ".join(line["words"].replace(" ", "\xa0") for line in _noon_lines(place))


@drawing_tag("drawings/noon_mountain.svg", "noon_mountain")
def noon_mountain_tag(place: DrawnPlace) -> dict[str, Any]:
    """One place's mountain with the height of the noon sun at the turning points of the year."""
    lines = _noon_lines(place)
    heights = join_names(line["words"] for line in lines)
    return {
        "layers": mountain(place.latitude, NOON_SCALE),
        "lines": lines,
        "label": _("Height of the sun at noon: %(heights)s") % {"heights": heights},
    }


@drawing_tag("drawings/horizon.svg", "horizon")
def horizon_tag(places: Sequence[DrawnPlace]) -> dict[str, Any]:
    """The range of all places with a name over each peak, in one row and in two."""
    places = list(places)
    positions = _positions(places)
    words = [
        {"name": diagram_labels.name_of(place), "language": diagram_labels.language_of(place)}
        for place in places
    ]
    drawn, rows = horizon(positions), two_rows(positions)
    return {
        "picture": drawn,
        "one_row": [each._asdict() | words[each.rank] for each in drawn.mountains],
        "two_rows": [each._asdict() | words[each.rank] for each in rows],
        "row_width": ROW_WIDTH,
        "height_of_both": 2 * ROW_HEIGHT,
        "flatness": ROW_FLATNESS,
    }


@drawing_tag("drawings/horizon_picture.svg", "horizon_picture")
def horizon_picture_tag(places: Sequence[DrawnPlace], ratio: str) -> dict[str, Any]:
    """The mountains of one or more places as a picture of a ratio such as "8:5" or "10:3"."""
    return {"picture": picture(_positions(places), ratio)}


@drawing_tag("drawings/skyline.svg", "skyline")
def skyline_tag(place: DrawnPlace) -> dict[str, Any]:
    """One place's towers; skylines side by side in equal columns share a scale."""
    size = {"width": SKYLINE_WIDTH, "height": SKYLINE_HEIGHT}
    return {"skylines": [skyline(place.latitude)], **size}


@drawing_tag("drawings/skylines.svg", "skylines")
def skylines_tag(places: Sequence[DrawnPlace]) -> dict[str, Any]:
    """The towers of several places on one ground, as a picture of 8:5."""
    size = {"width": TOGETHER_WIDTH, "height": TOGETHER_HEIGHT}
    return {"skylines": skylines(_positions(places)), **size}


@drawing_tag("drawings/pathway.svg", "pathway")
def pathway_tag(ratio: str) -> dict[str, Any]:
    """Thirteen curves that rise, peak and fall; "wide" is the full width of a page."""
    width, height = (RANGE_WIDTH, RANGE_HEIGHT) if ratio == "wide" else size_for_ratio(ratio)
    return {"layers": pathway(width, height), "width": width, "height": height}


@drawing_tag("drawings/position_map.svg", "position_map")
def position_map_tag(
    places: Sequence[DrawnPlace],
    current: DrawnPlace | None = None,
    chosen: Sequence[DrawnPlace] | None = None,
) -> dict[str, Any]:
    """The diagram of positions; only those of `chosen` are named and linked, if there are any.

    With `current` it is a small one on which only that place is named.
    """
    places = list(places)
    rivers = [
        {**river._asdict(), "data": river_path(river.course, diagram.project)} for river in RIVERS
    ]
    named = [current] if current else list(chosen or places)
    return {
        "key": "locator" if current else "map",
        "width": diagram.WIDTH,
        "height": diagram.HEIGHT,
        "current": current,
        "label": diagram_labels.label_of(current),
        "symbol": emblem(),
        "grid": diagram.grid(),
        "grid_names": [] if current else diagram_labels.grid_names(),
        "rivers": rivers,
        "places": diagram_labels.marks(
            places, diagram.layout(_positions(places)), named, linked=not current
        ),
    }
