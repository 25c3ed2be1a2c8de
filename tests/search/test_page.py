"""The search page, in both languages."""

import pytest
from django.core.management import call_command
from django.db.models import F

from cities.models import City
from core.models import ContentVersion
from news.models import Article


def hrefs(page, selector=".result h3 a"):
    return [link.get("href") for link in page.cssselect(selector)]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("language", "words", "count"),
    [("en", "fuzhou", "results for “fuzhou”"), ("zh-hans", "福州", "条与“福州”有关的结果")],
)
def test_it_counts_and_puts_the_named_city_first(open_html, language, words, count):
    page = open_html(f"/{language}/search/?q={words}")

    assert count in page.cssselect('[role="status"]')[0].text_content()
    assert page.cssselect('meta[name="robots"]')[0].get("content") == "noindex"
    assert hrefs(page)[0] == f"/{language}/cities/fuzhou/"
    assert f"/{language}/news/2021/china-special-envoy-c40/" in hrefs(page)


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [("en", "mayors", "Mayors"), ("zh-hans", "市长", "市长"), ("zh-hans", "解振華", "解振华")],
)
def test_it_marks_the_words_as_they_were_written(open_html, language, words, marked):
    page = open_html(f"/{language}/search/?q={words}")

    assert marked in [mark.text_content() for mark in page.cssselect(".result mark")]


def excerpt_of(open_html, path, words, language):
    """Return the excerpt under the result that leads to a page."""
    page = open_html(f"/{language}/search/?q={words}")
    for result in page.cssselect(".result"):
        if hrefs(result, "h3 a") == [f"/{language}/{path}"]:
            return result.cssselect("p.small")[0]
    return None


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("超过2487万人", "cities/shanghai/"),
        ("长宁区", "cities/shanghai/"),
        ("空气源热泵", "cities/fuzhou/"),
        ("福建省", "cities/fuzhou/"),
    ],
)
def test_an_excerpt_is_of_the_text_in_which_the_words_stand(open_html, language, words, path):
    excerpt = excerpt_of(open_html, path, words, language)

    assert words in [mark.text_content() for mark in excerpt.cssselect("mark")]


@pytest.mark.parametrize(("language", "tag"), [("en", "zh-Hans"), ("zh-hans", "en")])
def test_an_excerpt_in_the_other_language_says_so(open_html, language, tag):
    words = {"en": "西洛可", "zh-hans": "Sirocco"}[language]
    fact = City.objects.get(slug="wuhan").facts.first()
    fact.value_en, fact.value_zh_hans = "Sirocco", "西洛可"
    fact.save()

    excerpt = excerpt_of(open_html, "cities/wuhan/", words, language)

    assert excerpt.get("lang") == tag
    assert excerpt.cssselect("mark")[0].text_content() == words


@pytest.mark.parametrize(
    ("language", "words", "headings"),
    [
        ("en", "climate", ["Best matches", "Further results"]),
        ("zh-hans", "气候", ["最相关的结果", "其他结果"]),
    ],
)
def test_headings_say_what_stands_under_them(open_html, language, words, headings):
    """The chips count cities and programmes, of which only those named so come first."""
    page = open_html(f"/{language}/search/?q={words}")

    assert [h2.text.strip() for h2 in page.cssselect(".results h2")] == headings


def test_kinds_are_links_that_narrow(open_html, language):
    page = open_html(f"/{language}/search/?q=climate")
    link = next(a for a in hrefs(page, ".chips a") if "news.Article" in a)

    narrowed = open_html(f"/{language}/search/{link}")

    assert f"/{language}/news/2021/china-special-envoy-c40/" in hrefs(narrowed)
    assert {href.split("/")[2] for href in hrefs(narrowed)} == {"news"}


@pytest.mark.both_databases
def test_more_than_ten_go_over_pages(open_html, language):
    first = open_html(f"/{language}/search/?q=climate")
    second = open_html(f"/{language}/search/?q=climate&page=2")

    assert len(hrefs(first)) == 10
    assert set(hrefs(first)).isdisjoint(hrefs(second))
    assert hrefs(first, 'a[rel="next"]') == ["?q=climate&page=2"]


