"""The feed of each language, read as a feed reader reads it."""

import datetime

import feedparser
import lxml.etree
import lxml.html
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import City
from news.models import Article
from tests.support.html import parsed
from tests.support.items import library_image, write_articles

TAGS = {"en": "en", "zh-hans": "zh-Hans"}
SLUG = "china-special-envoy-c40"


@pytest.fixture
def read(client):
    """Return the feed of a language as feedparser understands it."""

    def parsed(language):
        response = client.get(f"/{language}/news/feed/")
        assert response.status_code == 200
        feed = feedparser.parse(
            response.content, response_headers={"content-type": response["Content-Type"]}
        )
        assert not feed.bozo
        return feed

    return parsed


def test_it_is_atom_in_its_language_and_names_itself_and_its_page(read, language):
    feed = read(language)

    assert feed.version == "atom10"
    assert feed.feed.language == TAGS[language]
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": f"http://testserver/{language}/news/feed/",
        "alternate": f"http://testserver/{language}/news/",
    }
    assert feed.feed.author
    assert feed.feed.updated_parsed


def test_an_entry_has_title_dates_categories_and_the_whole_text(read, client, article, language):
    entry = next(each for each in read(language).entries if SLUG in each.link)

    page = parsed(client.get(f"/{language}/news/2021/{SLUG}/"))
    assert entry.title == page.cssselect("h1")[0].text_content()
    assert entry.link == f"http://testserver/{language}/news/2021/{SLUG}/"
    assert entry.published.startswith("2021-09-10T00:00:00")
    assert datetime.datetime.fromisoformat(entry.updated) == article.updated_at
    assert entry.summary == page.cssselect(".lead")[0].text_content()
    assert {"en": "Fuzhou", "zh-hans": "福州"}[language] in {tag.term for tag in entry.tags}
    text = lxml.html.fragment_fromstring(entry.content[0].value).text_content()
    paragraphs = page.cssselect(".prose > p:not(.address):not(.buttons)")
    assert paragraphs
    for paragraph in paragraphs:
        assert paragraph.text_content() in text


def test_each_feed_has_only_what_exists_in_its_language(read, fixture_articles):
    english, chinese = ({entry.link.split("/")[-2] for entry in read(tag).entries} for tag in TAGS)

    assert "site-on-trial" in chinese - english
    assert SLUG in english & chinese


def test_drafts_stay_out_of_entries_and_categories(read, language):
    City.objects.filter(slug="fuzhou").update(status="draft")
    assert not {"Fuzhou", "福州"} & {
        tag.term for each in read(language).entries for tag in each.tags
    }

    Article.objects.update(status="draft")
    assert read(language).entries == []


def test_names_of_entries_differ_by_language_and_outlive_a_change_of_address(read, article):
    before = {language: read(language).entries[0].id for language in TAGS}
    article.slug, article.date = "another", datetime.date(2022, 1, 1)
    article.save()

    assert before["en"] != before["zh-hans"]
    assert {language: read(language).entries[0].id for language in TAGS} == before


def test_links_and_pictures_work_outside_of_the_site(read, language):
    figure = f'<figure data-image="{library_image().pk}"></figure>'
    body = f'<p><a href="/en/cities/">A</a></p>{figure}'
    Article.objects.update(body_en=body, body_zh_hans=body)

    whole = lxml.html.fragment_fromstring(read(language).entries[0].content[0].value)
    assert [a.get("href") for a in whole.iter("a")] == ["http://testserver/en/cities/"]
    (picture,) = whole.iter("img")
    assert picture.get("src").startswith("http://testserver/media/")
    assert picture.get("srcset") is None


def test_a_link_within_the_text_leads_to_its_place_on_the_page(read, language):
    Article.objects.update(body_en='<p><a href="#part-two">below</a></p>', body_zh_hans="")
    Article.objects.update(body_zh_hans=F("body_en"))

    entry = next(each for each in read(language).entries if SLUG in each.link)
    link = lxml.html.fromstring(entry.content[0].value).cssselect("a")[0]
    assert link.get("href") == f"{entry.link}#part-two"


@pytest.mark.parametrize("column", ["title", "standfirst", "body"])
def test_a_text_that_no_xml_may_hold_spoils_no_feed(read, language, column, caplog):
    write_articles(1)
    whole = {entry.link for entry in read(language).entries}
    with connection.cursor() as cursor:
        # As no form and no loader would store it.
        name = f"{column}_{language.replace('-', '_')}"
        cursor.execute(f"UPDATE news_article SET {name} = 'a\x02b' WHERE slug = %s", [SLUG])  # noqa: S608

    left = {entry.link for entry in read(language).entries}
    lost = {link for link in whole if SLUG in link} - left
    assert whole - left == lost
    assert [link for link in lost if link not in caplog.text] == []
    assert lost or column == "body"


def test_a_bar_in_an_english_title_is_drawn_and_a_chinese_one_is_a_mark(read, language):
    Article.objects.filter(slug=SLUG).update(title_en="Wind | Water", title_zh_hans="风|水之城")

    entry = next(each for each in read(language).entries if SLUG in each.link)
    assert entry.title == {"en": "Wind | Water", "zh-hans": "风水之城"}[language]


def test_what_looks_like_markup_in_a_title_is_text(read, client, language):
    title, standfirst = "A <b> & | c", "1 < 2 & 3"
    Article.objects.update(title_en=title, title_zh_hans=title)
    Article.objects.update(standfirst_en=standfirst, standfirst_zh_hans=standfirst)

    feed = lxml.etree.fromstring(client.get(f"/{language}/news/feed/").content)
    atom = "{http://www.w3.org/2005/Atom}"
    shown = {"en": "A <b> & | c", "zh-hans": "A <b> &  c"}[language]
    assert feed.find(f"{atom}entry/{atom}title").text == shown
    assert feed.find(f"{atom}entry/{atom}summary").text == "1 &lt; 2 &amp; 3"


def test_it_asks_the_database_few_questions_however_many_articles(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/news/feed/")
        return len(queries)

    few = count()
    write_articles(40)
    assert count() == few <= 8


def test_every_page_offers_the_feed_of_its_language(client, language):
    page = parsed(client.get(f"/{language}/cities/"))

    (link,) = page.cssselect('link[type="application/atom+xml"]')
    assert link.get("href") == f"/{language}/news/feed/"
    assert page.cssselect(f'footer a[href="/{language}/news/feed/"]')[0].text == "RSS"


def test_a_scheduled_article_changes_the_feed_when_it_appears(client, read, article, language):
    article.publish_at = timezone.now() + datetime.timedelta(hours=1)
    article.save()
    hidden = client.get(f"/{language}/news/feed/")["ETag"]
    Article.objects.update(publish_at=timezone.now())

    response = client.get(f"/{language}/news/feed/", HTTP_IF_NONE_MATCH=hidden)
    assert response.status_code == 200
    assert "Last-Modified" not in response.headers
    article.refresh_from_db()
    updated = read(language).entries[0].updated
    assert datetime.datetime.fromisoformat(updated) == article.publish_at
