"""The page of all cities and the page of one."""

import pytest

from cities.models import City, CityFact
from core.models import DatePrecision


def slugs_in(page, selector):
    return [link.get("href").split("/")[3] for link in page.cssselect(selector)]


def test_hong_kong_sorts_under_h_in_english_and_under_x_in_chinese(open_html):
    english, chinese = (
        slugs_in(open_html(f"/{language}/cities/"), "main .card h3 a")
        for language in ("en", "zh-hans")
    )

    for slugs in (english, chinese):
        assert (slugs[:3], slugs[-1]) == (["beijing", "chengdu", "dalian"], "zhenjiang")
    assert english.index("hong-kong") == english.index("nanjing") - 1
    assert chinese.index("hong-kong") == chinese.index("zhenjiang") - 1


TITLES = {
    "en": "Pilot cities of the China Buildings Programme",
    "zh-hans": "C40中国建筑项目试点城市",
}


def test_the_filter_leaves_the_pilot_cities_on_map_and_list_and_says_so(open_html, language):
    [link] = open_html(f"/{language}/cities/").cssselect("a[href^='?programme=cbp']")
    path, _, fragment = link.get("href").partition("#")

    page = open_html(f"/{language}/cities/{path}")

    for selector in ("main .card h3 a", ".map a"):
        found = slugs_in(page, selector)
        assert sorted(found) == ["beijing", "fuzhou", "qingdao", "shanghai"], selector
    assert page.cssselect("title")[0].text.startswith(TITLES[language])
    # The reader stays at the list.
    assert page.cssselect(f"#{fragment}")[0].text_content() in ("Pilot cities", "试点城市")
    unknown = open_html(f"/{language}/cities/?programme=nothing")
    assert len(unknown.cssselect("main .card")) == len(unknown.cssselect(".map a")) == 13


def test_the_map_links_to_every_city_and_the_list_does_too(open_html, language):
    page = open_html(f"/{language}/cities/")
    on_map = {link.get("href") for link in page.cssselect("svg a")}

    assert len(on_map) == 13
    assert on_map <= {link.get("href") for link in page.cssselect("main .card h3 a")}


@pytest.mark.parametrize(
    ("language", "position"), [("en", "26.1° N, 119.3° E"), ("zh-hans", "北纬26.1°，东经119.3°")]
)
def test_a_city_tells_its_position_and_the_suns_heights_at_noon(open_html, language, position):
    page = open_html(f"/{language}/cities/fuzhou/")

    assert position in page.text_content()
    text = page.cssselect(".noon-mountain")[0].text_content()
    assert [height in text for height in ("87.4°", "63.9°", "40.5°")] == [True] * 3


@pytest.mark.parametrize(("language", "number"), [("en", "7,413,070"), ("zh-hans", "741.307万人")])
def test_a_population_is_shown_with_its_source_or_not_at_all(open_html, language, number):
    page = open_html(f"/{language}/cities/hong-kong/")

    row = next(row for row in page.cssselect(".facts div") if number in row.text_content())
    assert row.cssselect("a.source")[0].get("href").startswith("https://www.info.gov.hk/")
    City.objects.filter(slug="hong-kong").update(population_source="")
    assert number not in open_html(f"/{language}/cities/hong-kong/").text_content()


@pytest.mark.parametrize(
    ("precision", "english", "chinese"),
    [
        (DatePrecision.YEAR, "since 2014", "2014年加入"),
        (DatePrecision.MONTH, "since June 2014", "2014年6月加入"),
        (DatePrecision.DAY, "since 1 June 2014", "2014年6月1日加入"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(open_html, precision, english, chinese):
    City.objects.filter(slug="wuhan").update(member_since_precision=precision)

    for language, written in (("en", english), ("zh-hans", chinese)):
        values = [dd.text_content() for dd in open_html(f"/{language}/cities/wuhan/").iter("dd")]
        assert any(" ".join(v.split()).startswith(f"{written} ") for v in values), written


def test_a_fact_that_lacks_one_language_is_left_out_there(open_html):
    city = City.objects.get(slug="fuzhou")
    CityFact.objects.create(city=city, label_en="River", value_en="Min")

    assert "River" in open_html("/en/cities/fuzhou/").text_content()
    assert "River" not in open_html("/zh-hans/cities/fuzhou/").text_content()


def test_a_pilot_city_names_its_focus_and_its_source(open_html, language):
    focus = {"en": "Renewable energy application in buildings", "zh-hans": "可再生能源建筑应用"}

    page = open_html(f"/{language}/cities/fuzhou/")

    row = next(
        row for row in page.cssselect(".record div") if focus[language] in row.text_content()
    )
    assert "chinatoday.com.cn" in row.cssselect("a.source")[0].get("href")


def test_a_city_without_programme_or_news_says_nothing_of_them(open_html, language):
    page = open_html(f"/{language}/cities/zhenjiang/")

    hrefs = {link.get("href") for link in page.cssselect("main a")}
    assert f"/{language}/programmes/cbp/" not in hrefs
    assert not [href for href in hrefs if href.startswith(f"/{language}/news/")]


def test_the_neighbours_in_the_list_are_one_click_away(open_html, language):
    hrefs = [a.get("href") for a in open_html(f"/{language}/cities/fuzhou/").cssselect("main a")]

    assert f"/{language}/cities/dalian/" in hrefs
    assert f"/{language}/cities/guangzhou/" in hrefs
