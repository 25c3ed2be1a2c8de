"""Marking what was found in a text as it was written, and cutting the part that shows it."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analyser import fold, is_han, stem
from search.query import Query

_WORD = re.compile(r"[^\W_]+")
# Characters around the first mark; a Han character is about twice as wide as a letter.
AROUND, AROUND_HAN = 220, 90


def spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Return where the words of the query stand in a text, in order and apart from each other."""
    folded, origin = [], []
    for place, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            origin.append(place)
    line = "".join(folded)
    words = {word for term in query.terms for word in term.words}
    stems = {stem(word) for word in words if not is_han(word[0])}
    found = []
    for match in _WORD.finditer(line):
        if stem(match.group()) in stems:
            found.append((match.start(), match.end()))
    for word in words:
        if is_han(word[0]):
            found += [(each.start(), each.end()) for each in re.finditer(re.escape(word), line)]
    # A Han run and a Latin word in one run of letters: look for the Latin parts by themselves.
    for match in re.finditer(r"[a-z0-9]+", line):
        if stem(match.group()) in stems:
            found.append((match.start(), match.end()))
    places = sorted({(origin[start], origin[end - 1] + 1) for start, end in found})
    apart: list[tuple[int, int]] = []
    for start, end in places:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def marked(text: str, query: Query) -> SafeString:
    """Return a text as safe HTML, with ``<mark>`` around what was found."""
    parts, last = [], 0
    for start, end in spans(text, query):
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308


def snippet(text: str, query: Query) -> SafeString:
    """Return the part of a text around the first thing found in it, marked; else its beginning."""
    text = " ".join(text.split())
    found = spans(text, query)
    around = AROUND_HAN if text and sum(map(is_han, text[:200])) > 60 else AROUND
    start = max(0, found[0][0] - around // 3) if found else 0
    if start:
        # Begin with a whole sentence or word if one begins nearby.
        opening = re.search(r"[。！？.!?；;]\s*|\s", text[start : found[0][0]])
        start += opening.end() if opening else 0
    end = min(len(text), start + around)
    if end < len(text) and not is_han(text[end]):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    part = marked(text[start:end], query)
    cut = "……" if around == AROUND_HAN else "…"
    return mark_safe(f"{cut if start else ''}{part}{cut if end < len(text) else ''}")  # noqa: S308
