"""What becomes of work that is not published: whose it is, and who may drop it."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.support.desk_client import workflow_state


def discard(desk, obj):
    """Press "Discard" in the form as it is now; return the answer."""
    return desk.send(obj, desk.form(obj) | {"_discard": ""})


def test_a_translator_cannot_throw_away_what_an_editor_wrote(editor, translator, live):
    editor.save(live, title_en="English by the editor")
    translator.save(live, title_zh_hans="译者的题目")

    assert discard(translator, live).status_code == 403
    assert translator.get(translator.url(live)).cssselect("[name=_discard]") == []
    assert editor.form(live)["title_en"] == "English by the editor"
    assert discard(editor, live).status_code == 302
    assert workflow_state(live).pending is None


def test_an_editor_cannot_throw_away_what_another_began(editor, other, live):
    other.save(live, title_en="By the other")
    editor.save(live, title_zh_hans="我也改了")

    assert discard(editor, live).status_code == 403


def test_who_lost_the_role_discards_nothing(editor, live):
    editor.save(live, title_en="Changed")
    data = editor.form(live)
    editor.user.groups.clear()
    editor.user.user_permissions.add(Permission.objects.get(codename="view_content"))

    assert editor.send(live, data | {"_discard": ""}).status_code == 403
    assert workflow_state(live).pending is not None


def test_what_the_form_did_not_show_is_not_discarded(editor, reviewer, live):
    editor.save(live, title_en="Seen")
    form = reviewer.form(live)
    editor.save(live, title_en="Not seen")

    for token in ("", "00000000-0000-0000-0000-000000000000", form["loaded_token"]):
        reviewer.send(live, form | {"_discard": "", "loaded_token": token})
        assert editor.form(live)["title_en"] == "Not seen"
        assert any("Nothing was discarded" in each for each in reviewer.messages())


def test_what_is_discarded_comes_back_by_the_link_in_the_message(editor, live):
    editor.save(live, title_en="Wanted after all")
    discard(editor, live)

    link = editor.get(editor.url(live)).cssselect(".messagelist a")[0].get("href")
    restore = editor.get(link).cssselect("form[method=post][action*=restore]")[0]
    editor.client.post(restore.get("action"))

    assert editor.form(live)["title_en"] == "Wanted after all"


def test_a_draft_stays_among_its_writers_own_when_it_is_translated(editor, translator, draft):
    editor.save(draft, title_en="Mine")
    translator.save(draft, title_zh_hans="我的")

    page = editor.get(reverse("admin:news_article_changelist") + "?view=mine")
    assert "Mine" in page.get_element_by_id("changelist").text_content()


def test_who_submits_is_the_author_and_so_is_who_first_changes_what_is_out(
    editor, other, translator, reviewer, draft
):
    editor.save(draft, title_en="Begun")
    other.save(draft, "_submit")
    assert workflow_state(draft).author.username == "other"

    reviewer.save(draft, "_publish")
    translator.save(draft, title_zh_hans="译")
    editor.save(draft, title_en="Again")

    assert workflow_state(draft).author == translator.user
