"""Width of a text in ems before a browser renders it, and overlap of boxes."""

import unicodedata
from typing import NamedTuple

# Advance widths of the site's Latin face at weight 600, grouped by hundredths of an em.
WIDTHS = {
    21: " ",
    25: "!',.:;ijl|",
    31: "I()[]-/r",
    41: 'ft"*',
    51: "szc1",
    56: "avxyJe?",
    60: "bdghknopqu",
    66: "EFLTSZ023456789",
    72: "BCDGHKNPRUVXYA",
    77: "OQ",
    84: "w&@%",
    92: "Mm",
    107: "W",
}
EMS = {letter: width / 100 for width, letters in WIDTHS.items() for letter in letters}
OTHER_LATIN, HAN = 0.6, 1.0


class Box(NamedTuple):
    """A rectangle in drawing units; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """The area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


def text_width(text: str) -> float:
    """The width of a line of text in ems: Han by the square, Latin by its letters."""
    return sum(_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return HAN
    # An accent does not widen its letter.
    base = unicodedata.normalize("NFD", letter)[0]
    return EMS.get(base, OTHER_LATIN)
