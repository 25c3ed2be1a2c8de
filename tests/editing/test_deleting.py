"""What was not published yet is not lost with the item that is deleted."""

import pytest
from django.urls import reverse

from cities.models import City
from editing.models import Activity
from editing.workflow import read_item
from news.models import Article

pytestmark = pytest.mark.django_db


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
    kept = read_item(type(live), live.pk, None).docket.pending.version_set
    kept.update(serialized_data="[{}]")

    answer = reviewer.client.post(reviewer.url(live, "delete"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Article.objects.filter(pk=live.pk).exists()
