"""The difference of two texts: Chinese by character, English by word."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from diff_match_patch import diff_match_patch
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html

# A run of letters and digits is one word; each Han character and each sign stands alone.
TOKEN = re.compile(r"[^\W\u3400-\u9fff_]+(?:['’-][^\W\u3400-\u9fff_]+)*|\s+|.", re.DOTALL)
WORD = re.compile(r"\w")
# Of a long piece that both texts have, so many words and signs are shown on either side.
CONTEXT = 20
TAGS = {-1: "del", 1: "ins"}


def pieces(old: str, new: str, patience: float = 2) -> Iterator[tuple[int, list[str]]]:
    """Yield the pieces of both texts in their order: -1 was removed, 1 was added, 0 is in both.

    A comparison that is cut short, after so many seconds, is coarser and never wrong.
    """
    tokens: dict[str, str] = {}

    def encode(text: str) -> str:
        # Each token becomes one character, so that the comparison never cuts a word.
        return "".join(
            tokens.setdefault(t, chr(0x10000 + len(tokens))) for t in TOKEN.findall(text)
        )

    engine = diff_match_patch()
    engine.Diff_Timeout = patience
    differences = engine.diff_main(encode(old), encode(new), False)
    engine.diff_cleanupSemantic(differences)
    decode = {char: token for token, char in tokens.items()}
    for kind, encoded in differences:
        yield kind, [decode[char] for char in encoded]


def difference(old: str, new: str) -> tuple[SafeString, SafeString, int]:
    """Return both texts with their differences marked, and at how many places."""
    sides: dict[int, list[str]] = {-1: [], 1: []}
    places, before = 0, 0
    for kind, found in pieces(old, new):
        places += bool(kind and not before)
        before = kind
        text = escape("".join(found))
        for side, tag in TAGS.items():
            if kind == 0:
                sides[side].append(text)
            elif kind == side:
                sides[side].append(f"<{tag}>{text}</{tag}>")
    marked = [mark_safe("".join(sides[side]).replace("\n", "<br>")) for side in (-1, 1)]  # noqa: S308
    return marked[0], marked[1], places


def html_difference(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Return two texts of safe HTML with the words marked in which they differ."""
    trees = [lxml_html.fragment_fromstring(html, create_parent="div") for html in (old, new)]
    spots = [tree.xpath(".//text()") for tree in trees]
    # A line end after each piece of text, so that no word reaches from one element into the next.
    before, after = ("".join(f"{spot}\n" for spot in side) for side in spots)
    is_marked: dict[int, list[bool]] = {-1: [], 1: []}
    for kind, found in pieces(before, after):
        length = sum(map(len, found))
        for side, flags in is_marked.items():
            if kind in (0, side):
                flags += [bool(kind)] * length
    for side, own in zip((-1, 1), spots, strict=True):
        start = 0
        for spot in own:
            flags = is_marked[side][start : start + len(spot)]
            runs = groupby(zip(flags, spot, strict=True), key=lambda pair: pair[0])
            _mark(spot, [(flag, "".join(c for _f, c in run)) for flag, run in runs], TAGS[side])
            start += len(spot) + 1
    marked = ["".join(lxml_html.tostring(each, encoding="unicode") for each in t) for t in trees]
    return mark_safe(marked[0]), mark_safe(marked[1])  # noqa: S308


def _mark(spot: Any, runs: list[tuple[bool, str]], tag: str) -> None:
    """Put the marked runs of a text of lxml into elements of their own."""
    parent = spot.getparent()
    holder = parent if spot.is_text else parent.getparent()
    place = 0 if spot.is_text else holder.index(parent) + 1
    before, name = parent, "text" if spot.is_text else "tail"
    setattr(parent, name, "")
    for flag, text in runs:
        if flag and text.strip():
            before, name = holder.makeelement(tag), "tail"
            before.text = text
            holder.insert(place, before)
            place += 1
        else:
            setattr(before, name, (getattr(before, name) or "") + text)


def changes(old: str, new: str) -> SafeString:
    """Return what was removed and added as one text, with little of what stayed around it."""
    parts = []
    for kind, found in pieces(old, new):
        if not kind and len(found) > 2 * CONTEXT:
            found = [*found[:CONTEXT], " … ", *found[-CONTEXT:]]
        text = escape("".join(found))
        parts.append(f"<{TAGS[kind]}>{text}</{TAGS[kind]}>" if kind else text)
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308


def words_changed(old: str, new: str) -> int:
    """Return how many words (characters in Chinese) were added, or removed if that is more."""
    counts = {-1: 0, 0: 0, 1: 0}
    # It is counted within the transaction of a save.
    for kind, found in pieces(old, new, patience=0.1):
        counts[kind] += sum(bool(WORD.search(token)) for token in found)
    return max(counts[-1], counts[1])


def words_in(text: str) -> int:
    """Return how many words (characters in Chinese) a text has."""
    return sum(bool(WORD.search(token)) for token in TOKEN.findall(text))
