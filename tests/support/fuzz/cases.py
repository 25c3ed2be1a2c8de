"""Requests that nobody would send, to every address that the URL map knows."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver
from hypothesis import strategies as st
from reversion.models import Version

from tests.support.desk_client import ROLES

# Who asks: nobody, somebody of each role, and somebody who may do everything.
PEOPLE = ("", *ROLES, "chief")
STRANGE = [
    *("", " ", "0", "-1", "1e9", "NaN", "1.5", "9" * 20, "9" * 5000, "-" + "9" * 20, "x" * 10_000),
    *(
        "٣",
        "２",
        "²",
        "None",
        "null",
        "true",
        "on",
        "[]",
        "{}",
        "../../etc/passwd",
        "//example.org/",
    ),
    *(
        "\x00",
        "a\x00b",
        "\x1b[0m",
        "\r\nX: y",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\U000e0041",
        "e\u0301",
    ),
    *(
        "\ud800",
        "🙂",
        "👩‍👩‍👧",
        "中国",
        "中" * 3000,
        "<script>alert(1)</script>",
        "'; --",
        "%",
        "_",
        "\\",
    ),
    *(
        "{{ 7|add:7 }}",
        "{% load %}",
        "%(x)s",
        "{0.__class__}",
        "=1+1",
        "<p>" * 500,
        "&#2;",
        "<a href=",
    ),
    *("2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "24:00", "1900-01-01T00:00Z"),
    *("https://[", "http://example.org:99999/", "javascript:alert(1)", "mailto:", "http://xn--a"),
    *("a@b", "(", "*", '"', '"福州', "a OR b AND -c", "#", "?", "&", ";", "1,2,3", "id", "pk"),
]
PARAMETERS = [
    *(
        "q",
        "page",
        "p",
        "o",
        "all",
        "e",
        "v",
        "kind",
        "year",
        "city",
        "programme",
        "next",
        "autosave",
    ),
    *("_popup", "_to_field", "_changelist_filters", "source", "status", "status__exact", "id__in"),
    *("title_en__icontains", "date__year", "cities__id__exact", "app_label", "model_name", "term"),
    *(
        "field_name",
        "old",
        "new",
        "from",
        "to",
        "person",
        "action",
        "_save",
        "language",
        "key",
        "x",
    ),
]
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["zh-CN,zh;q=0.9", "x" * 900, "en;q=9,*", "\xff", "-", ",;q="],
    "HTTP_ACCEPT_ENCODING": ["zstd, br", "gzip;q=x", "*;q=0", "identity;q=0"],
    "HTTP_RANGE": [
        "bytes=0-1",
        "bytes=-1",
        "bytes=9-1",
        "bytes=0-0,2-3",
        "lines=1",
        "bytes=" + "9" * 40,
    ],
    "HTTP_IF_RANGE": ["x", '"x"', "Mon, 99 Jan 2026"],
    "HTTP_IF_NONE_MATCH": ["*", '"x"', 'W/"', "\xe9"],
    "HTTP_IF_MODIFIED_SINCE": [
        "x",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Mon, 01 Jan 99999 00:00:00 GMT",
    ],
    "HTTP_REFERER": ["https://[", "\xff\xfe", "/", "http://testserver/en/"],
    "HTTP_X_FORWARDED_FOR": ["x", "1.1.1.1, ::1", ","],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_X_REQUEST_ID": ["x", "0" * 32, "\xff"],
    "HTTP_HOST": ["localhost", "example.org", "[::1", "a b", "localhost:x"],
    "HTTP_COOKIE": ["language=x", "messages=x", "session=x", "=;;", "a" * 4000, "\xff=\xfe"],
    "CONTENT_TYPE": [
        *(
            "application/json",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=",
        ),
        *("application/x-www-form-urlencoded; charset=utf-16", "x/y; charset=unknown", "/", "\xff"),
    ],
    # The server refuses one that is no number.
    "CONTENT_LENGTH": ["0", "1"],
}
FILES = {
    "x.xlsx": b"PK\x03\x04" + b"\x00" * 40,
    "x.xlf": b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
    "y.xlf": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "x.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 400,
    "x.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "x" * 300 + ".png": b"\x89PNG\r\n\x1a\n",
    "../\x00名.csv": b"\xff\xfe\x00",
    "": b"",
}


class Route(NamedTuple):
    """An address of the URL map: its text, in which ``{}`` stands for each of its parameters."""

    path: str
    names: tuple[str, ...]


class Case(NamedTuple):
    """A request; its changes of a form are by position: the form is read when it is sent."""

    who: str
    method: str
    path: str
    query: str
    changes: list[tuple[int, str]]
    button: int
    more: list[tuple[str, str]]
    body: bytes
    file: str
    headers: dict[str, str]


def routes(resolver: Any = None, start: str = "/") -> Iterator[Route]:
    """Yield every address of the URL map, in each language."""
    for each in (resolver or get_resolver()).url_patterns:
        path = start + re.sub(r"(?<!\\)[$^]|\\[zZ]", "", str(each.pattern)).replace("\\", "")
        if isinstance(each, URLPattern):
            parameter = r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)"
            names = (one or other for one, other in re.findall(parameter, path))
            yield Route(re.sub(parameter, "{}", path), tuple(names))
        else:
            yield from routes(each, path)
    if resolver is None and start == "/":
        yield from (Route(f"/{code}/{{}}", ("url",)) for code, _name in settings.LANGUAGES)


def known_values() -> dict[str, list[str]]:
    """Return for the parameters of addresses what leads somewhere."""
    slugs = [
        str(value)
        for model in apps.get_models()
        if any(field.name == "slug" for field in model._meta.fields)
        for value in model._default_manager.values_list("slug", flat=True)
    ]
    return {
        "object_id": [*"123", str(Version.objects.latest("pk").object_id)],
        "version_id": [str(pk) for pk in Version.objects.values_list("pk", flat=True)],
        "content_type_id": [str(pk) for pk in ContentType.objects.values_list("pk", flat=True)],
        "slug": slugs,
        "url": [*slugs, "cities/fuzhou", "news/2021/", "wp-login.php"],
        "path": ["library/x.jpg", "..", "%2e%2e/db.sqlite3"],
        "pk": ["1"],
        "year": ["2021", "2026"],
        "kind": ["csv", "json", "xlsx"],
        "language": [code for code, _name in settings.LANGUAGES],
        "page": ["", "cities/", "cities/fuzhou/", "news/", "programmes/cap/"],
        "shape": ["600x600", "1200x630"],
        "section": ["news", "cities", "pages"],
        "uidb36": ["1"],
    }


def escaped(text: str) -> str:
    """Return a text as it may stand in an address, with every byte that is not plain escaped."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def cases() -> st.SearchStrategy[Case]:
    """Return a strategy of requests: most to addresses that exist, by whoever may see them."""
    values = known_values()
    text = st.sampled_from(STRANGE) | st.text(max_size=40) | st.integers().map(str)
    raw = st.binary(max_size=20).map(lambda found: "".join(f"%{each:02x}" for each in found))

    def filled(route: Route) -> st.SearchStrategy[str]:
        known = (st.sampled_from(values.get(name, ["1"])) for name in route.names)
        odd = text.filter(lambda value: len(value) < 6000).map(escaped) | raw
        parts = (good | good | good | odd for good in known)
        return st.tuples(*parts).map(lambda found: route.path.format(*found))

    found = sorted(set(routes()))
    # Each kind of content has the same pages at the desk: there are many more of these.
    desk = [each for each in found if each.path.startswith("/admin/")]
    public = [each for each in found if each not in desk]
    path = (st.sampled_from(desk) | st.sampled_from(desk) | st.sampled_from(public)).flatmap(filled)
    pairs = st.tuples(st.sampled_from(PARAMETERS) | text, text)
    query = st.lists(pairs.map(lambda pair: "=".join(map(escaped, pair))) | raw, max_size=3)
    headers = st.fixed_dictionaries(
        {}, optional={k: st.sampled_from(v) for k, v in HEADERS.items()}
    )
    return st.builds(
        Case,
        who=st.sampled_from(["chief", *PEOPLE]),
        method=st.sampled_from(
            [*["GET"] * 5, *["POST"] * 6, "HEAD", "PUT", "DELETE", "OPTIONS", "X"]
        ),
        path=path,
        query=query.map("&".join),
        changes=st.lists(st.tuples(st.integers(0, 999), text), max_size=4),
        button=st.integers(0, 99),
        more=st.lists(pairs, max_size=2),
        body=st.just(b"") | st.just(b"") | st.just(b"") | st.binary(min_size=1, max_size=200),
        file=st.sampled_from(["", *FILES]),
        headers=st.just({}) | headers,
    )
