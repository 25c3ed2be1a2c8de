"""Every address that a reader can ask for, and what is answered there."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.etree
import lxml.html
from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone, translation

from tests.delivery.page_reader import PageReader
from tests.support import pdf
from tests.support.public_pages import ARTICLE

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SITE = "http://testserver"
# What no link leads to, beside what the routes say by themselves.
STARTS = [
    *("/", "/admin/", "/admin/login/", "/nowhere/"),
    *(
        f"/{code}/{path}"
        for code in LANGUAGES
        for path in (
            *("nowhere/", "cities/cities.json", "news/?year=2026", "cities/?programme=cap"),
            *("search/?q=climate", "search/?q=气候", "search/suggestions/?q=xq"),
            *(f"{ARTICLE[:-1]}.pdf", f"{ARTICLE}share-1200x630.png", f"{ARTICLE}qr.png"),
        )
    ),
]


def routes(resolver=None, start="/"):
    """Yield the routes of all that is not the desk, in the active language."""
    for each in (resolver or get_resolver()).url_patterns:
        route = f"{start}{each.pattern}"
        if hasattr(each, "url_patterns"):
            yield from routes(each, route)
        elif not route.startswith("/admin/"):
            yield route


def addresses(language, slug, date=None, page=""):
    """Return the address of each route in a language, for an item of this slug, date and path."""
    values = {
        "kind": "csv",
        "language": language,
        "page": page,
        "path": f"library/{slug}.jpg",
        "section": "news",
        "shape": "600x600",
        "slug": slug,
        "token": "1:1:1",
        "year": str((date or timezone.localdate()).year),
    }
    with translation.override(language):
        found = [re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values[name[1]], it) for it in routes()]
        for address in found:
            try:
                resolve(address)
            except Resolver404:
                raise AssertionError(f"No answer is known to be that of {address}.") from None
    return found


def answer(reader, address):
    """Return what is said at an address, headers included, and where it leads within the site."""
    response = reader.get(address)
    body = response.getvalue() if response.streaming else response.content
    text = pdf.text(body) if body.startswith(b"%PDF") else body.decode(errors="replace")
    # These are of one request: whose it is, when it was, and where its answer comes from.
    passing = ("Cache-Status", "Expires", "Set-Cookie", "X-Request-ID")
    headers = {name: each for name, each in response.headers.items() if name not in passing}
    text = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)
    return f"{response.status_code} {headers}\n{text}", [*_links(response, body)]


def _links(response, body):
    kind = response.headers.get("Content-Type", "")
    if response.status_code in (301, 302):
        named = [response.headers["Location"]]
    elif "html" in kind:
        page = lxml.html.document_fromstring(body)
        named = page.xpath("//@href | //@src")
    elif "xml" in kind:
        named = lxml.etree.fromstring(body).xpath("//*[local-name()='loc']/text()")
    else:
        named = []
    for each in named:
        address = urldefrag(urljoin(SITE, each)).url
        path = urlsplit(address).path
        is_file = path.startswith(("/static/", "/media/")) or path.endswith((".png", ".pdf"))
        if address == f"{SITE}{path}" and not is_file:
            yield path


def crawled():
    """Return what a reader finds who follows every link, by address."""
    reader, found = PageReader(), {}
    waiting = [*STARTS, *(each for code in LANGUAGES for each in addresses(code, "none"))]
    while waiting:
        address = waiting.pop()
        if address not in found:
            found[address], links = answer(reader, address)
            waiting += links
    return found