@pytest.mark.parametrize(
    ("language", "query", "words"),
    [
        ("en", "", "Type a word"),
        ("zh-hans", "", "请输入"),
        ("en", "q=xylophone", "Nothing was found for “xylophone”"),
        ("zh-hans", "q=xylophone", "没有找到"),
        ("en", "q=" + "x" * 201, "too long"),
        ("zh-hans", "q=" + "x" * 201, "过长"),
        ("en", "q=解振华 超低能耗", "Nothing has all the words"),
        ("zh-hans", "q=解振华 超低能耗", "没有同时包含"),
    ],
)
def test_each_state_has_words(open_html, language, query, words):
    page = open_html(f"/{language}/search/?{query}")

    assert words in page.cssselect('[role="status"]')[0].text_content()


@pytest.mark.parametrize("query", ["", "q=xylophone", "q=" + "x" * 10_000])
def test_where_there_is_nothing_the_sections_lead_on(open_html, language, query):
    ways = hrefs(open_html(f"/{language}/search/?{query}"), ".ways a")

    assert ways == [f"/{language}/{way}/" for way in ("cities", "programmes", "news", "about")]


def test_a_misspelt_word_gets_a_link_to_what_was_meant(open_html, language):
    page = open_html(f"/{language}/search/?q=clmate+plans")

    assert hrefs(page, ".meant a") == ["?q=climate%20plans"]


def test_what_exists_in_the_other_language_only_is_shown_and_tagged(open_html, fixture_articles):
    page = open_html("/en/search/?q=试运行")

    link = page.cssselect(".result h3 a")[0]
    assert link.get("lang") == "zh-Hans"
    assert "Chinese only" in link.getparent().text_content()


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 30, "２"])
def test_an_impossible_page_is_not_found(client, language, number):
    response = client.get(f"/{language}/search/", {"q": "climate", "page": number})

    assert response.status_code == 404


def test_script_in_a_query_is_shown_as_text(client):
    page = client.get("/en/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("language", "words", "title"),
    [
        ("en", "fu", "Fuzhou"),
        ("en", "福", "Fuzhou"),
        ("zh-hans", "fu", "福州"),
        ("zh-hans", "解振華", "十国市长与中国气候变化事务特使解振华视频对话"),
    ],
)
def test_titles_are_suggested_in_the_readers_language(client, language, words, title):
    answer = client.get(f"/{language}/search/suggestions/", {"q": words}).json()

    assert answer["suggestions"][0]["title"] == title


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["buildin", "Xie Zhen", "十国市长与中国", "特使解", "视频对话"])
def test_the_last_word_need_only_be_begun(client, words):
    Article.objects.update(title_en="Buildings: talks with Xie Zhenhua")
    call_command("rebuild_search", verbosity=0)

    answer = client.get("/zh-hans/search/suggestions/", {"q": words}).json()

    titles = [each["title"] for each in answer["suggestions"]]
    assert "十国市长与中国气候变化事务特使解振华视频对话" in titles


def test_a_break_mark_in_a_title_hides_nothing(client, article):
    article.title_zh_hans = "十国市长与中国气候|变化事务特使对话"
    article.save()

    answer = client.get("/zh-hans/search/suggestions/", {"q": "气候变化"}).json()

    titles = [each["title"] for each in answer["suggestions"]]
    assert titles == ["十国市长与中国气候变化事务特使对话"]


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["c", "城", "中"])
def test_suggestions_need_few_queries(
    client, fixture_articles, django_assert_max_num_queries, words
):
    # Two of them ask for the content version and for what falls due.
    with django_assert_max_num_queries(5 + 2):
        found = client.get("/zh-hans/search/suggestions/", {"q": words}).json()["suggestions"]

    assert 0 < len(found) <= 8


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["climate", "解振华 超低能耗", "xylophone", "buildngs climate"])
def test_it_asks_at_most_eight_queries_after_an_article_was_saved(
    client, fixture_articles, django_assert_max_num_queries, language, words
):
    client.get(f"/{language}/search/", {"q": words})
    changed = ContentVersion.objects.filter(app__in=["news", "search"])
    changed.update(value=F("value") + 1)
    with django_assert_max_num_queries(8):
        client.get(f"/{language}/search/", {"q": words})


@pytest.mark.both_databases
def test_staff_find_drafts_by_their_text_in_either_language_and_by_part_of_a_name(admin_client):
    def found(url, words):
        response = admin_client.get(url, {"q": words})
        assert response.status_code == 200
        return response.content.decode()

    Article.objects.update(status="draft")

    for words in ("CPAFFC", "友好协会", "解振華"):
        assert "1 item" in found("/admin/news/article/", words), words
    for words in ("a " * 4_000, "中" * 9_000, "\x00"):
        found("/admin/news/article/", words)
    assert "Fuzhou" in found("/admin/cities/city/", "uzho")
