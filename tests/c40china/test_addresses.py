"""Addresses as people and programs write them lead to the page they mean, in one step."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from delivery.models import NotFoundAddress, Redirect
from delivery.not_found import MOST, not_found

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parent.parent / "cases"
ASKED = [
    [field.strip() for field in line.split(" | ")]
    for line in (CASES / "addresses.txt").read_text().splitlines()
    if line.startswith("/") and "letters" not in line
]


@pytest.fixture(autouse=True)
def empty_counter():
    not_found.counts.clear()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(("asked", "outcome"), ASKED)
def test_an_address_leads_to_the_page_it_means(client, method, asked, outcome):
    asked, *said = re.split(r" with Accept-Language: | \(no slash\)", asked)
    ask = getattr(client, method)
    if outcome == "the same as 。":
        outcome = "301 → /en/cities/fuzhou/"
    # As it comes over the wire: decoded once.
    response = ask(unquote(asked), headers={"accept-language": "".join(said)})

    status, where = re.match(r"(\d+)(?: → ([^\s;]+))?", outcome).groups()
    assert response.status_code == int(status)
    if where:
        where = "/en/cities/fuzhou/" if where == "the" else where
        assert response.headers["Location"] == where
        assert client.get(where).status_code == 200
    if status == "302":
        assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("/EN/cities/", "/en/cities/"),
        ("/zh-HANS/news/", "/zh-hans/news/"),
        ("/en/cities/Fuzhou/", "/en/cities/fuzhou/"),
        ("/en//cities///fuzhou/", "/en/cities/fuzhou/"),
        ("/en/news/feed", "/en/news/feed/"),
        ("/zh", "/zh-hans/"),
        ("/admin", "/admin/"),
        ("/en/cities/fuzhou/.", "/en/cities/fuzhou/"),
    ],
)
def test_one_step_is_enough_however_it_is_spelled(client, asked, where):
    response = client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, where)


def test_looking_for_what_was_meant_takes_few_queries(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/cities/nowhere/。")

    assert len(queries) <= 12


class TestNotFound:
    """The list of addresses that lead to nothing."""

    @pytest.fixture(autouse=True)
    def a_minute_ago(self, monkeypatch):
        monkeypatch.setattr(not_found, "written_at", not_found.written_at - 61)

    def paths(self, client):
        client.get("/en/@/")
        return dict(NotFoundAddress.objects.values_list("path", "count"))

    def test_it_has_no_query_no_person_and_nothing_endless(self, client):
        not_found.written_at += 61
        for path in ("nowhere/?who=someone@example.org", "nowhere/", "a@b.c/", "x" * 250):
            client.get(f"/en/{path}")
        assert self.paths(client) == {}
        not_found.written_at -= 61

        assert self.paths(client) == {"/en/nowhere/": 2}

    def test_a_flood_is_written_in_one_batch_and_bounded(self, client):
        not_found.written_at += 61
        NotFoundAddress.objects.create(
            path="/en/often/", count=9, last_asked_at="2026-01-01T00:00Z"
        )
        for number in range(MOST + 50):
            client.get(f"/en/nowhere-{number}/")
        not_found.written_at -= 61
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/@/")

        writes = [each for each in queries if each["sql"].startswith(("INSERT", "DELETE"))]
        assert len(writes) <= 3
        assert NotFoundAddress.objects.count() == MOST
        assert NotFoundAddress.objects.filter(path="/en/often/").exists()

    def test_staff_make_a_redirect_of_it(self, admin_client, client, language):
        admin_client.cookies["language"] = language
        client.get("/en/old/name/")
        self.paths(client)
        page = admin_client.get("/admin/delivery/notfoundaddress/")
        form = re.search(r'href="(/admin/delivery/redirect/add/\?[^"]+)"', page.content.decode())[1]
        given = admin_client.get(form).context["adminform"].form.initial
        admin_client.post(form, {"old_path": given["old_path"], "new_path": "/cities/"})

        assert client.get("/zh-hans/old/name/").headers["Location"] == "/zh-hans/cities/"
        assert not NotFoundAddress.objects.exists()


class TestHost:
    """The site has one name."""

    @pytest.mark.parametrize("host", ["testserver.", "TESTSERVER", "testserver.:80"])
    def test_another_spelling_of_it_leads_to_it(self, client, host):
        response = client.get("/en/news/?page=1", headers={"host": host})

        assert response.status_code == 301
        assert re.fullmatch(
            r"http://testserver(:80)?/en/news/\?page=1", response.headers["Location"]
        )

    def test_the_first_of_several_names_is_the_one(self, client, settings):
        settings.HOSTS = settings.ALLOWED_HOSTS = ["www.example.org", "example.org"]

        assert client.get("/en/", headers={"host": "www.example.org"}).status_code == 200
        response = client.get("/en/", headers={"host": "example.org"})
        assert response.headers["Location"] == "http://www.example.org/en/"


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_an_icon_is_where_programs_ask_for_it(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert b"PNG" in b"".join(response.streaming_content)[:64]


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ("/旧闻/福州.html", "/cities/fuzhou/", "/旧闻/福州.html"),
        ("/%E6%97%A7%E9%97%BB/", "/cities/fuzhou/", "/旧闻/"),
        ("/show.php?id=5", "/cities/hangzhou/", "/show.php?id=5"),
        ("/show.php?id=5&lang=cn", "/cities/hangzhou/", "/show.php?lang=cn&id=5"),
        ("/show.php", "/cities/", "/show.php?id=77"),
        ("/index.php/Home/Index", "/", "/index.php/Home/Index"),
        ("http://testserver/zh-cn/old-page.html#top", "/about/", "/old-page.html"),
        ("old-page", "/about/", "/old-page"),
        ("old-page", "/about/", "/old-page/"),
        ("Old-Page/", "/about/", "/OLD-page/"),
        ("/old/", "/cities/fuzhou/?utm_source=x", "/old"),
    ],
)
def test_an_old_address_works_as_it_was(admin_client, client, old, new, asked):
    url = "/admin/delivery/redirect/add/"
    assert admin_client.post(url, {"old_path": old, "new_path": new}).status_code == 302

    path = new.partition("?")[0]
    for prefix in ("", "/en", "/zh-hans", "/zh-cn"):
        response = client.get(f"{prefix}{asked}")
        language = {"/zh-hans": "zh-hans", "/zh-cn": "zh-hans"}.get(prefix, "en")
        assert response.status_code == 301
        assert response.headers["Location"].partition("?")[0] == f"/{language}{path}"
        assert client.get(response.headers["Location"]).status_code == 200


def test_another_query_is_another_address(admin_client, client):
    Redirect.objects.create(old_path="show.php?id=5", new_path="cities/")

    assert client.get("/show.php?id=6").status_code == 404


def test_nobody_is_led_to_what_nobody_may_see(client):
    Redirect.objects.create(old_path="old/", new_path="cities/fuzhou/")
    City.objects.filter(slug="fuzhou").update(status="draft")
    assert client.get("/en/old/").status_code == 404
    City.objects.filter(slug="fuzhou").update(status="published")

    assert client.get("/en/old/").status_code == 301


@pytest.mark.parametrize("accepted", ["gzip;q=0", "br;q=1.0, gzip;q=0"])
def test_a_coding_that_a_client_forbids_is_not_sent(client, accepted):
    sheet = re.search(r'href="(/static/css/[^"]+)"', client.get("/en/").content.decode())[1]

    for address in ("/en/", sheet):
        response = client.get(address, headers={"accept-encoding": accepted})
        assert response.headers.get("Content-Encoding", "") in ("", "br")
