"""Text reduced to the characters that the fonts of PDFs and share images have.

A character that no font of ours has is an error in PDF/A, so it is replaced by 〓, the printers'
own sign for a sort that is missing. What means nothing on paper is dropped.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings

FONTS = settings.BASE_DIR / "fonts"
MISSING = "〓"

# Neither font has ₂, and a climate site cannot do without CO₂: real subscripts are set instead.
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+−=()", strict=True))
# ⁰ to ⁹ the fonts have, and stay, so that they can be copied; but not beside those they lack.
RAISED = dict(zip("⁺⁻⁼⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹", "+−=()0123456789", strict=True))
_DIGITS = "⁰¹²³⁴-⁹"
_SHIFTED = re.compile(f"([{''.join(LOWERED)}]+)|([{_DIGITS}]*[⁺⁻⁼⁽⁾][⁺⁻⁼⁽⁾{_DIGITS}]*)")

# More marks on one letter only serve to paint over the lines above.
_MARKS = 3


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that the fonts have, from ``fonts/coverage.txt``."""
    lines = (FONTS / "coverage.txt").read_text().split()
    ranges = (line.partition("-")[::2] for line in lines)
    return frozenset(
        code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    )


def printable(text: str) -> str:
    """Return ``text`` for what is read out and not set: without what no XML may hold."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs"))


def settable(text: str) -> str:
    """Return ``text`` as it is set: with nothing that the fonts lack or that breaks the page."""
    return "".join(shown for _character, shown in _settled(text))


def unsettable(text: str) -> list[str]:
    """Return the characters that the fonts lack, each once.

    >>> unsettable("𠮷野川, 𠮷")
    ['𠮷']
    """
    lost = (each for each, shown in _settled(text) if shown == MISSING != each)
    return list(dict.fromkeys(lost))


def _settled(text: str) -> Iterator[tuple[str, str]]:
    """Yield each character, and what is set for it."""
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Cc", "Cf", "Cs") or marks > _MARKS:
            yield character, " " if character in "\t\n\r" else ""
        elif ord(character) in covered() or character in LOWERED or character in RAISED:
            yield character, character
        elif category in ("Zs", "Zl", "Zp"):
            yield character, " "
        else:
            yield character, "" if marks else MISSING


def pieces(text: str) -> list[tuple[str, str]]:
    """Split ``text`` into ("", plain), ("sub", lowered) and ("sup", raised) pieces.

    >>> pieces("CO₂")
    [('', 'CO'), ('sub', '2')]
    """
    found = []
    position = 0
    text = settable(text)
    for match in _SHIFTED.finditer(text):
        if match.start() > position:
            found.append(("", text[position : match.start()]))
        kind, table = ("sub", LOWERED) if match[1] else ("sup", RAISED)
        found.append((kind, "".join(table[character] for character in match[0])))
        position = match.end()
    if position < len(text):
        found.append(("", text[position:]))
    return found
