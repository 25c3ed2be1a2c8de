"""The drawings as they stand in a page."""

import gzip
import re
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext

from core.drawings.colours import INK, MUTED, PAPER, RAMP, WASH
from core.drawings.pathway import pathway
from tests.core.drawings.places import BEIJING, DALIAN, FUZHOU, PILOTS, SHENZHEN, THIRTEEN

EVERY_TAG = {
    "glyph": "{% glyph %}",
    "mountain": "{% mountain place %}",
    "noon mountain": "{% noon_mountain place %}",
    "outline mountain": "{% outline_mountain %}",
    "horizon": "{% horizon places %}",
    "picture": '{% horizon_picture three ratio="10:3" %}',
    "skyline": "{% skyline place %}",
    "skylines": "{% skylines pilots %}",
    "pathway": '{% pathway "8:5" %}',
    "wide pathway": '{% pathway "wide" %}',
    "map": "{% position_map places %}",
    "locator": "{% position_map places current=place %}",
}

NAMES_FROM_WEST_TO_EAST = [place.name for place in sorted(THIRTEEN, key=lambda p: p.longitude)]


def drawn(source, **context):
    """A drawing as text, of Fuzhou where one place is asked for."""
    known = {"place": FUZHOU, "places": THIRTEEN, "pilots": PILOTS}
    known |= {"three": [DALIAN, FUZHOU, SHENZHEN]} | context
    return Template("{% load drawings %}" + source).render(Context(known))


def element(source, **context):
    """A drawing as an XML element; HTML needs no namespace, so the tags have none."""
    return ElementTree.fromstring(drawn(source, **context))  # noqa: S314


@pytest.mark.parametrize("source", EVERY_TAG.values(), ids=EVERY_TAG.keys())
def test_a_drawing_is_one_svg_that_is_hidden_or_named_and_obeys_the_policy(source):
    found, text = element(source), drawn(source)

    assert found.tag == "svg"
    assert found.get("class", "").startswith("drawing ")
    assert found.get("focusable") == "false"
    assert (found.get("aria-hidden") == "true") != bool(found.get("aria-label"))
    assert bool(found.get("role")) == bool(found.get("aria-label"))
    assert [each for each in ("style", "<script", "http", "Gradient") if each in text] == []
    # Colours come from classes only.
    assert {each.get("fill") for each in found.iter()} <= {None, "none"}


def test_a_mountain_has_a_path_for_each_colour_of_the_ramp_and_a_thumbnail_for_every_second():
    classes = [path.get("class") for path in element("{% mountain place %}").iter("path")]

    assert classes == [f"r{row}" for row in range(13)]
    assert len(list(element("{% mountain place every=2 %}").iter("path"))) == 7


def test_the_noon_heights_are_written_beside_the_mountain_and_in_its_label():
    found = element("{% noon_mountain place %}")
    written = [text.text.split()[-1] for text in found.iter("text")]

    assert written == ["87.4°", "63.9°", "40.5°"]
    assert all(height in found.get("aria-label") for height in written)
    assert all(height in drawn("{% noon_heights place %}") for height in written)


def names_at(row):
    """The x of each name of a row of the range, in the order in which the mountains are painted."""
    moves = [group for group in row.iter("g") if group.find("text") is not None]
    return {g.find("text").text: int(re.search(r"\d+", g.get("transform"))[0]) for g in moves}


def test_the_range_stands_from_west_to_east_and_is_painted_from_north_to_south():
    one_row, _two_rows = element("{% horizon places %}").findall("svg")
    names = names_at(one_row)

    assert sorted(names, key=names.get) == NAMES_FROM_WEST_TO_EAST
    assert list(names) == [place.name for place in sorted(THIRTEEN, key=lambda p: -p.latitude)]


def test_a_narrow_screen_has_the_range_in_two_rows_with_every_name():
    _one_row, two_rows = element("{% horizon places %}").findall("svg")
    names = names_at(two_rows)
    upper, lower = (dict(list(names.items())[part]) for part in (slice(7), slice(7, None)))

    assert sorted(upper, key=upper.get) == NAMES_FROM_WEST_TO_EAST[:7]
    assert sorted(lower, key=lower.get) == NAMES_FROM_WEST_TO_EAST[7:]
    drawn_once = {group.get("id") for group in element("{% horizon places %}").iter("g")}
    assert {use.get("href").lstrip("#") for use in two_rows.iter("use")} <= drawn_once


def test_pale_rows_of_the_range_stand_on_an_opaque_shape():
    found = element("{% horizon places %}")
    rows = [group.get("class") for group in found.iter("g") if group.get("class")]
    shapes = [path for path in found.iter("path") if path.get("class") == "paper-shape"]

    assert rows.count("row-far") == 3
    assert rows.count("row-middle") == 6
    assert rows.count("row-near") == 4
    assert len(shapes) == 9


@pytest.mark.parametrize(
    ("ratio", "box"), [("8:5", "720 450"), ("12:5", "720 300"), ("10:3", "1440 432")]
)
def test_a_picture_has_the_ratio_that_is_asked_for(ratio, box):
    for source in ("{% horizon_picture three ratio=ratio %}", "{% pathway ratio %}"):
        assert element(source, ratio=ratio).get("viewBox") == f"0 0 {box}"


def test_a_drawing_of_no_places_is_empty_and_does_not_fail():
    for source in ("horizon", "horizon_picture", "skylines", "position_map"):
        more = ' "8:5"' if source == "horizon_picture" else ""
        assert element(f"{{% {source} places{more} %}}", places=[]).tag == "svg"


