"""The second factor: asked for on a public site, added once, and the way back without it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.browsers import browser_name
from tests.support.desk_client import code_of, person
from tests.support.html import parsed

LOGIN, ACCOUNT, CODE = "/admin/login/", "/admin/account/", "/admin/login/code/"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36"
PASSWORD = {"login": "editor", "password": "x"}


def logged_in(name=""):
    """Return a browser in which the editor has given the password, behind a proxy on loopback."""
    client = Client(headers={"X-Forwarded-For": "203.0.113.7", "User-Agent": name})
    client.post(LOGIN, PASSWORD)
    return client


def added_app(client):
    """Add an app for codes as its page says; return its secret and the recovery codes."""
    secret = parsed(client.get(f"{ACCOUNT}app/add/")).cssselect("li code")[0].text_content()
    page = client.post(f"{ACCOUNT}app/add/", {"code": code_of(secret)}, follow=True)
    return secret, [each.text_content() for each in parsed(page).cssselect(".codes code")]


@pytest.fixture
def public(settings):
    """A site with a public name, whose server listens on loopback."""
    settings.SECOND_FACTOR = True
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def editor():
    return person("Editor")


def test_without_a_second_factor_a_public_site_shows_only_how_to_add_one(public, editor, language):
    editor.interface_language = language
    editor.save()
    client = logged_in()

    for path in ("/admin/", "/admin/news/article/", "/admin/search/?q=a"):
        assert client.get(path).headers["Location"] == ACCOUNT
    page = parsed(client.get(ACCOUNT))

    said = {"en": "Add a second factor first", "zh-hans": "请先添加通行密钥或验证器应用"}[language]
    assert said in page.cssselect(".errornote")[0].text_content()
    added_app(client)
    assert client.get("/admin/").status_code == 200
    # It cannot be switched off: without it one is where one began.
    assert client.post(f"{ACCOUNT}app/remove/").status_code == 302
    assert client.get("/admin/").headers["Location"] == ACCOUNT


def test_after_the_password_comes_the_code_or_a_recovery_code_once(public, editor):
    _secret, codes = added_app(logged_in())
    assert len(codes) == 10
    client = logged_in()
    assert client.get("/admin/").status_code == 302

    assert "The code is not right" in client.post(CODE, {"code": "000000"}).content.decode()
    assert client.post(CODE, {"code": codes[0]}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert logged_in().post(CODE, {"code": codes[0]}).status_code == 200


def test_the_page_that_asks_again_names_the_other_ways_in_the_words_of_the_desk(editor, language):
    editor.interface_language = language
    editor.save()
    client = logged_in()
    added_app(client)

    page = parsed(client.get(f"{ACCOUNT}confirm/"))

    said = {"en": "Use a code", "zh-hans": "使用验证码或恢复码"}[language]
    assert [each.text_content() for each in page.cssselect(".or a")] == [said]
    assert not page.cssselect("[role=search]")


def test_where_all_names_are_local_it_is_offered_and_not_asked_for(editor):
    client = logged_in()

    assert client.get("/admin/").status_code == 200
    assert parsed(client.get(ACCOUNT)).cssselect(f"[href='{ACCOUNT}app/add/']")


def test_whoever_has_lost_all_gets_back_by_a_command(public, editor):
    client = logged_in()
    added_app(client)

    call_command("reset_second_factor", "editor")

    assert not Authenticator.objects.exists()
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)
    assert logged_in().get("/admin/").headers["Location"] == ACCOUNT


def test_sessions_elsewhere_can_be_seen_and_ended(editor):
    here, there = logged_in(CHROME), logged_in("curl/8.5.0")
    cells = parsed(here.get(f"{ACCOUNT}sessions/")).cssselect("tbody td:last-child")
    names = [each.text_content() for each in cells]
    assert names == ["This browserChrome on Windows", "curl/8.5.0"]

    here.post(f"{ACCOUNT}sessions/")

    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302


def test_after_a_change_of_the_password_this_browser_is_the_only_one_in_the_list(editor):
    here, _there = logged_in(CHROME), logged_in()
    new = {"new_password1": "plain-and-long", "new_password2": "plain-and-long"}

    here.post("/admin/password_change/", {"old_password": "x", **new})

    cells = parsed(here.get(f"{ACCOUNT}sessions/")).cssselect("tbody td:last-child")
    assert [each.text_content() for each in cells] == ["This browserChrome on Windows"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (CHROME, "Windows上的Chrome"),
        (f"{CHROME} Edg/131.0.0.0", "Windows上的Edge"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Linux上的Firefox",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) {WEBKIT} MicroMessenger/8.0.47",
            "iPhone上的微信",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel) {WEBKIT} Version/17.4 Safari/605.1.15",
            "macOS上的Safari",
        ),
        ("Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (Windows NT 10.0)"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_plain_words(said, name):
    with translation.override("zh-hans"):
        assert browser_name(said) == name


def test_nobody_can_sign_up(client):
    for path in ("signup/", "account/signup/", "login/signup/"):
        assert client.get(f"/admin/{path}", follow=True).redirect_chain[-1][0].startswith(LOGIN)
