"""A mountain: the 13 paths of the sun over one place, one behind the other."""

from functools import lru_cache
from typing import NamedTuple

from core.drawings.curves import Point, closed_path
from core.drawings.solar import declinations, half_day, noon_height, sun_path

# Below this width an hour, whole numbers are finer than a pixel and halve the size of the page.
FINE_HOUR = 40
ALL_PATHS, EVERY_SECOND, EVERY_FOURTH = 1, 2, 4


class Scale(NamedTuple):
    """Drawing units for an hour of the day (across) and for a degree of height (up)."""

    hour: float
    degree: float


# Half way between the northernmost and the southernmost rows of the range.
EMBLEM_LATITUDE, EMBLEM_SCALE = 32, Scale(hour=36, degree=4)


class Layer(NamedTuple):
    """One path of a mountain: its row in the colour ramp (0 to 12) and its path data."""

    row: int
    data: str


def mountain(
    latitude: float, scale: Scale, every: int = ALL_PATHS, *, closed: bool = True
) -> tuple[Layer, ...]:
    """The layers of a place's mountain, the first drawn first; its foot is centred on (0, 0).

    Paths on which the sun does not rise (polar night) are left out.
    """
    # A place is known to a tenth of a degree in text; hundredths are finer than any drawing.
    return _mountain(round(latitude, 2), scale, every, closed)


@lru_cache(maxsize=512)
def _mountain(latitude: float, scale: Scale, every: int, closed: bool) -> tuple[Layer, ...]:
    digits = 1 if scale.hour >= FINE_HOUR else 0
    layers = []
    for row, declination in list(enumerate(declinations()))[::every]:
        points = [
            Point(node.hour * scale.hour, node.height * scale.degree, _slope(node.slope, scale))
            for node in sun_path(latitude, declination)
        ]
        if points:
            layers.append(Layer(row, closed_path(points, digits, closed=closed)))
    return tuple(layers)


def _slope(slope: float, scale: Scale) -> float:
    return slope * scale.degree / scale.hour


def peak(latitude: float) -> float:
    """Degrees of the highest noon sun of the 13 paths.

    South of the Tropic that is not the solstice: the sun has already passed overhead by then.
    """
    return max(noon_height(latitude, declination) for declination in declinations())


class Emblem(NamedTuple):
    """A small mountain by itself: its frame, the x of its middle and four layers."""

    width: int
    height: int
    x: int
    layers: tuple[Layer, ...]


@lru_cache(maxsize=1)
def emblem() -> Emblem:
    """The mountain of the word mark and of the marks on the diagram: 32 degrees, four paths."""
    half = half_day(EMBLEM_LATITUDE, declinations()[0]) * EMBLEM_SCALE.hour
    height = peak(EMBLEM_LATITUDE) * EMBLEM_SCALE.degree
    layers = mountain(EMBLEM_LATITUDE, EMBLEM_SCALE, EVERY_FOURTH)
    return Emblem(round(2 * half), round(height), round(half), layers)
