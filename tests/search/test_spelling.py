"""What readers type wrongly, and what they type otherwise than the texts do."""

import tomllib
from pathlib import Path

import pytest

from c40china.search.index import VISIBLE
from c40china.search.terms import parsed
from library.models import GlossaryTerm
from search.engine import search

pytestmark = pytest.mark.both_databases

CASES = tomllib.loads((Path(__file__).parent / "judged" / "spelling.toml").read_text())


def suggested(open_html, words):
    """Return what the page in the language of the words suggests first."""
    language = "en" if words.isascii() else "zh-hans"
    links = open_html(f"/{language}/search/?q={words}").cssselect(".meant a")
    return links[0].text_content() if links else ""


def test_nearly_every_typing_error_gets_the_right_suggestion(open_html):
    assert len(CASES["errors"]) == 20

    found = {typed: suggested(open_html, typed) for typed in CASES["errors"]}

    right = {typed: words.lower() for typed, words in CASES["errors"].items()}
    wrong = {typed: words for typed, words in found.items() if words.lower() != right[typed]}
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("hangzou", "Hangzhou"), ("CPAFCF", "CPAFFC"), ("Clmate", "climate"), ("杭洲", "杭州")],
)
def test_a_suggestion_is_printed_as_the_texts_write_it(open_html, typed, shown):
    assert suggested(open_html, typed) == shown


def test_chinese_is_suggested_by_its_sound_in_a_visible_title_only(open_html, article):
    article.title_zh_hans = "琥珀"
    article.save()
    assert suggested(open_html, "虎破") == "琥珀"

    article.status = "draft"
    article.save()
    assert suggested(open_html, "虎破") == ""


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_right_words_are_found_and_nothing_else_is_suggested(code):
    assert len(CASES["right"][code]) == 25

    answers = {words: search(parsed(words), VISIBLE, code) for words in CASES["right"][code]}

    assert [words for words, each in answers.items() if each.is_partial or not each.hits] == []
    assert {words: each.meant for words, each in answers.items() if each.meant} == {}


def urls(open_html, words, language="en"):
    page = open_html(f"/{language}/search/?q={words}")
    return [link.get("href").removeprefix(f"/{language}/") for link in page.cssselect("h3 a")]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Peking", "cities/beijing/"),
        ("Canton 2015", "cities/guangzhou/"),
        ("HK", "cities/hong-kong/"),
        ("双碳", "programmes/cap/"),
        ("MEE", "programmes/cap/"),
        ("生态环境部", "programmes/cap/"),
        ("CPAFFC", "news/2021/china-special-envoy-c40/"),
        ("全国友协", "news/2021/china-special-envoy-c40/"),
        ("友协会议", "news/2021/china-special-envoy-c40/"),
    ],
)
def test_short_and_older_names_find_what_they_stand_for(open_html, language, words, first):
    assert urls(open_html, words, language)[0] == first


@pytest.mark.parametrize("words", ["住建部", "MoHURD"])
def test_a_form_is_found_as_a_whole_and_marked_so(open_html, words):
    page = open_html(f"/zh-hans/search/?q={words}")

    marks = {mark.text_content() for mark in page.cssselect(".result mark")}
    assert marks == {"住房和城乡建设部"}


def test_what_staff_enter_as_a_form_is_found_by_the_next_search(open_html):
    assert urls(open_html, "Zephyria") == []

    term = GlossaryTerm.objects.get(slug="hangzhou")
    term.other_forms_en = "Hangchow\nZephyria"
    term.save()
    assert urls(open_html, "Zephyria")[0] == "cities/hangzhou/"
    assert urls(open_html, "zephiria") == []

    term.delete()
    assert urls(open_html, "Zephyria") == []


def test_a_name_is_searched_as_itself_though_it_is_another_form_of_more():
    both = {hit.key for hit in search(parsed("双碳"), VISIBLE, "en").hits}
    one = {hit.key for hit in search(parsed("碳中和"), VISIBLE, "en").hits}

    assert one < both


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("友协会议", ["友协", "会议"]),
        ("C40城市气候领导联盟", ["c40城市气候领导联盟"]),
        ("北京市", ["北京市"]),
        ("建筑 Hong Kong 气候", ["建筑", "hong kong", "气候"]),
        ("“Hong Kong” kites", ["hong kong", "kites"]),
        ("net-zero", ["net zero"]),
    ],
)
def test_forms_are_cut_where_they_begin_and_end(typed, pieces):
    def text(words):
        return " ".join(words) if " ".join(words).isascii() else "".join(words)

    assert [text(term.words) for term in parsed(typed).terms] == pieces
