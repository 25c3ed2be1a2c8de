"""Changes to a live page wait until they are published; readers see it as it was."""

import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from editing.models import Stage
from news.models import KeyFact
from tests.support.desk_client import LATER, workflow_state

PATHS = ("/en/news/2021/china-special-envoy-c40/", "/zh-hans/news/2021/china-special-envoy-c40/")
LISTS = ("/en/news/", "/en/", "/zh-hans/")


def readers_see(client):
    return [client.get(path).content for path in (*PATHS, *LISTS)]


def test_an_edit_of_a_live_page_waits_and_readers_see_no_difference(editor, live, client):
    before = readers_see(client)

    said = editor.save(live, title_en="Changed", cities=[], **{"key_facts-0-value_en": "Changed"})

    assert said == ["Saved; readers still see the published version."]
    assert readers_see(client) == before
    form = editor.form(live)
    assert (form["title_en"], form["key_facts-0-value_en"]) == ("Changed", "Changed")
    assert "cities" not in form


def test_several_edits_pile_up_and_go_out_together(editor, translator, reviewer, live, client):
    editor.save(live, title_en="First change")
    translator.save(live, title_zh_hans="译文")
    editor.save(live, "_submit", standfirst_en="Third change")
    assert workflow_state(live).stage == Stage.REVIEW

    assert reviewer.save(live, "_publish") == ["Published."]

    page = client.get(PATHS[0]).content.decode()
    assert "First change" in page
    assert "Third change" in page
    assert "译文" in client.get(PATHS[1]).content.decode()
    assert workflow_state(live).pending is None


def test_changes_from_before_a_field_leave_it_as_it_was_filled(editor, reviewer):
    city = City.objects.get(slug="guangzhou")
    editor.save(city, summary_en="Written before the field was there")
    for version in workflow_state(city).pending.version_set.all():
        [stored] = json.loads(version.serialized_data)
        stored["fields"].pop("name_side", None)
        version.serialized_data = json.dumps([stored])
        version.save()

    reviewer.save(city, "_publish")

    city.refresh_from_db()
    assert city.summary_en == "Written before the field was there"
    assert city.name_side == "left"


@pytest.mark.both_databases
def test_a_row_added_and_mended_while_pending_is_one_row_when_published(editor, reviewer, live):
    count = live.key_facts.count()
    new = f"key_facts-{count}-"
    row = {"order": "9", "label_en": "New", "label_zh_hans": "新"}
    row |= {"value_en": "One", "value_zh_hans": "一"}
    typed = {f"{new}{name}": value for name, value in row.items()}
    editor.save(live, **typed, **{"key_facts-TOTAL_FORMS": str(count + 1)})
    # Meanwhile other rows are made, which take the database's next keys.
    other = KeyFact.objects.create(article=live, label_en="x", value_en="x")
    other.delete()
    editor.save(live, **{f"{new}value_en": "Two"})
    assert live.key_facts.count() == count

    reviewer.save(live, "_publish")

    assert live.key_facts.count() == count + 1
    assert live.key_facts.get(label_en="New").value_en == "Two"


def test_pending_changes_can_be_discarded_and_are_still_in_the_history(editor, live, client):
    editor.save(live, title_en="Not wanted")

    editor.save(live, "_discard")

    assert editor.form(live)["title_en"] != "Not wanted"
    assert workflow_state(live).pending is None
    history = editor.get(editor.url(live, "compare")).text_content()
    assert "Not wanted" in history


def test_pending_changes_go_out_at_their_time(editor, reviewer, live, client):
    editor.save(live, "_submit", title_en="From January on")
    before = readers_see(client)
    assert reviewer.save(live, "_publish", **LATER) == ["Scheduled."]
    assert readers_see(client) == before

    with time_machine.travel("2030-01-01T00:59:59Z", tick=False):
        assert b"From January on" not in client.get(PATHS[0]).content
    with time_machine.travel("2030-01-01T01:00:00Z", tick=False):
        assert b"From January on" in client.get(PATHS[0]).content
    live.refresh_from_db()
    assert live.publish_at is None


def test_readers_cost_no_query_while_nothing_is_due(client, live):
    with CaptureQueriesContext(connection) as queries:
        client.get(PATHS[0])

    # The moment is read with the content version.
    asked = [query["sql"] for query in queries if "scheduled_at" in query["sql"]]
    assert [sql for sql in asked if "core_contentversion" not in sql] == []
    assert len(asked) == 1


def test_a_wish_to_publish_with_an_error_is_kept_as_pending(reviewer, live, client):
    before = readers_see(client)

    said = reviewer.save(live, "_publish", body_zh_hans="")

    assert said[0] == "Not published: the checklist has errors in Chinese."
    assert readers_see(client) == before
    assert workflow_state(live).pending is not None


def test_withdrawing_keeps_the_newest_text(editor, reviewer, live, client):
    editor.save(live, title_en="Newest")

    reviewer.save(live, "_withdraw")

    assert client.get(PATHS[0]).status_code == 404
    assert live.title_en == "Newest"


def test_a_new_address_leads_from_the_old_one_only_once_it_is_published(
    editor, reviewer, live, client
):
    editor.save(live, slug="another-address")
    assert client.get(PATHS[0]).status_code == 200

    reviewer.save(live, "_publish")

    assert client.get(PATHS[0])["Location"] == "/en/news/2021/another-address/"


@pytest.mark.both_databases
def test_pending_changes_are_submitted_published_and_then_found_at_once(
    editor, reviewer, live, client
):
    editor.save(live, title_en="Zanzibar is not in this article yet")
    editor.act("submit_selected", live)
    assert workflow_state(live).stage == Stage.REVIEW
    assert b"Zanzibar is not" not in client.get("/en/search/?q=Zanzibar").content

    reviewer.act("publish_selected", live)

    assert b"Zanzibar is not" in client.get(PATHS[0]).content
    assert PATHS[0] in client.get("/en/search/?q=Zanzibar").content.decode()


def test_nobody_finds_a_language_that_is_held_back(reviewer, draft, client):
    reviewer.save(draft, "_publish", "en", body_zh_hans="<p>桑给巴尔的来信</p>")

    assert "/news/2026/a-draft/" not in client.get("/zh-hans/search/?q=桑给巴尔").content.decode()


def test_publishing_one_language_never_takes_the_page_of_the_other_from_readers(reviewer, live):
    said = reviewer.save(live, "_publish", "en", title_en="Changed in English alone")

    assert "Not published: readers would lose the page in Chinese." in said
    assert live.title_en != "Changed in English alone"
    assert reviewer.client.get(f"/zh-hans/news/2021/{live.slug}/").status_code == 200
