"""The three rivers of the diagram of positions, roughly, as soft lines to find one's way by."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.drawings.curves import joined

# How far a curve leans into the bend: Catmull-Rom's sixth.
LEAN = 1 / 6


class River(NamedTuple):
    """A river: its key, its name, the (latitude, longitude) points and where the name begins."""

    key: str
    name: Promise
    course: tuple[tuple[float, float], ...]
    name_at: str


YELLOW_RIVER = River(
    "yellow",
    _("Yellow River"),
    (
        (36.06, 103.8),
        (37.2, 104.7),
        (38.4, 106.2),
        (39.6, 106.8),
        (40.6, 107.4),
        (40.75, 108.6),
        (40.55, 110.0),
        (40.4, 111.0),
        (39.7, 111.1),
        (38.0, 110.6),
        (35.6, 110.4),
        (34.62, 110.3),
        (34.7, 111.2),
        (34.85, 112.4),
        (34.9, 113.7),
        (35.5, 115.0),
        (36.7, 117.0),
        (37.6, 118.9),
    ),
    "87%",
)
YANGTZE = River(
    "yangtze",
    _("Yangtze River"),
    (
        (28.8, 104.6),
        (28.9, 105.8),
        (29.6, 106.6),
        (30.75, 108.3),
        (31.05, 109.8),
        (30.75, 111.2),
        (30.25, 112.2),
        (29.5, 113.05),
        (30.55, 114.25),
        (29.75, 115.95),
        (30.5, 117.0),
        (31.3, 118.3),
        (32.08, 118.75),
        (32.2, 119.6),
        (31.9, 120.4),
        (31.35, 121.4),
    ),
    "29.5%",
)
PEARL_RIVER = River(
    "pearl",
    _("Pearl River"),
    (
        (25.0, 106.4),
        (24.0, 108.0),
        (23.6, 109.6),
        (23.45, 111.2),
        (23.1, 112.5),
        (22.6, 113.5),
    ),
    "37%",
)
RIVERS = (YELLOW_RIVER, YANGTZE, PEARL_RIVER)


@lru_cache(maxsize=8)
def river_path(
    course: Sequence[tuple[float, float]], project: Callable[[float, float], tuple[float, float]]
) -> str:
    """Path data of a smooth line through all points of a course, in the units of `project`."""
    points = [project(*point) for point in course]
    data = f"M{joined(round(value) for value in points[0])}"
    for index in range(len(points) - 1):
        before, start, end, after = (
            points[max(0, min(len(points) - 1, near))] for near in range(index - 1, index + 3)
        )
        corners = (
            start[0] + (end[0] - before[0]) * LEAN,
            start[1] + (end[1] - before[1]) * LEAN,
            end[0] - (after[0] - start[0]) * LEAN,
            end[1] - (after[1] - start[1]) * LEAN,
            *end,
        )
        data += f"C{joined(round(corner) for corner in corners)}"
    return data
