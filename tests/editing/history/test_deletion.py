"""What was not published yet is not lost with the item that is deleted."""

import lxml.html
import pytest
from django.urls import reverse

from cities.models import City
from editing.models import Activity
from editing.versions import revisions
from editing.workflow.items import read_item
from news.models import Article
from tests.support.desk_client import Desk, person

pytestmark = pytest.mark.both_databases


def test_what_is_deleted_with_pending_changes_comes_back_with_them(editor, reviewer, live):
    editor.save(live, "_submit", title_en="Pending words", **{"key_facts-0-value_en": "Pending"})
    reviewer.client.post(reviewer.url(live, "delete"), {"post": "yes"})
    line = Activity.objects.filter(action="deleted").get()

    reviewer.client.post(reverse("admin:news_article_recover", args=[line.pk]))

    found = Article.objects.get(pk=line.object_id)
    assert (found.status, found.title_en) == ("draft", "Pending words")
    assert found.key_facts.first().value_en == "Pending"


def test_what_has_changes_that_do_not_load_can_be_deleted(editor, reviewer, live):
    gone = City.objects.create(slug="gone", name_en="Gone", latitude=30, longitude=110)
    editor.save(live, title_en="Changed", cities=[gone.pk])
    gone.delete()

    answer = reviewer.client.post(reviewer.url(live, "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Article.objects.filter(pk=live.pk).exists()


def test_what_has_changes_in_a_form_that_is_no_longer_read_can_be_deleted(editor, reviewer, live):
    editor.save(live, title_en="Changed")
    recorded = read_item(type(live), live.pk, None).workflow_state.pending.version_set
    recorded.update(serialized_data="[{}]")

    answer = reviewer.client.post(reviewer.url(live, "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Article.objects.filter(pk=live.pk).exists()


def deleted_meanwhile(editor, reviewer, draft):
    """Return the page that answers a form whose article was deleted while it was open."""
    form = editor.form(draft) | {
        "title_en": "Typed meanwhile",
        "key_facts-TOTAL_FORMS": "1",
        "key_facts-0-order": "1",
        "key_facts-0-label_en": "Typed too",
    }
    reviewer.client.post(reviewer.url(draft, "delete"), {"post": "yes"})
    response = editor.send(draft, form | {"_save": ""})
    assert response.status_code == 409
    return lxml.html.document_fromstring(response.content.decode())


def send(desk, page, form_id):
    form = page.get_element_by_id(form_id)
    return desk.client.post(form.get("action"), dict(form.form_values()), follow=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "was deleted by reviewer at"), ("zh-hans", "删除了“A draft”")],
)
def test_a_form_whose_item_was_deleted_says_who_deleted_it(reviewer, draft, language, words):
    desk = Desk(person("Editor", interface_language=language))
    page = deleted_meanwhile(desk, reviewer, draft)
    assert words in page.cssselect(".desk-clash-note")[0].text_content()


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

    page = lxml.html.document_fromstring(answer.content.decode())
    assert page.cssselect("[name=title_en]")[0].text_content().strip() == "Typed meanwhile"
    assert Article.objects.get(pk=draft.pk).title_en == "A draft"


def test_who_may_not_write_a_new_item_sees_the_text_to_keep_a_copy_of(translator, reviewer, draft):
    form = translator.form(draft) | {"title_zh_hans": "刚译的标题"}
    reviewer.client.post(reviewer.url(draft, "delete"), {"post": "yes"})

    response = translator.send(draft, form)

    assert response.status_code == 409
    page = lxml.html.document_fromstring(response.content.decode())
    assert "刚译的标题" in page.text_content()
    assert page.cssselect("#desk-recover, #desk-save-as-new") == []


def test_what_somebody_else_deleted_first_is_said_to_be_gone(editor, reviewer, draft):
    url = reviewer.url(draft, "restore", revisions.get_for_object(draft).first().pk)
    reviewer.client.post(reviewer.url(draft, "delete"), {"post": "yes"})

    assert editor.client.post(url).status_code == 404
    assert reviewer.client.post(reviewer.url(draft, "delete"), {"post": "yes"}).status_code == 302
