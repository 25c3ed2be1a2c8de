"""Curves written as SVG path data, short enough to stand in the page itself."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    """A point of a curve in drawing units, y upwards, with its slope (dy/dx)."""

    x: float
    y: float
    slope: float


Corner = tuple[float, float]
Segment = tuple[Corner, Corner, Corner]


def number(value: float) -> str:
    """A coordinate in its shortest form: 12, -.5, 0."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return {"-0": "0"}.get(text, text).replace("0.", ".", 1 if abs(value) < 1 else 0)


def joined(values: Iterable[float]) -> str:
    """Coordinates in a row: a minus sign separates by itself, so no blank before it."""
    text = ""
    for value in values:
        digits = number(value)
        text += digits if not text or digits.startswith("-") else f" {digits}"
    return text


def segments(points: Sequence[Point]) -> list[Segment]:
    """The cubic Bézier segments through the points: first handle, second handle, end.

    Handles lie a third of the way along each tangent, so neighbours meet without a corner.
    """
    found = []
    for start, end in pairwise(points):
        third = (end.x - start.x) / 3
        found.append(
            (
                (start.x + third, start.y + third * start.slope),
                (end.x - third, end.y - third * end.slope),
                (end.x, end.y),
            )
        )
    return found


def closed_path(points: Sequence[Point], digits: int, *, closed: bool = True) -> str:
    """Path data of the curve and of the base line y = 0 under it; "" for no points.

    Coordinates are relative. Each is the difference of two rounded places, so that rounding does
    not add up and the end meets the base line.
    """
    if not points:
        return ""

    def place(x: float, y: float) -> tuple[float, float]:
        return round(x, digits), round(-y, digits)

    here = place(points[0].x, points[0].y)
    data = f"M{joined((here[0], 0))}" + (f"v{number(here[1])}" if here[1] else "")
    steps: list[float] = []
    for segment in segments(points):
        for corner in (place(*corner) for corner in segment):
            steps += (corner[0] - here[0], corner[1] - here[1])
        here = place(*segment[-1])
    data += f"c{joined(steps)}"
    if not closed:
        return data
    return data + ("V0z" if here[1] else "z")
