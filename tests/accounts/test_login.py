"""Tries to log in: limited for all alike, never for good, and written down."""

import pytest
from django.test import Client

from core import costly
from editing.models import Activity
from tests.support.desk_client import Desk, person

LOGIN = "/admin/login/"


def visitor(address):
    """Return a browser as the proxy in front of the site reports it."""
    return Client(headers={"X-Forwarded-For": f"192.0.2.1, {address}"})


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def mei():
    return person("Editor", "mei")


def tried(client, name, typed="wrong"):
    """Return what a try ends in: the page again, the desk, or a refusal."""
    answer = client.post(LOGIN, {"login": name, "password": typed})
    return {200: "again", 302: "in", 429: "later"}[answer.status_code], answer.content.decode()


def test_known_and_unknown_names_are_answered_alike(mei):
    pages = [tried(visitor("198.51.100.1"), name)[1] for name in ("mei", "ner")]

    known, unknown = (page.partition("errornote")[2].partition("</p>")[0] for page in pages)
    assert known == unknown != ""


def test_an_address_is_refused_after_ten_wrong_passwords_and_others_are_not(mei):
    guesser = visitor("198.51.100.2")
    for number in range(10):
        tried(guesser, f"name-{number}")

    assert "Too many wrong passwords" in tried(guesser, "mei", "x")[1]
    assert tried(visitor("198.51.100.3"), "mei", "x")[0] == "in"


def test_guesses_from_many_addresses_stop_but_not_for_the_browser_of_the_owner(mei):
    own = visitor("203.0.113.5")
    assert tried(own, "mei", "x")[0] == "in"
    own.post("/admin/logout/")

    for number in range(10):
        tried(visitor(f"198.51.100.{number}"), "mei")

    assert "Too many wrong passwords" in tried(visitor("198.51.100.77"), "mei", "x")[1]
    assert tried(own, "mei", "x")[0] == "in"


def test_a_login_that_is_handed_to_another_thread_is_one_try(mei, monkeypatch):
    client = visitor("198.51.100.9")
    for _number in range(12):
        monkeypatch.setattr(costly.here, "is_for_pages", True)
        with pytest.raises(costly.OtherThread):
            tried(client, "mei", "x")
        monkeypatch.setattr(costly.here, "is_for_pages", False)
        assert tried(visitor("198.51.100.9"), "mei", "x")[0] == "in"


def test_logins_are_lines_of_the_activity_for_those_who_keep_accounts(mei):
    client = visitor("198.51.100.4")
    tried(client, "mei")
    tried(client, "my-password-in-the-wrong-field")
    tried(client, "mei", "x")
    client.post("/admin/logout/")

    lines = Activity.objects.of(mei).order_by("pk").values_list("action", "user")
    assert list(lines) == [("refused", None), ("login", mei.pk), ("logout", mei.pk)]
    assert not Activity.objects.filter(title__contains="wrong-field").exists()
    for role, sees in (("Editor", False), ("Administrator", True)):
        page = Desk(person(role)).get("/admin/activity/")
        rows = " ".join(each.text_content() for each in page.cssselect("tbody tr"))
        assert ("refused a wrong password" in rows) is sees
