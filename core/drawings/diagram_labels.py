"""Labels of the diagram of positions in the reader's language."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.drawings.diagram import MERIDIANS, NORTH, PARALLELS, WEST, MapMark, project

MERIDIAN_NAMES_Y, NAME_OVER_LINE = 393, 4
# Units between a mark and its name, and from a mark's foot up to the middle of a name beside it.
GAP, BESIDE = 3, 4
# East of here a name on the small diagram runs to the left.
EASTERN = 260
# How far up the slope of its mark a name above it at a corner begins.
SLOPE = 0.6


class NameSide(TextChoices):
    """The side of its mark on which a place's name stands."""

    RIGHT = "right", gettext_lazy("right")
    LEFT = "left", gettext_lazy("left")
    ABOVE = "above", gettext_lazy("above")
    BELOW = "below", gettext_lazy("below")
    ABOVE_RIGHT = "above-right", gettext_lazy("above right")
    ABOVE_LEFT = "above-left", gettext_lazy("above left")
    BELOW_RIGHT = "below-right", gettext_lazy("below right")
    BELOW_LEFT = "below-left", gettext_lazy("below left")


# By steps to the right, and by steps up: how the name is anchored, and where its line lies in ems
# of its letters, so that larger letters grow away from the mark.
ANCHORS = {1: "start", 0: "middle", -1: "end"}
LINES = {1: "-.12em", 0: ".36em", -1: ".88em"}


def name_of(place: Any) -> str:
    """The place's name in the reader's language, or what it is called at all."""
    text = getattr(place, "localized", place)
    return text.name or str(place)


def language_of(place: Any) -> str:
    """The language tag of a name that is not in the reader's language, else ""."""
    text = getattr(place, "localized", None)
    return "" if text is None or text.is_current else text.tag


def label_of(current: Any) -> str:
    """What the whole diagram shows, for those who do not see it."""
    if current:
        return _("Position of %(name)s") % {"name": name_of(current)}
    return _("Diagram of positions")


def grid_names() -> list[dict[str, Any]]:
    """The degrees of the grid lines: parallels on the left, meridians at the foot."""
    parallels = [
        {
            "x": 0,
            "y": round(project(latitude, WEST)[1]) - NAME_OVER_LINE,
            "name": _("%(degrees)s°N") % {"degrees": latitude},
        }
        for latitude in PARALLELS
    ]
    meridians = [
        {
            "x": round(project(NORTH, longitude)[0]),
            "y": MERIDIAN_NAMES_Y,
            "middle": True,
            "name": _("%(degrees)s°E") % {"degrees": longitude},
        }
        for longitude in MERIDIANS
    ]
    return parallels + meridians


def marks(
    places: Sequence[Any], laid_out: Sequence[MapMark], named: Collection[Any], *, linked: bool
) -> list[dict[str, Any]]:
    """The marks, and the words of those that are named; the others are drawn first."""
    found = []
    for mark in laid_out:
        place = places[mark.rank]
        drawn = {
            "x": f"{mark.x - mark.width / 2:.1f}",
            "y": f"{mark.y - mark.height:.1f}",
            "width": mark.width,
            "height": mark.height,
        }
        found.append(drawn | _words(place, mark, linked) if place in named else drawn)
    return sorted(found, key=lambda drawn: "name" in drawn)


def _words(place: Any, mark: MapMark, linked: bool) -> dict[str, Any]:
    side = getattr(place, "name_side", NameSide.RIGHT)
    if not linked and side == NameSide.RIGHT and mark.x > EASTERN:
        # The letters of the small diagram are so large that the name would not fit.
        side = NameSide.LEFT
    name, is_pilot = name_of(place), getattr(place, "is_pilot", False)
    return _position_of_name(mark, side) | {
        "name": name,
        "language": language_of(place),
        "pilot": is_pilot,
        "spoken": _("%(name)s, pilot") % {"name": name} if is_pilot else "",
        "url": place.get_absolute_url() if linked else "",
    }


def _position_of_name(mark: MapMark, side: str) -> dict[str, Any]:
    across = ("right" in side) - ("left" in side)
    up = ("above" in side) - ("below" in side)
    # At a corner the name begins high on the slope, or runs along the foot.
    above = mark.height * SLOPE if across else mark.height + GAP
    below = BESIDE if across else -GAP
    half = mark.width * (1 - SLOPE if across and up > 0 else 1) / 2
    return {
        "text_x": f"{mark.x + across * (half + GAP):.1f}",
        "text_y": f"{mark.y - {1: above, 0: BESIDE, -1: below}[up]:.1f}",
        "anchor": ANCHORS[across],
        "line": LINES[up],
    }
