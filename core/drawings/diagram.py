"""The diagram of positions of cities, without coast, border or land shape.

It is not a map in the law's sense and must not become one: grid, three rivers, marks and names.
All lengths are units of a 400 x 396 frame, y downwards. Layout depends on positions alone, so
that no name changes its side when the reader changes the language.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.drawings.label_sides import Foot, Name, sides
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
# Marks closer than this are pushed apart, none farther than the limit.
MARK_DISTANCE, NUDGE_LIMIT, NUDGE_ROUNDS = 17, 6, 40


class MapMark(NamedTuple):
    """A place on the diagram: its rank in the list given, its mark and where its name stands."""

    rank: int
    foot: Foot
    name: Name


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Drawing units from the top left of the frame."""
    x = (longitude - WEST) * LONGITUDE_SHARE * UNITS_A_DEGREE + MARGIN_LEFT
    return x, (NORTH - latitude) * UNITS_A_DEGREE + MARGIN_TOP


def layout(positions: Iterable[tuple[float, float]]) -> tuple[MapMark, ...]:
    """Marks for (latitude, longitude) pairs, from north to south so that the nearer covers.

    Places outside the frame are left out; the list beside the diagram has them.
    """
    return _layout(tuple((round(lat, 2), round(lon, 2)) for lat, lon in positions))


@lru_cache(maxsize=64)
def _layout(positions: tuple[tuple[float, float], ...]) -> tuple[MapMark, ...]:
    places = {index: project(*position) for index, position in enumerate(positions)}
    drawn = {
        index: (x, y)
        for index, (x, y) in places.items()
        if NUDGE_LIMIT <= x <= WIDTH - NUDGE_LIMIT and NUDGE_LIMIT <= y <= GRID_BOTTOM
    }
    feet = []
    for (index, spot), (x, y) in zip(drawn.items(), nudge(list(drawn.values())), strict=True):
        foot = Foot(spot, x, round(y + MARK_FOOT, 1), *mark_size(positions[index][0]))
        feet.append((index, foot))
    feet.sort(key=lambda pair: (pair[1].y, pair[1].x))
    names = sides([foot for _, foot in feet], WIDTH, HEIGHT)
    return tuple(MapMark(*pair, name) for pair, name in zip(feet, names, strict=True))


def grid() -> str:
    """Path data of the meridians and parallels, one each five degrees."""
    across = "".join(f"M0 {round(project(latitude, WEST)[1])}H{WIDTH}" for latitude in PARALLELS)
    down = "".join(f"M{round(project(NORTH, lon)[0])} 0V{GRID_BOTTOM}" for lon in MERIDIANS)
    return across + down


def mark_size(latitude: float) -> tuple[float, float]:
    """Width and height of a place's mark."""
    summer = declinations()[0]
    width = 2 * half_day(latitude, summer) * MARK_UNITS_AN_HOUR
    return round(width, 1), round(noon_height(latitude, summer) * MARK_UNITS_A_DEGREE, 1)


def nudge(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points moved apart until each pair has its distance or has used up its limit."""
    moved = list(points)
    for _ in range(NUDGE_ROUNDS):
        for first in range(len(moved)):
            for second in range(first + 1, len(moved)):
                _part(moved, first, second)
        moved = [_held(new, old) for new, old in zip(moved, points, strict=True)]
    return [(round(x, 1), round(y, 1)) for x, y in moved]


def _part(moved: list[tuple[float, float]], first: int, second: int) -> None:
    (x1, y1), (x2, y2) = moved[first], moved[second]
    distance = math.hypot(x2 - x1, y2 - y1)
    if distance >= MARK_DISTANCE:
        return
    # Two places on one spot have no direction: part them sideways.
    across, down = ((x2 - x1) / distance, (y2 - y1) / distance) if distance else (1.0, 0.0)
    push = (MARK_DISTANCE - distance) / 2
    moved[first] = (x1 - across * push, y1 - down * push)
    moved[second] = (x2 + across * push, y2 + down * push)


def _held(new: tuple[float, float], old: tuple[float, float]) -> tuple[float, float]:
    across, down = new[0] - old[0], new[1] - old[1]
    distance = math.hypot(across, down)
    if distance <= NUDGE_LIMIT:
        return new
    share = NUDGE_LIMIT / distance
    return old[0] + across * share, old[1] + down * share
