"""The sun over a latitude, and the mountain that its paths make."""

import re

import pytest

from core.drawings.curves import Point, segments
from core.drawings.horizon import RANGE_SCALE, horizon
from core.drawings.mountain import EVERY_SECOND, Scale, mountain, peak
from core.drawings.solar import (
    declinations,
    half_day,
    hour_at_height,
    noon_height,
    sun_height,
    sun_path,
)
from core.drawings.solar_noon import noon_lines
from tests.core.drawings.places import (
    BEIJING,
    CHENGDU,
    DALIAN,
    FUZHOU,
    HONG_KONG,
    SHENZHEN,
    THIRTEEN,
)

CARD = Scale(hour=46, degree=4.35)
# What staff might type: far north, both poles, the equator, the south.
ODD_LATITUDES = (60, 66.6, 70, 90, 0, 23.44, -10, -66.6, -90)


def numbers(data):
    """The coordinates of path data, letters left out."""
    return [float(text) for text in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", data)]


def end_of(data):
    """Where a path that starts with M x 0 and goes on in relative cubics ends."""
    start, *steps = data.replace("M", "").rstrip("z").split("c")
    x, y = numbers(start)
    values = numbers(steps[0])
    return x + sum(values[4::6]), y + sum(values[5::6])


def test_the_sun_takes_thirteen_paths_from_one_solstice_to_the_other():
    found = declinations()

    assert (len(found), found[0], found[12]) == (13, *map(pytest.approx, (23.44, -23.44)))
    # The day of the equinox lasts twelve hours everywhere.
    assert [half_day(place.latitude, found[6]) for place in THIRTEEN] == [pytest.approx(6)] * 13


def test_the_noon_sun_over_fuzhou_stands_where_the_almanac_says():
    summer, equinox, winter = (noon_height(FUZHOU.latitude, declinations()[k]) for k in (0, 6, 12))

    assert (round(summer, 1), round(equinox, 1), round(winter, 1)) == (87.4, 63.9, 40.5)


@pytest.mark.parametrize("place", [HONG_KONG, SHENZHEN], ids=lambda place: place.slug)
def test_south_of_the_tropic_alone_the_second_path_stands_above_the_first(place):
    first, second = (noon_height(place.latitude, declinations()[k]) for k in (0, 1))

    assert peak(place.latitude) == second > first
    for north in (FUZHOU, CHENGDU, BEIJING):
        assert peak(north.latitude) == noon_height(north.latitude, declinations()[0])


def test_a_curve_has_no_corner_where_two_segments_meet():
    points = [Point(*node) for node in sun_path(SHENZHEN.latitude, declinations()[1])]
    found = segments(points)

    assert len(found) == len(points) - 1 > 1
    for (_, handle, end), (next_handle, _, _), point in zip(
        found, found[1:], points[1:], strict=False
    ):
        into = (end[1] - handle[1]) / (end[0] - handle[0])
        out = (next_handle[1] - end[1]) / (next_handle[0] - end[0])
        assert into == pytest.approx(point.slope)
        assert out == pytest.approx(point.slope)


@pytest.mark.parametrize("place", THIRTEEN, ids=lambda place: place.slug)
def test_the_cubics_keep_within_a_fifth_of_a_degree_of_the_sun(place):
    assert len(declinations()) == 13
    for declination in declinations():
        points = [Point(*node) for node in sun_path(place.latitude, declination)]
        assert len(points) > 1
        for start, (one, two, end) in zip(points[:-1], segments(points), strict=True):
            middle_x = (start.x + 3 * one[0] + 3 * two[0] + end[0]) / 8
            middle_y = (start.y + 3 * one[1] + 3 * two[1] + end[1]) / 8
            height = sun_height(place.latitude, declination, middle_x)
            assert middle_y == pytest.approx(height, abs=0.2)


@pytest.mark.parametrize("place", THIRTEEN, ids=lambda place: place.slug)
def test_a_mountain_is_thirteen_short_paths_that_end_on_the_ground(place):
    layers = mountain(place.latitude, CARD)

    assert sum(len(layer.data) for layer in layers) < 3700
    coarse = mountain(place.latitude, RANGE_SCALE, EVERY_SECOND)
    assert sum(len(layer.data) for layer in coarse) < 1200
    assert [layer.row for layer in layers] == list(range(13))
    for layer in layers:
        assert layer.data.endswith("z")
        x, y = end_of(layer.data)
        assert y == pytest.approx(0, abs=1e-6)
        assert x == pytest.approx(-numbers(layer.data)[0], abs=1e-6)


@pytest.mark.parametrize("latitude", ODD_LATITUDES)
def test_any_latitude_that_staff_may_type_gives_a_drawing(latitude):
    layers = mountain(latitude, CARD)

    assert 1 <= len(layers) <= 13
    assert horizon([(latitude, 0.0)]).mountains[0].layers
    assert noon_lines(latitude, CARD)
    assert "nan" not in "".join(layer.data for layer in layers)


def test_paths_of_the_polar_night_are_left_out():
    rows = [layer.row for layer in mountain(75, CARD)]

    assert rows[0] == 0
    assert 12 not in rows
    assert [line.row for line in noon_lines(75, CARD)] == [0, 6]


def test_the_midnight_sun_stands_above_the_ground_at_both_ends_of_its_path():
    path = sun_path(75, declinations()[0])

    assert path[0].hour == -12
    assert path[0].height == pytest.approx(75 + 23.44 - 90)
    assert path[0].height == path[-1].height


def test_the_south_has_its_summer_in_the_other_half_of_the_year():
    assert mountain(-30, CARD) == mountain(30, CARD)


def test_the_afternoon_hour_of_a_height_is_where_the_sun_stands_so_high():
    hour = hour_at_height(DALIAN.latitude, 10, 30)

    assert sun_height(DALIAN.latitude, 10, hour) == pytest.approx(30)
    assert hour_at_height(DALIAN.latitude, 10, 89) == 0
