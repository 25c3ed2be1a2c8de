"""One article from writing to translated, changed, outdated and still right, in two browsers."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.people import Person

TITLE, CHANGED = "Roofs that catch the rain", "Green roofs that catch the rain"
CHINESE_TITLE = "收集雨水的屋顶"


@pytest.fixture
def cast(open_page, server, language):
    """An editor and a translator, whose desks speak one language."""
    people = [
        Person(open_page, server, role, language, role.lower()) for role in ("Editor", "Translator")
    ]
    yield people
    for each in people:
        each.rests()
    assert [fault for each in people for fault in each.faults] == []


def mark(person, column):
    """Return what stands below a text about its language."""
    return person.page.locator(f"#id_{column}_helptext .language-mark")


def has_state(person, column, state):
    expect(mark(person, column)).to_have_class(re.compile(rf"language-mark-{state}\b"))


def test_a_translation_is_handed_over_falls_behind_and_is_still_right(cast):
    editor, translator = cast
    editor.goes_to("/admin/")
    editor.follows("Write an article")
    editor.writes("Title", TITLE)
    editor.writes(editor.words("date").capitalize(), "2026-11-01")
    editor.presses("Save draft")
    has_state(editor, "title_zh_hans", "missing")

    translator.goes_to("/admin/")
    work = translator.part("To translate")
    expect(work).to_contain_text(translator.words("%(count)s word", 5) % {"count": 5})
    work.get_by_role("link", name=TITLE, exact=True).click()
    translator.writes("标题", CHINESE_TITLE)
    translator.presses("Done")
    translator.is_told("Handed over: it waits for those who submit and publish.")
    has_state(translator, "title_zh_hans", "in_step")

    editor.finds_waiting("Translated, waits for you", TITLE, CHINESE_TITLE)
    editor.writes("Title", CHANGED)
    editor.presses("Save draft")
    has_state(editor, "title_zh_hans", "outdated")
    expect(mark(editor, "title_zh_hans").locator("ins")).to_have_text(["Green roofs"])

    translator.finds_waiting("To translate", CHANGED, CHINESE_TITLE)
    translator.writes("导语", "尚未保存的文字")
    translator.presses("Still right")
    expect(mark(translator, "title_zh_hans")).to_have_text(translator.words("Kept as right."))
    expect(translator.box("导语")).to_have_value("尚未保存的文字")

    editor.page.reload()
    has_state(editor, "title_zh_hans", "in_step")
