"""Two people who save the same item: one is first, the other joins both texts; nothing is lost."""

import pytest

from editing.models import Action
from editing.versions import revisions
from tests.support.desk_client import version_fields
from tests.support.html import parsed


def page_form(page):
    """Return what the page of a clash would send if nothing was chosen."""
    form = page.cssselect("form.desk-clash")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("_all")}


def choices(page):
    """Return the fields to choose for, each with the name of its choice."""
    return {
        each.cssselect("legend")[0].text_content(): each.cssselect("input[type=radio]")[0].get(
            "name"
        )
        for each in page.cssselect("form.desk-clash fieldset")
    }


def joined(page):
    return {
        row.cssselect("th")[0].text_content(): row.cssselect("td")[0].text_content()
        for row in page.cssselect(".desk-joined tr")
    }


def test_exactly_one_of_two_saves_wins_and_the_other_sees_both_texts(editor, other, draft):
    mine, theirs = editor.form(draft), other.form(draft)
    assert other.send(draft, theirs | {"title_en": "Their title"}).status_code == 302

    response = editor.send(draft, mine | {"title_en": "My title"})

    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.title_en == "Their title"
    text = parsed(response).text_content()
    assert "Their title" in text
    assert "My title" in text


def test_fields_that_only_one_changed_are_joined_and_named(editor, other, draft):
    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | {"title_zh_hans": "对方的标题"})

    response = editor.send(draft, mine | {"standfirst_en": "My own standfirst."})

    page = parsed(response)
    assert choices(page) == {}
    assert joined(page) == {
        "标题 · 中文": "Changed by the other only",
        "Standfirst · English": "Changed by you only",
    }
    editor.send(draft, page_form(page))
    draft.refresh_from_db()
    assert (draft.title_zh_hans, draft.standfirst_en) == ("对方的标题", "My own standfirst.")


def clash(editor, other, draft, **fields):
    """Let both change the English title, and me some more; return my page."""
    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | {"title_en": "Their title"})
    return parsed(editor.send(draft, mine | {"title_en": "My title"} | fields))


@pytest.mark.parametrize(
    ("choice", "title"), [("mine", "My title"), ("theirs", "Their title"), ("third", "Our title")]
)
def test_what_both_changed_is_chosen_or_written_anew(editor, other, draft, choice, title):
    page = clash(editor, other, draft)
    name = choices(page)["Title · English"]

    sent = page_form(page) | {name: choice, name.replace("choice", "third"): "Our title"}
    assert editor.send(draft, sent).status_code == 302

    draft.refresh_from_db()
    assert draft.title_en == title


def test_without_a_choice_nothing_is_saved_and_the_field_is_named(editor, other, draft):
    page = clash(editor, other, draft, standfirst_en="My standfirst.")

    response = editor.send(draft, page_form(page))

    assert response.status_code == 409
    assert "Choose for each field first: Title · English." in parsed(response).text_content()
    assert page_form(parsed(response))["standfirst_en"].startswith("My standfirst")
    draft.refresh_from_db()
    assert draft.title_en == "Their title"


def test_all_of_mine_can_be_kept_and_theirs_stays_in_the_history(editor, other, draft):
    page = clash(editor, other, draft)

    editor.send(draft, page_form(page) | {"_all": "mine"})

    draft.refresh_from_db()
    assert draft.title_en == "My title"
    titles = [version_fields(line, draft)["title_en"] for line in revisions.get_for_object(draft)]
    assert titles[:2] == ["My title", "Their title"]


def test_a_joined_change_can_be_undone(editor, other, draft):
    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | {"title_zh_hans": "对方的标题"})
    page = parsed(editor.send(draft, mine | {"standfirst_en": "My own standfirst."}))
    undo = page.cssselect(".desk-joined input")[0].get("name")

    editor.send(draft, page_form(page) | {undo: "on"})

    draft.refresh_from_db()
    assert draft.title_zh_hans == "一份草稿"
    assert draft.standfirst_en == "My own standfirst."


def test_rows_that_both_added_are_both_kept(editor, other, draft):
    def row(label):
        return {
            "key_facts-TOTAL_FORMS": "1",
            "key_facts-0-order": "1",
            "key_facts-0-label_en": label,
            "key_facts-0-value_en": "x",
        }

    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | row("Theirs"))
    page = parsed(editor.send(draft, mine | row("Mine")))
    editor.send(draft, page_form(page))

    assert sorted(draft.key_facts.values_list("label_en", flat=True)) == ["Mine", "Theirs"]


def test_a_row_that_one_changed_and_the_other_removed_is_a_choice(editor, other, draft):
    fact = draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)
    mine, theirs = editor.form(draft), other.form(draft)
    other.send(draft, theirs | {"key_facts-0-DELETE": "on"})

    page = parsed(editor.send(draft, mine | {"key_facts-0-value_en": "There"}))

    name = choices(page)["Key fact From"]
    editor.send(draft, page_form(page) | {name: "mine"})
    assert [each.value_en for each in draft.key_facts.all()] == ["There"]
    assert draft.key_facts.get().pk != fact.pk


def test_a_third_save_in_between_is_a_clash_again(editor, other, draft):
    page = clash(editor, other, draft)
    other.save(draft, title_zh_hans="又改了")

    name = choices(page)["Title · English"]
    again = editor.send(draft, page_form(page) | {name: "mine"})

    assert again.status_code == 409
    assert parsed(again).cssselect(f"input[name={name}][value=mine]")[0].get("checked") is not None
    editor.send(draft, page_form(parsed(again)))
    draft.refresh_from_db()
    assert (draft.title_en, draft.title_zh_hans) == ("My title", "又改了")


def test_edits_of_pending_changes_clash_in_the_same_way(editor, other, live):
    mine, theirs = editor.form(live), other.form(live)
    other.send(live, theirs | {"title_en": "Their title"})

    page = parsed(editor.send(live, mine | {"title_en": "My title", "title_zh_hans": "我的标题"}))

    assert list(choices(page)) == ["Title · English"]
    editor.send(live, page_form(page) | {choices(page)["Title · English"]: "theirs"})
    form = editor.form(live)
    assert (form["title_en"], form["title_zh_hans"]) == ("Their title", "我的标题")


def test_a_form_that_was_open_while_changes_were_discarded_does_not_bring_them_back(
    editor, other, live
):
    editor.save(live, title_en="Not wanted")
    open_form = other.form(live)
    editor.save(live, "_discard")

    response = other.send(live, open_form | {"standfirst_en": "Mine"})

    assert response.status_code == 409
    assert joined(parsed(response))["Title · English"] == "Changed by the other only"


def test_a_form_without_a_token_overwrites_nothing(editor, draft):
    editor.save(draft, title_en="Saved")

    response = editor.client.post(editor.url(draft), {"title_en": "Blind"})

    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.title_en == "Saved"


def test_publishing_is_refused_over_a_text_that_the_reviewer_has_not_seen(editor, reviewer, draft):
    seen = reviewer.form(draft)
    editor.save(draft, title_en="Sneaked in")

    assert reviewer.send(draft, seen | {"_publish": ""}).status_code == 409
    draft.refresh_from_db()
    assert draft.status == "draft"
