"""The range of mountains of several places, from west to east, northern ones behind."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.drawings.mountain import ALL_PATHS, EVERY_SECOND, Layer, Scale, mountain, peak

RANGE_WIDTH, RANGE_HEIGHT = 1440, 380
RANGE_SCALE = Scale(hour=24, degree=3.45)
# (northernmost latitude of the row, name, opacity): air makes what is far away paler.
ROWS = ((27.0, "near", 1.0), (35.0, "middle", 0.7), (91.0, "far", 0.42))

# In two rows: the size of each, how flat its mountains are, how far every second name is raised.
ROW_WIDTH, ROW_HEIGHT, ROW_FLATNESS, RAISED = 720, 280, 0.62, 30

PICTURE_WIDTH, WIDE_PICTURE_WIDTH = 720, 1440
# The highest possible peak, 90 degrees, leaves an eighth of the picture as sky.
PICTURE_SKY = 0.87
# Units an hour for each unit between two neighbours, and how flat or steep that may become.
HOUR_OF_STEP = 0.14
STEEPEST, FLATTEST = 7, 15
CARD_HOURS = 720 / 46


class Standing(NamedTuple):
    """Where a mountain stands in a drawing: its place's rank in the list given, x, and layers."""

    rank: int
    x: int
    layers: tuple[Layer, ...]
    row: str
    opacity: float
    peak: int


class StandingInRow(NamedTuple):
    """Where a mountain stands in one of two rows: its rank, x, its row's ground and its peak."""

    rank: int
    x: int
    ground: int
    peak: int
    raised: int


class HorizonPicture(NamedTuple):
    """A drawing's size in units and the mountains in it, the first drawn first."""

    width: int
    height: int
    mountains: tuple[Standing, ...]


def size_for_ratio(ratio: str) -> tuple[int, int]:
    """Width and height in units of a picture with the ratio "8:5", "10:3" and the like.

    Raises ValueError for a ratio that is not two positive whole numbers.
    """
    across, up = (int(part) for part in ratio.split(":"))
    if across < 1 or up < 1:
        raise ValueError(f"A ratio is two positive numbers such as 8:5, not {ratio!r}.")
    width = WIDE_PICTURE_WIDTH if across > 2.5 * up else PICTURE_WIDTH
    return width, round(width * up / across)


def horizon(positions: Iterable[tuple[float, float]]) -> HorizonPicture:
    """The range of the home page from (latitude, longitude) pairs, with every second path."""
    return _horizon(_rounded(positions))


def two_rows(positions: Iterable[tuple[float, float]]) -> list[StandingInRow]:
    """The same range for a narrow screen: the western half above the eastern one."""
    places = list(positions)
    west_to_east = sorted(range(len(places)), key=lambda index: places[index][::-1])
    half = (len(places) + 1) // 2
    found = []
    for row, ranks in enumerate((west_to_east[:half], west_to_east[half:]), 1):
        for place, rank in enumerate(ranks):
            ground = row * ROW_HEIGHT
            top = ground - peak(places[rank][0]) * RANGE_SCALE.degree * ROW_FLATNESS
            x = ROW_WIDTH / len(ranks) * (place + 0.5)
            raised = RAISED * (place % 2)
            found.append(StandingInRow(rank, round(x), ground, round(top), raised))
    return sorted(found, key=lambda standing: (standing.ground, -abs(places[standing.rank][0])))


def picture(positions: Iterable[tuple[float, float]], ratio: str) -> HorizonPicture:
    """A picture of one or more places; a single mountain is as wide as on its card."""
    return _picture(_rounded(positions), *size_for_ratio(ratio))


def picture_scale(count: int, width: int, height: int) -> Scale:
    """One scale for all mountains of a picture, so that none is distorted against another."""
    degree = height * PICTURE_SKY / 90
    widest = min(width / CARD_HOURS, FLATTEST * degree)
    hour = max(STEEPEST * degree, HOUR_OF_STEP * _step(count, width))
    return Scale(round(min(hour, widest), 1), round(degree, 2))


@lru_cache(maxsize=64)
def _horizon(positions: tuple[tuple[float, float], ...]) -> HorizonPicture:
    step = RANGE_WIDTH / max(1, len(positions))
    centres = [step * (rank + 0.5) for rank in range(len(positions))]
    mountains = _standing(positions, centres, RANGE_HEIGHT, RANGE_SCALE, EVERY_SECOND)
    return HorizonPicture(RANGE_WIDTH, RANGE_HEIGHT, mountains)


@lru_cache(maxsize=256)
def _picture(positions: tuple[tuple[float, float], ...], width: int, height: int) -> HorizonPicture:
    count = len(positions)
    step = _step(count, width)
    centres = [width / 2 + step * (rank - (count - 1) / 2) for rank in range(count)]
    scale = picture_scale(count, width, height)
    return HorizonPicture(width, height, _standing(positions, centres, height, scale, ALL_PATHS))


def _standing(
    positions: Sequence[tuple[float, float]],
    centres: Sequence[float],
    height: int,
    scale: Scale,
    every: int,
) -> tuple[Standing, ...]:
    """West to east on the given centres, then sorted so that the north is painted first."""
    west_to_east = sorted(range(len(positions)), key=lambda index: positions[index][::-1])
    found = []
    for index, centre in zip(west_to_east, centres, strict=True):
        latitude = positions[index][0]
        row, opacity = _row(latitude)
        top = round(height - peak(latitude) * scale.degree)
        layers = mountain(latitude, scale, every)
        found.append(Standing(index, round(centre), layers, row, opacity, top))
    return tuple(sorted(found, key=lambda standing: -abs(positions[standing.rank][0])))


def _row(latitude: float) -> tuple[str, float]:
    return next((name, opacity) for north, name, opacity in ROWS if abs(latitude) < north)


def _step(count: int, width: int) -> float:
    """Units between two neighbours: the outer mountains run a little out of the picture."""
    return width / (count + 0.25)


def _rounded(positions: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    return tuple((round(latitude, 2), round(longitude, 2)) for latitude, longitude in positions)
