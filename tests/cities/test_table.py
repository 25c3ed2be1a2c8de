"""The cities in a table: on their page, and as files."""

import csv
import io
import json

import pytest

from cities.models import City, CityFact
from pages.models import SiteSettings

pytestmark = pytest.mark.django_db


def rows(page):
    """Return the cells of each city by its name."""
    found = {}
    for row in page.cssselect("table.cities tbody tr"):
        head, *cells = (" ".join(cell.text_content().split()) for cell in row)
        found[head] = cells
    return found


def read_csv(client, language):
    text = client.get(f"/{language}/cities/cities.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("language", "city", "cells"),
    [
        ("en", "Shanghai", ["Shanghai", "by 9 June 2014", "Changning District", ""]),
        ("zh-hans", "上海", ["上海市", "不晚于2014年6月9日加入", "长宁区", ""]),
        ("en", "Wuhan", ["Hubei", "since June 2014", "", ""]),
        (
            "zh-hans",
            "广州",
            ["广东省", "2015年9月15日宣布加入", "", "首批，名单于2023年12月6日公布"],
        ),
    ],
)
def test_each_city_has_a_row_and_what_is_not_published_is_blank(open_html, language, city, cells):
    table = rows(open_html(f"/{language}/cities/"))

    assert len(table) == 13
    assert table[city] == cells


def test_the_files_say_what_the_page_says(client, open_html, language):
    page = rows(open_html(f"/{language}/cities/"))
    content = json.loads(client.get(f"/{language}/cities/cities.json").content)

    assert [city["name"] for city in content["cities"]] == list(page)
    for record, (name, cells) in zip(read_csv(client, language), page.items(), strict=True):
        values = list(record.values())
        assert [values[0], values[2:-1:2]] == [name, cells]
    for city in content["cities"]:
        said = [city["values"].get(column, {}).get("value", "") for column in content["columns"]]
        assert said == page[city["name"]]


def test_the_files_name_the_source_of_each_value(client):
    dalian = next(record for record in read_csv(client, "en") if record["City"] == "Dalian")
    assert "cbcsd.org.cn" in dalian["In the C40 network (source)"]
    assert "people.cn" in dalian["Carbon-peaking pilot city (source)"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_value_is_a_formula(client, text):
    City.objects.filter(slug="wuhan").update(region_en=text)
    wuhan = next(record for record in read_csv(client, "en") if record["City"] == "Wuhan")
    assert wuhan["Region"] == f"'{text}"


def test_page_and_files_say_that_the_licence_is_not_confirmed_until_it_is(client):
    addresses = [f"/en/cities/{part}" for part in ("", "cities.csv", "cities.json")]
    for address in addresses:
        assert b"ot confirmed yet by the representative office" in client.get(address).content

    SiteSettings.objects.update(data_licence_en="CC BY 4.0", data_licence_zh_hans="CC BY 4.0")
    for address in addresses:
        text = client.get(address).content
        assert b"CC BY 4.0" in text
        assert b"confirmed yet" not in text


def test_facts_of_several_cities_with_the_same_column_stand_below_each_other(open_html):
    for slug in ("wuhan", "dalian"):
        city = City.objects.get(slug=slug)
        CityFact.objects.create(city=city, column="river", label_en="River", value_en=f"Of {slug}")

    table = rows(open_html("/en/cities/"))

    assert "Of wuhan" in table["Wuhan"]
    assert table["Dalian"].index("Of dalian") == table["Wuhan"].index("Of wuhan")


def test_the_table_is_described_as_a_data_set(open_html):
    page = open_html("/en/cities/")
    graph = json.loads(page.cssselect('script[type="application/ld+json"]')[0].text)["@graph"]
    dataset = next(node for node in graph if node["@type"] == "Dataset")
    assert {file["encodingFormat"] for file in dataset["distribution"]} == {
        "text/csv",
        "application/json",
    }


def test_there_is_no_other_file(client):
    assert client.get("/en/cities/cities.xml").status_code == 404


@pytest.mark.browser
def test_a_click_on_a_head_sorts_and_leaves_what_is_blank_last(open_page):
    page = open_page("/en/cities/")
    names = page.locator("table.cities tbody th")
    page.get_by_role("button", name="In the C40 network").click()
    assert names.first.text_content() == "Wuhan"
    page.get_by_role("button", name="Buildings Programme pilot").click()
    assert names.first.text_content() == "Shanghai"
    page.get_by_role("button", name="Buildings Programme pilot").click()
    assert set(names.all_text_contents()[:4]) == {"Beijing", "Fuzhou", "Qingdao", "Shanghai"}
    assert page.url.endswith("/en/cities/")
