"""What the fonts can set."""

import pytest
from fontTools.ttLib import TTFont

from core.pdf.text import FONTS, covered, pieces


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
