"""A row of an item that has a form of its own: neither form undoes what the other saved."""

import pytest

from cities.models import City
from editing.versions import revisions
from programmes.models import PilotCity, Programme
from tests.support.desk_client import Desk, person
from tests.support.html import form_values, parsed

WAIT = "has changes that wait to be published"


@pytest.fixture
def programme(db):
    return Programme.objects.exclude(pilots=None).first()


@pytest.fixture
def pilot(programme):
    return programme.pilots.first()


@pytest.fixture
def free_city(programme):
    return City.objects.exclude(pilots__programme=programme).first()


@pytest.fixture
def waiting(editor, programme):
    """The programme has pending changes."""
    editor.save(programme, summary_en="A new summary")
    return programme


def add(desk, programme, city):
    url = "/admin/programmes/pilotcity/add/"
    typed = {"programme": programme.pk, "city": city.pk, "order": 9, "district_en": "Typed"}
    return desk.client.post(url, form_values(desk.get(url)) | typed)


def refused(response):
    """Return the form that was refused because changes wait."""
    assert response.status_code == 200
    page = parsed(response)
    assert WAIT in page.cssselect(".errorlist.nonfield")[0].text_content()
    return page


def test_a_row_is_not_changed_beside_changes_that_would_undo_it(reviewer, waiting, pilot):
    typed = reviewer.form(pilot) | {"district_en": "Corrected district"}

    page = refused(reviewer.send(pilot, typed))

    assert form_values(page)["district_en"] == "Corrected district"
    pilot.refresh_from_db()
    assert pilot.district_en != "Corrected district"


def test_a_row_is_not_added_beside_changes_that_would_delete_it(reviewer, waiting, free_city):
    page = refused(add(reviewer, waiting, free_city))

    assert form_values(page)["district_en"] == "Typed"
    assert not waiting.pilots.filter(city=free_city).exists()


def test_a_row_is_not_moved_to_where_changes_wait(reviewer, editor, pilot):
    other = Programme.objects.filter(pilots=None).first()
    editor.save(other, summary_en="A new summary")

    refused(reviewer.send(pilot, reviewer.form(pilot) | {"programme": other.pk}))


def test_a_row_is_not_deleted_beside_changes_that_would_bring_it_back(reviewer, waiting, pilot):
    asked = reviewer.get(reviewer.url(pilot, "delete"))
    reviewer.delete(pilot)
    reviewer.act("delete_selected", pilot, post="yes")

    assert WAIT in asked.text_content()
    assert PilotCity.objects.filter(pk=pilot.pk).exists()


@pytest.mark.both_databases
def test_a_row_is_not_restored_or_recovered_beside_changes(reviewer, editor, programme, pilot):
    reviewer.save(pilot, district_en="Earlier")
    reviewer.save(pilot, district_en="Later")
    earlier = revisions.get_for_object(pilot)[1]
    gone = programme.pilots.last()
    line = reviewer.delete(gone)
    editor.save(programme, summary_en="A new summary")

    reviewer.client.post(reviewer.url(pilot, "restore", earlier.pk))
    assert any(WAIT in said for said in reviewer.messages())
    assert reviewer.recover(gone, line) is None
    assert any(WAIT in said for said in reviewer.messages())

    pilot.refresh_from_db()
    assert pilot.district_en == "Later"


def test_what_a_row_became_is_in_the_next_version_of_its_item(
    reviewer, editor, programme, pilot, free_city
):
    reviewer.save(pilot, district_en="Corrected district")
    add(reviewer, programme, free_city)
    gone = programme.pilots.exclude(pk=pilot.pk).first()
    reviewer.delete(gone)

    editor.save(programme, summary_en="A new summary")
    reviewer.save(programme, "_publish")

    pilot.refresh_from_db()
    assert pilot.district_en == "Corrected district"
    assert programme.pilots.filter(city=free_city).exists()
    assert not programme.pilots.filter(pk=gone.pk).exists()
    recorded = revisions.get_for_object(programme)
    rows = [row.field_dict for row in recorded[4].revision.version_set.all()]
    assert "Corrected district" in str(rows)


def test_an_open_form_of_the_item_does_not_overwrite_its_row(reviewer, programme, pilot):
    open_form = reviewer.form(programme)
    Desk(person("Reviewer", "other")).save(pilot, district_en="By the other")

    answer = reviewer.send(programme, open_form | {"summary_en": "Mine"})

    assert answer.status_code == 409
    assert "By the other" in answer.content.decode()


@pytest.mark.both_databases
def test_an_open_form_of_a_row_does_not_overwrite_what_was_saved_with_its_item(
    reviewer, programme, pilot
):
    open_form = reviewer.form(pilot)
    other = Desk(person("Reviewer", "other"))
    rows = other.form(programme)
    number = next(key[:-3] for key, value in rows.items() if rows_key(key, value, pilot))
    other.save(programme, "_publish", **{f"{number}-district_en": "By the other"})

    answer = reviewer.send(pilot, open_form | {"order": "7"})

    assert answer.status_code == 409
    page = parsed(answer)
    assert "other saved this at" in page.cssselect(".desk-clash-note")[0].text_content()
    pilot.refresh_from_db()
    assert pilot.district_en == "By the other"


def rows_key(key, value, pilot):
    """Whether a field of the programme's form names the row of the pilot city."""
    return key.startswith("pilots-") and key.endswith("-id") and value == str(pilot.pk)


def test_an_open_form_of_a_row_is_not_disturbed_by_what_does_not_touch_the_row(
    reviewer, programme, pilot
):
    open_form = reviewer.form(pilot)
    Desk(person("Reviewer", "other")).save(programme, "_publish", summary_en="Another summary")

    assert reviewer.send(pilot, open_form | {"district_en": "Mine"}).status_code == 302
