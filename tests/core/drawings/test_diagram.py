"""The diagram of positions: where marks and rivers stand."""

import pytest

from core.drawings.diagram import GRID_BOTTOM, WIDTH, layout, project
from core.drawings.rivers import RIVERS, YELLOW_RIVER, river_path
from tests.support.places import BEIJING, THIRTEEN, SamplePlace


def placed(places):
    """The places that have a mark, each with it, in the order in which they are painted."""
    return [(places[mark.rank], mark) for mark in layout(place.position for place in places)]


def test_a_position_lies_where_the_design_puts_it():
    assert project(41.6, 101.2) == (6, 4)
    assert project(31.6, 111.2) == pytest.approx((6 + 10 * 0.848 * 18.6, 190))


def test_a_mark_stands_at_its_position():
    x, y = project(*BEIJING.position)
    beijing = next(mark for place, mark in placed(THIRTEEN) if place is BEIJING)

    assert beijing.x == pytest.approx(x, abs=0.1)
    assert beijing.y - beijing.height < y < beijing.y


def test_southern_marks_cover_northern_ones():
    latitudes = [place.latitude for place, _ in placed(THIRTEEN)]

    assert latitudes == sorted(latitudes, reverse=True)


def test_northern_marks_are_broader_and_lower():
    marks = {place.slug: mark for place, mark in placed(THIRTEEN)}

    assert marks["beijing"].width > marks["hong-kong"].width
    assert marks["beijing"].height < marks["hong-kong"].height


@pytest.mark.parametrize("position", [(60, 104), (-10, 114), (45.8, 126.5), (31, 10)])
def test_a_place_outside_the_frame_is_left_to_the_list(position):
    outside = SamplePlace("outside", "Outside", "外", *position)

    assert [place for place, _ in placed([*THIRTEEN, outside]) if place is outside] == []
    assert len(placed([*THIRTEEN, outside])) == 13


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
