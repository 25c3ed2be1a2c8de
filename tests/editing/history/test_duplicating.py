"""An article is duplicated as a draft: texts in both languages, rows and relations."""

from django.core.files.base import ContentFile
from django.utils import timezone

from editing.models import Activity
from news.models import Article
from programmes.models import Programme
from tests.support.desk_client import LATER, Desk, person, workflow_state


def duplicate(desk, article):
    """Press the button of the form; return the copy."""
    page = desk.get(desk.url(article))
    (form,) = page.cssselect("#desk-duplicate")
    assert page.cssselect("button[form=desk-duplicate]")[0].text_content() == "Duplicate as a draft"
    answer = desk.client.post(form.get("action"))
    copied = Article.objects.latest("pk")
    assert answer.headers["Location"] == desk.url(copied)
    assert desk.messages() == ["This is the copy, a draft."]
    return copied


def test_what_is_saved_is_copied_and_what_waits_is_not(editor, live):
    live.key_facts.create(
        order=1, label_en="A", label_zh_hans="甲", value_en="1", value_zh_hans="一"
    )
    live.programmes.add(Programme.objects.first())
    live.pdf_en.save("own.pdf", ContentFile(b"%PDF-"))
    editor.save(live, title_en="Waiting words")

    copied = duplicate(editor, live)

    for name in ("title_en", "title_zh_hans", "body_en", "body_zh_hans", "kind", "image_id"):
        assert getattr(copied, name) == getattr(live, name)
    assert [*copied.cities.all()] == [*live.cities.all()]
    assert [*copied.programmes.all()] == [*live.programmes.all()]
    facts = [[*each.key_facts.values_list("label_en", "value_zh_hans")] for each in (copied, live)]
    assert facts[0] == facts[1] != []
    assert (copied.status, copied.publish_at, copied.pdf_en.name) == ("draft", None, "")
    assert (copied.date, copied.slug == live.slug) == (timezone.localdate(), False)
    assert workflow_state(copied).pending_id is None
    assert (Activity.objects.of(copied).get().user, copied.is_public) == (editor.user, False)


def test_the_copy_is_a_draft_of_its_own(editor, live):
    reviewer = Desk(person("Reviewer"))
    reviewer.save(live, "_publish", **LATER)
    first, second = duplicate(editor, live), duplicate(editor, live)

    assert first.slug != second.slug
    editor.save(first, title_en="Ours alone")
    live.refresh_from_db()
    assert live.title_en != "Ours alone"
    assert workflow_state(first).author == editor.user


def test_a_translator_finds_no_such_button(translator, live):
    assert translator.get(translator.url(live)).cssselect("[form=desk-duplicate]") == []
