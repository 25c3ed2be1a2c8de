"""The content version moves with what readers see, and with the time."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cities.models import City
from core.caching import version
from editing.models import WorkflowState
from news.models import Article
from tests.delivery.page_reader import PageReader, page_cache_of
from tests.support.desk_client import Desk, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ARTICLE = "/en/news/2021/china-special-envoy-c40/"
BEFORE, MOMENT = "2030-01-01T00:59:00Z", "2030-01-01T01:00:00Z"
AT_MOMENT = datetime.datetime(2030, 1, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def reader():
    with page_cache_of(2**22):
        yield PageReader()


@pytest.fixture
def live():
    return Article.objects.get(slug="china-special-envoy-c40")


def test_a_transaction_that_is_rolled_back_moves_nothing(live):
    before = version.current()
    with transaction.atomic():
        Article.objects.update(title_en="Changed")
        within = version.current()
        transaction.set_rollback(True)
    with transaction.atomic():
        Article.objects.update(title_en="Changed otherwise")

    assert version.current() not in (before, within)
    assert before != within


def test_every_model_that_is_said_to_be_unseen_exists_and_has_its_reason():
    named = [*settings.UNSEEN_MODELS, *settings.SCHEDULES, *settings.ROWS_OF_ITEMS]

    assert all(apps.get_model(label) for label in named)
    assert all(len(reason) > 10 for reason in settings.UNSEEN_MODELS.values())


def test_what_staff_save_and_do_not_publish_moves_nothing(live):
    editor = Desk(person("Editor"))
    draft = Article.objects.create(slug="draft", date="2026-11-01", title_en="Cities", body_en="x")
    before = version.current()

    editor.save(draft, title_en="Cities of C40", cities=[City.objects.first().pk])
    editor.save(live, title_en="Climate")
    editor.save(live, "_submit")

    assert version.current() == before


def test_it_costs_one_query():
    City.objects.update(latitude=30)
    with CaptureQueriesContext(connection) as queries:
        states = version.current(), version.unchanged(), version.current()

    assert len(queries) == 3
    assert len(set(states)) == 1


def test_migrating_takes_the_version_away_and_a_new_one_comes_with_its_triggers():
    before = version.current()
    call_command("migrate", verbosity=0)
    after = version.current()
    City.objects.filter(slug="fuzhou").update(latitude=30)

    assert len({before, after, version.current()}) == 3


def test_nothing_is_kept_without_a_version(reader):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_contentversion")

    assert version.current() is None
    assert reader.stale([ARTICLE, "/en/"]) == []
    City.objects.update(name_en="Changed")
    assert b"Changed" in reader.get("/en/").content


@pytest.mark.parametrize("column", ["publish_at", "expire_at"])
def test_publication_and_expiry_hold_at_their_moment_for_what_is_kept(reader, live, column):
    Article.objects.filter(pk=live.pk).update(**{column: AT_MOMENT})
    found = {"publish_at": [404, 200], "expire_at": [200, 404]}[column]
    addresses = [ARTICLE, "/en/news/", "/en/news/feed/", "/sitemap.xml"]

    with time_machine.travel(BEFORE, tick=False) as clock:
        before = reader.seen(addresses)
        assert reader.seen(addresses) == before
        clock.move_to(MOMENT)
        after = reader.seen(addresses)
        assert reader.stale(addresses) == []

    assert [before[ARTICLE][0], after[ARTICLE][0]] == found
    assert [each for each in addresses if before[each] == after[each]] == []


def test_a_scheduled_change_goes_out_at_its_moment_and_a_new_day_comes(reader, live):
    with time_machine.travel(BEFORE, tick=False) as clock:
        moment = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00:00"}
        Desk(person("Reviewer")).save(live, "_publish", title_en="At its time", **moment)
        pages = [reader.get(ARTICLE) for _twice in range(2)]
        assert not any(b"At its time" in page.content for page in pages)
        clock.move_to(MOMENT)
        assert b"At its time" in reader.get(ARTICLE).content
        clock.move_to("2030-01-01T15:59:00Z")
        assert b"2030-01-01" in reader.get(ARTICLE).content
        clock.move_to("2030-01-01T16:00:00Z")
        assert b"2030-01-02" in reader.get(ARTICLE).content


def test_what_cannot_go_out_does_not_keep_pages_from_being_kept(reader, live):
    reader.get(ARTICLE)
    WorkflowState.objects.of(live).update(scheduled_at=timezone.now())
    with connection.execute_wrapper(refuse):
        reader.get(ARTICLE)
        with CaptureQueriesContext(connection) as queries:
            reader.get(ARTICLE)
    assert len(queries) == 1


def refuse(execute, sql, params, many, context):
    if sql.startswith('UPDATE "editing_workflowstate"'):
        raise RuntimeError
    return execute(sql, params, many, context)
