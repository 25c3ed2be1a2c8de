"""Three-way merge of a text that is a list of blocks."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz import fuzz

# From so many of a hundred on, two blocks count as one that was changed.
ALIKE = 60
Blocks = list[str]


class Passage(NamedTuple):
    """Neighbouring blocks that differ between two texts; ``place`` is where in their text."""

    place: slice
    base: Blocks
    theirs: Blocks
    mine: Blocks


class Hunk(NamedTuple):
    """What one side has in place of the blocks of the base from ``start`` to ``end``."""

    start: int
    end: int
    is_mine: bool
    blocks: Blocks


def passages(base: Blocks, theirs: Blocks, mine: Blocks) -> Iterator[Passage]:
    """Yield the passages in which both texts differ, each as small as it can be."""
    hunks = sorted([*_hunks(base, theirs, is_mine=False), *_hunks(base, mine, is_mine=True)])
    # How many more blocks their text has up to here than the base.
    shift = 0
    for group in _overlapping(hunks):
        start, end = group[0].start, max(each.end for each in group)
        sides = {is_mine: _applied(base, start, end, group, is_mine) for is_mine in (False, True)}
        place = slice(start + shift, start + shift + len(sides[False]))
        shift += len(sides[False]) - (end - start)
        if sides[False] != sides[True]:
            yield Passage(place, base[start:end], sides[False], sides[True])


def _hunks(base: Blocks, side: Blocks, *, is_mine: bool) -> Iterator[Hunk]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            for start, end, blocks in _pairs(base[i1:i2], side[j1:j2]):
                yield Hunk(i1 + start, i1 + end, is_mine, blocks)


def _pairs(base: Blocks, side: Blocks) -> Iterator[tuple[int, int, Blocks]]:
    """Yield what stands in place of which blocks, each block beside the one it is most like."""
    scores = ((fuzz.ratio(a, b), i, j) for i, a in enumerate(base) for j, b in enumerate(side))
    score, i, j = max(scores, default=(0, 0, 0))
    if score >= ALIKE:
        yield from _pairs(base[:i], side[:j])
        yield i, i + 1, [side[j]]
        for start, end, blocks in _pairs(base[i + 1 :], side[j + 1 :]):
            yield i + 1 + start, i + 1 + end, blocks
    elif len(base) == len(side):
        yield from ((i, i + 1, [block]) for i, block in enumerate(side))
    elif base or side:
        yield 0, len(base), side


def _overlapping(hunks: list[Hunk]) -> list[list[Hunk]]:
    """Group the hunks that change the same blocks, or add blocks at the same place."""
    groups: list[list[Hunk]] = []
    end = 0
    for each in hunks:
        if groups and (each.start < end or each[:2] == groups[-1][-1][:2]):
            groups[-1].append(each)
        else:
            groups.append([each])
        end = max(end, each.end)
    return groups


def _applied(base: Blocks, start: int, end: int, hunks: list[Hunk], is_mine: bool) -> Blocks:
    """Return what one side has in place of some blocks of the base."""
    blocks: Blocks = []
    for each in hunks:
        if each.is_mine == is_mine:
            blocks += base[start : each.start] + each.blocks
            start = each.end
    return blocks + base[start:end]
