"""What every answer says of itself, and what none of them tells of the site."""

import platform
import re
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import path

from c40china import urls
from c40china.server.limits import MB

pytestmark = pytest.mark.xdist_group("start")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# What Mozilla's Observatory counts, but for what only https has: test_start looks for that.
COUNTED = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Access-Control-Allow-Origin": None,
}
PICTURE = "/media/library/counted.webp"
SECRETS = re.compile(
    r"Traceback|Exception|site-packages|\.py\b|Django|WSGI|/(?:root|home|srv|tmp|usr|var|opt)/|"
    + "|".join(re.escape(each) for each in (version("django"), version("granian")))
    + f"|{re.escape(platform.python_version())}"
)


def fail(request):
    """Fail as a fault in the code does."""
    raise RuntimeError("/srv/c40china/core/models.py")


urlpatterns = [path("en/fault/", fail), *urls.urlpatterns]


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/en/", "/zh-hans/search/?q=x", "/en/nowhere/", "/sitemap.xml", "/robots.txt"),
        *("/admin/login/", "/admin/", "/static/css/500.css", "/favicon.ico", PICTURE),
    ],
)
def test_every_answer_has_the_headers_that_the_observatory_counts(site, address):
    (site.var / "media" / "library").mkdir(parents=True, exist_ok=True)
    (site.var / PICTURE.lstrip("/")).write_bytes(b"RIFF")

    headers = site.get(address).headers

    # Feed readers and chat programs show pictures on pages of their own.
    is_picture = headers["Content-Type"].startswith("image/")
    more = {"Cross-Origin-Resource-Policy": "cross-origin"} if is_picture else {}
    assert {name: headers[name] for name in COUNTED} == COUNTED | more
    for cookie in headers.get_all("Set-Cookie", []):
        assert {"HttpOnly", "SameSite=Lax"} <= {*cookie.split("; ")}


def words_of(response):
    """Return an answer as one text, headers included."""
    return f"{response.headers}\n{getattr(response, 'body', b'').decode()}"


@pytest.mark.parametrize(
    ("status", "method", "address", "more"),
    [
        (400, "GET", "/en/", {"Host": "www.example.com"}),
        (403, "POST", "/admin/login/", {}),
        (404, "GET", "/zh-hans/nowhere/", {}),
        (404, "GET", "/media/library/x.jpg", {}),
        (404, "GET", "/static/x.css", {}),
        (405, "OPTIONS", "/robots.txt", {}),
        (411, "POST", "/en/", {"Transfer-Encoding": "chunked"}),
        (413, "POST", "/admin/login/", {"Content-Length": str(300 * MB)}),
        (413, "POST", "/en/", {"Content-Length": str(MB + 1)}),
    ],
)
def test_no_refusal_tells_a_place_in_the_code_or_a_version(site, status, method, address, more):
    answer = site.request(method, address, headers={"Host": "localhost", **more})

    assert (answer.status, answer.headers["Server"]) == (status, "granian")
    assert SECRETS.findall(words_of(answer)) == []


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_no_fault_tells_a_place_in_the_code_or_a_version(client):
    client.raise_request_exception = False
    answer = client.get("/en/fault/")

    assert answer.status_code == 500
    assert SECRETS.findall(f"{answer.headers}\n{answer.content.decode()}") == []
    assert "抱歉，网站出现问题" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/{}/", "/admin/login/"])
def test_a_form_with_too_many_fields_is_refused_in_words(client, language, address):
    words = {"en": "What was sent is too long to be read", "zh-hans": "提交的内容过长"}
    client.cookies["django_language"] = language
    data = urlencode({f"field-{number}": "x" for number in range(1001)})

    form = "application/x-www-form-urlencoded"
    answer = Client(enforce_csrf_checks=True).post(
        address.format(language), data, form, headers={"Accept-Language": language}
    )

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert words[language] in answer.content.decode()


@pytest.mark.django_db
def test_security_txt_says_where_to_report(client, settings):
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404

    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", lines.pop("Expires"))
    assert lines == {
        "Contact": "mailto:security@example.org",
        "Preferred-Languages": "en, zh",
        "Canonical": f"http://testserver{address}",
    }
