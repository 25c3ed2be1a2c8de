"""From the first page of a translator to those who publish, and back."""

import pytest
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from editing.models import Stage, TranslationState
from editing.versions import revisions
from editing.workflow.translating import begin_states
from library.models import SourcePage
from news.models import Article
from tests.editing.lists.test_transfer import rows_of
from tests.support.desk_client import Desk, person, workflow_state

HOME = "/admin/"
ARTICLES = "/admin/news/article/"


def titles(desk, key):
    """Return the items in a part of the first page, None if the part is not there."""
    found = desk.get(HOME).cssselect(f'section[aria-labelledby="board-{key}"]')
    return [each.text for each in found[0].cssselect(".waiting a")] if found else None


def words(element):
    return " ".join(element.text_content().split())


def mark(desk, obj, column):
    """Return what stands below a field about its language."""
    return desk.get(desk.url(obj)).cssselect(f"#id_{column}_helptext .language-mark")[0]


def test_what_changed_in_the_source_stands_at_the_outdated_text(editor, draft):
    assert "in_step" in mark(editor, draft, "title_zh_hans").get("class")

    editor.save(draft, title_en="A second draft", body_en="<p>What the mayors wrote.</p>")

    title = mark(editor, draft, "title_zh_hans")
    assert [each.text for each in title.cssselect("ins")] == ["second "]
    body = mark(editor, draft, "body_zh_hans")
    assert [each.text for each in body.cssselect("del, ins")] == ["cities", "mayors"]
    editor.save(draft, title_zh_hans="第二份草稿")
    assert "in_step" in mark(editor, draft, "title_zh_hans").get("class")
    assert "outdated" in mark(editor, draft, "body_zh_hans").get("class")


def test_still_right_is_said_without_leaving_the_form_and_only_of_what_was_seen(translator, draft):
    draft.title_en = "Another"
    draft.save()
    revisions.record(draft, None, "changed")
    form = translator.form(draft)
    url, button = translator.url(draft, "languages"), f"article.title:{draft.pk}:"
    before = revisions.get_for_object(draft).count()

    def press(language, token=form["loaded_token"]):
        data = {"right": button + language, "loaded_token": token}
        return translator.client.post(url, data, headers={"Accept": "application/json"})

    assert press("en").status_code == 403
    assert press("zh-hans", "an older one").status_code == 409
    assert press("zh-hans").json()["said"]
    assert "in_step" in mark(translator, draft, "title_zh_hans").get("class")
    assert revisions.get_for_object(draft).count() == before
    assert translator.save(draft, title_zh_hans="另一份")


@pytest.mark.both_databases
def test_a_translation_finds_its_way_to_those_who_publish_and_back(
    translator, editor, reviewer, live
):
    reviewer.save(live, "_publish", title_en="A new title of the page")
    assert titles(translator, "to-translate")[0] == "A new title of the page"
    assert titles(translator, "drafts") is None

    translator.save(live, title_zh_hans="新标题")
    assert "A new title of the page" in titles(translator, "in-work")
    assert "A new title of the page" not in titles(translator, "to-translate")
    assert titles(editor, "translated") is None

    with TestCase.captureOnCommitCallbacks(execute=True):
        translator.save(live, "_done", title_zh_hans="更新的标题")
    assert sorted(each.to[0] for each in mail.outbox) == [
        "editor@example.org",
        "reviewer@example.org",
    ]
    for desk in (editor, reviewer):
        assert titles(desk, "translated") == ["A new title of the page"]
        assert "translator" in words(desk.get(HOME).cssselect(".waiting .quiet")[0])
    assert titles(translator, "in-work") == []

    reviewer.save(live, "_return", _reason="The title is too long.")
    assert titles(translator, "returned") == ["A new title of the page"]
    assert "The title is too long." in words(translator.get(HOME).cssselect(".waiting")[-1])
    assert titles(editor, "returned") == [] == titles(reviewer, "review")
    assert workflow_state(live).stage == Stage.DRAFT

    translator.save(live, "_done", title_zh_hans="标题")
    reviewer.save(live, "_publish")
    live.refresh_from_db()
    assert live.title_zh_hans == "标题"
    for desk, key in ((reviewer, "translated"), (translator, "returned"), (translator, "in-work")):
        assert not titles(desk, key)


