"""The diagram of positions: where marks and names stand, and that none covers another."""

import math
from itertools import combinations

import pytest

from core.drawings.diagram import (
    GRID_BOTTOM,
    HEIGHT,
    MARK_DISTANCE,
    NUDGE_LIMIT,
    WIDTH,
    layout,
    nudge,
    project,
)
from core.drawings.label_sides import mark_box, name_box
from core.drawings.rivers import RIVERS, YELLOW_RIVER, river_path
from core.drawings.text_metrics import text_width
from tests.support.places import BEIJING, CANDIDATES, HONG_KONG, SHENZHEN, THIRTEEN, SamplePlace

# Letters in units of the diagram as the style sheet sets them, on wide and on narrow screens.
LETTERS = (9, 11)
LINE = 1.0
# A pilot's square and the gap before it, in ems.
SQUARE = 0.93


def named(places):
    """The marks of places, each with its place."""
    return [(places[mark.rank], mark) for mark in layout(place.position for place in places)]


def boxes(places, letters, language):
    """The boxes of the names as they are set in one language, each with its place's slug."""
    found = []
    for place, mark in named(places):
        name = place.name_en if language == "en" else place.name_zh_hans
        ems = text_width(name) + SQUARE * place.is_pilot
        found.append((place.slug, name_box(mark.foot, mark.name, ems * letters, LINE * letters)))
    return found


def test_a_position_lies_where_the_design_puts_it():
    assert project(41.6, 101.2) == (6, 4)
    assert project(31.6, 111.2) == pytest.approx((6 + 10 * 0.848 * 18.6, 190))


@pytest.mark.parametrize("places", [THIRTEEN, THIRTEEN[::-1]], ids=["in order", "reversed"])
def test_each_name_stands_on_the_side_that_the_design_lists(places):
    sides = {place.slug: mark.name.side for place, mark in named(places)}

    assert sides == {place.slug: place.side for place in THIRTEEN}


@pytest.mark.parametrize("letters", LETTERS)
def test_no_name_of_the_thirteen_lies_on_a_mark_or_beyond_the_frame(letters, language):
    marks = {place.slug: mark_box(mark.foot) for place, mark in named(THIRTEEN)}
    names = boxes(THIRTEEN, letters, language)

    assert len(marks) == len(names) == 13
    for slug, box in names:
        assert not [other for other in marks if other != slug and box.shared(marks[other])]
        assert 0 <= box.left < box.right <= WIDTH, slug
        assert 0 <= box.top < box.bottom <= HEIGHT, slug


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("fourteenth", [None, *CANDIDATES], ids=lambda place: place and place.slug)
def test_no_two_names_overlap_with_thirteen_places_or_fourteen(fourteenth, letters, language):
    places = [*THIRTEEN, fourteenth] if fourteenth else THIRTEEN

    pairs = list(combinations(boxes(places, letters, language), 2))

    assert len(pairs) == len(places) * (len(places) - 1) / 2
    for (slug, box), (other_slug, other) in pairs:
        assert not box.shared(other), f"{slug} and {other_slug}"


def test_crowded_marks_are_parted_but_stay_near_their_positions():
    spots = [project(*place.position) for place in THIRTEEN]
    moved = nudge(spots)

    for spot, new in zip(spots, moved, strict=True):
        assert math.dist(spot, new) <= NUDGE_LIMIT + 0.1
    near, far = (moved[THIRTEEN.index(place)] for place in (SHENZHEN, HONG_KONG))
    assert math.dist(near, far) >= MARK_DISTANCE - 1


def test_a_mark_that_is_not_crowded_stays_where_it_is():
    beijing = next(mark for place, mark in named(THIRTEEN) if place is BEIJING)

    assert beijing.foot.x == pytest.approx(beijing.foot.spot[0], abs=0.1)


def test_two_places_on_one_spot_are_parted():
    first, second = nudge([(100.0, 100.0), (100.0, 100.0)])

    assert math.dist(first, second) == pytest.approx(2 * NUDGE_LIMIT)


def test_northern_marks_are_broader_and_lower():
    marks = {place.slug: mark.foot for place, mark in named(THIRTEEN)}

    assert marks["beijing"].width > marks["hong-kong"].width
    assert marks["beijing"].height < marks["hong-kong"].height


@pytest.mark.parametrize("position", [(60, 104), (-10, 114), (45.8, 126.5), (31, 10)])
def test_a_place_outside_the_frame_is_left_to_the_list(position):
    outside = SamplePlace("outside", "Outside", "外", *position)

    assert [place for place, _ in named([*THIRTEEN, outside]) if place is outside] == []
    assert len(named([*THIRTEEN, outside])) == 13


def test_rivers_run_through_their_points_inside_the_frame():
    data = river_path(YELLOW_RIVER.course, project)
    start = [round(value) for value in project(*YELLOW_RIVER.course[0])]

    assert data.startswith(f"M{start[0]} {start[1]}C")
    assert len(RIVERS) == 3
    for river in RIVERS:
        for point in river.course:
            x, y = project(*point)
            assert 0 < x < WIDTH
            assert 0 < y < GRID_BOTTOM


def test_a_han_name_is_as_wide_as_its_characters():
    assert text_width("北京") == 2
    assert text_width("Beijing") == pytest.approx(3.28, abs=0.1)
    assert text_width("Ürümqi") == text_width("Urumqi")
