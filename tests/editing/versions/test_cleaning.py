"""What was stored before texts were cleaned: mended where it is, and in versions as they return."""

import datetime
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cities.models import City
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from pages.models import SiteSettings
from tests.support.characters import cases
from tests.support.desk_client import workflow_state

MIGRATION = import_module("c40china.migrations.0002_stored_texts")
DIRTY = {"title_en": "Rain\u0002 gar\u200bdens", "body_en": "<h2>\u200b</h2><p>A\u0001\u000bb</p>"}
CLEAN = {"title_en": "Rain gardens", "body_en": "<p>A<br>b</p>"}


def write(obj, **texts):
    """Write texts past the fields, as they were stored before."""
    columns = ", ".join(f"{name} = %s" for name in texts)
    with connection.cursor() as cursor:
        statement = f"UPDATE {obj._meta.db_table} SET {columns} WHERE id = %s"  # noqa: S608
        cursor.execute(statement, [*texts.values(), obj.pk])


def texts_of(obj, names=DIRTY):
    obj.refresh_from_db()
    return {name: getattr(obj, name) for name in names}


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker):
    """The models as the migration sees them."""
    with django_db_blocker.unblock():
        loader = MigrationLoader(connection)
    return loader.project_state(("c40china", "0002_stored_texts")).apps


def test_a_stored_text_is_cleaned_as_a_new_one_is(past):
    for model, column, given, stored, _line in cases():
        field = past.get_model(model._meta.label)._meta.get_field(column)
        # A reference stands for its character in no stored text.
        assert "&#" in given or MIGRATION.cleaned(field, given) in stored, given


@pytest.mark.both_databases
def test_the_migration_cleans_texts_of_every_kind_and_leaves_all_others(past, draft):
    city, settings = City.objects.get(slug="fuzhou"), SiteSettings.objects.get()
    fact = draft.key_facts.create(label_en="Roofs", value_en="12")
    write(draft, **DIRTY, title_zh_hans="\u200b", slug="\ufeffCool-Roofs\u200b")
    write(city, summary_en="One\u2028two\u200b")
    write(fact, value_zh_hans="12\u009d公顷")
    write(settings, hero_title_en="Cities\u0010 and climate")
    Article.objects.create(slug="cool-roofs", date=datetime.date(2026, 1, 1))
    others = Article.objects.exclude(pk=draft.pk).order_by("pk")
    before, changed_at = list(others.values()), draft.updated_at

    MIGRATION.clean(past, None)

    assert texts_of(draft) == CLEAN
    assert (draft.title_zh_hans, draft.slug) == ("", "cool-roofs-2")
    assert draft.updated_at == changed_at
    assert texts_of(city, ["summary_en"]) == {"summary_en": "One\ntwo"}
    assert texts_of(fact, ["value_zh_hans"]) == {"value_zh_hans": "12公顷"}
    assert texts_of(settings, ["hero_title_en"]) == {"hero_title_en": "Cities and climate"}
    assert list(others.values()) == before


@pytest.mark.both_databases
def test_a_version_is_cleaned_when_it_is_restored(reviewer, draft):
    write(draft, **DIRTY)
    line = revisions.record(draft, None, Action.LOADED)
    reviewer.save(draft, title_en="Another", body_en="<p>Another</p>")

    reviewer.client.post(reviewer.url(draft, "restore", line.pk))

    assert texts_of(draft) == CLEAN


def test_an_item_is_cleaned_when_it_is_recovered(reviewer, draft):
    fact = draft.key_facts.create(label_en="Roofs", value_en="12")
    write(draft, **DIRTY)
    write(fact, label_en="Roofs\u0007")
    revisions.record(draft, None, Action.LOADED)

    recovered = reviewer.recover(draft, reviewer.delete(draft))

    assert texts_of(recovered) == CLEAN
    assert recovered.key_facts.get().label_en == "Roofs"


def test_pending_changes_are_cleaned_on_the_form_and_when_they_are_published(reviewer, live):
    reviewer.save(live, title_en="Pending")
    rows = workflow_state(live).pending.version_set
    for row in rows.all():
        dirty = row.serialized_data.replace('"Pending"', '"Rain\\u0002 gar\\u200bdens"')
        rows.filter(pk=row.pk).update(serialized_data=dirty)

    assert reviewer.form(live)["title_en"] == "Rain gardens"
    reviewer.save(live, "_publish")
    assert live.title_en == "Rain gardens"