def test_whoever_submits_reads_what_the_other_language_lacks_and_is_not_stopped(editor, draft):
    said = editor.save(draft, "_submit", title_en="A second draft", standfirst_zh_hans="")

    assert said[0] == "Submitted for review."
    assert said[1].startswith("Not yet in step in Chinese:")
    assert "Title (outdated)" in said[1]
    assert "(missing)" in said[1]
    assert workflow_state(draft).stage == Stage.REVIEW


@pytest.mark.both_databases
def test_lists_filters_and_tables_tell_the_same(editor, draft):
    editor.save(draft, title_en="A second draft")

    listed = editor.get(f"{ARTICLES}?languages=outdated-zh-hans")
    pills = listed.cssselect("#result_list .language-pill")
    classes = [each.get("class").split("-")[-1] for each in pills]
    assert classes == ["step", "outdated"]
    number = editor.get(HOME).cssselect('a[href$="article/?languages=outdated-zh-hans"]')
    assert number[0].text == "1"
    [row] = [row for row in rows_of(editor) if row["Slug"] == "a-draft"]
    states = [row[f"State of translation ({name})"] for name in ("English", "Chinese")]
    assert states == ["in step", "outdated"]


def test_a_translator_into_the_source_has_no_work_until_it_is_turned_round(editor, draft):
    into_english = Desk(person("Translator", "into English", translates="en"))
    editor.save(draft, title_zh_hans="改了又改")
    assert "A draft" not in titles(into_english, "to-translate")

    editor.client.post(editor.url(draft, "languages"), {"source": "zh-hans"})
    editor.save(draft, title_zh_hans="再改")

    assert titles(into_english, "to-translate")[0] == "A draft"
    # "了又改" went, "再" came: the larger counts.
    assert "· 3 characters ·" in words(into_english.get(HOME).cssselect(".waiting .quiet")[0])


def test_an_item_written_in_chinese_first_has_chinese_as_its_source(editor):
    item = Article.objects.create(slug="chinese-first", date="2026-01-01", title_zh_hans="先写中文")
    revisions.record(item, None, "created")
    item.title_en = "English later"
    item.save()
    revisions.record(item, None, "changed")

    stored = TranslationState.objects.of(item).get()
    assert (stored.source, stored.missing, stored.outdated) == ("zh-hans", "", "")


def test_a_row_that_is_loaded_anew_is_known_by_its_text(draft):
    def load(**texts):
        draft.key_facts.all().delete()
        draft.key_facts.create(order=1, value_en="3", value_zh_hans="3", **texts)
        revisions.record(draft, None, "loaded")
        return TranslationState.objects.of(draft).get().outdated

    assert load(label_en="Cities", label_zh_hans="城市") == ""
    assert load(label_en="Member cities", label_zh_hans="城市") == " zh-hans "
    assert load(label_en="Member cities", label_zh_hans="成员城市") == ""


@pytest.mark.both_databases
def test_at_an_upgrade_what_has_both_languages_is_in_step_and_english_the_source(editor, live):
    editor.save(live, title_en="Waiting")
    TranslationState.objects.all().delete()

    assert begin_states() > 10
    assert begin_states() == 0
    assert not TranslationState.objects.exclude(outdated="")
    editor.client.post(editor.url(live), {"_discard": "", "loaded_token": token(live)})
    assert TranslationState.objects.of(live).get().outdated == ""
    editor.save(live, title_en="Changed")
    assert TranslationState.objects.of(live).get().outdated == " zh-hans "


def test_a_form_asks_one_query_more_for_whatever_is_outdated(editor, draft):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            editor.get(editor.url(draft))
        return len(queries)

    asked()  # the first page of a session notes that it is in use
    before = asked()
    editor.save(draft, title_en="Two", standfirst_en="Two", body_en="<p>Two</p>")
    assert asked() == before + 1


def token(obj):
    return str(workflow_state(obj).edit_token)


@pytest.mark.both_databases
def test_a_translator_finds_sources_and_terms_that_fell_behind(editor, translator):
    source = SourcePage.objects.exclude(publisher_zh_hans="").first()
    revisions.record(source, None, "changed")
    assert titles(translator, "other-texts") is None

    editor.save(source, publisher_en="Another publisher")
    assert titles(translator, "other-texts")[0].startswith("Another publisher")

    translator.save(source, publisher_zh_hans="另一家机构")
    assert titles(translator, "other-texts") is None
