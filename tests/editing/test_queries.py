"""The desk asks the database no more for a long item than for a short one."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from delivery.models import Redirect
from editing.admin import VersionedAdmin
from editing.models import Action
from editing.versions import revisions
from library.models import GlossaryTerm, Image, SourcePage
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import FocusArea, Milestone, PilotCity, PilotRole, Programme
from tests.support.items import library_image

MOST = 42
KINDS = {
    model
    for model in apps.get_models()
    if isinstance(admin.site._registry.get(model), VersionedAdmin)
}


def article():
    """An article with all that it can name; the change that waits names other things."""
    found = Article.objects.get(slug="china-special-envoy-c40")
    write_rows(found.key_facts, 4, value_en="x")
    paths = ("cities/wuhan", "programmes/cap", "privacy")
    links = "".join(f'<p><a href="/en/{path}/">x</a></p>' for path in paths)
    found.body_en += links
    found.cities.set(City.objects.all()[:5])
    found.programmes.set(Programme.objects.all()[:1])
    found.save()
    names = {"cities": [c.pk for c in City.objects.all()[3:9]], "title_en": "Changed"}
    return found, names | {"programmes": [Programme.objects.last().pk]}


def write_rows(rows, number, label="label_en", **fields):
    for order in range(number):
        rows.create(**{label: f"{order}"}, order=order, **fields)


def city():
    found = City.objects.get(slug="fuzhou")
    write_rows(found.facts, 30, value_en="x")
    return found, {"summary_en": "Changed"}


def programme():
    found = Programme.objects.get(slug="cbp")
    write_rows(found.points, 30, "title_en", group="supports")
    write_rows(found.focus_areas, 10, "title_en")
    for other in City.objects.exclude(pk__in=found.pilots.values("city")):
        found.pilots.create(city=other, order=50)
    for pilot in found.pilots.all():
        with_all_roles(pilot)
    return found, {"summary_en": "Changed"}


def with_all_roles(pilot):
    areas = FocusArea.objects.filter(programme=pilot.programme).exclude(roles__pilot_city=pilot)
    PilotRole.objects.bulk_create(
        PilotRole(pilot_city=pilot, focus_area=area, role="focus") for area in areas
    )


def pilot():
    programme()
    return PilotCity.objects.last(), {"district_en": "Changed"}


def page():
    found = Page.objects.get(slug="privacy")
    write_rows(found.sections, 30, "title_en", text_en="x")
    return found, {"title_en": "Changed"}


def settings():
    found = SiteSettings.objects.get()
    write_rows(found.links, 30, url="https://example.org/")
    return found, {"office_name_en": "Changed"}


def picture():
    return library_image(), {"alt_en": "Changed"}


SAMPLES = {
    Article: article,
    City: city,
    Programme: programme,
    PilotCity: pilot,
    Milestone: lambda: (Milestone.objects.last(), {"title_en": "Changed"}),
    Page: page,
    SiteSettings: settings,
    Image: picture,
    SourcePage: lambda: (SourcePage.objects.first(), {"publisher_en": "Changed"}),
    GlossaryTerm: lambda: (GlossaryTerm.objects.first(), {"name_en": "Changed"}),
    Redirect: lambda: (
        Redirect.objects.create(old_path="old/", new_path="cities/fuzhou/"),
        {"new_path": "cities/wuhan/"},
    ),
}


def asked(desk, url):
    """Return the number of queries with which the desk shows a page."""
    with CaptureQueriesContext(connection) as queries:
        desk.get(url)
    return len(queries)


def test_every_kind_has_a_sample():
    assert SAMPLES.keys() == KINDS


@pytest.mark.both_databases
@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model._meta.label)
def test_a_form_asks_at_most_42_queries_before_and_after_a_change(administrator, model):
    obj, changes = SAMPLES[model]()
    administrator.get("/admin/")

    assert asked(administrator, administrator.url(obj)) <= MOST
    administrator.save(obj, **changes)
    assert asked(administrator, administrator.url(obj)) <= MOST


def test_versions_with_more_rows_compare_at_the_same_cost(administrator):
    found = Programme.objects.get(slug="cbp")
    administrator.get("/admin/")

    def compared():
        for text in ("One", "Two"):
            administrator.save(found, "_publish", summary_en=text)
        return asked(administrator, administrator.url(found, "compare"))

    few = compared()
    programme()
    assert compared() == few <= MOST


def test_the_activity_costs_no_more_where_names_are_made_of_other_rows(administrator):
    revisions.record(PilotCity.objects.first(), None, Action.CHANGED)
    administrator.get("/admin/activity/")
    few = asked(administrator, "/admin/activity/")
    programme()
    for each in PilotCity.objects.all():
        revisions.record(each, None, Action.CHANGED)

    assert asked(administrator, "/admin/activity/") == few


def test_keeping_a_version_costs_the_same_with_more_rows(administrator):
    found = Programme.objects.get(slug="cbp")
    found.points.create(group="supports", title_en="One")
    with_all_roles(found.pilots.first())
    with CaptureQueriesContext(connection) as few:
        revisions.record(found, None, Action.CHANGED)
    programme()
    # Rows that have a form of their own get their first versions here.
    revisions.record(found, None, Action.CHANGED)

    with CaptureQueriesContext(connection) as many:
        revisions.record(found, None, Action.CHANGED)

    # The versions themselves are written by the hundred.
    assert len(many) <= len(few) + 1


@pytest.mark.both_databases
def test_what_a_save_changes_is_indexed_once_and_what_waits_is_not(editor, draft, live):
    for item, times in ((draft, 1), (live, 0)):
        write_rows(item.key_facts, 3)
        rows = {
            name: "Changed" for name in editor.form(item) if name.endswith(("label_en", "title_en"))
        }
        with CaptureQueriesContext(connection) as found:
            editor.save(item, **rows)
        written = [each["sql"] for each in found if 'UPDATE "search_entry"' in each["sql"]]
        assert len(written) == times
