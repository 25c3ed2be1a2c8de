"""What a balancer is told: at once, whatever the host, and why a site is not ready."""

import json

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ask(client, settings):
    """Ask as a balancer does: by an IP address, without https."""
    settings.SECURE_SSL_REDIRECT = True

    def asked(path):
        response = client.get(path, headers={"Host": "10.0.0.7:8000"})
        return response.status_code, json.loads(response.content)

    return asked


def test_a_process_that_answers_is_alive_without_its_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response.headers["Cache-Control"] == "no-store"


def test_a_site_with_all_it_needs_is_ready(ask):
    assert ask("/readyz") == (
        200,
        {"ready": True, "database": True, "migrations": True, "storage": True, "disk": True},
    )


def test_a_database_without_the_newest_migration_is_not_ready(ask):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    status, found = ask("/readyz")
    assert (status, found["ready"], found["migrations"]) == (503, False, False)


def test_a_disk_that_is_nearly_full_is_not_ready(ask, monkeypatch):
    monkeypatch.setattr("c40china.server.health.FREE", 10**18)
    status, found = ask("/readyz")
    assert (status, found["disk"], found["database"]) == (503, False, True)
