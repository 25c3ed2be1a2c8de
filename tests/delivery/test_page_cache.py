"""What is kept of pages, for whom, and how it is sent."""

import gzip

import brotli
import pytest
from django.contrib.messages import info
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test.utils import CaptureQueriesContext
from django.urls import path

from c40china import urls
from cities.models import City
from core.csp import get_nonce
from delivery import page_cache
from delivery.representation import preferred
from tests.delivery.page_reader import ADDRESSES, PageReader, page_cache_of

pytestmark = pytest.mark.django_db
PAGE = "/en/cities/fuzhou/"


@pytest.fixture
def kept():
    """The page cache of this process, empty."""
    with page_cache_of(2**22) as cache:
        yield cache


@pytest.fixture
def reader(kept):
    return PageReader()


def environ(address, **headers):
    """Return what a server knows of a request before Django does."""
    asked, _mark, query = address.partition("?")
    request = {"REQUEST_METHOD": "GET", "PATH_INFO": asked, "QUERY_STRING": query}
    return request | {"HTTP_HOST": "testserver", "wsgi.url_scheme": "http"} | headers


# --- What is kept --------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_second_reader_costs_one_query_and_gets_the_same(reader, address):
    first = reader.get(address)

    with CaptureQueriesContext(connection) as queries:
        again = reader.get(address)
        found = page_cache.find(environ(address))

    assert len(queries) == 2
    assert first.status_code == again.status_code == found.status == 200
    assert first.content == again.content == found.body
    assert (
        dict(found.headers)
        == dict(again.headers)
        == {
            **first.headers,
            "Cache-Status": "c40china; hit",
        }
    )


def test_a_page_is_kept_under_the_version_that_was_read_before_its_first_query(reader):
    # Parts of the page may be kept since an earlier test.
    City.objects.update(latitude=30)
    changed = []

    def meanwhile(execute, sql, params, many, context):
        if "core_contentversion" not in sql and not changed:
            changed.append(sql)
            City.objects.filter(slug="fuzhou").update(population=1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        reader.get(PAGE)

    assert changed
    assert page_cache.find(environ(PAGE)) is None


@pytest.mark.parametrize(
    "address", ["/", "/en/nothing/", "/zh/", "/admin/login/", "/en/news/?page=99", "/robots.txt/"]
)
def test_an_answer_that_is_no_page_is_not_kept(reader, kept, address):
    reader.get(address)

    assert len(kept.pages) == len(kept.queries) == 0


def answer(**does):
    """Return a view whose answer has something that is not for everyone."""

    def view(request):
        response = HttpResponse("For one " * 100)
        does["act"](request, response)
        return response

    return view


NOT_FOR_ALL = {
    "form token": lambda request, response: get_token(request),
    "message": lambda request, response: info(request, "Saved."),
    "nonce": lambda request, response: str(get_nonce(request)),
    "cookie": lambda request, response: response.set_cookie("known", "yes"),
    "session": lambda request, response: request.session.update({"known": 1}),
    "vary": lambda request, response: response.__setitem__("Vary", "Cookie"),
    "private": lambda request, response: response.__setitem__("Cache-Control", "private"),
    "fault": lambda request, response: setattr(response, "status_code", 503),
}
urlpatterns = [
    *(path(f"en/{name}/", answer(act=act)) for name, act in NOT_FOR_ALL.items()),
    *urls.urlpatterns,
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", NOT_FOR_ALL)
def test_what_is_not_for_everyone_is_not_kept(reader, kept, name):
    assert reader.get(f"/en/{name}/").content
    assert len(kept.pages) == 0


@pytest.mark.urls(__name__)
def test_an_answer_with_a_form_token_is_not_compressed(reader):
    with_token = reader.get("/en/form token/", HTTP_ACCEPT_ENCODING="br, gzip")
    without = reader.get("/en/fault/", HTTP_ACCEPT_ENCODING="br, gzip")

    assert "Content-Encoding" not in with_token.headers
    assert without["Content-Encoding"] == "br"


def test_staff_neither_use_nor_fill_what_is_kept(reader, kept, admin_client):
    admin_client.get(PAGE, HTTP_HOST="testserver")
    assert len(kept.pages) == 0

    reader.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(PAGE, HTTP_HOST="testserver")
    assert len(queries) > 2


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": "testserver:1234"},
        {"HTTP_HOST": "TESTSERVER"},
        {"HTTP_COOKIE": "session=x"},
        {"HTTP_AUTHORIZATION": "Basic eDp4"},
        {"wsgi.url_scheme": "https"},
        {"REQUEST_METHOD": "POST"},
        {"SCRIPT_NAME": "/below"},
    ],
)
def test_a_request_that_may_be_answered_otherwise_is_left_to_django(reader, headers):
    reader.get(PAGE)

    assert page_cache.find(environ(PAGE))
    assert page_cache.find(environ(PAGE, **headers)) is None


