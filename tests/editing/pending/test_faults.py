"""Changes that cannot be put in place any more lock nothing: the desk says why, and goes on."""

import pytest

from cities.models import City
from core.i18n import LANGUAGE_INFO
from editing.pending import preview
from news.models import Article
from programmes.models import Programme
from tests.support.desk_client import workflow_state
from tests.support.html import parsed

pytestmark = pytest.mark.both_databases

PATH = "/en/news/2021/china-special-envoy-c40/"


def notes(page):
    return " ".join(each.text_content() for each in page.cssselect(".errornote"))


def lose_a_city(editor, live, city):
    """Let changes that wait name a city that is deleted then; return why they cannot be shown."""
    editor.save(live, title_en="Changed", cities=[city.pk])
    city.delete()
    return "has been deleted"


def take_a_slug(editor, live, city):
    """Let changes that wait have an address that another article takes then."""
    editor.save(live, title_en="Changed", slug="wanted")
    Article.objects.create(slug="wanted", date="2026-01-01", title_en="Another")
    return "already exists"


@pytest.fixture(params=[lose_a_city, take_a_slug])
def fault(request, editor, live, city):
    """Changes that wait and cannot be put in place any more: the words that say why."""
    return request.param(editor, live, city)


def test_a_form_says_why_its_changes_cannot_be_shown_and_shows_what_readers_see(
    editor, live, fault
):
    page = editor.get(editor.url(live))

    assert fault in notes(page)
    assert page.get_element_by_id("id_title_en").text.strip() == live.title_en
    assert page.cssselect("[name=_discard]")


def test_changes_that_cannot_be_shown_can_be_discarded(editor, live, fault):
    editor.save(live, "_discard")

    assert not notes(editor.get(editor.url(live)))
    assert workflow_state(live).pending is None


def test_a_page_is_withdrawn_whatever_is_wrong_with_its_changes(reviewer, live, client, fault):
    assert reviewer.save(live, "_withdraw") == ["Withdrawn: readers no longer see it."]

    assert client.get(PATH).status_code == 404


def test_many_are_withdrawn_whatever_is_wrong_with_one(reviewer, live, draft, client, fault):
    reviewer.save(draft, "_publish")

    reviewer.act("withdraw_selected", live, draft, _go="1")

    assert reviewer.messages() == [f"Withdrawn: “{draft}”, “{live}”."]
    assert client.get(PATH).status_code == 404


def test_many_are_published_and_the_one_with_a_fault_is_named(reviewer, live, draft, fault):
    reviewer.act("publish_selected", live, draft)

    refused, done = sorted(reviewer.messages())
    assert done == f"Published: “{draft}”."
    assert refused.startswith(f"{live}: ")
    assert "constraint" not in refused.lower()


def test_saving_the_form_mends_the_changes(editor, reviewer, live, client, fault):
    editor.save(live, title_en="Mended")
    assert not notes(editor.get(editor.url(live)))
    reviewer.save(live, "_publish")

    assert b"Mended" in client.get(PATH).content


def test_a_preview_of_such_changes_is_a_page_that_says_so(editor, live, client, fault):
    for language, answer in (
        ("en", editor.client.get(editor.url(live, "preview", "en"))),
        ("zh-hans", client.get(preview.link(workflow_state(live), "zh-hans"))),
    ):
        assert answer.status_code == 409
        assert "no-store" in answer["Cache-Control"]
        page = parsed(answer)
        assert page.get("lang") == LANGUAGE_INFO[language].tag
        assert page.cssselect("main .lead")[0].text_content()
        assert "Changed" not in page.text_content()


def test_a_stale_form_is_brought_together_with_what_readers_see(editor, live, fault):
    stale = editor.form(live) | {"loaded_token": "", "title_en": "Typed", "_save": ""}

    assert editor.send(live, stale).status_code == 409


def pilot_rows(editor, programme):
    """Return with what the names of the fields of each pilot begin in a programme's form."""
    form = editor.form(programme)
    numbers = range(int(form["pilots-TOTAL_FORMS"]))
    return {int(form[f"pilots-{number}-id"]): f"pilots-{number}-" for number in numbers}


def test_a_row_takes_what_must_be_unique_from_another_that_gave_it_up(editor, reviewer):
    programme = Programme.objects.filter(pilots__isnull=False).first()
    pilot = programme.pilots.first()
    old = pilot.city
    free = City.objects.exclude(pk__in=programme.pilots.values("city")).first()
    rows = pilot_rows(editor, programme)
    editor.save(programme, **{f"{rows[pilot.pk]}city": free.pk})

    count = len(rows)
    new = f"pilots-{count}-"
    editor.save(
        programme,
        **{"pilots-TOTAL_FORMS": count + 1, f"{new}city": old.pk, f"{new}order": 9},
        **{f"{new}district_en": "A new district", f"{new}district_zh_hans": "新的区"},
    )
    reviewer.act("publish_selected", programme)

    assert programme.pilots.get(pk=pilot.pk).city == free
    assert programme.pilots.get(city=old).district_en == "A new district"


def test_two_rows_change_places_in_what_must_be_unique(editor, reviewer):
    programme = Programme.objects.filter(pilots__isnull=False).first()
    first, second = programme.pilots.all()[:2]
    roles = first.roles.count()
    free = City.objects.exclude(pk__in=programme.pilots.values("city")).first()
    rows = pilot_rows(editor, programme)
    for pilot, city in ((first, free), (second, first.city), (first, second.city)):
        editor.save(programme, **{f"{rows[pilot.pk]}city": city.pk})

    reviewer.act("publish_selected", programme)

    assert programme.pilots.get(pk=first.pk).city == second.city
    assert programme.pilots.get(pk=second.pk).city == first.city
    assert programme.pilots.get(pk=first.pk).roles.count() == roles
