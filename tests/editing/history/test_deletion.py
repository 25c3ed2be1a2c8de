"""What was not published yet is not lost with the item that is deleted."""

import pytest

from editing.versions import revisions
from news.models import Article
from tests.support.desk_client import Desk, person, workflow_state
from tests.support.html import parsed


def test_what_is_deleted_with_pending_changes_comes_back_with_them(editor, reviewer, live):
    editor.save(live, "_submit", title_en="Pending words", **{"key_facts-0-value_en": "Pending"})
    found = reviewer.recover(live, reviewer.delete(live))

    assert (found.status, found.title_en) == ("draft", "Pending words")
    assert found.key_facts.first().value_en == "Pending"


def lose_the_city(live, city):
    city.delete()


def spoil_the_version(live, city):
    workflow_state(live).pending.version_set.update(serialized_data="[{}]")


@pytest.mark.both_databases
@pytest.mark.parametrize("spoil", [lose_the_city, spoil_the_version])
def test_what_has_changes_that_do_not_load_can_be_deleted(editor, reviewer, live, city, spoil):
    editor.save(live, title_en="Changed", cities=[city.pk])
    spoil(live, city)

    reviewer.delete(live)

    assert not Article.objects.filter(pk=live.pk).exists()


def deleted_meanwhile(editor, reviewer, draft):
    """Return the page that answers a form whose article was deleted while it was open."""
    form = editor.form(draft) | {
        "title_en": "Typed meanwhile",
        "key_facts-TOTAL_FORMS": "1",
        "key_facts-0-order": "1",
        "key_facts-0-label_en": "Typed too",
    }
    reviewer.delete(draft)
    response = editor.send(draft, form | {"_save": ""})
    assert response.status_code == 409
    return parsed(response)


def send(desk, page, form_id):
    form = page.get_element_by_id(form_id)
    return desk.client.post(form.get("action"), dict(form.form_values()), follow=True)


def test_a_form_whose_item_was_deleted_says_who_deleted_it(reviewer, draft, language):
    words = {"en": "was deleted by reviewer at", "zh-hans": "删除了“A draft”"}
    desk = Desk(person("Editor", interface_language=language))
    page = deleted_meanwhile(desk, reviewer, draft)
    assert words[language] in page.cssselect(".desk-clash-note")[0].text_content()


def test_what_was_typed_while_an_item_was_deleted_is_saved_as_a_new_one(editor, reviewer, draft):
    send(editor, deleted_meanwhile(editor, reviewer, draft), "desk-save-as-new")

    new = Article.objects.get(slug=draft.slug)
    assert new.pk != draft.pk
    assert (new.title_en, new.status) == ("Typed meanwhile", "draft")
    assert [fact.label_en for fact in new.key_facts.all()] == ["Typed too"]


def test_what_was_typed_while_an_item_was_deleted_is_offered_when_it_is_recovered(
    editor, reviewer, draft
):
    answer = send(editor, deleted_meanwhile(editor, reviewer, draft), "desk-recover")

    page = parsed(answer)
    assert page.cssselect("[name=title_en]")[0].text_content().strip() == "Typed meanwhile"
    assert Article.objects.get(pk=draft.pk).title_en == "A draft"


@pytest.mark.both_databases
def test_what_was_typed_comes_along_where_the_slug_was_taken_meanwhile(editor, reviewer, draft):
    page = deleted_meanwhile(editor, reviewer, draft)
    Article.objects.create(slug=draft.slug, date="2026-01-01", title_en="Taker")
    asked = parsed(send(editor, page, "desk-recover"))
    form = next(each for each in asked.forms if "_slug" in each.fields)

    answer = editor.client.post(
        page.get_element_by_id("desk-recover").get("action"), dict(form.form_values()), follow=True
    )

    assert (
        parsed(answer).cssselect("[name=title_en]")[0].text_content().strip() == "Typed meanwhile"
    )
    assert Article.objects.get(pk=draft.pk).slug == f"{draft.slug}-2"


def test_who_may_not_write_a_new_item_sees_the_text_to_keep_a_copy_of(translator, reviewer, draft):
    form = translator.form(draft) | {"title_zh_hans": "刚译的标题"}
    reviewer.delete(draft)

    response = translator.send(draft, form)

    assert response.status_code == 409
    page = parsed(response)
    assert "刚译的标题" in page.text_content()
    assert page.cssselect("#desk-recover, #desk-save-as-new") == []


def test_what_somebody_else_deleted_first_is_said_to_be_gone(editor, reviewer, draft):
    url = reviewer.url(draft, "restore", revisions.get_for_object(draft).first().pk)
    reviewer.delete(draft)

    assert editor.client.post(url).status_code == 404
    assert reviewer.client.post(reviewer.url(draft, "delete"), {"post": "yes"}).status_code == 302