@pytest.mark.parametrize(
    "query",
    [
        "x=1",
        "utm_source=mail",
        "q=a",
        "kind=news&kind=event",
        "PAGE=1",
        "page=1&x",
        f"kind={'x' * 300}",
    ],
)
def test_parameters_that_the_page_does_not_read_leave_the_store_as_it_is(reader, kept, query):
    assert reader.get(f"/en/news/?{query}").status_code == 200
    assert reader.get(f"{PAGE}?{query}").status_code == 200

    assert len(kept.pages) == len(kept.queries) == 0


def test_a_picture_is_kept_once_whatever_its_address_calls_it(reader, kept):
    for name in "abc":
        reader.get(f"{PAGE}share-600x600.png?v={name}")

    assert len(kept.pages) == 1


def test_the_stores_are_bounded_and_what_was_asked_for_longest_ago_goes(reader):
    slugs = [city.slug for city in City.objects.all()]
    with page_cache_of(200_000) as cache:
        for slug in slugs:
            reader.get(f"/en/cities/{slug}/", HTTP_ACCEPT_ENCODING="br")
            reader.get(f"/en/search/suggestions/?q={slug}")

        assert 100_000 < cache.pages.currsize <= 200_000
        assert 10_000 < cache.queries.currsize <= 20_000
        assert page_cache.find(environ(f"/en/cities/{slugs[-1]}/"))
        assert page_cache.find(environ(f"/en/cities/{slugs[0]}/")) is None


def test_a_store_of_no_size_keeps_nothing(reader):
    with page_cache_of(0):
        assert reader.get(PAGE).content == reader.get(PAGE).content
        assert page_cache.find(environ(PAGE)) is None


# --- How it is sent ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("identity", ""),
        ("gzip;q=much", ""),
        ("x-gzip, brr", ""),
    ],
)
def test_the_best_coding_that_a_client_takes_is_chosen(accepted, coding):
    assert preferred(accepted) == coding


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_ACCEPT_ENCODING": "gzip"}]
)
def test_a_kept_page_is_sent_compressed_validated_and_without_body_to_head(reader, headers):
    plain = reader.get(PAGE)
    compressed = page_cache.find(environ(PAGE, **headers))
    sent = dict(compressed.headers)
    open_body = {"br": brotli.decompress, "gzip": gzip.decompress}
    decode = open_body.get(sent.get("Content-Encoding"), bytes)

    assert decode(compressed.body) == plain.content
    assert sent["ETag"].removeprefix("W/") == plain["ETag"]
    assert sent["Vary"] == "Accept-Encoding"
    assert int(sent["Content-Length"]) == len(compressed.body)

    head = page_cache.find(environ(PAGE, REQUEST_METHOD="HEAD", **headers))
    assert (head.headers, head.body) == (compressed.headers, b"")
    for tag in (sent["ETag"], f'"x", W/{plain["ETag"]}', "*"):
        again = page_cache.find(environ(PAGE, HTTP_IF_NONE_MATCH=tag, **headers))
        assert (again.status, again.body) == (304, b"")
        assert {"ETag", "Vary", "Cache-Control"} <= dict(again.headers).keys()
        assert not {"Content-Encoding", "Content-Length"} & dict(again.headers).keys()
    assert page_cache.find(environ(PAGE, HTTP_IF_NONE_MATCH='"x"')).status == 200


def test_a_page_that_is_as_it_was_is_not_compressed_again(reader, kept):
    reader.get(PAGE, HTTP_ACCEPT_ENCODING="br")
    City.objects.filter(slug="wuhan").update(population=2)
    reader.get(PAGE)

    [page] = kept.pages.values()
    assert set(page.representation.bodies) == {"", "br"}


@pytest.mark.parametrize("address", [*ADDRESSES, "/en/nothing/", "/en/?x=1"])
def test_everyone_asks_again_before_using_a_copy(reader, address):
    assert [reader.get(address)["Cache-Control"] for _twice in range(2)] == ["no-cache"] * 2


def test_a_cdn_may_keep_what_is_the_same_for_everyone(reader, settings):
    settings.CDN_SECONDS = 60

    allowed = reader.get(PAGE)["Cache-Control"]
    assert reader.get("/en/nothing/")["Cache-Control"] == "no-cache"

    assert set(allowed.split(", ")) == {
        *("public", "max-age=0", "s-maxage=60"),
        *("stale-while-revalidate=60", "stale-if-error=60"),
    }
