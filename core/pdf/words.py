"""Chinese words, between whose characters no line of a quotation's lead may break.

Run in the child process that typesets: what it knows of words takes 30 MB.
"""

import re
from typing import Any

import rjieba

_WORD = re.compile("[\u3400-\u9fff]{2,}")
# Beside Latin the typesetter sets the two apart, and before these marks it keeps to the line, but
# only where the characters stand in the line themselves and not as one piece.
_NOT_BESIDE = re.compile("[\0-\x7f：；—…·％]")


def in_words(pieces: list[Any]) -> list[Any]:
    """Return pieces of a line, as ``core.pdf.tree`` describes them, with each word as a piece."""
    found: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str):
            found += _split(piece)
        elif "content" in piece:
            found.append(piece | {"content": in_words(piece["content"])})
        else:
            found.append(piece)
    return found


def _split(text: str) -> list[Any]:
    parts = rjieba.cut(text)
    neighbours = zip(["", *parts], [*parts[1:], ""], strict=False)
    return [
        {"kind": "word", "content": [part]}
        if _WORD.fullmatch(part) and not _NOT_BESIDE.search(before[-1:] + after[:1])
        else part
        for part, (before, after) in zip(parts, neighbours, strict=True)
    ]
