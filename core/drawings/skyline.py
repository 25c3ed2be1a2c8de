"""A skyline: a place's mountain built as towers, the sun's height every 45 minutes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from core.drawings.mountain import Layer
from core.drawings.solar import declinations, sun_height

HOURS_A_TOWER = 0.75
# A year's longest day at 40 degrees of latitude makes 19 towers; one more is room to breathe.
TOWERS_A_PLACE = 20
SKYLINE_WIDTH, SKYLINE_HEIGHT = 212, 210
TOGETHER_WIDTH, TOGETHER_HEIGHT = 720, 450
# Units of height for a degree. Alone the towers fill the frame, together they have sky above.
DEGREE, TOGETHER_DEGREE = 2.3, 4.0

# Units; a lower tower, just after sunrise, would look like a speck of dust.
LOWEST_TOWER = 4


class Skyline(NamedTuple):
    """Towers about x: for each row of the ramp the path data of its part of all towers."""

    x: int
    layers: tuple[Layer, ...]


def skyline(latitude: float) -> Skyline:
    """The towers of one place, for a frame that others may stand beside at the same scale."""
    return Skyline(SKYLINE_WIDTH // 2, towers(round(latitude, 2), 10, DEGREE))


def skylines(positions: Iterable[tuple[float, float]]) -> tuple[Skyline, ...]:
    """Several places on one ground, west on the left."""
    return _skylines(tuple((round(lat, 2), round(lon, 2)) for lat, lon in positions))


@lru_cache(maxsize=64)
def _skylines(positions: tuple[tuple[float, float], ...]) -> tuple[Skyline, ...]:
    slot = TOGETHER_WIDTH / max(1, len(positions))
    # Whole units, so that all gaps are equally wide on the screen.
    pitch = max(3, min(18, int(slot / TOWERS_A_PLACE)))
    west_to_east = sorted(range(len(positions)), key=lambda index: positions[index][::-1])
    found = []
    for rank, index in enumerate(west_to_east):
        layers = towers(positions[index][0], pitch, TOGETHER_DEGREE)
        found.append(Skyline(round(slot * (rank + 0.5)), layers))
    return tuple(found)


@lru_cache(maxsize=256)
def towers(latitude: float, pitch: int, degree: float) -> tuple[Layer, ...]:
    """One layer for each path of the sun; a tower is `pitch` units apart and 80 % as wide."""
    layers = []
    for row, declination in enumerate(declinations()):
        if data := _row_of_towers(latitude, declination, pitch, degree):
            layers.append(Layer(row, data))
    return tuple(layers)


def _row_of_towers(latitude: float, declination: float, pitch: int, degree: float) -> str:
    """Path data of the towers of one day; an open subpath is filled as if it were closed."""
    width = round(pitch * 0.8)
    last = int(12 / HOURS_A_TOWER)
    heights = {
        tower: round(sun_height(latitude, declination, tower * HOURS_A_TOWER) * degree)
        for tower in range(-last, last)
    }
    standing = [tower for tower, height in heights.items() if height >= LOWEST_TOWER]
    if not standing:
        return ""
    data = f"M{round(standing[0] * pitch - width / 2)} 0"
    for tower in standing:
        gap = f"m{pitch - width} 0" if tower != standing[0] else ""
        data += f"{gap}v-{heights[tower]}h{width}v{heights[tower]}"
    return data
