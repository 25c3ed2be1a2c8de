"""The programmes, in both layouts."""

import datetime

import pytest

from cities.models import City
from core.models import Status
from programmes.models import FocusArea, Milestone, PilotCity, PilotRole, Programme, ProgrammePoint

TAKES_PART = {"en": "Takes part", "zh-hans": "参与"}
NO = {"en": "No", "zh-hans": "无"}


def cells(page):
    """Return the words of the body of the table, row by row."""
    table = page.cssselect("table")[0]
    return [
        [" ".join(cell.text_content().split()) for cell in row.cssselect("td")]
        for row in table.cssselect("tbody tr")
    ]


def test_four_cities_by_four_areas_is_a_real_table(open_html, language):
    page = open_html(f"/{language}/programmes/cbp/")
    table = page.cssselect("table")[0]

    assert len(table.cssselect('thead th[scope="col"]')) == 4
    assert len(table.cssselect('tbody th[scope="row"]')) == 4
    focus = [[cell != NO[language] for cell in row] for row in cells(page)]
    assert focus == [[column == row for column in range(4)] for row in range(4)]
    # HTML allows no heading in the head of a column, and no columns beside those of a colgroup.
    assert table.cssselect("th :is(h1, h2, h3), colgroup") == []
    # Empty cells are not silent.
    assert [row.count(NO[language]) for row in cells(page)] == [3, 3, 3, 3]


def test_a_city_that_takes_part_in_an_area_is_told_from_its_focus(open_html, language):
    pilot = PilotCity.objects.get(city__slug="beijing")
    area = FocusArea.objects.get(programme__slug="cbp", order=4)
    PilotRole.objects.create(pilot_city=pilot, focus_area=area, role="part")

    assert TAKES_PART[language] in cells(open_html(f"/{language}/programmes/cbp/"))[3][0]


def test_a_pilot_city_that_is_a_draft_loses_its_column(open_html, language):
    City.objects.filter(slug="qingdao").update(status=Status.DRAFT)

    page = open_html(f"/{language}/programmes/cbp/")

    assert len(page.cssselect('thead th[scope="col"]')) == 3
    assert "qingdao" not in page.response.content.decode()


@pytest.mark.parametrize(
    ("language", "district"), [("en", "Changning District"), ("zh-hans", "长宁区")]
)
def test_a_district_stands_under_its_city(open_html, language, district):
    heads = open_html(f"/{language}/programmes/cbp/").cssselect("thead th")

    assert [district in head.text_content() for head in heads] == [False, True, False, False]


@pytest.mark.parametrize(
    ("language", "years"),
    [("en", ["2017", "2018", "2019"]), ("zh-hans", ["2017年", "2018年", "2019年"])],
)
def test_the_timeline_tells_what_came_before_and_marks_its_own(open_html, language, years):
    page = open_html(f"/{language}/programmes/cap/")

    assert [time.text_content() for time in page.cssselect("ol.timeline time")] == years
    assert [item.get("class") for item in page.cssselect("ol.timeline li")] == [None, None, "own"]


def test_the_timeline_stops_at_the_programmes_last_own_milestone(open_html, language):
    later = {"date": datetime.date(2030, 1, 1), "title_en": "Later", "title_zh_hans": "后来"}
    Milestone.objects.create(slug="later", status=Status.PUBLISHED, **later)

    assert len(open_html(f"/{language}/programmes/cap/").cssselect("ol.timeline li")) == 3
    assert len(open_html(f"/{language}/about/").cssselect("ol.timeline li")) == 4


def test_points_stand_in_their_order(open_html, language):
    programme = Programme.objects.get(slug="cap")
    for order, english, chinese in [(2, "Second", "其二"), (1, "First", "其一")]:
        point = {
            "group": "key_areas",
            "order": order,
            "title_en": english,
            "title_zh_hans": chinese,
        }
        ProgrammePoint.objects.create(programme=programme, **point)

    titles = open_html(f"/{language}/programmes/cap/").cssselect(".areas h3")

    expected = {"en": ["First", "Second"], "zh-hans": ["其一", "其二"]}
    assert [title.text_content() for title in titles] == expected[language]


@pytest.mark.parametrize(
    ("language", "plan"), [("en", "Planned in 2018"), ("zh-hans", "2018年计划")]
)
def test_a_filled_cell_says_what_the_city_planned_and_in_which_year(open_html, language, plan):
    table = cells(open_html(f"/{language}/programmes/cbp/"))

    assert [plan in table[number][number] for number in range(4)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("language", "launched"), [("en", "launched 2018"), ("zh-hans", "2018年启动")]
)
def test_a_card_says_when_a_programme_was_launched_not_that_it_runs(open_html, language, launched):
    cards = open_html(f"/{language}/programmes/").cssselect(".card .kicker")

    assert launched in cards[1].text_content()


def test_the_list_has_a_card_for_each_programme_in_their_order(open_html, language):
    page = open_html(f"/{language}/programmes/")

    assert [a.get("href").split("/")[3] for a in page.cssselect(".card a")] == ["cap", "cbp"]


def test_a_new_programme_has_its_page_and_its_place_in_the_footer_at_once(open_html, language):
    names = {"acronym": "NEW", "name_en": "New programme", "name_zh_hans": "新项目"}
    layout = Programme.Layout.PATHWAY
    Programme.objects.create(slug="new", layout=layout, status=Status.PUBLISHED, **names)

    page = open_html(f"/{language}/programmes/new/")

    assert f"/{language}/programmes/new/" in {a.get("href") for a in page.cssselect("footer a")}
