"""The life of an article, played by its people in browsers of their own.

Their desk speaks Chinese: it finds every word of the plays translated. In English, in which the
other tests of the desk work, each word is its own message.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article
from tests.support.people import Person, Visitor

TITLE, CHINESE_TITLE = "Roofs that catch the rain", "收集雨水的屋顶"
NEW_TITLE = "Roofs that keep the rain"
PATHS = {f"/{code}/news/2026/roofs-that-catch-the-rain/": code for code in ("en", "zh-hans")}
ENGLISH, CHINESE = PATHS
REASON = "Say in the first sentence where the roofs are."


@pytest.fixture
def cast(open_page, server):
    """Those who work on an article, and a visitor of the site."""
    roles = {"editor": "Editor", "other": "Editor", "translator": "Translator"}
    people = {
        name: Person(open_page, server, role, "zh-hans", name)
        for name, role in (roles | {"reviewer": "Reviewer"}).items()
    }
    cast = SimpleNamespace(visitor=Visitor(open_page, server), **people)
    yield cast
    for each in vars(cast).values():
        each.rests()
    assert [fault for each in vars(cast).values() for fault in each.faults] == []


def test_an_article_goes_from_the_first_draft_to_its_readers_and_is_mended_there(cast):
    the_editor_writes_and_submits(cast.editor)
    the_translator_writes_the_chinese_text_and_nothing_else(cast.translator)
    the_reviewer_returns_it_with_a_reason(cast.reviewer)
    the_editor_mends_what_the_reason_says(cast.editor)
    the_reviewer_schedules_it(cast.reviewer)
    readers_see_it_from_its_time_on(cast.visitor)
    the_editor_changes_what_readers_see(cast.editor, cast.visitor)
    the_reviewer_looks_at_the_change_and_publishes_it(cast.reviewer, cast.visitor)


def the_editor_writes_and_submits(editor):
    editor.goes_to("/admin/")
    editor.follows("Write an article")
    editor.writes("Title", TITLE)
    date = editor.words("date").capitalize()
    editor.writes(date, "01/11/2026")
    editor.writes("Standfirst", "In four cities the water of a storm now stays on the roofs.")
    text = editor.editor("Text")
    text.press_sequentially("Rain stays ")
    editor.page.keyboard.press("Control+b")
    text.press_sequentially("where it falls.")
    english = editor.page.locator(".columns small").first
    expect(english).to_have_text(editor.words("complete"), use_inner_text=True)
    editor.presses("Save draft")
    # Day and month could be mistaken; the cursor is where it has to be mended.
    expect(editor.page.locator(".form-faults a")).to_have_count(1)
    expect(editor.box(date)).to_be_focused()
    editor.writes(date, "2026年11月1日")
    editor.presses("Save draft")
    editor.is_told("Saved.")
    expect(editor.editor("Text").locator("strong")).to_have_text("where it falls.")
    columns = editor.page.locator(".columns")
    expect(columns).to_contain_text(editor.words("%(counter)s missing", 3, counter=3))
    expect(columns).to_contain_text(editor.words("complete"))

    editor.presses("Submit for review")
    editor.is_told("Submitted for review.")


def the_translator_writes_the_chinese_text_and_nothing_else(translator):
    translator.goes_to("/admin/")
    # Of all that is to be translated into Chinese, the first page counts one article.
    translator.page.get_by_role("link", name=f"1 {translator.words('articles')}").click()
    translator.page.get_by_role("link", name=TITLE, exact=True).click()
    for label in ("Title", "Standfirst", "Text"):
        expect(translator.box(label)).to_have_count(0)
    translator.writes("标题", CHINESE_TITLE)
    translator.writes(
        "导语", "四座城市把暴雨的雨水留在屋顶，减轻了排水管网的压力，也降低了内涝风险。"
    )
    translator.editor("正文").press_sequentially("雨水落在哪里，就留在哪里。")
    translator.presses("Save")
    translator.is_told("Saved.")


def the_reviewer_returns_it_with_a_reason(reviewer):
    reviewer.finds_waiting("Waiting for my review", TITLE, CHINESE_TITLE)
    reviewer.page.get_by_text(reviewer.words("Return…"), exact=True).click()
    reviewer.writes(reviewer.words("What should be mended?"), REASON)
    reviewer.presses("Return to the author")
    reviewer.is_told("Returned.")


def the_editor_mends_what_the_reason_says(editor):
    editor.goes_to("/admin/")
    expect(editor.part("Returned to me")).to_contain_text(REASON)
    editor.finds_waiting("Returned to me", TITLE, CHINESE_TITLE)
    expect(editor.page.get_by_role("blockquote")).to_contain_text(REASON)
    editor.editor("Text").press("Control+Home")
    editor.page.keyboard.type("In Wuhan ")
    editor.presses("Submit for review")
    editor.is_told("Submitted for review.")


def the_reviewer_schedules_it(reviewer):
    reviewer.finds_waiting("Waiting for my review", TITLE, CHINESE_TITLE)
    moment = timezone.localtime() + timedelta(hours=1)
    for part, text in (("Date:", f"{moment:%Y-%m-%d}"), ("Time:", f"{moment:%H:%M:%S}")):
        reviewer.writes(f"{reviewer.words('publish at').capitalize()} {reviewer.words(part)}", text)
    reviewer.presses("Schedule")
    reviewer.is_told("Scheduled.")


def readers_see_it_from_its_time_on(visitor):
    for path in PATHS:
        assert visitor.goes_to(path).status == 404
    # Time goes by; the site looks at nothing but the moment in the database.
    Article.objects.filter(title_en=TITLE).update(publish_at=timezone.now() - timedelta(seconds=1))
    visitor.finds(ENGLISH, TITLE)
    visitor.finds(CHINESE, CHINESE_TITLE)


def the_editor_changes_what_readers_see(editor, visitor):
    editor.page.reload()
    editor.writes("Title", NEW_TITLE)
    editor.presses("Save as pending changes")
    editor.is_told("Saved; readers still see the published version.")
    editor.presses("Submit for review")
    editor.is_told("Submitted for review.")
    visitor.finds(ENGLISH, TITLE)


def the_reviewer_looks_at_the_change_and_publishes_it(reviewer, visitor):
    reviewer.finds_waiting("Waiting for my review", TITLE, CHINESE_TITLE)
    beside = reviewer.page.frame_locator(".preview-pane iframe")
    for language, title in (("en", NEW_TITLE), ("zh-hans", CHINESE_TITLE)):
        reviewer.presses("More")
        reviewer.page.locator(f"[name=_preview][value={language}]").click()
        expect(beside.get_by_role("heading", level=1)).to_have_text(title)
    reviewer.presses("Close the preview")
    links = reviewer.part("Preview for people without an account")
    answer = visitor.finds(
        links.get_by_role("link", name="English").get_attribute("href"), NEW_TITLE
    )
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "no-store" in answer.headers["cache-control"]
    visitor.finds(ENGLISH, TITLE)

    reviewer.presses("Update")
    reviewer.is_told("Published.")
    visitor.finds(ENGLISH, NEW_TITLE)


LIVE = "/en/news/2021/china-special-envoy-c40/"


def test_nothing_is_lost_when_two_write_at_once_or_a_browser_crashes_and_old_texts_come_back(cast):
    article = Article.objects.get(slug="china-special-envoy-c40")
    form, title = f"/admin/news/article/{article.pk}/change/", article.title_en
    two_change_the_same_field_and_the_second_brings_both_together(cast.editor, cast.other, form)
    what_was_typed_before_a_crash_is_taken_over(cast.other, form)
    an_older_version_comes_back_as_pending_changes(cast.editor, form, title)
    cast.visitor.finds(LIVE, title)


def two_change_the_same_field_and_the_second_brings_both_together(first, second, form):
    for each in (first, second):
        each.goes_to(form)
    first.writes("Title", "The title of the first")
    second.writes("Title", "The title of the second")
    second.writes("标题", "第二人的标题")
    first.presses("Save as pending changes")
    first.is_told("Saved; readers still see the published version.")

    second.presses("Save as pending changes")
    choice = second.page.get_by_role("group", name="Title · English")
    expect(choice).to_contain_text("The title of the first")
    expect(choice).to_contain_text("The title of the second")
    joined = second.page.get_by_role("row", name="标题 · 中文")
    expect(joined).to_contain_text(second.words("Changed by you only"))
    # The whole side is its label, which lies above it.
    choice.locator("label", has_text=second.words("Theirs")).click()
    second.presses("Save the joined version")
    second.is_told("Saved; readers still see the published version.")
    expect(second.box("Title")).to_have_value("The title of the first")
    expect(second.box("标题")).to_have_value("第二人的标题")


def what_was_typed_before_a_crash_is_taken_over(writer, form):
    writer.writes("Title", "Half a sen")
    kept = writer.like("Kept as typed at %(time)s")
    expect(writer.page.get_by_role("status").filter(has_text=kept)).to_be_visible()
    writer.loses_the_browser()

    writer.goes_to(form)
    expect(writer.box("Title")).to_have_value("The title of the first")
    writer.follows("Take it over")
    writer.is_told("This is the text that was kept; it is not saved yet.")
    expect(writer.box("Title")).to_have_value("Half a sen")
    writer.writes("Title", "Half a sentence, and the rest of it")
    writer.presses("Save as pending changes")
    writer.is_told("Saved; readers still see the published version.")


def an_older_version_comes_back_as_pending_changes(editor, form, title):
    editor.goes_to(form)
    expect(editor.box("Title")).to_have_value("Half a sentence, and the rest of it")
    editor.presses("More")
    editor.follows("History")
    # The newest version comes first, the one that readers see last.
    for side, place in (("Older", -1), ("Newer", 0)):
        editor.page.get_by_role("radio", name=editor.words(side)).nth(place).check()
    editor.presses("Compare")
    restore = editor.like("Restore the version of %(time)s")
    editor.page.get_by_role("button", name=restore).click()
    editor.is_told("Restored as pending changes: readers still see the published version.")
    expect(editor.box("Title")).to_have_value(title)
    expect(editor.page.get_by_text(editor.words("Pending changes:"), exact=True)).to_be_visible()
