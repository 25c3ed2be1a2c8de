"""Chinese typed by its sound: characters that are written otherwise and spoken alike."""

from collections import defaultdict
from functools import lru_cache
from importlib import import_module
from itertools import pairwise, product

# What a pair that no title has counts against a reading, and what another character does.
UNKNOWN_PAIR, OTHER_CHARACTER = 3, 1
# How many readings are followed at a time, and how many are returned.
MOST_FOLLOWED, MOST_READINGS = 20, 3


@lru_cache(maxsize=10_000)
def sounds(character: str) -> frozenset[str]:
    """Return the pinyin of a character, without tones, in each of its readings.

    >>> sorted(sounds("解"))
    ['jie', 'xie']
    """
    # Loaded when it is first needed: a process in which nobody mistypes Chinese spares the memory.
    library = import_module("pypinyin")
    found = library.pinyin(character, style=library.Style.NORMAL, heteronym=True)
    return frozenset(found[0])


def other_readings(run: str, pairs: set[str]) -> list[str]:
    """Return runs of the same sound with more of the pairs, the nearest to what was typed first.

    >>> other_readings("杭洲气候", {"杭州", "气候", "航空"})
    ['杭州气候']
    """
    spoken = defaultdict(set)
    for character in set("".join(pairs)):
        for sound in sounds(character):
            spoken[sound].add(character)
    alike = [{each}.union(*(spoken.get(sound, ()) for sound in sounds(each))) for each in run]
    # Of those that sound alike, only the ones that make a pair with a neighbour.
    options = [{each} for each in run]
    for place, both in enumerate(pairwise(alike)):
        for first, second in product(*both):
            if first + second in pairs:
                options[place].add(first)
                options[place + 1].add(second)
    found = [(OTHER_CHARACTER * (first != run[0]), first) for first in sorted(options[0])]
    for place in range(1, len(run)):
        found = sorted(
            (
                cost
                + OTHER_CHARACTER * (following != run[place])
                + UNKNOWN_PAIR * (text[-1] + following not in pairs),
                text + following,
            )
            for cost, text in found
            for following in options[place]
        )[:MOST_FOLLOWED]
    typed = UNKNOWN_PAIR * sum(run[place : place + 2] not in pairs for place in range(len(run) - 1))
    return [text for cost, text in found if cost < typed][:MOST_READINGS]
