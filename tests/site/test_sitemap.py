"""What search engines may visit."""

import datetime
from urllib.robotparser import RobotFileParser

import lxml.etree
import pytest
from django.utils import timezone

from cities.models import City
from core.seo.sitemaps import LanguageSitemap
from news.models import Article
from tests.support.html import parsed
from tests.support.public_pages import ARTICLE, PAGES

ROOT = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TRIAL = "news/2026/site-on-trial/"


@pytest.fixture
def entries(client):
    """Return the entries of a sitemap: address -> (its last change, its alternates)."""

    def read(url="/sitemap.xml"):
        tree = lxml.etree.fromstring(client.get(url).content)
        found = {}
        for each in tree.findall("s:url", NAMES):
            links = each.findall("x:link", NAMES)
            found[each.findtext("s:loc", namespaces=NAMES)] = (
                each.findtext("s:lastmod", namespaces=NAMES),
                {link.get("hreflang"): link.get("href") for link in links},
            )
        return found

    return read


def test_it_lists_every_page_that_stands_for_itself(entries, language):
    own = {page for page in PAGES if not page.endswith("bilingual/")}

    assert {f"{ROOT}/{language}/{page}" for page in own} <= entries().keys()


@pytest.mark.parametrize("path", ["", "cities/fuzhou/", "programmes/", "privacy/"])
def test_its_alternates_are_those_of_the_page_itself(client, entries, language, path):
    page = parsed(client.get(f"/{language}/{path}"))
    named = {link.get("hreflang"): link.get("href") for link in page.cssselect("link[hreflang]")}

    assert entries()[f"{ROOT}/{language}/{path}"][1] == named


def test_every_address_in_it_opens(client, entries, fixture_articles):
    statuses = {url: client.get(url.removeprefix(ROOT)).status_code for url in entries()}
    assert statuses
    assert {url for url, status in statuses.items() if status != 200} == set()


def test_what_exists_in_one_language_is_listed_in_that_one_only(entries, fixture_articles):
    found = entries()

    chinese = f"{ROOT}/zh-hans/{TRIAL}"
    assert f"{ROOT}/en/{TRIAL}" not in found
    assert found[chinese][1] == {"zh-Hans": chinese, "x-default": chinese}


def test_it_says_when_a_page_changed_for_readers(entries):
    appeared = timezone.now() - datetime.timedelta(days=2)
    changed = appeared - datetime.timedelta(days=7)
    Article.objects.update(updated_at=changed, publish_at=appeared)

    told, _links = entries()[f"{ROOT}/en/{ARTICLE}"]
    # The date of the moment in Beijing, which from 16:00 UTC on is another than in UTC.
    assert told == str(timezone.localdate(appeared))


def test_what_is_withdrawn_is_gone_from_it(entries):
    Article.objects.update(status="draft")

    found = entries()
    assert found
    assert not [url for url in found if "/news/2021/" in url]


def test_a_large_one_is_an_index_of_parts_that_hold_the_same(client, entries, monkeypatch):
    whole = entries()
    monkeypatch.setattr(LanguageSitemap, "limit", 2)
    # It is written anew.
    City.objects.update(population=1)

    index = lxml.etree.fromstring(client.get("/sitemap.xml").content)
    parts = [loc.text for loc in index.findall("s:sitemap/s:loc", NAMES)]
    assert len(parts) > 5
    assert {url for part in parts for url in entries(part.removeprefix(ROOT))} == whole.keys()


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap.xml?p=99", "/sitemap.xml?p=x"])
def test_a_part_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_robots_may_read_everything_but_the_desk_and_learn_of_the_sitemap(client):
    response = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert rules.can_fetch("*", "/zh-hans/news/")
    assert not rules.can_fetch("*", "/admin/")
    assert rules.site_maps() == [f"{ROOT}/sitemap.xml"]
