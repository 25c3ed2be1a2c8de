"""The pathway drawing: thirteen curves that rise, peak and fall; it shows no data."""

import math
from functools import lru_cache
from typing import NamedTuple

from core.drawings.curves import Point, closed_path
from core.drawings.mountain import Layer

LAYERS = 13
# The rise begins at this share of the peak's height, with this slope (1 would be straight up to
# the peak); the nodes are shares of the way to it.
BEGIN, BEGIN_SLOPE = 0.28, 0.5
RISE_NODES = (0, 0.35, 0.7)
# The fall is a gamma curve, t^a e^(a(1-t)): level at t = 1, the peak, with a long tail.
SHAPE, PEAK_TIME = 3.5, 0.63
# How strongly the fall bends at the peak, in shares of the rise: the rise bends there as much.
BEND = SHAPE * PEAK_TIME**2 / (1 - BEGIN)
# Nodes of the fall in units of the curve's own time, close together where it bends.
FALL_NODES = (1, 1.3, 1.65, 2.05, 2.5, 3.0, 3.6, 4.4, 5.4)


class Frame(NamedTuple):
    """Where the highest and the lowest curve peak, as shares of the frame's width and height."""

    first_peak: tuple[float, float]
    last_peak: tuple[float, float]


CARD = Frame(first_peak=(0.324, 0.97), last_peak=(0.205, 0.385))
WIDE = Frame(first_peak=(0.264, 0.91), last_peak=(0.163, 0.36))


@lru_cache(maxsize=16)
def pathway(width: int, height: int) -> tuple[Layer, ...]:
    """The 13 curves over a base line y = 0 from x = 0 to the width; the highest comes first."""
    shape = WIDE if width > 2.5 * height else CARD
    layers = []
    for row in range(LAYERS):
        share = row / (LAYERS - 1)
        across, up = (
            first + (last - first) * share
            for first, last in zip(shape.first_peak, shape.last_peak, strict=True)
        )
        layers.append(Layer(row, _curve(across * width, up * height, width)))
    return tuple(layers)


def _curve(peak_x: float, peak_height: float, width: int) -> str:
    """Path data of one curve; its peak is `peak_height` units up at `peak_x`."""
    points = []
    for share in RISE_NODES:
        height, climb = _rise(share)
        points.append(Point(share * peak_x, peak_height * height, peak_height * climb / peak_x))
    unit = peak_x / PEAK_TIME
    end = 1 + (width - peak_x) / unit
    # The last node but one keeps a distance from the edge, or the curve would end in a stub.
    for time in [*(node for node in FALL_NODES if node < end - 0.1), end]:
        x = peak_x + (time - 1) * unit
        points.append(Point(x, peak_height * _gamma(time), peak_height * _climb(time) / unit))
    return closed_path(points, digits=0)


def _rise(share: float) -> tuple[float, float]:
    """Height and slope of the rise at a share of the way, both in shares of the peak.

    A quartic in the way that is left: it ends at the peak, level and bent as the fall begins.
    """
    left = 1 - share
    second = BEND / 2
    fourth = BEGIN_SLOPE + second - 3
    third = 1 - second - fourth
    height = 1 - second * left**2 - third * left**3 - fourth * left**4
    climb = 2 * second * left + 3 * third * left**2 + 4 * fourth * left**3
    return BEGIN + (1 - BEGIN) * height, (1 - BEGIN) * climb


def _gamma(time: float) -> float:
    return time**SHAPE * math.exp(SHAPE * (1 - time))


def _climb(time: float) -> float:
    """The derivative of `_gamma`."""
    return SHAPE * (1 / time - 1) * _gamma(time)
