"""What goes out at its time is what was checked, and the desk shows what is to come."""

import datetime

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from editing.models import WorkflowState
from news.models import Article
from tests.support.desk_client import LATER, MOMENT, workflow_state

PATHS = ("/en/news/2021/china-special-envoy-c40/", "/zh-hans/news/2021/china-special-envoy-c40/")
AFTERWARDS = "2030-01-01T01:01:00Z"
CANCELLED = "The schedule is cancelled: whoever publishes has to set the time again."


def readers_see(client, words, path=PATHS[0], at=MOMENT):
    with time_machine.travel(at, tick=False):
        answer = client.get(path)
    assert answer.status_code == 200
    return words in answer.content.decode()


def test_a_reviewers_save_keeps_the_time(reviewer, live, client):
    reviewer.save(live, "_publish", title_en="Scheduled", **LATER)

    reviewer.save(live, title_en="Mended once more")

    assert readers_see(client, "Mended once more")


# --- What is checked -----------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_an_error_saved_after_scheduling_cancels_the_schedule_and_says_so(
    reviewer, live, client, button
):
    reviewer.save(live, "_publish", title_en="Scheduled", **LATER)

    said = reviewer.save(live, button, body_zh_hans="")

    assert said.count("Not published: the checklist has errors in Chinese.") == 1
    assert CANCELLED in said
    assert not readers_see(client, "Scheduled")


def test_a_save_after_scheduling_lets_no_language_out_that_was_held_back(reviewer, live, client):
    Article.objects.filter(pk=live.pk).update(held_back=" zh-hans ")
    reviewer.save(live, "_publish", "en", title_en="Scheduled", **LATER)

    reviewer.save(live, title_en="Mended", title_zh_hans="不应公布的标题")

    assert readers_see(client, "Mended")
    live.refresh_from_db()
    assert live.languages == ["en"]


def test_what_breaks_the_checklist_by_its_time_stays_and_the_form_says_why(
    reviewer, live, draft, client
):
    reviewer.save(draft, "_publish")
    link = '<p><a href="/en/news/2026/a-draft/">More</a></p>'
    reviewer.save(live, "_publish", body_en=link, **LATER)
    reviewer.save(draft, "_withdraw")

    assert not readers_see(client, "/en/news/2026/a-draft/")
    page = reviewer.get(reviewer.url(live))
    assert "The checklist has errors" in page.cssselect(".errornote")[0].text_content()


@pytest.mark.parametrize("who", ["editor", "translator"])
def test_whoever_cancels_a_schedule_by_saving_is_told(request, reviewer, live, client, who):
    desk = request.getfixturevalue(who)
    reviewer.save(live, "_publish", title_en="Scheduled", **LATER)

    assert CANCELLED in desk.save(live, title_zh_hans="另一个标题")
    assert not readers_see(client, "另一个标题", PATHS[1])
    assert workflow_state(live).scheduled_at is None


def test_an_editor_who_restores_a_version_is_told_that_the_schedule_is_cancelled(
    editor, reviewer, live
):
    reviewer.save(live, "_publish", title_en="Scheduled", **LATER)
    page = editor.get(editor.url(live, "compare"))

    editor.client.post(page.cssselect("form[action*=restore]")[0].get("action"))

    assert CANCELLED in editor.messages()


# --- What the desk says and shows ----------------------------------------------------------------


def test_a_new_time_of_what_is_not_public_yet_is_saved(reviewer, draft, client):
    reviewer.save(draft, "_publish", **LATER)

    said = reviewer.save(
        draft, publish_at_0="2030-02-01", expire_at_0="2030-03-01", expire_at_1="09:00:00"
    )

    assert said == [
        "Saved; what is scheduled goes out at Fri 1 February 2030 09:00 without these changes."
    ]
    assert timezone.localtime(draft.publish_at).month == 2
    assert timezone.localtime(draft.expire_at).month == 3
    assert reviewer.form(draft)["publish_at_0"] == "2030-02-01"


def test_saving_puts_nothing_out_that_waits_for_its_time(reviewer, draft):
    reviewer.save(draft, "_publish", **LATER)
    before = draft.publish_at

    said = reviewer.save(draft, publish_at_0="", publish_at_1="")

    assert "The time is not changed by saving: publish or schedule to change it." in said
    assert draft.publish_at == before


def test_a_time_that_is_only_saved_of_what_is_out_is_not_dropped_without_a_word(reviewer, live):
    said = reviewer.save(live, title_en="Changed", **LATER)

    assert "The time is not changed by saving: publish or schedule to change it." in said
    assert workflow_state(live).scheduled_at is None


