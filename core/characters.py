"""Which characters a stored text may hold.

Some show nothing and do harm: control characters break feeds and tables, invisible ones hide words
from search, direction marks turn lines around. They come with text that is pasted.
"""

import re
import unicodedata

# What Word and others write where a line ends.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
# Control characters but tab and line feed, lone surrogates, what is no character, characters
# without width, marks of direction.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufff9-\ufffb"
    "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# Within an emoji they join others to one picture; elsewhere they do nothing that shows.
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
_JOINERS = re.compile(
    f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0001-\U000e007f]+"
)
# Letters and signs by their class that are drawn as nothing.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def without_invisible(text: str) -> str:
    """Return a text without the characters that no text needs.

    >>> without_invisible("can\\u200dal\\x02")
    'canal'
    """
    return _JOINERS.sub("", _DROPPED.sub("", text))


def shows_nothing(text: str) -> bool:
    """Whether a reader would see nothing of a text."""
    # Soft hyphens and others of their class, spaces, marks without the letter that carries them.
    return all(
        each in _BLANK or unicodedata.category(each) in ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs")
        for each in text
    )


def one_line(text: str) -> str:
    """Return a text in one line, "" if it shows nothing.

    >>> one_line("Shade for\\x0bbus stops")
    'Shade for bus stops'
    """
    cleaned = without_invisible(LINE_ENDS.sub(" ", text)).translate({9: " ", 10: " "})
    return "" if shows_nothing(cleaned) else cleaned


def lines(text: str) -> str:
    """Return a text of several lines, "" if it shows nothing.

    >>> lines("One\\u2028two")
    'One\\ntwo'
    """
    cleaned = without_invisible(LINE_ENDS.sub("\n", text))
    return "" if shows_nothing(cleaned) else cleaned


def part_of_address(text: str) -> str:
    """Return a slug in small letters: two that differ by them alone are one.

    >>> part_of_address("\\ufeffCool-Roofs")
    'cool-roofs'
    """
    return without_invisible(text).strip().lower()
