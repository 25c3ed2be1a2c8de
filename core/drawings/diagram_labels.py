"""Labels of the diagram of positions in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.drawings.diagram import MERIDIANS, NORTH, PARALLELS, WEST, WIDTH, MapMark, project
from core.drawings.label_sides import GAP, Side
from core.drawings.text_metrics import text_width

ANCHORS = {Side.RIGHT: "start", Side.LEFT: "end", Side.ABOVE: "middle", Side.BELOW: "middle"}
# Ems between a name and its pilot square, and the letters of the small diagram in units.
SQUARE_GAP, SQUARE = 0.35, 0.58
LOCATOR_LETTERS = 20
# A link is at least as high as two lines of its letters, so that a finger finds it.
TARGET_HEIGHT, TARGET_LETTERS = 20, 11
MERIDIAN_NAMES_Y, NAME_OVER_LINE = 393, 4


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
    places: Sequence[Any], laid_out: Sequence[MapMark], current: Any, labels: bool
) -> list[dict[str, Any]]:
    """The marks with their words; on the small diagram the current place is drawn last."""
    found = [_mark(places[mark.rank], mark, current, labels) for mark in laid_out]
    return sorted(found, key=lambda mark: mark["current"])


def _mark(place: Any, mark: MapMark, current: Any, labels: bool) -> dict[str, Any]:
    foot = mark.foot
    is_current = bool(current) and place == current
    drawn: dict[str, Any] = {
        "tag": "g" if current else "a",
        "current": is_current,
        "named": is_current or (labels and not current),
        "x": f"{foot.x - foot.width / 2:.1f}",
        "y": f"{foot.y - foot.height:.1f}",
        "width": foot.width,
        "height": foot.height,
        "name": name_of(place),
        "language": language_of(place),
        "pilot": getattr(place, "is_pilot", False),
    }
    if not current:
        drawn["url"] = place.get_absolute_url()
        drawn["target"] = _target(mark, drawn["name"])
    if drawn["named"]:
        drawn |= _words(mark, drawn["name"], LOCATOR_LETTERS if current else 0, drawn["pilot"])
    pilot = _("%(name)s, pilot") % {"name": drawn["name"]}
    return drawn | {"spoken": pilot if drawn["pilot"] else drawn["name"]}


def _words(mark: MapMark, name: str, letters: float, pilot: bool) -> dict[str, Any]:
    """Where the name begins or ends and where its pilot square follows, in ems of the name."""
    foot, width = mark.foot, text_width(name)
    side = mark.name.side
    room = (width + (SQUARE_GAP + SQUARE) * pilot) * letters
    if side == Side.RIGHT and foot.x + foot.width / 2 + GAP + room > WIDTH:
        side = Side.LEFT
    start, end = 0.0, width + SQUARE_GAP
    if side == Side.RIGHT:
        x = foot.x + foot.width / 2 + GAP
    elif side == Side.LEFT:
        # The square follows the name, so a name on the left makes room for it.
        x = foot.x - foot.width / 2 - GAP
        start, end = -(SQUARE_GAP + SQUARE) * pilot, -SQUARE
    else:
        x, end = foot.x, width / 2 + SQUARE_GAP
    return {
        "anchor": ANCHORS[side],
        "text_x": f"{x:.1f}",
        "text_y": f"{mark.name.middle:.1f}",
        "start": f"{start:.2f}" if start else "",
        "square": f"{end:.2f}",
    }


def _target(mark: MapMark, name: str) -> list[str]:
    """The link's rectangle about the name: x, y, width and height."""
    foot, side = mark.foot, mark.name.side
    width = text_width(name) * TARGET_LETTERS
    left = {
        Side.RIGHT: foot.x + foot.width / 2,
        Side.LEFT: foot.x - foot.width / 2 - GAP - width,
    }.get(side, foot.x - width / 2)
    top = mark.name.middle - TARGET_HEIGHT / 2
    return [f"{value:.0f}" for value in (left, top, width + GAP, TARGET_HEIGHT)]
