"""No address, query string, header or cookie makes the site fail."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.desk_client import Desk, superuser
from tests.support.items import write_draft
from tests.support.public_pages import PAGES

# What a page reads of its query string; all others repeat it in the links to other languages.
PARAMETERS = [
    *[("news/", name) for name in ("year", "city", "programme", "kind", "page")],
    ("cities/", "programme"),
    *[("search/", name) for name in ("q", "kind", "page")],
    ("search/suggestions/", "q"),
    ("share-600x600.png", "v"),
]
NASTY = [
    *("\x00", "-1", "0", "1e9", "99999999999999999999", "9" * 5000, "x" * 10_000, "٣", "２"),
    *("fuzhou\x00", "fuzhou'; --", "../../etc/passwd", "<script>alert(1)</script>"),
    *("%", "_", "\\", "%ff%fe", b"\xed\xa0\x80", "🙂", "中国", "None", "last"),
]

unhealthy = [HealthCheck.function_scoped_fixture]
quick = settings(max_examples=150, deadline=None, suppress_health_check=unhealthy)


def get(client, path, **extra):
    """Ask as a browser would not: the path goes out as it is, byte by byte."""
    client.raise_request_exception = False
    return client.generic("GET", path, **extra)


@pytest.mark.parametrize("page", [*PAGES, "search/"])
def test_no_query_string_breaks_a_page(client, language, page):
    query = {value: value for value in NASTY} | {"": NASTY}

    assert client.get(f"/{language}/{page}", query).status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize(("page", "name"), PARAMETERS)
def test_no_value_of_what_a_page_reads_breaks_it(client, language, page, name):
    address = f"/{language}/{page}"
    answers = {value: client.get(address, {"q": "climate", name: value}) for value in NASTY}

    assert {answer.status_code for answer in answers.values()} <= {200, 404}, answers


@quick
@given(st.text(max_size=80), st.sampled_from(["/", "/en/", "/zh-hans/", "/zh/", "/en/news/2021/"]))
def test_no_path_breaks_the_site(client, text, start):
    path = start + text.replace("?", "").replace("#", "")

    assert get(client, path).status_code in (200, 301, 302, 404)


@quick
@given(st.binary(max_size=60), st.sampled_from([*PAGES, "search/"]))
def test_no_bytes_in_the_query_string_break_a_page(client, raw, page):
    response = client.generic("GET", f"/en/{page}", QUERY_STRING=raw.decode("latin-1"))

    assert response.status_code in (200, 404)


@quick
@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=200))
def test_no_cookie_or_header_breaks_the_negotiation(client, text):
    value = text.replace("\r", "").replace("\n", "")

    response = get(client, "/", HTTP_COOKIE=value, HTTP_ACCEPT_LANGUAGE=value)

    assert response.status_code == 302
    assert response["Location"] in ("/en/", "/zh-hans/")


@pytest.mark.parametrize("year", ["0", "0000", "99999", "9" * 5000, "２０２１", "-2021", "2021.0"])
def test_an_impossible_year_in_an_address_is_not_found(client, year):
    assert get(client, f"/en/news/{year}/china-special-envoy-c40/").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "99999999999999999999", "9" * 5000])
def test_an_impossible_page_number_is_not_found_and_offers_a_way_on(client, language, page):
    response = client.get(f"/{language}/news/", {"page": page})

    assert response.status_code == 404
    assert f'href="/{language}/news/"' in response.content.decode()


def test_an_unknown_filter_value_is_ignored(client, language):
    unknown = {"year": "1999", "city": "atlantis", "programme": "x", "kind": "rumour"}

    response = client.get(f"/{language}/news/", unknown)

    assert response.status_code == 200
    assert "china-special-envoy-c40" in response.content.decode()


HUGE = "9" * 20
LIST = "/admin/news/article/"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "path",
    [
        *(f"{LIST}?{name}={HUGE}" for name in ("id__in", "image__in", "cities__in", "date__year")),
        *(f"{LIST}export/?{query}" for query in ("x=1", "p=x", f"id__in={HUGE}")),
        *(f"{LIST}exchange/?item={key}" for key in ("--5", HUGE)),
        f"/admin/accounts/user/?groups__in={HUGE}",
        f"{LIST}?title_en__regex=(",
    ],
)
def test_no_address_of_the_desk_breaks_it(admin_client, path):
    assert admin_client.get(path).status_code in (200, 302, 400)


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["news/article", "delivery/redirect", "accounts/user"])
@pytest.mark.parametrize("key", ["x", "-1", HUGE, "9" * 5000, "²"])
def test_no_key_breaks_an_action_of_a_list(admin_client, kind, key):
    data = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}

    assert admin_client.post(f"/admin/{kind}/", data).status_code in (200, 302)


@pytest.mark.both_databases
@pytest.mark.parametrize("keys", [[HUGE], ["x"], ["9" * 5000]], ids=["huge", "x", "endless"])
def test_no_key_breaks_a_choice_of_several(keys):
    desk, draft = Desk(superuser()), write_draft("a-draft")
    data = desk.form(draft) | {"cities": keys, "_save": ""}

    assert desk.send(draft, data).status_code == 200
