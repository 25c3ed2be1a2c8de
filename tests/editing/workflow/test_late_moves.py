"""A button that is pressed too late, or twice, or on a form made up: the text is never lost."""

import pytest

from core.models import Status
from editing.models import Stage
from pages.models import SiteSettings
from tests.support.desk_client import Desk, person, workflow_state
from tests.support.html import parsed


def choose(response, **more):
    """Return what the page of a clash sends once each field is chosen as mine."""
    assert response.status_code == 409
    page = parsed(response)
    sent = dict(page.cssselect("form.desk-clash")[0].form_values())
    radios = page.cssselect("form.desk-clash input[value=mine]")
    return sent | {each.get("name"): "mine" for each in radios} | more


def test_a_joined_form_that_was_to_be_submitted_is_saved_although_another_was_first(
    editor, other, draft
):
    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | {"title_zh_hans": "别人的题目", "_submit": ""})
    clash = editor.send(draft, mine | {"title_en": "By me", "_submit": ""})

    assert editor.send(draft, choose(clash)).status_code == 302

    draft.refresh_from_db()
    assert (draft.title_en, draft.title_zh_hans) == ("By me", "别人的题目")
    assert draft.status == Status.REVIEW
    assert editor.messages() == ["It was in review already.", "Saved."]


def test_a_joined_form_that_was_to_be_returned_is_saved_although_it_has_left_the_review(
    editor, reviewer, draft
):
    editor.save(draft, "_submit")
    mine = reviewer.form(draft) | {"_reason": "Too short.", "_return": "", "title_en": "Mine"}
    first = Desk(person("Reviewer", "first"))
    first.save(draft, "_return", _reason="Too long.", title_zh_hans="先退回")

    assert reviewer.send(draft, choose(reviewer.send(draft, mine))).status_code == 302

    draft.refresh_from_db()
    assert (draft.title_en, draft.title_zh_hans) == ("Mine", "先退回")
    assert "It is no longer in review, so it was not returned." in reviewer.messages()
    assert workflow_state(draft).reason == "Too long."


def test_a_joined_form_that_was_to_be_withdrawn_is_saved_although_it_is_withdrawn(reviewer, live):
    mine = reviewer.form(live) | {"title_en": "Mine", "_withdraw": ""}
    Desk(person("Reviewer", "first")).save(live, "_withdraw", title_zh_hans="先撤回")

    assert reviewer.send(live, choose(reviewer.send(live, mine))).status_code == 302

    live.refresh_from_db()
    assert (live.title_en, live.title_zh_hans, live.status) == ("Mine", "先撤回", Status.DRAFT)
    assert "It was withdrawn already." in reviewer.messages()


def test_a_button_pressed_twice_ends_in_the_form_and_not_on_a_page_of_nothing_to_choose(
    editor, draft
):
    form = editor.form(draft) | {"title_en": "Once", "_submit": ""}
    editor.send(draft, form)

    assert editor.send(draft, form).status_code == 302

    draft.refresh_from_db()
    assert (draft.title_en, draft.status) == ("Once", Status.REVIEW)
    assert workflow_state(draft).author == editor.user


def test_a_form_with_errors_is_shown_again_although_it_is_sent_too_late(editor, other, draft):
    other.save(draft, "_submit")

    response = editor.send(draft, editor.form(draft) | {"slug": "a/b", "_submit": ""})

    assert response.status_code == 200
    assert workflow_state(draft).stage == Stage.REVIEW


@pytest.mark.parametrize("language", ["no-language", "", "en"])
def test_no_preview_lets_a_form_pass_that_does_not_know_the_last_save(
    editor, other, draft, language
):
    mine = editor.form(draft)
    other.save(draft, title_en="By the other")

    editor.send(draft, mine | {"title_en": "Mine", "_save": "", "_preview": language})

    draft.refresh_from_db()
    assert draft.title_en == "By the other"


def test_a_preview_of_what_has_none_is_a_save_like_any_other(reviewer):
    site = SiteSettings.objects.get()
    mine = reviewer.form(site)
    Desk(person("Reviewer", "first")).save(site, email="first@example.org")

    sent = mine | {"email": "second@example.org", "_preview": "en"}

    assert reviewer.send(site, sent).status_code == 409
    site.refresh_from_db()
    assert site.email == "first@example.org"
