"""The list of articles, an article, and an article in both languages."""

import datetime

import pytest

from cities.models import City
from core.i18n import localized
from news.models import Article
from tests.support.items import write_articles

pytestmark = pytest.mark.usefixtures("one_article")

XIE = "news/2021/china-special-envoy-c40/"


def slugs_in(page, selector="main .row h3 a"):
    return [link.get("href").rstrip("/").split("/")[-1] for link in page.cssselect(selector)]


def test_the_newest_come_first(open_html, fixture_articles, language):
    assert slugs_in(open_html(f"/{language}/news/")) == [
        "site-on-trial",
        "china-special-envoy-c40",
        "climate-action-planning-launches",
        "four-cities-begin",
        "beijing-office-established",
    ]


@pytest.fixture
def many_articles(fixture_articles):
    write_articles(20)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("year=2018", ["four-cities-begin"]),
        ("city=fuzhou", ["china-special-envoy-c40"]),
        ("programme=cap", ["climate-action-planning-launches"]),
        ("kind=statement", ["site-on-trial", "beijing-office-established"]),
        ("kind=statement&year=2017", ["beijing-office-established"]),
    ],
)
def test_filters_narrow_the_list_together(open_html, fixture_articles, language, query, slugs):
    assert slugs_in(open_html(f"/{language}/news/?{query}")) == slugs


def test_where_nothing_matches_a_link_clears_the_filters_and_the_latest_are_shown(
    open_html, fixture_articles, language
):
    page = open_html(f"/{language}/news/?kind=statement&year=2021")

    assert slugs_in(page) == []
    latest = slugs_in(page, "main .card h3 a")
    assert latest == [
        "site-on-trial",
        "china-special-envoy-c40",
        "climate-action-planning-launches",
    ]
    assert f"/{language}/news/" in {link.get("href") for link in page.cssselect("main a")}


def test_an_active_filter_can_be_taken_away_by_a_link(open_html, fixture_articles, language):
    page = open_html(f"/{language}/news/?kind=statement&year=2017")

    queries = {link.get("href").partition("?")[2] for link in page.cssselect("main a[href*='?']")}
    assert {"kind=statement", "year=2017"} <= queries
    assert page.cssselect('select[name="kind"] option[selected]')[0].get("value") == "statement"


def test_ten_stand_on_a_page_and_numbers_lead_on(open_html, many_articles, language):
    first, second = open_html(f"/{language}/news/"), open_html(f"/{language}/news/?page=2")

    assert (len(slugs_in(first)), len(slugs_in(second))) == (10, 10)
    assert not set(slugs_in(first)) & set(slugs_in(second))
    assert [a.get("href") for a in first.cssselect('a[rel="next"]')] == ["?page=2"]
    filtered = open_html(f"/{language}/news/?year=2020").cssselect('a[rel="next"]')
    assert [a.get("href") for a in filtered] == ["?year=2020&page=2"]
    assert second.cssselect('[aria-current="page"]')[0].text_content().strip() == "2"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "News (page 2 of 3)"), ("zh-hans", "新闻（第2页，共3页）")]
)
def test_from_page_two_on_the_title_names_the_page(open_html, many_articles, language, title):
    page = open_html(f"/{language}/news/?page=2")

    assert page.cssselect("title")[0].text.startswith(title)
    canonical = page.cssselect('link[rel="canonical"]')[0].get("href")
    assert canonical.endswith(f"/{language}/news/?page=2")


@pytest.mark.parametrize(
    ("language", "date", "reading"),
    [("en", "10 September 2021", "2 min read"), ("zh-hans", "2021年9月10日", "2分钟")],
)
def test_an_article_tells_its_date_and_reading_time(open_html, language, date, reading):
    note = open_html(f"/{language}/{XIE}").cssselect("header .note")[0].text_content()

    assert date in note
    assert reading in note


def test_cities_of_an_article_stand_from_west_to_east_beside_it(open_html, language):
    page = open_html(f"/{language}/{XIE}")

    assert slugs_in(page, ".places a") == ["shenzhen", "fuzhou", "dalian"]


def test_more_articles_are_three_others_the_related_first(open_html, fixture_articles, language):
    Article.objects.get(slug="four-cities-begin").cities.add(City.objects.get(slug="fuzhou"))

    more = slugs_in(open_html(f"/{language}/{XIE}"), ".cards h3 a")

    assert more == ["four-cities-begin", "site-on-trial", "climate-action-planning-launches"]


def test_below_the_only_article_a_link_leads_to_all_news(open_html, language):
    page = open_html(f"/{language}/{XIE}")

    assert page.cssselect(".cards") == []
    assert page.cssselect(f'[aria-labelledby="news"] a[href="/{language}/news/"]')


def test_both_languages_stand_side_by_side_block_by_block(open_html, language):
    page = open_html(f"/{language}/{XIE}bilingual/")
    text = page.text_content()

    assert (
        text.index("A group of 16 mayors")
        < text.index("来自10个国家主要城市")
        < text.index("The virtual")
    )
    for tag in ("en", "zh-Hans"):
        assert page.cssselect(f'main [lang="{tag}"]')


