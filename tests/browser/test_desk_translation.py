"""One article from writing to translated, changed, outdated and still right, in two browsers.

The desk speaks Chinese, as in the other plays.
"""

import re

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.support.people import Person

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TITLE, CHANGED = "Roofs that catch the rain", "Green roofs that catch the rain"
CHINESE_TITLE = "收集雨水的屋顶"


@pytest.fixture
def cast(open_page, server):
    """An editor, a translator and a reviewer."""
    people = [
        Person(open_page, server, role, "zh-hans", role.lower())
        for role in ("Editor", "Translator", "Reviewer")
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


def test_a_translation_is_handed_over_falls_behind_comes_by_file_and_is_published(
    cast, open_page, tmp_path
):
    editor, translator, reviewer = cast
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

    editor.editor("Text").press_sequentially("Rain stays where it falls.")
    editor.presses("Save draft")
    has_state(editor, "body_zh_hans", "missing")
    form = translator.page.url
    translator.page.reload()
    translator.follows("Out to a translator and back")
    comes_back_by_file(translator, tmp_path)
    translator.page.goto(form)
    has_state(translator, "body_zh_hans", "in_step")
    translator.presses("Done")

    reviewer.finds_waiting("Translated, waits for you", CHANGED, CHINESE_TITLE)
    reviewer.presses("Publish")
    reviewer.is_told("Published.")
    page = open_page("/zh-hans/news/")
    page.get_by_role("link", name=CHINESE_TITLE).first.click()
    expect(page.locator("main")).to_contain_text("雨水落在哪里，就留在哪里。")


def comes_back_by_file(translator, folder):
    """Download the file, translate its one text that has none, and take it in."""
    page = translator.page
    page.get_by_role("radio", name="XLIFF").check()
    with page.expect_download() as download:
        translator.presses("Download the file")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    units = etree.parse(path)
    for unit in units.iterfind(".//{*}trans-unit"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source.text == "Rain stays where it falls.":
            if target is None:
                target = etree.SubElement(unit, f"{{{NAMESPACE}}}target")
                source.addnext(target)
            target.text = "雨水落在哪里，就留在哪里。"
    units.write(path, encoding="utf-8", xml_declaration=True)

    page.set_input_files("#exchange-file", path)
    translator.presses("Compare")
    expect(page.locator("table.desk-compare")).to_contain_text("雨水落在哪里，就留在哪里。")
    translator.presses("Take in what is new and changed")
    expect(page.get_by_role("status")).to_be_visible()
