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
from tests.support.desk_client import Desk, jpeg, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MOST = 40
KINDS = {
    model
    for model in apps.get_models()
    if isinstance(admin.site._registry.get(model), VersionedAdmin)
}


def article():
    """An article with all that it can name; the change that waits names other things."""
    found = Article.objects.get(slug="china-special-envoy-c40")
    for number in range(found.key_facts.count(), 6):
        found.key_facts.create(label_en=f"{number}", value_en="x", order=number)
    paths = ("cities/wuhan", "programmes/cap", "privacy")
    links = "".join(f'<p><a href="/en/{path}/">x</a></p>' for path in paths)
    found.body_en += links
    found.cities.set(City.objects.all()[:5])
    found.programmes.set(Programme.objects.all()[:1])
    found.save()
    names = {"cities": [c.pk for c in City.objects.all()[3:9]], "title_en": "Changed"}
    return found, names | {"programmes": [Programme.objects.last().pk]}


def city():
    found = City.objects.get(slug="fuzhou")
    for number in range(30):
        found.facts.create(label_en=f"{number}", value_en="x", order=number)
    return found, {"summary_en": "Changed"}


def programme():
    found = Programme.objects.get(slug="cbp")
    for number in range(30):
        found.points.create(group="supports", title_en=f"{number}", order=number)
    for number in range(10):
        found.focus_areas.create(title_en=f"{number}", order=50 + number)
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
    for number in range(30):
        found.sections.create(title_en=f"{number}", text_en="x", order=number)
    return found, {"title_en": "Changed"}


def settings():
    found = SiteSettings.objects.get()
    for number in range(30):
        found.links.create(label_en=f"{number}", url="https://example.org/", order=number)
    return found, {"office_name_en": "Changed"}


def picture():
    words = {"alt_en": "A roof", "alt_zh_hans": "屋顶"}
    return Image.objects.create(file=jpeg(), **words), {"alt_en": "Changed"}


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


@pytest.fixture
def chief(db):
    return Desk(person("Administrator"))


def test_every_kind_has_a_sample():
    assert SAMPLES.keys() == KINDS


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model._meta.label)
def test_a_form_asks_at_most_40_queries_before_and_after_a_change(chief, model):
    obj, changes = SAMPLES[model]()
    chief.get("/admin/")

    assert asked(chief, chief.url(obj)) <= MOST
    chief.save(obj, **changes)
    assert asked(chief, chief.url(obj)) <= MOST


def compared(desk, obj):
    for text in ("One", "Two"):
        desk.save(obj, "_publish", summary_en=text)
    return asked(desk, desk.url(obj, "compare"))


def test_versions_with_more_rows_compare_at_the_same_cost(chief):
    found = Programme.objects.get(slug="cbp")
    chief.get("/admin/")
    few = compared(chief, found)
    programme()

    assert compared(chief, found) == few <= MOST


def test_the_activity_costs_no_more_where_names_are_made_of_other_rows(chief):
    revisions.record(PilotCity.objects.first(), None, Action.CHANGED)
    chief.get("/admin/activity/")
    few = asked(chief, "/admin/activity/")
    programme()
    for each in PilotCity.objects.all():
        revisions.record(each, None, Action.CHANGED)

    assert asked(chief, "/admin/activity/") == few


def test_keeping_a_version_costs_the_same_with_more_rows(chief):
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