def test_both_languages_keep_what_stands_beside_the_article(open_html, language):
    page = open_html(f"/{language}/{XIE}bilingual/")
    files = [link.get("href") for link in page.cssselect("a[type='application/pdf']")]

    assert files == [f"/{code}/{XIE.rstrip('/')}.pdf" for code in ("en", "zh-hans")]
    assert page.cssselect("main .figure svg")
    facts = [each.text_content() for each in page.cssselect(".facts dd")]
    assert len(facts) == 10
    assert {"10 countries", "10个国家"} < {*facts}
    assert page.cssselect("button[popovertarget='share']")
    # What is handed on is this page, not the article in one language.
    (panel,) = page.cssselect("#share")
    assert panel.get("data-url") == f"http://testserver/{language}/{XIE}bilingual/"


def test_a_quotation_is_paired_paragraph_by_paragraph(open_html, language):
    text = open_html(f"/{language}/{XIE}bilingual/").cssselect("article")[0].text_content()
    words = [
        *("“Climate change", "“气候变化", "“Countries", "“在疫情", "“I hope", "“希望"),
        *("XIE ZhenhuaChina", "解振华中国"),
    ]
    places = ["".join(text.split()).index("".join(each.split())) for each in words]

    # The speaker stands once, below the last paragraph in each language.
    assert places[:5] == sorted(places[:5])
    assert places[4] < places[6] < places[5] < places[7]


def test_quotations_of_different_length_stand_beside_each_other_whole(open_html, article):
    article.body_en = article.body_en.replace("</p><p>“I hope", " “I hope")
    article.save()

    quotes = open_html(f"/en/{XIE}bilingual/").cssselect("blockquote")
    assert ["“I hope" in quotes[0].text_content(), "“希望" in quotes[1].text_content()] == [
        True
    ] * 2


def test_texts_of_different_length_stand_in_two_plain_columns(open_html, article):
    article.body_en += "<p>One block more.</p>"
    article.save()

    text = open_html(f"/en/{XIE}bilingual/").text_content()

    assert text.index("One block more.") < text.index("来自10个国家主要城市")


def test_a_missing_standfirst_is_left_out_not_borrowed(open_html, language):
    Article.objects.update(**{localized("standfirst", language): ""})

    text = open_html(f"/{language}/{XIE}").cssselect("header.article-head")[0].text_content()

    assert "Discussion focused" not in text
    assert "会议聚焦" not in text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "First published by C40 Cities"), ("zh-hans", "原文由C40首发")]
)
def test_an_article_says_where_it_was_first_published(client, open_html, language, words):
    page = open_html(f"/{language}/{XIE}")

    link = next(a for a in page.cssselect("header .note a") if a.text_content() == words)
    assert link.get("href") == "https://www.c40.org/news/china-special-envoy-c40/"
    assert '"isBasedOn":"https://www.c40.org/news/' in page.response.content.decode()
    assert words in client.get(f"/{language}/news/feed/").content.decode()


def test_an_article_that_was_published_elsewhere_may_name_the_day(open_html):
    day = datetime.date(2021, 9, 10)
    Article.objects.update(first_publisher_en="A Paper", first_address="", first_date=day)

    note = open_html(f"/en/{XIE}").cssselect("header .note")[1]
    assert note.text_content() == "First published by A Paper on 10 September 2021"
    assert note.cssselect("a") == []


def test_a_filter_offers_only_what_some_article_has(open_html, fixture_articles, language):
    page = open_html(f"/{language}/news/")

    def values(name):
        return [option.get("value") for option in page.cssselect(f'[name="{name}"] option')][1:]

    assert values("kind") == ["news", "press_release", "statement"]
    assert values("programme") == ["cap", "cbp"]
    assert set(values("city")) == {"beijing", "dalian", "fuzhou", "shenzhen"}
    assert values("year") == ["2026", "2021", "2019", "2018", "2017"]


def test_below_five_articles_there_is_nothing_to_filter(open_html, fixture_articles):
    assert open_html("/en/news/").cssselect("form.filters")
    Article.objects.get(slug="four-cities-begin").delete()
    assert open_html("/en/news/").cssselect("form.filters") == []


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("news/2021/china-special-envoy-c40/", "h1"),
        ("news/2021/china-special-envoy-c40/", "title"),
        ("news/2021/china-special-envoy-c40/bilingual/", "h1"),
        ("news/", "main"),
        ("search/?q=china-special+wind+风水", "main"),
    ],
)
def test_a_bar_is_drawn_in_an_english_title_and_a_mark_in_a_chinese_one(
    open_html, language, path, place
):
    article = Article.objects.get(slug="china-special-envoy-c40")
    article.title_en, article.title_zh_hans = "Wind | Water", "风|水之城"
    article.save()

    said = open_html(f"/{language}/{path}").cssselect(place)[0].text_content()
    assert "风|" not in said
    assert {"en": "Wind | Water", "zh-hans": "风水之城"}[language] in said
