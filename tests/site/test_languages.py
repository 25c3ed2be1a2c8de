"""Two languages are equal: no word of the interface stands on a page of the other."""

import re

import pytest
from django.conf import settings

from tests.support.html import parsed
from tests.support.public_pages import PAGES

HAN = re.compile("[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_’'&./+-]*")

# Names and abbreviations that Chinese texts write in Latin letters, and units.
NAMES = {
    *("C40", "C40-CBP", "CAP", "CBP", "China", "COP26", "GeoNames", "CC", "BY", "English"),
    *(
        "AA",
        "CSV",
        "Cookie",
        "IP",
        "JSON",
        "KB",
        "PDF",
        "RSS",
        "WCAG",
        "Web",
        "X",
        "axe-core",
        "django_language",
    ),
    *("E", "N"),
}


def words_shown(client, url, skipped_language):
    """Return the words of a page without those marked as another language, and addresses."""
    page = parsed(client.get(url))
    for each in page.xpath(f'//*[@lang="{skipped_language}"] | //script | //style'):
        each.drop_tree()
    for each in page.cssselect("a.source, a[href^='http'], .address"):
        each.drop_tree()
    attributes = page.xpath("//@aria-label | //@alt | //@title | //@placeholder")
    described = ('[name="description"]', '[property="og:title"]', '[property="og:description"]')
    attributes += [meta.get("content") for meta in page.cssselect(",".join(described))]
    return "\n".join([*page.itertext(), *attributes])


EXTRA = ["news/?kind=news", "news/?year=2021&city=fuzhou", "news/?kind=event", "nothing-here/"]


@pytest.mark.parametrize("path", [*PAGES, *EXTRA])
def test_no_english_word_stands_on_a_chinese_page(client, fixture_articles, path):
    text = words_shown(client, f"/zh-hans/{path}", "en")

    assert HAN.search(text)
    unknown = {word for word in LATIN_WORD.findall(text) if word.strip(".’'/-") not in NAMES}
    assert unknown == set()


@pytest.mark.parametrize("path", [*PAGES, *EXTRA])
def test_no_chinese_character_stands_on_an_english_page(client, fixture_articles, path):
    text = words_shown(client, f"/en/{path}", "zh-Hans")

    assert LATIN_WORD.search(text)
    assert HAN.findall(text) == []


def test_every_language_names_itself_in_its_own_script():
    assert dict(settings.LANGUAGES) == {"en": "English", "zh-hans": "简体中文"}
