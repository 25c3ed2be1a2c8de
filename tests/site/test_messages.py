"""The interface's translations: complete, compiled, and found where Django looks for them."""

from pathlib import Path

import allauth
import django
import import_export
import polib
import pytest
from django.utils import translation

from c40china.management.messages import catalogues, compiled, faults

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize("source", catalogues(), ids=lambda source: source.name)
def test_compiled_messages_match_their_source(source):
    assert source.with_suffix(".mo").read_bytes() == compiled(source), "run: make compilemessages"


@pytest.mark.parametrize("source", catalogues(), ids=lambda source: source.name)
def test_every_message_is_translated(source):
    assert faults(source) == []


def test_compiled_messages_reach_the_reader():
    source = next(source for source in catalogues() if source.name == "django.po")
    entry = next(entry for entry in polib.pofile(str(source)) if not entry.msgid_plural)
    with translation.override("zh-hans"):
        assert translation.gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ('msgid "News"\nmsgstr ""', "not translated: 'News'"),
        ('#, fuzzy\nmsgid "News"\nmsgstr "新闻"', "fuzzy: 'News'"),
        ('msgid "Page %(page)s"\nmsgstr "第%(number)s页"', "other placeholders: 'Page %(page)s'"),
        (
            'msgid "%(n)s city"\nmsgid_plural "%(n)s cities"\nmsgstr[0] ""',
            "not translated: '%(n)s city'",
        ),
        ('msgid "100% of it"\nmsgstr "全部的100%"', None),
        ('msgid "News"\nmsgstr "新闻"', None),
    ],
)
def test_faulty_message_is_found_and_a_sound_one_let_through(tmp_path, message, fault):
    source = tmp_path / "django.po"
    source.write_text(HEADER + message + "\n")
    assert faults(source) == ([fault] if fault else [])


PACKAGES = ("conf", "contrib/admin", "contrib/auth")


def words_of_packages():
    """Return what Django, allauth and django-import-export say, in English, to be translated."""
    roots = [Path(django.__file__).parent / each for each in PACKAGES]
    sources = [file for root in roots for file in root.glob("locale/en/LC_MESSAGES/*.po")]
    sources += Path(allauth.__file__).parent.glob("locale/en/LC_MESSAGES/*.po")
    sources += Path(import_export.__file__).parent.glob("locale/zh_Hans/LC_MESSAGES/*.po")
    return {(e.msgctxt, e.msgid) for source in sources for e in polib.pofile(str(source))}


@pytest.mark.parametrize("source", catalogues(Path("locale_packages")), ids=str)
def test_what_is_said_in_place_of_a_package_is_still_said_by_it(source):
    here = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(source))}
    assert here
    assert here <= words_of_packages()
