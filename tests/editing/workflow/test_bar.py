"""The bar of a form: the one right button first, and each button does what it says, or nothing."""

import pytest

from core.models import Status
from editing.models import Activity, Stage
from news.models import Article
from tests.support.desk_client import LATER, Desk, workflow_state
from tests.support.html import parsed

FIRST = {
    "draft": ("Submit for review", "Done", "Publish"),
    "waiting": ("Save", "Done", "Publish"),
    "live": ("Submit for review", "Done", "Update"),
    "pending": ("Submit for review", "Done", "Update"),
    "english": ("Submit for review", "Done", "Update English"),
}
SIGNS = {
    "draft": "Draft",
    "waiting": "In review",
    "live": "Published",
    "pending": "Published · with pending changes",
    "english": "Published",
}
# As readers never see it: without its Chinese.
ENGLISH = {"title_zh_hans": "", "standfirst_zh_hans": "", "body_zh_hans": ""}
NOTE = "Look at the second paragraph."


@pytest.fixture
def waiting(editor, draft):
    """A draft that an editor has submitted with a note."""
    editor.save(draft, "_submit", _note=NOTE)
    return draft


@pytest.fixture
def pending(editor, live):
    """A published article with pending changes."""
    editor.save(live, title_en="Changed")
    return live


@pytest.fixture
def english(reviewer, draft):
    """An article that was published in English alone."""
    said = reviewer.save(draft, "_publish", **ENGLISH)
    assert said == ["Published in English, without Chinese."]
    return draft


def controls(page):
    """Return the words of what stands in the bar."""
    own = "//*[contains(@class, 'submit-row')]/*[self::a or self::button[not(@hidden)]]"
    found = page.xpath(f"{own} | //*[@id='bar-previews']/button")
    return [" ".join(each.text_content().split()) for each in found]


def filled(desk, obj):
    """Return the filled button of a form."""
    return desk.get(desk.url(obj)).cssselect(".submit-row > .default")[0]


@pytest.mark.parametrize("name", FIRST)
def test_the_bar_has_five_controls_at_most_the_right_one_first_and_one_sign_of_the_state(
    request, editor, translator, reviewer, name
):
    article = request.getfixturevalue(name)

    for desk, first in zip((editor, translator, reviewer), FIRST[name], strict=True):
        page = desk.get(desk.url(article))
        bar = controls(page)
        assert (bar[0], len(bar) <= 5, bar[-1]) == (first, True, "More")
        signs = [" ".join(each.text_content().split()) for each in page.cssselect(".state-pill")]
        assert signs == [SIGNS[name]]
        assert not page.cssselect(".field-status")


@pytest.mark.parametrize("how", [{}, ENGLISH])
def test_a_button_schedules_where_a_time_to_come_is_filled_in(reviewer, draft, how):
    reviewer.save(draft, **LATER, **how)
    button = filled(reviewer, draft)
    one = " English" if how else ""
    assert (button.text, button.get("data-now")) == (f"Schedule{one}", f"Publish{one}")

    said = "Scheduled in English, without Chinese." if how else "Scheduled."
    assert reviewer.save(draft, "_publish", button.get("value")) == [said]
    assert filled(reviewer, draft).text == f"Schedule{one}"


def test_a_language_that_goes_out_for_the_first_time_is_published_and_not_updated(
    reviewer, english, client
):
    reviewer.save(
        english, title_zh_hans="题目", standfirst_zh_hans="导语", body_zh_hans="<p>文</p>"
    )

    assert filled(reviewer, english).text == "Publish"
    assert reviewer.save(english, "_publish") == ["Published."]
    assert filled(reviewer, english).text == "Update"


def test_one_language_goes_out_again_while_the_other_has_errors(reviewer, live):
    reviewer.save(live, body_zh_hans="")
    Article.objects.filter(pk=live.pk).update(held_back=" zh-hans ")

    button = filled(reviewer, live)
    assert (button.text, button.get("value")) == ("Update English", "en")
    assert button.get("data-later") == "Schedule English"


