"""The sun over a latitude: its height hour by hour, on thirteen days of the year.

The 24 solar terms cut the year into steps of 15 degrees of the sun's longitude. Seen from the
ground most of them come in pairs, once on the way up and once on the way down, so the sun takes
13 distinct paths. Path 0 is the place's own summer solstice, path 6 the equinoxes, path 12 its
winter solstice. Everything that the site draws is one of these curves.

Angles are degrees, hours are counted from true noon. No function raises for a real latitude: at
the poles the sun may stay up all day (half day of 12 hours) or stay down (half day of 0), and
south of the equator the year is mirrored, because summer there is the other half of the year.
"""

import math
from functools import lru_cache
from typing import NamedTuple

OBLIQUITY = 23.44
DEGREES_AN_HOUR = 15

# Where a curve is computed, as shares of the half day; cubics between these nodes follow it.
NODES = (0.1, 0.28, 0.6, 1)
# The peak is all but a corner when the noon sun is nearly overhead; without these it would kink.
NODES_OF_A_SHARP_PEAK = (0.012, 0.03, 0.06)
SHARP_PEAK = 7


class SunPathNode(NamedTuple):
    """A point of a path: the hour, the sun's height there and how steeply it climbs an hour."""

    hour: float
    height: float
    slope: float


@lru_cache(maxsize=1)
def declinations() -> tuple[float, ...]:
    """The sun's declination on the 13 paths, from the summer solstice down to the winter one."""
    tilt = math.sin(math.radians(OBLIQUITY))
    return tuple(
        math.degrees(math.asin(tilt * math.sin(math.radians(90 - 15 * step)))) for step in range(13)
    )


def half_day(latitude: float, declination: float) -> float:
    """Hours from noon to sunset: 12 when the sun does not set, 0 when it does not rise."""
    cosine = -math.tan(math.radians(_mirrored(latitude))) * math.tan(math.radians(declination))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) / DEGREES_AN_HOUR


def noon_height(latitude: float, declination: float) -> float:
    """The sun's height at noon; below zero in the polar night."""
    return 90 - abs(_mirrored(latitude) - declination)


def sun_height(latitude: float, declination: float, hour: float) -> float:
    """The sun's height above the horizon at an hour from noon; below zero at night."""
    sine, cosine = _products(latitude, declination)
    turn = math.radians(DEGREES_AN_HOUR * hour)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine + cosine * math.cos(turn)))))


def sun_slope(latitude: float, declination: float, hour: float) -> float:
    """Degrees that the sun climbs an hour: the exact derivative of `sun_height`."""
    _, cosine = _products(latitude, declination)
    turn = math.radians(DEGREES_AN_HOUR * hour)
    across = math.cos(math.radians(sun_height(latitude, declination, hour)))
    # Straight overhead the curve has a corner; at noon both sides agree on level.
    return -DEGREES_AN_HOUR * cosine * math.sin(turn) / across if across > 1e-9 else 0.0


def hour_at_height(latitude: float, declination: float, height: float) -> float:
    """The afternoon hour at which the sun sinks to a height: 0 if it never climbs so far."""
    sine, cosine = _products(latitude, declination)
    if cosine < 1e-9:
        return 0.0
    turn = (math.sin(math.radians(height)) - sine) / cosine
    return math.degrees(math.acos(max(-1.0, min(1.0, turn)))) / DEGREES_AN_HOUR


def sun_path(latitude: float, declination: float) -> tuple[SunPathNode, ...]:
    """The nodes of one day from sunrise to sunset; empty when the sun does not rise."""
    half = half_day(latitude, declination)
    if half == 0:
        return ()
    sharp = abs(_mirrored(latitude) - declination) < SHARP_PEAK
    shares = (NODES_OF_A_SHARP_PEAK if sharp else ()) + NODES
    hours = [-half * share for share in reversed(shares)] + [0.0] + [half * s for s in shares]
    return tuple(
        SunPathNode(
            hour, sun_height(latitude, declination, hour), sun_slope(latitude, declination, hour)
        )
        for hour in hours
    )


def _mirrored(latitude: float) -> float:
    return min(abs(latitude), 90.0)


def _products(latitude: float, declination: float) -> tuple[float, float]:
    phi, delta = math.radians(_mirrored(latitude)), math.radians(declination)
    return math.sin(phi) * math.sin(delta), math.cos(phi) * math.cos(delta)
