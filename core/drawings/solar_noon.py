"""Lines that show the height of the noon sun beside a mountain."""

from typing import NamedTuple

from core.drawings.mountain import Scale
from core.drawings.solar import declinations, hour_at_height, noon_height

SUMMER, EQUINOXES, WINTER = 0, 6, 12
# Air between a mountain's very peak and a line at its height.
PEAK_AIR = 8


class NoonLine(NamedTuple):
    """A path's row, the noon height in degrees, and where its line begins: right of the middle
    and up from the foot, in drawing units."""

    row: int
    height: float
    across: int
    up: int


def noon_lines(latitude: float, scale: Scale) -> tuple[NoonLine, ...]:
    """Lines for the solstices and the equinoxes; none for a day on which the sun stays down."""
    lines = []
    for row in (SUMMER, EQUINOXES, WINTER):
        height = noon_height(latitude, declinations()[row])
        if height > 0:
            # The line begins at the mountain's outline, which may be another path than its own.
            hour = max(hour_at_height(latitude, day, height) for day in declinations())
            across = max(PEAK_AIR, round(hour * scale.hour))
            lines.append(NoonLine(row, height, across, round(height * scale.degree)))
    return tuple(lines)
