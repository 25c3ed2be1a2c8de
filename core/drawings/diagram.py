"""The diagram of positions of cities, without coast, border or land shape.

It is not a map in the law's sense and must not become one: grid, three rivers, marks and names.
All lengths are units of a 400 x 396 frame, y downwards.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from core.drawings.solar import declinations, half_day, noon_height

WIDTH, HEIGHT = 400, 396
WEST, NORTH, UNITS_A_DEGREE = 101.2, 41.6, 18.6
# A degree of longitude is shorter than one of latitude: the cosine of 32 degrees north.
LONGITUDE_SHARE = 0.848
MARGIN_LEFT, MARGIN_TOP = 6, 4
GRID_BOTTOM = 383
MERIDIANS, PARALLELS = (105, 110, 115, 120), (40, 35, 30, 25)

# A mark is a small mountain: its size follows the longest day and the highest noon sun.
MARK_UNITS_AN_HOUR, MARK_UNITS_A_DEGREE = 1.68, 0.187
# The foot of a mark lies a little below the position, so that the eye finds it in the mark.
MARK_FOOT = 3
# Half a mark: one nearer to the frame would be cut.
EDGE = 6


class MapMark(NamedTuple):
    """A place on the diagram: its rank in the list given, and its mark.

    ``x`` and ``y`` are the middle of the mark's foot.
    """

    rank: int
    x: float
    y: float
    width: float
    height: float


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Drawing units from the top left of the frame."""
    x = (longitude - WEST) * LONGITUDE_SHARE * UNITS_A_DEGREE + MARGIN_LEFT
    return x, (NORTH - latitude) * UNITS_A_DEGREE + MARGIN_TOP


def layout(positions: Iterable[tuple[float, float]]) -> list[MapMark]:
    """Marks for (latitude, longitude) pairs, from north to south so that the nearer covers.

    Places outside the frame are left out; the list beside the diagram has them.
    """
    found = []
    for rank, (latitude, longitude) in enumerate(positions):
        x, y = project(latitude, longitude)
        if EDGE <= x <= WIDTH - EDGE and EDGE <= y <= GRID_BOTTOM:
            mark = MapMark(rank, round(x, 1), round(y + MARK_FOOT, 1), *mark_size(latitude))
            found.append(mark)
    return sorted(found, key=lambda mark: (mark.y, mark.x))


def grid() -> str:
    """Path data of the meridians and parallels, one each five degrees."""
    across = "".join(f"M0 {round(project(latitude, WEST)[1])}H{WIDTH}" for latitude in PARALLELS)
    down = "".join(f"M{round(project(NORTH, lon)[0])} 0V{GRID_BOTTOM}" for lon in MERIDIANS)
    return across + down


@lru_cache(maxsize=64)
def mark_size(latitude: float) -> tuple[float, float]:
    """Width and height of a place's mark."""
    summer = declinations()[0]
    width = 2 * half_day(latitude, summer) * MARK_UNITS_AN_HOUR
    return round(width, 1), round(noon_height(latitude, summer) * MARK_UNITS_A_DEGREE, 1)
