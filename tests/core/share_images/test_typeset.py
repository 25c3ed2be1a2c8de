"""Titles in pixels: faces, breaks and sizes."""

import re
from pathlib import Path

import pytest

from core.drawings.colours import INK, MUTED, PAPER, RAMP, WASH
from core.share_images.raster import polygons
from core.share_images.typeset import HAN, LATIN, fit, runs, width

ENGLISH = "Mayors from ten countries meet China’s Special Envoy for Climate Change, XIE Zhenhua"
CHINESE = (
    "国家发展改革委、“十四五”规划：既有公共和商业建筑能效提升，可再生能源建筑应用，以及协同治理。"
)


@pytest.mark.parametrize("title", [ENGLISH, CHINESE])
def test_lines_stay_within_the_room_and_break_between_words_or_characters(title):
    lines, size = fit(title, 600, 4, (44, 36, 28), 640)

    assert all(width(line, size, 640) <= 600 for line in lines)
    assert (" " if title is ENGLISH else "").join(lines) == title


@pytest.mark.parametrize("room", range(240, 700, 20))
def test_no_line_of_chinese_begins_with_a_closing_mark_or_ends_with_an_opening_one(room):
    lines, _size = fit(CHINESE, room, 20, (30,), 640)

    assert "".join(lines) == CHINESE
    assert not [line for line in lines if re.match("[，。、：”]", line)]
    assert not [line for line in lines if line.endswith("“")]


def test_a_chinese_title_breaks_where_it_is_marked():
    assert fit("十国市长与中国气候变化事务特使|解振华视频对话", 900, 3, (56,), 640).lines == [
        "十国市长与中国气候变化事务特使",
        "解振华视频对话",
    ]


def test_a_title_that_is_too_long_ends_in_an_ellipsis_within_the_room():
    lines, size = fit(CHINESE * 5, 600, 3, (44, 30), 640)

    assert (len(lines), size, lines[-1][-1]) == (3, 30, "…")
    assert width(lines[-1], size, 640) <= 600


def test_each_script_has_its_face_and_a_formula_a_low_figure():
    assert [(run.text, run.face) for run in runs("C40“城市”")] == [
        ("C40", LATIN),
        ("“城市”", HAN),
    ]
    assert [(run.text, run.face) for run in runs("China’s")] == [("China’s", LATIN)]
    assert [(run.text, run.drop > 0) for run in runs("CO₂")] == [("CO", False), ("2", True)]


def test_colours_are_those_of_the_style_sheet(root):
    light = Path(root / "static/css/tokens.css").read_text().partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))

    assert [tokens[f"r{row}"] for row in range(13)] == list(RAMP)
    named = [tokens[name] for name in ("paper", "wash", "ink", "muted")]
    assert named == [PAPER, WASH, INK, MUTED]


def test_path_data_becomes_polygons():
    (triangle,) = polygons("M-10 0v-5c2 0 4-5 10-5V0z")
    towers = polygons("M0 0v-4h2v4m3 0v-6h2v6")

    assert triangle[:2] == [(-10, 0), (-10, -5)]
    assert triangle[-2] == pytest.approx((0, -10))
    assert triangle[-1] == pytest.approx((0, 0))
    assert towers == [[(0, 0), (0, -4), (2, -4), (2, 0)], [(5, 0), (5, -6), (7, -6), (7, 0)]]
