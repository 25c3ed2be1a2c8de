"""The starting content: the office's words, whole and in their place, and sound Chinese."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.translator import translator

from cities.models import City
from core.i18n import localized
from library.models import GlossaryTerm
from pages.models import Page
from programmes.models import PilotRole, Programme

# Only these may be corrected; everything else of the office's texts stands word for word.
CORRECTIONS = {
    "\u00a0": " ",
    "  ": " ",
    "Dlian": "Dalian",
    "effciency": "efficiency",
    "effiency": "efficiency",
    "China Building Programme": "China Buildings Programme",
}
# Which lines of which text stand on which page; the rest of the second text are buttons.
PLACES = {
    "/en/about/": ("office.txt", (0, 1, 2, 3, 4, 6)),
    "/en/programmes/cap/": ("office.txt", (5,)),
    "/en/programmes/cbp/": ("office.txt", (7,)),
    "/en/news/2021/china-special-envoy-c40/": ("meeting.txt", range(7)),
}
INLINE = re.compile(r"</?(a|b|em|span|strong|wbr)\b[^>]*>")
HAN = "\u3007\u4e00-\u9fff"


def seed_lines(name: str) -> list[str]:
    text = (Path(__file__).parent.parent / "seeds" / name).read_text()
    for wrong, right in CORRECTIONS.items():
        text = text.replace(wrong, right)
    return [line for line in text.splitlines() if line]


def sentences() -> list[tuple[str, str]]:
    return [
        (path, sentence)
        for path, (name, numbers) in PLACES.items()
        for number in numbers
        for sentence in re.split(r"(?<=[.:]) (?=[“A-Z])", seed_lines(name)[number])
    ]


def words(*html: str) -> str:
    """The text of some HTML as a reader sees it, blocks with a space between them."""
    text = re.sub(r"<[^>]+>", " ", INLINE.sub("", " ".join(html)))
    return " ".join(unescape(text).split())


def blocks(html: str) -> list[str]:
    return re.findall(r"<(\w+)", INLINE.sub("", html))


def texts(language: str) -> dict[str, str]:
    """Every text of the starting content in one language, by the place it stands in."""
    found = {
        f"{model.__name__} {row.pk} {field}": text
        for model in translator.get_registered_models(abstract=False)
        # The table of terms holds wrong words on purpose, and forms that one language lacks.
        if model is not GlossaryTerm
        for row in model._default_manager.all()
        for field in sorted(get_translatable_fields_for_model(model) or [])
        if (text := getattr(row, localized(field, language)))
    }
    assert found
    return found


@pytest.mark.parametrize(("path", "sentence"), sentences())
def test_each_sentence_of_the_office_stands_on_its_page(client, path, sentence):
    assert sentence in words(client.get(path).content.decode())


def test_the_article_is_the_press_release_and_nothing_else(article):
    assert words(article.standfirst_en, article.body_en) == " ".join(seed_lines("meeting.txt")[:7])


def test_the_programmes_tell_what_the_office_wrote_and_nothing_else():
    cap, cbp = (Programme.objects.get(slug=slug) for slug in ("cap", "cbp"))
    _, _, _, _, _, cap_line, _, cbp_line = seed_lines("office.txt")
    assert words(cap.body_en, cap.supports_intro_en, cap.key_areas_intro_en) == cap_line
    assert words(cbp.body_en, cbp.exchange_text_en) == cbp_line


def test_the_speaker_is_introduced_before_he_is_quoted_and_said_to_be_translated(article):
    assert "<p>Special Envoy Minister XIE Zhenhua said:</p><blockquote" in article.body_en
    assert "<p>解振华特使表示：</p><blockquote" in article.body_zh_hans
    assert 'data-translated-from="en"' in article.body_zh_hans
    assert "data-translated-from" not in article.body_en


def test_the_thirteen_cities_are_those_that_the_office_names():
    names = re.search(r"namely (.+), collaborating", seed_lines("office.txt")[1])
    named = re.split(r", | and ", names[1]) if names else []
    assert len(named) == 13
    assert {city.name_en for city in City.objects.published()} == set(named)


def test_four_cities_pilot_one_focus_area_each():
    roles = PilotRole.objects.order_by("focus_area__order")
    assert [role.focus_area.order for role in roles] == [1, 2, 3, 4]
    pilots = [role.pilot_city.city.slug for role in roles]
    assert pilots == ["beijing", "shanghai", "qingdao", "fuzhou"]


def test_what_the_office_has_not_supplied_is_not_shown(client):
    assert not Page.objects.published().filter(slug="legal").exists()
    page = client.get("/en/about/").content.decode()
    assert "Legal notice" not in page
    assert "ICP" not in page


def test_every_text_is_there_in_both_languages():
    english, chinese = texts("en"), texts("zh-hans")
    # The official names of the cities are Chinese; no official English form is sourced.
    lone = {place for place in english.keys() ^ chinese.keys() if "official_name" not in place}
    assert not lone


def test_both_languages_have_the_same_blocks_and_sentences():
    english, chinese = texts("en"), texts("zh-hans")
    pairs = [place for place in english if place in chinese and not place.endswith("sort_key")]

    assert pairs
    for place in pairs:
        assert blocks(english[place]) == blocks(chinese[place]), place
        ends = len(re.findall(r"[.?!][”)]?(?=\s|$)", words(english[place])))
        assert ends == len(re.findall(r"[。？！]", chinese[place])), place


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("half-width punctuation", rf"[{HAN}][,.;:!?()]|[,.;:!?()][{HAN}]"),
        ("quotation marks that are not “ ”", "[\"'「」『』‘’]"),
        (
            "a space typed beside a Han character",
            rf"[{HAN}，。；：！？（）《》“”、][ \u00a0]|[ \u00a0][{HAN}]",
        ),
        ("the wrong character for the envoy's name", "谢振华"),
        ("a traditional or full-width form", "[Ａ-Ｚａ-ｚ０-９]"),
    ],
)
def test_chinese_is_set_by_the_rules(fault, pattern):
    found = {
        place: match[0]
        for place, text in texts("zh-hans").items()
        if (match := re.search(pattern, re.sub(r"<[^>]+>", "", text)))
    }
    assert not found, fault


def test_the_privacy_page_names_the_cookie_that_the_site_sets():
    page = Page.objects.get(slug="privacy")
    assert settings.LANGUAGE_COOKIE_NAME in page.body_en
    assert settings.LANGUAGE_COOKIE_NAME in page.body_zh_hans


@pytest.mark.parametrize("path", ["", "about/", "programmes/", "programmes/cap/", "news/"])
def test_break_marks_of_headlines_are_never_seen(client, path):
    assert "|" not in words(client.get(f"/zh-hans/{path}").content.decode())
