"""What holds for every public page, in both languages."""

import gzip
from contextlib import closing
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.test import Client
from django.views.defaults import server_error

from cities.models import City
from news.models import Article
from tests.support.public_pages import ARTICLE, PAGES, TAGS

every_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture(scope="module")
def answer(module_db):
    """Ask for an address, once for all tests: return the answer, and its bytes as ``body``."""

    @cache
    def asked(address, **extra):
        with closing(Client().get(address, **extra)) as response:
            response.body = response.getvalue()
            return response

    return asked


@pytest.fixture(scope="module")
def page_at(answer):
    """Parse the page at an address, once for all tests: none of them changes it."""

    @cache
    def parsed(address):
        response = answer(address)
        assert response.status_code == 200, address
        return lxml.html.document_fromstring(response.body.decode())

    return parsed


@every_page
def test_it_says_its_language_title_and_headings_and_skips_to_the_main_part(
    page_at, language, path
):
    page = page_at(f"/{language}/{path}")

    assert page.get("lang") == TAGS[language]
    assert len(page.cssselect("title")[0].text.strip()) > 5
    assert "|" not in page.cssselect("title")[0].text
    levels = [int(heading.tag[1]) for heading in page.cssselect("h1,h2,h3,h4")]
    assert levels[0] == 1
    assert 1 not in levels[1:]
    assert [step for step in pairwise(levels) if step[1] - step[0] > 1] == []
    first = next(page.iter("a"))
    assert page.get_element_by_id(first.get("href").lstrip("#")).tag == "main"


def test_the_home_page_weighs_at_most_25_kilobytes_compressed(client, fixture_articles, language):
    assert len(gzip.compress(client.get(f"/{language}/").content)) <= 25 * 1024


@every_page
def test_the_language_link_keeps_page_and_query_and_names_the_language(page_at, language, path):
    page = page_at(f"/{language}/{path}?year=2021&x=%2F")
    (target,) = TAGS.keys() - {language}

    links = page.cssselect(f'header a[hreflang="{TAGS[target]}"]')
    assert [link.get("href") for link in links] == [f"/{target}/{path}?year=2021&x=%2F"]
    assert links[0].text_content().strip() == {"en": "English", "zh-hans": "中文"}[target]
    assert links[0].get("lang") == TAGS[target]


@every_page
def test_canonical_and_alternates_name_the_page_in_each_language(page_at, language, path):
    page = page_at(f"/{language}/{path}?year=2021&x=%2F")
    links = {
        link.get("hreflang"): urlsplit(link.get("href")).path
        for link in page.cssselect('link[rel="alternate"][hreflang]')
    }
    canonical = urlsplit(page.cssselect('link[rel="canonical"]')[0].get("href"))

    article = path.removesuffix("bilingual/")
    assert canonical.path == f"/{language}/{article}"
    assert canonical.query == ""
    default = "/" if path == "" else f"/en/{article}"
    own = {tag: f"/{code}/{article}" for code, tag in TAGS.items()}
    assert links == own | {"x-default": default}


@every_page
def test_it_loads_from_no_other_host_and_has_no_style_or_script_of_its_own(page_at, language, path):
    page = page_at(f"/{language}/{path}")
    links = [
        link for link in page.iter("link") if link.get("rel") not in ("canonical", "alternate")
    ]
    loaded = [each.get("src") for each in page.cssselect("[src]")]
    loaded += [link.get("href") for link in links]

    assert [url for url in loaded if urlsplit(url).netloc or url.startswith("data:")] == []
    assert page.cssselect("[style], style, a[href^='javascript:']") == []
    assert [s for s in page.cssselect("script:not([src])") if s.get("type") is None] == []
    handlers = [name for each in page.iter("*") for name in each.attrib if name.startswith("on")]
    assert handlers == []


@every_page
def test_it_can_be_kept_by_any_cache(answer, language, path):
    cookie = "language=en; sessionid=x"
    response = answer(f"/{language}/{path}", HTTP_COOKIE=cookie)

    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "nonce" not in response.headers["Content-Security-Policy"]
    assert response.body == answer(f"/{language}/{path}").body


