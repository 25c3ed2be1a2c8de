"""The words of the site are those of the table of terms."""

from pathlib import Path

import lxml.html
import polib
import pytest
from django.conf import settings

from c40china.management.messages import catalogues
from cities.models import City
from library.models import GlossaryTerm
from library.models.terms import TermTable
from news.models import Article
from tests.site.test_pages import PAGES
from tests.support.desk_client import Desk, person

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "zh-hans"]
SHOWN = "//@aria-label | //@alt | //@title | //@placeholder | //meta/@content"
# The staff guide in Chinese, whose words are those of the desk.
GUIDE = Path("docs/editing.zh-Hans.md")


def wrong_words(text: str, language: str) -> set[tuple[str, str]]:
    """The words to avoid in a text, each with its term."""
    found = GlossaryTerm.objects.table().wrong_words_in(text, language)
    return {(term.slug, word) for term, word in found}


def paths() -> set[str]:
    cities = {f"cities/{city.slug}/" for city in City.objects.all()}
    articles = {f"news/{each.date.year}/{each.slug}/" for each in Article.objects.all()}
    return {*PAGES, *cities, *articles, "nothing-here/", "search/?q=x", "search/?q=气候"}


def test_no_page_uses_a_word_to_avoid(client, language):
    found = {}
    for path in paths():
        page = lxml.html.document_fromstring(client.get(f"/{language}/{path}").content.decode())
        for each in page.xpath("//script[not(@type)] | //style"):
            each.drop_tree()
        text = "\n".join([page.text_content(), *page.xpath(SHOWN)])
        if wrong := {word for code in LANGUAGES for word in wrong_words(text, code)}:
            found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("source", [*catalogues(), *catalogues(Path("locale_packages"))], ids=str)
def test_no_word_of_the_interface_and_no_label_of_the_desk_is_one_to_avoid(source):
    found = {}
    for entry in polib.pofile(str(source)):
        chinese = "\n".join([entry.msgstr, *entry.msgstr_plural.values()])
        wrong = wrong_words(f"{entry.msgid}\n{entry.msgid_plural}", "en")
        if wrong := wrong | wrong_words(chinese, "zh-hans"):
            found[entry.msgid] = wrong
    assert found == {}


def test_the_guide_for_staff_uses_no_word_to_avoid():
    assert wrong_words((settings.BASE_DIR / GUIDE).read_text(), "zh-hans") == set()


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("C40中国建筑项目于2018年启动", "zh-hans", False),
        ("C40中国启动“中国建筑项目”（C40-CBP）", "zh-hans", False),
        ("四座中国建筑项目试点城市", "zh-hans", True),
        ("两市市长办公室对话", "zh-hans", False),
        ("办公室尚未公布地址", "zh-hans", True),
        ("The China Building Programme", "en", True),
        ("The China Buildings Programme", "en", False),
    ],
)
def test_a_word_to_avoid_is_right_in_its_allowed_contexts_only(text, language, wrong):
    assert bool(wrong_words(text, language)) is wrong


@pytest.mark.parametrize(
    ("form", "text", "stands"),
    [
        ("lead", "A leading city", False),
        ("lead", "Cities Lead.", True),
        ("C40", "C40城市", True),
        ("C40", "the C400", False),
        ("CAP", "a cap on carbon", False),
        ("CAP", "CAP\u00a0China", True),
        ("People's Congress", "the People’s\nCongress", True),
        ("友协", "全国友协", True),
    ],
)
def test_a_term_stands_as_a_whole_and_an_abbreviation_in_capitals(form, text, stands):
    table = TermTable([GlossaryTerm(slug="x", name_en=form, avoided_en=form)])

    assert bool(table.found_in(text, "en")) is stands
    assert bool(table.wrong_words_in(text, "en")) is stands


def test_of_terms_within_each_other_the_longest_stands_in_a_text():
    found = GlossaryTerm.objects.table().found_in

    for text, language, slugs in [
        ("C40 China, CAP China", "en", ["c40-china", "cap"]),
        ("C40中国与C40", "zh-hans", ["c40-china", "c40"]),
    ]:
        assert sorted(term.slug for term, _form in found(text, language)) == sorted(slugs)


def test_staff_change_a_term_and_see_in_its_history_what_it_was():
    editor, term = Desk(person("Editor")), GlossaryTerm.objects.get(slug="cpaffc")
    editor.save(term, other_forms_zh_hans="友协\n全国友协")

    term.refresh_from_db()
    assert term.lines("other_forms", "zh-hans") == ["友协", "全国友协"]
    assert len(editor.get(editor.url(term, "history")).cssselect("main table tbody tr")) == 2