@pytest.mark.parametrize("name", ["draft", "waiting", "live", "pending"])
@pytest.mark.parametrize("button", ["_save", "_done", "_submit", "_publish"])
def test_what_changes_nothing_says_so_and_leaves_no_trace(request, name, button):
    article = request.getfixturevalue(name)
    role = {"_done": "translator", "_submit": "editor"}.get(button, "reviewer")
    desk = request.getfixturevalue(role)
    is_move = button != "_save" and (name != "live") and (button, name) != ("_submit", "waiting")
    before = Activity.objects.count(), workflow_state(article).pending_id, article.updated_at

    said = desk.save(article, button)

    after = Activity.objects.count(), workflow_state(article).pending_id, article.updated_at
    assert (said[-1] == "Nothing changed.") is (not is_move)
    assert (after == before) is (not is_move)


def test_a_note_alone_is_kept_in_the_history(editor, live):
    said = editor.save(live, _note="Checked with the city.")

    assert said == ["Nothing changed; the note is in the history."]
    assert workflow_state(live).pending is None
    assert "Checked with the city." in editor.get(editor.url(live, "history")).text_content()


@pytest.mark.parametrize("name", ["draft", "live"])
def test_whoever_submitted_a_text_takes_it_back(request, editor, other, reviewer, name):
    article = request.getfixturevalue(name)
    editor.save(article, "_submit", title_en="Too early")

    assert "Take back" not in controls(other.get(other.url(article)))
    late = "It is no longer in review, or another person submitted it."
    assert late in other.save(article, "_take_back")
    assert workflow_state(article).stage == Stage.REVIEW

    said = editor.save(article, "_take_back", title_en="Still mine")
    assert said == ["Taken back: it no longer waits for review."]
    assert workflow_state(article).stage == Stage.DRAFT
    assert editor.form(article)["title_en"] == "Still mine"
    assert reviewer.get("/admin/").cssselect("#board-review ~ .waiting") == []


def test_the_note_of_a_submission_is_on_the_form_until_it_is_decided_on(
    editor, translator, reviewer, waiting
):
    def shown():
        notes = reviewer.get(reviewer.url(waiting)).cssselect("blockquote.note")
        return [" ".join(each.text_content().split()) for each in notes]

    assert [each.startswith(f"{NOTE} editor ·") for each in shown()] == [True]
    translator.save(waiting, title_zh_hans="译好的题目")
    assert [each.startswith(f"{NOTE} editor ·") for each in shown()] == [True]
    reviewer.save(waiting, "_publish")
    assert shown() == []


def test_withdrawing_asks_first(reviewer, live):
    page = reviewer.get(reviewer.url(live))

    question = page.get_element_by_id("ask-withdraw")
    assert "Readers will no longer see it." in question.text_content()
    assert page.cssselect("[name=_withdraw]") == question.cssselect("[name=_withdraw]")
    assert page.cssselect("[popovertarget=ask-withdraw]")[0].get("type") == "button"


def test_many_that_are_withdrawn_are_asked_for_first(reviewer, live):
    question = parsed(reviewer.act("withdraw_selected", live))

    live.refresh_from_db()
    assert live.status == Status.PUBLISHED
    assert "Readers will no longer see these." in question.text_content()


def test_many_that_are_published_are_named_with_the_language_left_out(reviewer, draft, live):
    Article.objects.filter(pk=draft.pk).update(**ENGLISH)

    reviewer.act("publish_selected", draft)

    assert reviewer.messages() == [f"Published: “{draft}” (without Chinese)."]


@pytest.mark.parametrize("role", ["translator", "reviewer"])
def test_the_reason_of_a_return_names_whom_it_goes_to(request, translator, editor, draft, role):
    desk: Desk = request.getfixturevalue(role)
    if role == "translator":
        translator.save(draft, "_done", title_zh_hans="译好的题目")
    else:
        editor.save(draft, "_submit")
    reviewer = request.getfixturevalue("reviewer")

    words = reviewer.get(reviewer.url(draft)).cssselect("[name=_return]")[0].text
    assert words == f"Return to the {'translator' if desk is translator else 'author'}"