@every_page
def test_every_link_within_the_site_leads_somewhere(page_at, answer, language, path):
    page = page_at(f"/{language}/{path}")
    hrefs = {link.get("href") for link in page.cssselect("a[href]")}
    paths = {urlsplit(href).path for href in hrefs if not urlsplit(href).netloc} - {""}

    assert paths
    assert {path for path in paths if answer(path).status_code not in (200, 302)} == set()


@every_page
def test_every_fragment_link_has_its_target(page_at, language, path):
    page = page_at(f"/{language}/{path}")
    fragments = {a.get("href")[1:] for a in page.cssselect('a[href^="#"]')}
    ids = [each.get("id") for each in page.cssselect("[id]")]

    assert fragments <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_unknown_page_is_not_found_in_the_readers_language(open_html, language):
    page = open_html(f"/{language}/nothing-here/", status=404)

    words = {"en": "Page not found", "zh-hans": "找不到页面"}
    assert page.cssselect("h1")[0].text_content().strip() == words[language]
    links = {link.get("href") for link in page.cssselect("main a")}
    assert {f"/{language}/{part}/" for part in ("cities", "programmes", "news", "about")} <= links


@pytest.mark.parametrize("path", ["/fr/", "/fr/cities/", "/xx/news/?page=1"])
def test_a_path_without_a_known_language_is_not_found_in_both_languages(open_html, path):
    page = open_html(path, status=404)
    text = page.text_content()

    assert "Page not found" in text
    assert "找不到页面" in text
    for tag in TAGS.values():
        assert page.cssselect(f'[lang="{tag}"]')


@pytest.mark.usefixtures("fixture_articles")
class TestAnArticleInOneLanguage:
    """An article that exists in Chinese only."""

    path = "news/2026/site-on-trial/"

    def test_is_tagged_in_english_lists(self, open_html):
        page = open_html("/en/news/")

        link = page.cssselect(f'a[href="/en/{self.path}"]')[0]
        assert link.get("lang") == "zh-Hans"
        assert "Chinese only" in link.getparent().text_content()

    def test_has_no_tag_in_its_own(self, open_html):
        page = open_html("/zh-hans/news/")

        link = page.cssselect(f'a[href="/zh-hans/{self.path}"]')[0]
        assert "仅" not in link.getparent().text_content()

    def test_opened_in_the_other_language_says_so_above_its_title(self, open_html):
        page = open_html(f"/en/{self.path}")

        assert page.get("lang") == "en"
        assert "only in Chinese" in page.cssselect(".notice")[0].text_content()
        assert page.cssselect("h1")[0].get("lang") == "zh-Hans"
        assert page.cssselect(".notice a")[0].get("href").endswith(f"/zh-hans/{self.path}")

    def test_names_its_real_page_as_canonical_and_no_other_alternate(self, open_html, language):
        page = open_html(f"/{language}/{self.path}")

        canonical = page.cssselect('link[rel="canonical"]')[0].get("href")
        alternates = {a.get("hreflang") for a in page.cssselect("link[hreflang]")}
        assert urlsplit(canonical).path == f"/zh-hans/{self.path}"
        assert alternates == {"zh-Hans", "x-default"}

    def test_has_no_side_by_side_page(self, client, language):
        assert client.get(f"/{language}/{self.path}bilingual/").status_code == 404


@pytest.mark.parametrize("path", ["", "about/", "cities/", "programmes/cbp/", "news/"])
def test_what_becomes_a_draft_is_gone_from_every_page(open_html, client, language, path):
    City.objects.filter(slug="fuzhou").update(status="draft")
    Article.objects.update(status="review")

    hrefs = {link.get("href") for link in open_html(f"/{language}/{path}").cssselect("a")}

    assert f"/{language}/cities/fuzhou/" not in hrefs
    assert not [href for href in hrefs if "china-special-envoy" in href]
    assert client.get(f"/{language}/cities/fuzhou/").status_code == 404
    assert client.get(f"/{language}/{ARTICLE}").status_code == 404


def test_page_of_last_resort_needs_no_database(rf, language):
    # A query would be an error here: the test has no mark for the database.
    page = lxml.html.document_fromstring(server_error(rf.get(f"/{language}/")).content.decode())
    assert [each.text for each in page.cssselect("h1, .title")] == [
        "Sorry, there is a problem with the site",
        "抱歉，网站出现问题",
    ]
    assert page.cssselect("[lang=zh-Hans] .title")
