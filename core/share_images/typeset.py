"""Typesets titles for share images in both scripts, with line breaks."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from PIL import ImageDraw, ImageFont

LATIN, HAN = "LibreFranklin[wght].ttf", "NotoSansSC[wght].ttf"
FONTS = settings.BASE_DIR / "fonts"

_HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_HAS_HAN = re.compile(f"[{_HAN}]")
# In a text with Han these marks are theirs, at full width; in a Latin one they are Latin.
_SHARED = "‘’“”…—·"
# Neither face has them, and CO₂ is what this site speaks of: they are set small and low.
_LOW = "₀₁₂₃₄₅₆₇₈₉"
_RAISED = str.maketrans(_LOW, "0123456789")
_OPENING, _CLOSING = "（《〈「『【〔“‘", "，。、；：？！）》〉」』】〕”’…·"
# What stays together: a Latin word with what follows it, or one Han character with its marks.
_CHUNK = re.compile(
    rf"[{_OPENING}]*(?:[{_HAN}]|[^\s{_HAN}{_SHARED}]+|[{_SHARED}])[{_CLOSING}]*\s*|\S+\s*|\s+"
)


class Fit(NamedTuple):
    """Lines of text and the size in pixels at which they fit."""

    lines: list[str]
    size: int


@lru_cache(maxsize=32)
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    # Without a layout engine of the system's, the result is the same on every machine.
    font = ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


class Run(NamedTuple):
    """A part of a line in one face; subscripts have a ``scale`` below 1 and a ``drop``."""

    text: str
    face: str
    scale: float = 1
    drop: float = 0

    def font(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """Return the font of the run in a line of the given size."""
        return _font(self.face, round(size * self.scale), weight)


def runs(text: str) -> list[Run]:
    """Return the text cut where the face changes."""
    han = _HAN + _SHARED if _HAS_HAN.search(text) else _HAN
    found = []
    for low, square, other in re.findall(f"([{_LOW}]+)|([{han}]+)|([^{_LOW}{han}]+)", text):
        if low:
            found.append(Run(low.translate(_RAISED), LATIN, scale=0.62, drop=0.16))
        else:
            found.append(Run(square or other, HAN if square else LATIN))
    return found


def width(text: str, size: int, weight: int) -> float:
    """Return the width of a line in pixels."""
    return sum(run.font(size, weight).getlength(run.text) for run in runs(text))


def write(
    draw: ImageDraw.ImageDraw, left: float, base: float, text: str, size: int, weight: int, ink: str
) -> None:
    """Write a line on its base line."""
    for run in runs(text):
        font = run.font(size, weight)
        draw.text((left, base + run.drop * size), run.text, font=font, fill=ink, anchor="ls")
        left += font.getlength(run.text)


def fit(text: str, room: int, most_lines: int, sizes: tuple[int, ...], weight: int) -> Fit:
    """Break a title into lines at the largest size at which it fits; | marks a good place.

    A title that is too long even at the last size ends in "…".
    """
    for size in sizes:
        lines = _break(text, room, size, weight)
        if len(lines) <= most_lines:
            return Fit(_balanced(text, room, size, weight, lines), size)
    kept = lines[:most_lines]
    while width(kept[-1] + "…", size, weight) > room:
        kept[-1] = kept[-1][:-1]
    return Fit([*kept[:-1], kept[-1].rstrip() + "…"], size)


def _balanced(text: str, room: int, size: int, weight: int, lines: list[str]) -> list[str]:
    """Return the lines about equally long: as narrow as they can be without one more of them.

    Where staff marked a break, theirs stands.
    """
    if "|" in text:
        return lines
    for narrower in range(room * 19 // 20, room // 2, -room // 20):
        tried = _break(text, narrower, size, weight)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _break(text: str, room: int, size: int, weight: int) -> list[str]:
    """Fill the lines with whole parts between marks; a part that is too long breaks anywhere."""
    lines = [""]
    for part in text.split("|"):
        fits = width(part, size, weight) <= room
        for chunk in [part] if fits and "|" in text else _CHUNK.findall(part):
            if lines[-1] and width((lines[-1] + chunk).rstrip(), size, weight) > room:
                lines.append("")
            lines[-1] += chunk
            while width(lines[-1].rstrip(), size, weight) > room:
                kept = _longest(lines[-1], room, size, weight)
                lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
    return [line.strip() for line in lines if line.strip()]


def _longest(text: str, room: int, size: int, weight: int) -> int:
    """Return how many characters of a too wide word fit into a line, at least one."""
    count = 1
    while count < len(text) - 1 and width(text[: count + 1], size, weight) <= room:
        count += 1
    return count
