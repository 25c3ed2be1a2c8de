"""On which side of its mark a name stands on the diagram of positions.

The rule: where nothing lies to the east in the same row, the name runs right, into open space; a
place that has a neighbour at its very side is named on the left; any other is named below. If that
side is taken, the next of left, above and below is tried. A name of ordinary length must keep clear
of every mark, of every name already set and of the frame.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from core.drawings.text_metrics import Box

# The room kept for a name, whatever the language: a longer one would move when it is translated.
NAME_WIDTH, NAME_HEIGHT = 52, 11
# A pilot's square after the name and the gap before it.
GAP = 3
# Air around a mark that no name enters.
CLEARANCE = 3
# Two places whose positions differ by less than this up and down stand in one row; a place that
# is nearer than the second figure, in any direction, is a neighbour.
ROW, NEIGHBOUR = 14, 17
# A name beside its mark moves down or up when no side is free where it would stand by itself.
SHIFTS = (0, 3, 6, -3, -6)
# Up from a mark's foot to the middle of a name beside it, down to one below, up from its peak.
BESIDE, BELOW, ABOVE = 4, 7.5, 6


class Side(StrEnum):
    """The side of the mark on which its name stands."""

    RIGHT = "right"
    BELOW = "below"
    LEFT = "left"
    ABOVE = "above"


class Name(NamedTuple):
    """The side of a name and the y of its middle."""

    side: Side
    middle: float


class Foot(NamedTuple):
    """A mark: where the place is (x, y), and the middle of the mark's foot, width and height."""

    spot: tuple[float, float]
    x: float
    y: float
    width: float
    height: float


def sides(feet: Sequence[Foot], width: float, height: float) -> list[Name]:
    """The side of each name, for marks in the order in which they are painted."""
    marks = [mark_box(foot) for foot in feet]
    found: list[Name] = []
    names: list[Box] = []
    for index, foot in enumerate(feet):
        others = [*feet[:index], *feet[index + 1 :]]
        taken = [*marks[:index], *marks[index + 1 :], *names]
        name = _best(foot, _candidates(foot, others), taken, Box(0, 0, width, height))
        found.append(name)
        names.append(name_box(foot, name, NAME_WIDTH, NAME_HEIGHT))
    return found


def mark_box(foot: Foot) -> Box:
    """The room of a mark with some air about it; beside its slopes there is air already."""
    half = foot.width / 2
    return Box(foot.x - half, foot.y - foot.height - CLEARANCE, foot.x + half, foot.y)


def name_box(foot: Foot, name: Name, width: float, height: float) -> Box:
    """The box of a name of this size on its side of the mark."""
    half = foot.width / 2
    if name.side == Side.RIGHT:
        left = foot.x + half + GAP
    elif name.side == Side.LEFT:
        left = foot.x - half - GAP - width
    else:
        left = foot.x - width / 2
    return Box(left, name.middle - height / 2, left + width, name.middle + height / 2)


def _candidates(foot: Foot, others: Sequence[Foot]) -> list[Name]:
    """Every place for a name, the best first: to the right only as a last resort, unless open."""
    x, y = foot.spot
    open_to_the_east = not any(
        other.spot[0] > x and abs(other.spot[1] - y) < ROW for other in others
    )
    if open_to_the_east:
        turns = [[Side.RIGHT, Side.LEFT, Side.ABOVE, Side.BELOW]]
    elif any(math.dist(other.spot, foot.spot) < NEIGHBOUR for other in others):
        turns = [[Side.LEFT, Side.ABOVE, Side.BELOW], [Side.RIGHT]]
    else:
        turns = [[Side.BELOW, Side.LEFT, Side.ABOVE], [Side.RIGHT]]
    return [
        Name(side, _middle(foot, side, shift))
        for order in turns
        for shift in SHIFTS
        for side in order
    ]


def _best(foot: Foot, candidates: Sequence[Name], taken: Sequence[Box], frame: Box) -> Name:
    """The first candidate without a collision, or the one that collides least."""
    best: dict[float, Name] = {}
    for name in candidates:
        box = name_box(foot, name, NAME_WIDTH, NAME_HEIGHT)
        # What the frame cuts off is worse than what a neighbour covers.
        outside = NAME_WIDTH * NAME_HEIGHT - box.shared(frame)
        collision = sum(box.shared(other) for other in taken) + 10 * outside
        if collision < 1e-6:
            return name
        best.setdefault(collision, name)
    return best[min(best)]


def _middle(foot: Foot, side: Side, shift: float) -> float:
    if side == Side.BELOW:
        return foot.y + BELOW + max(0, shift)
    if side == Side.ABOVE:
        return foot.y - foot.height - ABOVE - max(0, shift)
    return foot.y - BESIDE + shift
