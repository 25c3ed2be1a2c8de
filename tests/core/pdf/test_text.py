"""What the fonts can set."""

import re

import pytest
from fontTools.ttLib import TTFont

from core.characters import one_line
from core.pdf.text import FONTS, covered, pieces, unsettable
from core.typography import title_parts


def test_list_of_covered_characters_is_that_of_the_fonts():
    """Renew it by writing the ranges of ``getBestCmap`` of both fonts, in hexadecimal."""
    fonts = [TTFont(path) for path in FONTS.glob("*.ttf")]
    assert len(fonts) == 2
    assert covered() == frozenset(code for font in fonts for code in font.getBestCmap())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CO₂ falls", [("", "CO"), ("sub", "2"), ("", " falls")]),
        ("10⁻⁶", [("", "10"), ("sup", "−6")]),
        ("m² and km³", [("", "m² and km³")]),
        ("plain", [("", "plain")]),
        ("", []),
    ],
)
def test_subscripts_that_the_fonts_lack_are_real_ones(text, found):
    assert pieces(text) == found


def drawn(title, language):
    """Return a title as PDF and share image draw it, low and raised letters in brackets."""
    found = [pieces(part) for part in title_parts(one_line(title), language)]
    return "".join(f"[{text}]" if kind else text for each in found for kind, text in each)


# Number in tests/cases/share-titles.txt: what is drawn, and what the checklist names.
TITLES = {
    1: ("Softhyphen roofs", ""),
    2: ("Wind and water", ""),
    3: ("软连字与零宽空格", ""),
    4: ("〓野川的湿地", "𠮷"),
    5: ("Rain plan 〓 for ten cities", "🌧"),
    6: ("㐀字路口的树", ""),
    7: ("Wind | Water", ""),
    8: ("风水之城", ""),
    9: ("CO[2] and PM[2].[5] in Łódź, São Paulo, Hà Nội", ""),
    10: ("城" * 199 + "〓", "𠮷"),
    11: ("〓" * 200, "🌳"),
    12: ("→ ① ☂ № ™ ℃", ""),
    13: ("〇二五年的“绿色”屋顶——", ""),
}
WRITTEN_OUT = {10: "城" * 199 + "𠮷", 11: "🌳" * 200}


def titles(root):
    for line in (root / "tests/cases/share-titles.txt").read_text().splitlines():
        if not line.startswith("#"):
            number, language, title = line.rsplit(" | ", 1)[0].split(" | ", 2)
            yield int(number), language, title


def test_what_is_drawn_of_a_title_and_which_characters_the_fonts_lack(root):
    found = {}
    for number, language, written in titles(root):
        title = re.sub(r"\\u([0-9A-F]{4})", lambda match: chr(int(match[1], 16)), written)
        title = WRITTEN_OUT.get(number, title)
        found[number] = drawn(title, language), "".join(unsettable(title))

    assert found == TITLES
