"""An item goes from draft to review to its readers, and each step belongs to a role."""

import pytest
import time_machine

from core.models import Status
from editing.models import Stage
from editing.versions import revisions
from news.models import Article
from tests.support.desk_client import LATER, workflow_state
from tests.support.html import form_values, parsed


def is_public(client, obj, language="en"):
    return client.get(f"/{language}/news/{obj.date.year}/{obj.slug}/").status_code == 200


def test_an_editor_submits_and_a_reviewer_publishes(editor, reviewer, draft, client):
    assert editor.save(draft, "_submit") == ["Submitted for review."]
    assert draft.status == Status.REVIEW
    assert not is_public(client, draft)

    assert reviewer.save(draft, "_publish") == ["Published."]
    assert is_public(client, draft, "en")
    assert is_public(client, draft, "zh-hans")


def test_a_forged_post_by_an_editor_cannot_publish_or_schedule(editor, draft):
    forged = editor.form(draft) | {"status": "published", **LATER}

    assert editor.send(draft, forged | {"_publish": ""}).status_code == 403
    editor.send(draft, forged | {"_save": ""})

    draft.refresh_from_db()
    assert (draft.status, draft.publish_at) == (Status.DRAFT, None)


def test_a_translators_post_cannot_change_the_other_language(translator, draft):
    forged = {"title_en": "Forged", "slug": "forged", "cities": [], "key_facts-TOTAL_FORMS": "1"}
    forged |= {"key_facts-0-label_en": "Forged", "key_facts-0-value_en": "x"}

    translator.send(draft, translator.form(draft) | forged | {"title_zh_hans": "译好的标题"})

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


def test_a_return_asks_for_a_reason_and_reaches_the_author(editor, reviewer, draft):
    editor.save(draft, "_submit")

    before = revisions.get_for_object(draft).count()
    typed = {"title_en": "Half a", "_note": "Shorter.", "_reason": " ", "_return": ""}
    page = parsed(reviewer.send(draft, reviewer.form(draft) | typed))
    assert "Not returned: say in a sentence why." in page.cssselect(".errorlist")[0].text_content()
    assert form_values(page)["title_en"] == "Half a"
    assert page.cssselect("[name=_note]")[0].get("value") == "Shorter."
    draft.refresh_from_db()
    assert (draft.status, draft.title_en) == (Status.REVIEW, "A draft")
    assert revisions.get_for_object(draft).count() == before

    reviewer.save(draft, "_return", _reason="The Chinese standfirst is old.")
    assert draft.status == Status.DRAFT
    assert workflow_state(draft).author == editor.user


@pytest.mark.both_databases
def test_what_is_scheduled_appears_at_its_time_and_goes_at_its_end(reviewer, draft, client):
    end = {"expire_at_0": "2030-01-03", "expire_at_1": "09:00:00"}

    assert reviewer.save(draft, "_publish", **LATER, **end) == ["Scheduled."]

    assert not is_public(client, draft)
    with time_machine.travel("2030-01-01T01:00:01Z", tick=False):
        assert is_public(client, draft)
    with time_machine.travel("2030-01-03T01:00:01Z", tick=False):
        assert not is_public(client, draft)


def test_one_language_can_go_out_alone(reviewer, draft, client):
    reviewer.save(draft, "_publish", "en")

    page = client.get("/zh-hans/news/2026/a-draft/").content.decode()
    assert "What the cities wrote" in page
    assert "各城市的来信" not in page
    assert not Article.objects.published().ready_in("zh-hans").filter(pk=draft.pk).exists()


def test_many_are_submitted_published_and_withdrawn_at_once(editor, reviewer, draft, client):
    others = [Article.objects.get(pk=draft.pk)]
    others[0].pk, others[0].slug = None, "another"
    others[0].save()

    editor.act("submit_selected", draft, others[0])
    assert set(Article.objects.filter(status=Status.REVIEW)) == {draft, others[0]}
    reviewer.act("publish_selected", draft, others[0])
    assert is_public(client, draft)
    assert is_public(client, others[0])
    reviewer.act("withdraw_selected", draft, others[0], _go="1")
    assert not is_public(client, draft)


@pytest.mark.parametrize("name", ["draft", "live"])
def test_a_returned_text_says_who_returned_it_and_why_until_it_was_reviewed_again(
    request, editor, reviewer, name
):
    article = request.getfixturevalue(name)
    editor.save(article, "_submit", standfirst_en="Submitted")
    reviewer.save(article, "_return", _reason="Too long.")

    editor.save(article, standfirst_en="Mended")
    assert workflow_state(article).stage == Stage.RETURNED
    note = editor.get(editor.url(article)).cssselect(".desk-returned")[0].text_content()
    assert " ".join(note.split()).startswith("Too long. reviewer ·")

    editor.save(article, "_submit")
    assert workflow_state(article).stage == Stage.REVIEW
    board = reviewer.get("/admin/").get_element_by_id("board-review").getparent()
    assert "Too long." in board.text_content()
