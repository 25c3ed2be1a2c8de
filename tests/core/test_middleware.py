"""The language of an address, and the headers of every response."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture
def visit(client, db):
    """Ask for an address as a browser with a cookie and a list of languages does."""

    def asked(path, cookie=None, accept=None):
        if cookie is not None:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
        return client.get(path, headers={"Accept-Language": accept} if accept is not None else {})

    return asked


def test_address_alone_says_the_language(visit, language):
    response = visit(f"/{language}/cities/", cookie="zh-hans", accept="zh-CN")
    assert response.headers["Content-Language"] == language
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/fr/", "/news/zh/"])
def test_address_without_a_known_language_is_not_redirected(visit, path):
    response = visit(path, cookie="zh-hans", accept="zh-CN")
    assert response.status_code == 404
    assert "Content-Language" not in response.headers


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/zh", "/zh-hans/"),
        ("/zh/", "/zh-hans/"),
        ("/zh?year=2021", "/zh-hans/?year=2021"),
        ("/zh/news/?year=2021&page=2", "/zh-hans/news/?year=2021&page=2"),
    ],
)
def test_zh_moves_to_zh_hans_for_good(visit, typed, meant):
    response = visit(typed)
    assert response.status_code == 301
    assert response.headers["Location"] == meant


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "fr", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        (None, "zh-TW", "zh-hans"),
        (None, "zh-HK,en;q=0.5", "zh-hans"),
        (None, "zh-Hant", "zh-hans"),
        (None, "fr,en;q=0.5,zh;q=0.4", "en"),
        ("zh-hans", "en", "zh-hans"),
        ("en", "zh-CN", "en"),
        ("fr", "zh-CN", "zh-hans"),
        ("x" * 10_000, "zh-CN", "zh-hans"),
        ("\x00", "y" * 10_000, "en"),
        ("", "zh;q=nonsense", "en"),
    ],
)
def test_root_goes_by_cookie_then_browser_then_english(visit, cookie, accept, language):
    response = visit("/", cookie=cookie, accept=accept)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert {"Cookie", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


def test_root_keeps_the_query_string(visit):
    assert visit("/?from=letter").headers["Location"] == "/en/?from=letter"


def test_language_of_one_request_does_not_stay_for_the_next(visit):
    with translation.override("en"):
        visit("/zh-hans/")
        assert translation.get_language() == "en"


@pytest.mark.parametrize("path", ["/nowhere/", "/en/nowhere/", "/zh/", "/"])
def test_every_response_carries_the_protecting_headers(client, db, path):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("accelerometer=(), ")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
