"""Marking what was found in a text as it was written, and cutting the part that shows it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analyser import LATIN_RUN, RUN, folded_parts, han_tokens, is_han, stem
from search.query import Query

# Paragraphs of Chinese follow each other without a space.
_SPACE_AFTER_STOP = re.compile(r"(?:(?<=[\u3001-\u303f\uff01-\uff5e])|(?<=[。！？]”))\s+")
# But those that hold a figure together.
_SPACE = re.compile(r"[ \t\r\n\f]+")
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
    for place, parts in folded_parts(text):
        folded.append(parts)
        origin += [place] * len(parts)
    return "".join(folded), origin


def parts(query: Query) -> set[str]:
    """Return the names of all that can be found of a query, as ``places`` gives them."""
    found: set[str] = set()
    for term in query.terms:
        if term.is_phrase or term.forms:
            found.add(term.text)
            continue
        for word in term.words:
            found.update((han_tokens(word) or [word]) if is_han(word[0]) else [stem(word)])
    return found


def places(text: str, query: Query) -> list[MatchPlace]:
    """Return where the words of the query stand in a text, in order.

    Of a run of Han characters that does not stand there as it was typed, its pairs; of a phrase,
    and of a form of something, only the whole.
    """
    line, origin = _folded(text)
    single = [term for term in query.terms if not term.is_phrase and not term.forms]
    words = list(dict.fromkeys(word for term in single for word in term.words))
    phrases = [(form.words, term.text) for term in query.terms if term not in single
               for form in term.either]  # fmt: skip
    latin = {stem(word): stem(word) for word in words if not is_han(word[0])}
    # A form of one word is found as any word.
    latin |= {
        stem(form[0]): name for form, name in phrases if len(form) == 1 and not is_han(form[0])
    }
    found = [
        (match.start(), match.end(), latin[stem(match.group())])
        for match in (LATIN_RUN.finditer(line) if latin else ())
        if stem(match.group()) in latin
    ]
    for word in words:
        if is_han(word[0]):
            found += _run_places(line, word)
    for form, name in phrases:
        if is_han(form[0]) and len(form) == 1:
            found += [(m.start(), m.end(), name) for m in re.finditer(re.escape(form[0]), line)]
        elif len(form) > 1 and all(word[:3] in line for word in form):
            found += _phrase_places(line, form, name)
    return sorted((origin[start], origin[end - 1] + 1, word) for start, end, word in found)


def _run_places(line: str, run: str) -> Iterator[MatchPlace]:
    """Yield where the pairs of a run of Han characters stand: in the whole, where that is there."""
    wholes = [match.start() for match in re.finditer(re.escape(run), line)]
    for place, part in enumerate(han_tokens(run) or [run]):
        apart = (match.start() for match in re.finditer(re.escape(part), line))
        for start in (whole + place for whole in wholes) if wholes else apart:
            yield start, start + len(part), part


def _phrase_places(line: str, words: tuple[str, ...], name: str) -> Iterator[MatchPlace]:
    """Yield where several words follow each other in a text; the places are called ``name``.

    A run of Han characters may go on before the first word, and behind the last.
    """
    runs = list(RUN.finditer(line))
    first, *middle, last = (word if is_han(word[0]) else stem(word) for word in words)
    for place in range(len(runs) - len(words) + 1):
        here = runs[place : place + len(words)]
        begin, *between, end = (
            each.group() if is_han(each.group()[0]) else stem(each.group()) for each in here
        )
        begins = begin.endswith(first) if is_han(first[0]) else begin == first
        ends = end.startswith(last) if is_han(last[0]) else end == last
        if begins and between == middle and ends:
            start = here[0].end() - len(first) if is_han(first[0]) else here[0].start()
            stop = here[-1].start() + len(last) if is_han(last[0]) else here[-1].end()
            yield start, stop, name


def marked(text: str, found: list[MatchPlace]) -> SafeString:
    """Return a text as safe HTML, with ``<mark>`` around what was found."""
    return _marked(text, found, 0, len(text))


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


def in_line(text: str) -> str:
    """Return a text in one line, its paragraphs set apart as its language does."""
    return _SPACE_AFTER_STOP.sub("", _SPACE.sub(" ", text).strip())


def snippet(text: str, found: list[MatchPlace]) -> SafeString:
    """Return the part of a text in one line that has most of what was found; else its beginning."""
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
