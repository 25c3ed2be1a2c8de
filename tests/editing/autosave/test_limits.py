"""However much is kept already, keeping a form costs the same; and what is old goes."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editing.autosave import storage
from editing.models import Autosave
from news.models import Article

pytestmark = pytest.mark.both_databases


def store(user, pk, number):
    """Store rows as an older version of the site left them: any number, without a digest."""
    kind = ContentType.objects.get_for_model(Article)
    Autosave.objects.bulk_create(
        Autosave(
            content_type=kind, object_id=pk, user=user, form_key=f"{each}", data="title_en=Text"
        )
        for each in range(number)
    )


def autosave(desk, obj, **changes):
    """Let a form keep itself; return the queries."""
    with CaptureQueriesContext(connection) as queries:
        desk.client.post(desk.url(obj, "autosave"), changes)
    return [each["sql"] for each in queries]


def test_keeping_costs_the_same_however_much_is_kept(editor, draft):
    autosave(editor, draft, form_key="first", title_en="Typed")
    few = autosave(editor, draft, form_key="first", title_en="Typed on")
    store(editor.user, draft.pk, 70)
    store(editor.user, 0, 70)

    many = autosave(editor, draft, form_key="first", title_en="Typed on and on")

    assert len(many) == len(few)
    read = [each for each in many if each.startswith("SELECT") and "editing_autosave" in each]
    # One row, found by its whole key, without its text.
    assert len(read) == 1
    assert "'first'" in read[0]
    assert '"data"' not in read[0]


def test_the_newest_five_of_a_person_and_an_item_are_kept(editor, other, draft):
    autosave(other, draft, form_key="theirs", title_en="Of somebody else")
    store(editor.user, 0, 1)
    for number in range(7):
        autosave(editor, draft, form_key=f"{number}", title_en=f"Text {number}")

    own = storage.autosaves_of(Article, draft.pk, editor.user)
    assert [row.form_key for row in own] == ["6", "5", "4", "3", "2"]
    assert Autosave.objects.count() == 5 + 2


def test_the_newest_fifty_of_a_person_are_kept(editor, draft):
    for pk in range(-12, 0):
        store(editor.user, pk, 5)

    autosave(editor, draft, form_key="newest", title_en="Typed")

    assert Autosave.objects.count() == 50
    assert Autosave.objects.latest("at").form_key == "newest"
    assert not Autosave.objects.filter(object_id=-12).exists()