def test_the_map_links_each_name_to_its_place():
    links = list(element("{% position_map places %}").iter("a"))

    assert {link.get("href") for link in links} == {place.get_absolute_url() for place in THIRTEEN}
    assert {link.find(".//text").text for link in links} == {place.name for place in THIRTEEN}


def test_the_map_marks_pilots_with_a_square_and_with_a_word():
    links = list(element("{% position_map places %}").iter("a"))
    squares = [link for link in links if link.find(".//tspan[@class='pilot-mark']") is not None]

    assert len(squares) == len(PILOTS)
    assert all("pilot" in link.get("aria-label") for link in squares)


@pytest.mark.parametrize(
    ("side", "across", "up"),
    [
        *(("right", 1, 0), ("left", -1, 0), ("above", 0, 1), ("below", 0, -1)),
        *(("above-right", 1, 1), ("above-left", -1, 1)),
        *(("below-right", 1, -1), ("below-left", -1, -1)),
    ],
)
def test_a_name_stands_on_the_side_that_staff_choose(side, across, up):
    link = element("{% position_map places %}", places=[replace(BEIJING, name_side=side)]).find("a")
    mark, name = link.find("use"), link.find("text")
    left, top, width, height = (float(mark.get(key)) for key in ("x", "y", "width", "height"))
    x, y = float(name.get("x")), float(name.get("y"))

    assert name.get("text-anchor") == {1: "start", 0: "middle", -1: "end"}[across]
    offset = x - left - width / 2
    assert (offset > 1, offset < -1) == (across > 0, across < 0)
    if up:
        middle = top + height / 2
        assert (y <= middle) if up > 0 else (y > middle)
        assert name.get("dy").startswith("-") == (up > 0)


def test_a_map_of_some_places_names_and_links_these_alone():
    found = element("{% position_map places chosen=pilots %}")

    assert {link.find("text").text for link in found.iter("a")} == {each.name for each in PILOTS}
    assert len(list(found.iter("use"))) == 13
    assert sum(each.get("class") == "map-place is-faint" for each in found.iter("g")) == 9


def test_the_small_map_names_the_current_place_alone():
    found = element("{% position_map places current=place %}")
    names = [text.text for text in found.iter("text")]

    assert names == ["Fuzhou"]
    assert not list(found.iter("a"))
    assert "Fuzhou" in found.get("aria-label")


def test_both_maps_may_stand_in_one_page():
    page = drawn("{% position_map places %}{% position_map places current=place %}")
    ids = re.findall(r' id="([^"]+)"', page)

    references = {each.lstrip("#") for each in re.findall(r'href="(#[^"]+)"', page)}
    assert len(ids) == len(set(ids))
    assert references
    assert references <= set(ids)


def test_words_follow_the_language_from_one_page_to_the_next():
    chinese = [replace(place, language="zh-hans") for place in THIRTEEN]
    drawn("{% position_map places %}{% noon_mountain place %}")

    with translation.override("zh-hans"):
        found = drawn("{% position_map places %}{% noon_mountain place %}", places=chinese)
        words = [gettext(word) for word in ("Yellow River", "Pearl River", "Summer solstice")]

    assert all(word in found for word in words)
    assert "北京" in found
    assert "Beijing" not in found


def test_a_name_that_is_not_in_the_readers_language_says_which_it_is_in():
    untranslated = SimpleNamespace(
        latitude=30,
        longitude=110,
        localized=SimpleNamespace(name="宜昌", tag="zh-Hans", is_current=False),
        get_absolute_url=lambda: "/en/cities/yichang/",
    )

    for source in ("{% horizon places %}", "{% position_map places %}"):
        named = element(source, places=[untranslated]).iter("text")
        assert ("宜昌", "zh-Hans") in [(text.text, text.get("lang")) for text in named]


def test_a_name_cannot_break_out_of_the_drawing():
    evil = replace(BEIJING, name_en='<script>"&')

    assert "<script" not in drawn("{% horizon places %}{% position_map places %}", places=[evil])


def test_the_drawings_of_the_home_page_fit_its_budget():
    page = drawn(
        '{% glyph %}{% horizon places %}{% horizon_picture three ratio="12:5" %}'
        '{% position_map places %}{% pathway "8:5" %}{% skylines pilots %}{% glyph %}'
    )

    assert len(gzip.compress(page.encode())) < 14_000


def test_the_pathway_rises_peaks_and_falls_without_a_corner_at_the_peak():
    layers = pathway(1440, 380)

    assert len(layers) > 1
    for layer in layers:
        x, y = (float(value) for value in re.match(r"M(\S+) 0v(\S+?)c", layer.data).groups())
        heights = [y]
        steps = [float(value) for value in re.findall(r"-?\d+", layer.data.split("c")[1])]
        for step in steps[5::6]:
            heights.append(heights[-1] + step)
        top = heights.index(min(heights))

        assert x == 0
        assert 0 < top < len(heights) - 1
        assert heights[: top + 1] == sorted(heights[: top + 1], reverse=True)
        assert heights[top:] == sorted(heights[top:])
        # The handles on both sides of the peak are level with it.
        assert steps[6 * top - 6 + 3] == steps[6 * top - 6 + 5]
        assert steps[6 * top + 1] == 0


def test_colours_are_those_of_the_style_sheet(root):
    light = (root / "static/css/tokens.css").read_text().partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))

    assert [tokens[f"r{row}"] for row in range(13)] == list(RAMP)
    named = [tokens[name] for name in ("paper", "wash", "ink", "muted")]
    assert named == [PAPER, WASH, INK, MUTED]
