"""A word that stands nearly everywhere: the newest are shown, and nothing waits for the rest."""

import datetime

import pytest
from django.db import connection

from c40china.search.index import VISIBLE, update
from cities.models import City
from news.models import Article
from search.backends import backend
from search.engine import MOST_CANDIDATES, search
from search.query import parse
from tests.support.items import article

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("scale")]

MORE = MOST_CANDIDATES + 10


@pytest.fixture(scope="module")
def monsoon(module_db):
    """More articles of one word than are looked at, the oldest of them indexed last."""
    texts = {"title_en": "Monsoon", "title_zh_hans": "季风"}
    texts |= {"body_en": "<p>Rain</p>", "body_zh_hans": "<p>雨</p>"}
    days = (datetime.date(2024, 12, 31) - datetime.timedelta(days=each) for each in range(MORE))
    made = Article.objects.bulk_create(article(f"monsoon-{day}", date=day, **texts) for day in days)
    for each in made:
        update(Article, each.pk)


@pytest.fixture
def articles(monsoon):
    """Those articles, the newest first; what a test does to them is undone after it."""
    return list(Article.objects.filter(title_en="Monsoon").order_by("-date"))


def test_the_newest_are_shown_and_no_city_is_crowded_out(articles):
    fuzhou = City.objects.get(slug="fuzhou")
    fuzhou.summary_en = "The monsoon brings rain."
    fuzhou.save()

    answer = search(parse("monsoon"), VISIBLE, "en")

    newest = [("news.Article", each.pk) for each in articles[: MOST_CANDIDATES - 1]]
    assert {(hit.kind, hit.key) for hit in answer.hits} == {*newest, ("cities.City", fuzhou.pk)}
    assert answer.cut == {"news.Article"}


def test_the_page_says_that_there_are_more(open_html, articles, language):
    City.objects.filter(slug="fuzhou").update(summary_en="The monsoon brings rain.")
    City.objects.get(slug="fuzhou").save()

    page = open_html(f"/{language}/search/?q=monsoon")
    everything, city, news = (a.text_content() for a in page.cssselect(".chips a"))
    assert everything.endswith(" 100+")
    assert city.endswith(" 1")
    assert news.endswith(" 99+")
    assert "100+" in page.cssselect('[role="status"]')[0].text_content()
    assert page.cssselect("h2 .number")[0].text_content() == "100+"

    narrowed = open_html(f"/{language}/search/?q=monsoon&kind=news.Article")
    assert "99+" in narrowed.cssselect('[role="status"]')[0].text_content()


def test_exactly_as_many_as_are_looked_at_are_no_more_than_that(open_html, articles, language):
    for each in articles[MOST_CANDIDATES:]:
        each.delete()

    page = open_html(f"/{language}/search/?q=monsoon")

    assert "100+" not in page.text_content()


@pytest.mark.parametrize("words", ["monsoon rain", "季风 雨", "季风下雨"])
def test_matches_can_be_read_from_the_newest_with_nothing_to_sort(articles, words):
    """SQLite always does so; PostgreSQL may also choose its GIN index, which is taken away here."""
    found = VISIBLE.matching(backend().match(parse(words).clauses()), MOST_CANDIDATES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_seqscan = off")

    plan = found.order_by().explain()

    assert "ORDER BY" not in plan, plan  # SQLite's word for sorting
    assert "Sort" not in plan, plan  # PostgreSQL's
