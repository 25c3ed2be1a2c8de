"""What shows nothing hides no word; figures and units are found however they are written."""

import pytest

from c40china.search.index import VISIBLE
from c40china.search.terms import parsed
from news.models import Article
from search.analyser import tokens
from search.engine import search
from search.highlight import marked, places
from tests.support.characters import FOLDER, read
from tests.support.desk_client import Desk, person
from tests.support.items import article

pytestmark = pytest.mark.both_databases


def searched():
    """Yield field, text and query of the cases that name one."""
    for line in (FOLDER / "invisible-characters.txt").read_text().splitlines():
        number, field, given, *_stored, asked = [*line.split(" | "), "", ""][:5]
        if number == "16":
            for each in read(line.split(" | ")[3]).split(", "):
                yield pytest.param("body_zh_hans", "<p>雨水花园</p>", each, id=ascii(each))
        elif number.isdigit() and asked and "_" in field:
            for each in asked.replace(" (and ", ", ").rstrip(")").split(", "):
                yield pytest.param(field, read(given), each, id=f"{number}-{each!a}")


OTHERS = [
    ("body_zh_hans", "<p>惠及１，２３４户居民</p>", "1234户"),
    ("body_zh_hans", "<p>惠及1234户居民</p>", "“1,234户”"),
    ("body_en", "<p>reached 1\u202f234\u202f567 people</p>", "1,234,567"),
    ("body_zh_hans", "<p>每层25平方米</p>", "25㎡"),
    ("body_zh_hans", "<p>每层25 m²</p>", "25平方米"),
    ("body_en", "<p>25 square metres each</p>", "25平方米"),
    ("body_zh_hans", "<p>骑行道长12公里</p>", "12km"),
    ("body_zh_hans", "<p>葛\U000e0100城的树</p>", "葛城"),
]


@pytest.mark.parametrize(("field", "text", "asked"), [*searched(), *OTHERS])
def test_it_is_the_first_that_is_found_on_the_site_and_at_the_desk(field, text, asked):
    # Newer, and with the same words apart from each other.
    apart = "<p>25 to 1,234 cities: 户外活动、屋顶，平方米、公里、m2、12 days</p>"
    article("apart", date="2021-01-01", body_zh_hans=apart, body_en=apart).save()
    wanted = article("wanted", **{field: text})
    wanted.save()

    answer = search(parsed(asked), VISIBLE, "zh-hans" if "zh" in field else "en")

    assert not answer.is_partial
    assert answer.hits[0].key == wanted.pk
    assert answer.hits[0].kind == Article._meta.label
    page = Desk(person("Editor")).client.get("/admin/news/article/", {"q": asked})
    assert wanted.pk in [row.pk for row in page.context["cl"].result_list]


@pytest.mark.parametrize("written", ["2020,2021", "1,2345", "100,20", "0.123,456"])
def test_other_figures_stay_as_they_are(written):
    assert "," not in "".join(tokens(written))
    assert len(tokens(written)) > 1


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("惠及1,234户居民", "1234户", "惠及<mark>1,234户</mark>居民"),
        ("每层25㎡的屋顶", "25平方米", "每层<mark>25㎡</mark>的屋顶"),
        ("micro\u00adclimate", "microclimate", "<mark>micro\u00adclimate</mark>"),
    ],
)
def test_it_is_marked_as_it_is_written(text, asked, expected):
    assert marked(text, places(text, parsed(asked))) == expected
