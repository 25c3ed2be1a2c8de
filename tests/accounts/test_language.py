"""The desk speaks the language of whoever works at it."""

import pytest
from django.urls import reverse

from tests.support.desk_client import superuser

INDEX = reverse("admin:index")


@pytest.fixture
def editor(client):
    user = superuser("zh-hans")
    client.force_login(user)
    return user


def test_it_speaks_the_language_of_the_account_whatever_the_browser_asks(client, editor):
    response = client.get(INDEX, HTTP_ACCEPT_LANGUAGE="en")

    assert 'lang="zh-hans"' in response.content.decode()
    assert response["Content-Language"] == "zh-hans"
    # The public pages do not follow it.
    assert client.get("/en/")["Content-Language"] == "en"


@pytest.mark.parametrize(("asked", "language"), [("zh-CN", "zh-hans"), ("fr", "en"), ("", "en")])
def test_before_log_in_it_speaks_that_of_the_browser(client, asked, language):
    response = client.get(reverse("admin:login"), HTTP_ACCEPT_LANGUAGE=asked)

    assert response["Content-Language"] == language


def test_one_click_changes_it_and_leads_back(client, editor):
    response = client.post(
        reverse("set_interface_language"), {"language": "en", "next": "/admin/news/article/"}
    )

    editor.refresh_from_db()
    assert editor.interface_language == "en"
    assert response["Location"] == "/admin/news/article/"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_it_never_leads_to_another_site(client, editor, target):
    response = client.post(reverse("set_interface_language"), {"language": "en", "next": target})

    assert response["Location"] == INDEX


def test_an_unknown_language_changes_nothing(client, editor):
    client.post(reverse("set_interface_language"), {"language": "fr"})

    editor.refresh_from_db()
    assert editor.interface_language == "zh-hans"


def test_the_page_for_logging_in_can_be_had_in_the_other_language(client):
    login = reverse("admin:login")

    client.post(reverse("set_interface_language"), {"language": "zh-hans", "next": login})

    assert client.get(login)["Content-Language"] == "zh-hans"
