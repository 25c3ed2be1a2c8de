"""Marking what was found in a text as it was written, and cutting the part that shows it."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analyser import LATIN_RUN, fold, han_tokens, is_han, stem
from search.query import Query

# Paragraphs of Chinese follow each other without a space.
_SPACE_AFTER_STOP = re.compile(r"(?:(?<=[\u3001-\u303f\uff01-\uff5e])|(?<=[。！？]”))\s+")
# Characters around the first mark; a Han character is about twice as wide as a letter.
AROUND, AROUND_HAN = 220, 90
# How many marks are looked at for each place where a snippet may begin.
MOST_MARKS = 40

# Where a word of the query begins and ends in a text.
MatchPlace = tuple[int, int, str]


@lru_cache(maxsize=128)
def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and for each of its characters the one it comes from."""
    folded, origin = [], []
    for place, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            origin.append(place)
    return "".join(folded), origin


def places(text: str, query: Query) -> list[MatchPlace]:
    """Return where the words of the query stand in a text, in order.

    Of a run of Han characters that does not stand there as it was typed, its pairs.
    """
    line, origin = _folded(text)
    words = {word: term for term in query.terms for word in term.words}
    stems = {stem(word) for word in words if not is_han(word[0])}
    found = [
        (match.start(), match.end(), stem(match.group()))
        for match in (LATIN_RUN.finditer(line) if stems else ())
        if stem(match.group()) in stems
    ]
    for word, term in words.items():
        if is_han(word[0]):
            is_whole = word in line or term.is_phrase
            for part in [word] if is_whole else han_tokens(word):
                found += [(m.start(), m.end(), part) for m in re.finditer(re.escape(part), line)]
    return sorted((origin[start], origin[end - 1] + 1, word) for start, end, word in found)


def marked(text: str, query: Query) -> SafeString:
    """Return a text as safe HTML, with ``<mark>`` around what was found."""
    return _marked(text, places(text, query), 0, len(text))


def _marked(text: str, found: list[MatchPlace], start: int, end: int) -> SafeString:
    """Return a part of a text, with what was found in the text marked."""
    apart: list[tuple[int, int]] = []
    for first, last, _word in found:
        if last <= start or first >= end:
            continue
        first, last = max(first, start), min(last, end)
        if apart and first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        else:
            apart.append((first, last))
    parts, done = [], start
    for first, last in apart:
        parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return mark_safe("".join([*parts, escape(text[done:end])]))  # noqa: S308


def _most_telling(found: list[MatchPlace], width: int) -> int:
    """Return where the first part begins that has the most different words of the query."""

    def words_from(number: int) -> int:
        furthest = found[number][0] + width
        near = found[number : number + MOST_MARKS]
        return len({word for _start, end, word in near if end <= furthest})

    return found[max(range(len(found)), key=words_from)][0]


def snippet(text: str, query: Query) -> SafeString:
    """Return the part of a text that has most of the query, marked; else its beginning."""
    text = _SPACE_AFTER_STOP.sub("", " ".join(text.split()))
    found = places(text, query)
    around = AROUND_HAN if text and sum(map(is_han, text[:200])) > 60 else AROUND
    before = around // 3
    mark = _most_telling(found, around - before) if found else 0
    start = max(0, mark - before)
    if start:
        # Begin with a whole sentence or word if one begins nearby.
        opening = re.search(r"[。！？.!?；;，、]\s*|\s", text[start:mark])
        start += opening.end() if opening else 0
    end = min(len(text), start + around)
    if end < len(text) and not is_han(text[end]):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    part = _marked(text, found, start, end)
    cut = "……" if around == AROUND_HAN else "…"
    return mark_safe(f"{cut if start else ''}{part}{cut if end < len(text) else ''}")  # noqa: S308
