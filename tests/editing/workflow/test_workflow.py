"""An item goes from draft to review to its readers, and each step belongs to a role."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.models import Status
from editing.models import Stage
from editing.workflow.items import read_item
from news.models import Article
from tests.support.desk_client import Desk, person


def is_public(client, obj, language="en"):
    return client.get(f"/{language}/news/{obj.date.year}/{obj.slug}/").status_code == 200


def workflow_state(obj):
    return read_item(type(obj), obj.pk, None).workflow_state


def test_an_editor_submits_and_a_reviewer_publishes(editor, reviewer, draft, client):
    assert editor.save(draft, "_submit") == ["Submitted for review."]
    assert draft.status == Status.REVIEW
    assert not is_public(client, draft)

    assert reviewer.save(draft, "_publish") == ["Published."]
    assert is_public(client, draft, "en")
    assert is_public(client, draft, "zh-hans")


def test_a_new_item_stays_open_to_be_submitted(editor):
    words = {"title_en": "New", "slug": "new", "date": "2026-11-01", "kind": "news"}
    rows = {f"key_facts-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}

    answer = editor.client.post("/admin/news/article/add/", words | rows | {"_save": ""})

    assert answer["Location"] == editor.url(Article.objects.get(slug="new"))
    assert editor.messages() == ["Saved."]


def test_a_forged_post_by_an_editor_cannot_publish(editor, draft, client):
    data = editor.form(draft)

    forged = editor.send(draft, data | {"_publish": "", "status": "published"})
    editor.send(draft, data | {"_save": "", "status": "published"})

    assert forged.status_code == 403
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert not is_public(client, draft)


def test_an_editor_cannot_set_when_something_is_published(editor, draft):
    data = editor.form(draft)

    editor.send(draft, data | {"publish_at_0": "2030-01-01", "publish_at_1": "09:00", "_save": ""})

    draft.refresh_from_db()
    assert draft.publish_at is None


def test_a_translators_post_cannot_change_the_other_language(translator, draft):
    data = translator.form(draft)

    translator.send(
        draft,
        data
        | {"title_zh_hans": "译好的标题", "title_en": "Forged", "slug": "forged", "cities": []}
        | {
            "key_facts-TOTAL_FORMS": "1",
            "key_facts-0-label_en": "Forged",
            "key_facts-0-value_en": "x",
        },
    )

    draft.refresh_from_db()
    assert draft.title_zh_hans == "译好的标题"
    assert (draft.title_en, draft.slug) == ("A draft", "a-draft")
    assert [city.slug for city in draft.cities.all()] == ["fuzhou"]
    assert not draft.key_facts.exists()


def test_a_translator_changes_one_language_of_a_row(translator, draft):
    draft.key_facts.create(label_en="From", value_en="Ten countries")
    row = draft.key_facts.get()
    data = translator.form(draft)

    assert "key_facts-0-label_en" not in data
    translator.send(
        draft, data | {"key_facts-0-label_zh_hans": "来自", "key_facts-0-label_en": "x"}
    )

    row.refresh_from_db()
    assert (row.label_en, row.label_zh_hans) == ("From", "来自")


def test_a_translator_without_a_language_changes_nothing(draft):
    desk = Desk(person("Translator", translates=""))

    assert desk.send(draft, {"title_zh_hans": "标题"}).status_code == 403


def test_a_return_asks_for_a_reason_and_reaches_the_author(editor, reviewer, draft):
    editor.save(draft, "_submit")

    assert reviewer.save(draft, "_return")[0] == "Not returned: say in a sentence why."
    assert draft.status == Status.REVIEW

    reviewer.save(draft, "_return", _reason="The Chinese standfirst is old.")
    assert draft.status == Status.DRAFT
    assert workflow_state(draft).stage == Stage.RETURNED
    assert workflow_state(draft).author == editor.user
    quotation = editor.get(editor.url(draft)).cssselect(".desk-returned p")[0]
    assert quotation.text_content() == "The Chinese standfirst is old."


def test_a_text_that_is_mended_after_its_return_can_be_submitted_again(editor, reviewer, draft):
    editor.save(draft, "_submit")
    reviewer.save(draft, "_return", _reason="Too long.")

    editor.save(draft, title_en="Short")
    assert workflow_state(draft).stage == Stage.RETURNED
    editor.save(draft, "_submit")

    assert (draft.status, workflow_state(draft).stage) == (Status.REVIEW, Stage.REVIEW)


@pytest.mark.both_databases
def test_what_is_scheduled_appears_at_its_time_and_goes_at_its_end(reviewer, draft, client):
    later = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00:00"}
    end = {"expire_at_0": "2030-01-03", "expire_at_1": "09:00:00"}

    assert reviewer.save(draft, "_publish", **later, **end) == ["Scheduled."]

    assert not is_public(client, draft)
    with time_machine.travel("2030-01-01T01:00:01Z", tick=False):
        assert is_public(client, draft)
    with time_machine.travel("2030-01-03T01:00:01Z", tick=False):
        assert not is_public(client, draft)


def test_a_reviewer_withdraws_what_is_published(reviewer, live, client):
    assert reviewer.save(live, "_withdraw") == ["Withdrawn: readers no longer see it."]

    assert live.status == Status.DRAFT
    assert not is_public(client, live)


def test_one_language_can_go_out_alone(reviewer, draft, client):
    reviewer.save(draft, "_publish", "en")

    page = client.get("/zh-hans/news/2026/a-draft/").content.decode()
    assert "What the cities wrote" in page
    assert "各城市的来信" not in page
    assert not Article.objects.published().ready_in("zh-hans").filter(pk=draft.pk).exists()


@pytest.mark.both_databases
def test_many_are_submitted_published_and_withdrawn_at_once(editor, reviewer, draft, client):
    others = [Article.objects.get(pk=draft.pk)]
    others[0].pk, others[0].slug = None, "another"
    others[0].save()

    editor.act("submit_selected", draft, others[0])
    assert set(Article.objects.filter(status=Status.REVIEW)) == {draft, others[0]}
    reviewer.act("publish_selected", draft, others[0])
    assert is_public(client, draft)
    assert is_public(client, others[0])
    reviewer.act("withdraw_selected", draft, others[0])
    assert not is_public(client, draft)


def test_many_are_scheduled_at_once(reviewer, draft, client):
    moment = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00:00", "_schedule": "1"}

    reviewer.act("schedule_selected", draft, **moment)

    draft.refresh_from_db()
    assert timezone.localtime(draft.publish_at) == datetime.datetime(
        2030, 1, 1, 9, tzinfo=timezone.get_current_timezone()
    )
    assert not is_public(client, draft)


def test_an_editor_cannot_publish_many_at_once(editor, draft):
    editor.act("publish_selected", draft)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def returned_note(desk, obj):
    note = desk.get(desk.url(obj)).cssselect(".desk-returned")[0]
    return " ".join(note.text_content().split())


@pytest.mark.parametrize("name", ["draft", "live"])
def test_a_returned_text_says_who_returned_it_and_why_while_it_is_mended(
    request, editor, reviewer, name
):
    article = request.getfixturevalue(name)
    editor.save(article, "_submit", standfirst_en="Submitted")
    reviewer.save(article, "_return", _reason="Too long.")

    editor.save(article, standfirst_en="Mended")

    assert returned_note(editor, article).startswith("Too long. reviewer ·")


@pytest.mark.parametrize("name", ["draft", "live"])
def test_who_reviews_again_sees_what_was_to_be_mended(request, editor, reviewer, name):
    article = request.getfixturevalue(name)
    editor.save(article, "_submit", standfirst_en="Submitted")
    reviewer.save(article, "_return", _reason="Too long.")

    editor.save(article, "_submit", standfirst_en="Mended")

    board = reviewer.get("/admin/").get_element_by_id("board-review").getparent()
    assert "Too long." in board.text_content()
