"""The staff guide names buttons that are there, in the words of each language, and its pictures."""

import re
from functools import cache
from pathlib import Path

import django
import import_export
import polib

from c40china.management.messages import catalogues
from core.i18n import LANGUAGE_INFO

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
GUIDES = {"en": DOCS / "editing.md", "zh-hans": DOCS / "editing.zh-Hans.md"}
# The desk is built on these, and speaks with their words where it has none of its own.
PACKAGES = [
    Path(django.__file__).parent / "contrib" / "admin",
    Path(django.__file__).parent / "contrib" / "auth",
    Path(import_export.__file__).parent,
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# A button may carry a time, a count, or the name of a language or a kind of content.
FILLED = r"[\w:]+"


@cache
def words(language):
    """Return a pattern for each word and sentence of the interface in a language."""
    files = [*catalogues()]
    files += [each / "locale/zh_Hans/LC_MESSAGES/django.po" for each in PACKAGES]
    entries = [entry for each in files for entry in polib.pofile(str(each))]
    texts = {language_info.short_name for language_info in LANGUAGE_INFO.values()}
    for entry in entries:
        if language == "en":
            texts |= {entry.msgid, entry.msgid_plural}
        else:
            texts |= {entry.msgstr, *entry.msgstr_plural.values()}
    # What is all but filled in would match anything.
    said = [text for text in texts if len(re.findall(r"\w", PLACEHOLDER.sub("", text))) > 1]
    patterns = (FILLED.join(map(re.escape, PLACEHOLDER.split(text))) for text in said)
    return re.compile("|".join(patterns), re.IGNORECASE)


def bold(guide):
    return set(re.findall(r"\*\*(.+?)\*\*", guide.read_text()))


def pictures(guide):
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text())


def test_what_is_in_bold_is_on_the_desk(language):
    named = bold(GUIDES[language])

    assert len(named) > 50
    assert {name for name in named if not words(language).fullmatch(name)} == set()


def test_a_word_that_is_not_on_the_desk_is_found():
    assert not words("en").fullmatch("Publish it now, please")
    assert not words("zh-hans").fullmatch("马上发布文章")


def test_every_picture_that_is_named_is_there_and_none_besides(language):
    tag = LANGUAGE_INFO[language].tag
    there = {f"editing/{path.name}" for path in (DOCS / "editing").glob(f"*.{tag}.png")}

    assert set(pictures(GUIDES[language])) == there != set()


def test_both_guides_have_the_same_parts_and_pictures():
    english, chinese = (guide.read_text() for guide in GUIDES.values())
    heads = [re.findall(r"^#+ ", text, re.MULTILINE) for text in (english, chinese)]

    assert heads[0] == heads[1]
    names = [[name.split(".")[0] for name in pictures(guide)] for guide in GUIDES.values()]
    assert names[0] == names[1]