@pytest.mark.both_databases
@pytest.mark.parametrize("way", ["form", "list"])
def test_scheduled_changes_stand_among_what_is_scheduled(editor, reviewer, live, way):
    editor.save(live, "_submit", title_en="Changed")
    if way == "form":
        reviewer.save(live, "_publish", **LATER)
    else:
        reviewer.act("schedule_selected", live, **LATER, _go="1")

    board = reviewer.get(reverse("admin:index"))
    waiting = board.get_element_by_id("board-review").getparent()
    assert live.title_en not in waiting.text_content()
    schedule = board.cssselect(".schedule")[0]
    words = " ".join(schedule.text_content().split())
    assert "Tue 1 January 2030 09:00" in words
    assert live.title_en in words
    assert "changes will be published" in words
    for listed in ("?view=scheduled", "?state=scheduled"):
        page = reviewer.get(reverse("admin:news_article_changelist") + listed)
        row = page.cssselect("#result_list tbody tr")[0]
        assert live.title_en in row.text_content()
        (sign,) = row.cssselect(".state-pill")
        assert sign.text_content().strip() == "Published · changes scheduled"
    mine = reviewer.get(reverse("admin:news_article_changelist") + "?view=mine")
    assert live.title_en not in mine.get_element_by_id("content-main").text_content()


def test_a_page_that_is_gone_stops_no_reader(reviewer, live, client):
    reviewer.save(live, "_publish", title_en="Changed", **LATER)
    live.delete()

    with time_machine.travel(MOMENT, tick=False):
        assert client.get("/en/").status_code == 200
    assert not WorkflowState.objects.filter(scheduled_at__isnull=False).exists()


# --- What goes wrong at the time -----------------------------------------------------------------


@pytest.mark.both_databases
def test_a_version_that_cannot_be_read_stops_no_reader_and_its_form_says_so(reviewer, live, client):
    reviewer.save(live, "_publish", title_en="Changed", **LATER)
    version = workflow_state(live).pending.version_set.first()
    spoilt = version.serialized_data.replace('"date": "', '"date": "x')
    Version.objects.filter(pk=version.pk).update(serialized_data=spoilt)

    assert not readers_see(client, "Changed")
    page = reviewer.get(reviewer.url(live))
    assert "can no longer be read" in page.cssselect(".errornote")[0].text_content()
    reviewer.save(live, "_discard")
    assert not reviewer.get(reviewer.url(live)).cssselect(".errornote")


@pytest.mark.both_databases
def test_one_that_cannot_go_out_stops_no_other(reviewer, live, draft, client):
    reviewer.save(draft, "_publish")
    reviewer.save(live, "_publish", title_en="Changed", **LATER)
    reviewer.save(draft, "_publish", title_en="On its way", **LATER)
    live.delete()

    assert readers_see(client, "On its way", "/en/news/2026/a-draft/")
    assert not WorkflowState.objects.filter(scheduled_at__isnull=False).exists()


def test_what_a_busy_database_refuses_is_tried_again(reviewer, live, client):
    reviewer.save(live, "_publish", title_en="Changed", **LATER)

    def busy(execute, sql, params, many, context):
        if sql.startswith('UPDATE "news_article"'):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(busy):
        assert not readers_see(client, "Changed")
        # Readers do not wait for it once for each page.
        with CaptureQueriesContext(connection) as queries:
            assert not readers_see(client, "Changed")
    assert not any("UPDATE" in query["sql"] for query in queries)

    assert workflow_state(live).fault == ""
    assert readers_see(client, "Changed", at=AFTERWARDS)


def test_a_fault_found_for_a_chinese_reader_is_told_in_the_language_of_the_desk(
    reviewer, live, city, client
):
    reviewer.save(live, "_publish", title_en="Changed", cities=[city.pk], **LATER)
    city.delete()

    assert not readers_see(client, "Changed", PATHS[1])
    said = " ".join(
        each.text_content() for each in reviewer.get(reviewer.url(live)).cssselect(".errornote")
    )
    assert "could not be published at their time: Something that the text refers to" in said
    assert workflow_state(live).scheduled_at is None


@pytest.mark.both_databases
def test_two_moments_close_together_are_both_kept(reviewer, live, draft, client):
    reviewer.save(draft, "_publish")
    reviewer.save(live, "_publish", title_en="The first", **LATER)
    reviewer.save(draft, "_publish", title_en="The second", **LATER)
    soon = workflow_state(draft).scheduled_at + datetime.timedelta(seconds=5)
    WorkflowState.objects.of(draft).update(scheduled_at=soon)

    assert readers_see(client, "The first")
    path = "/en/news/2026/a-draft/"
    assert readers_see(client, "The second", path, at="2030-01-01T01:00:05Z")
