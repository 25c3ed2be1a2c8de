"""Answers to readers, kept in this process while the state of the content is the same.

``find`` may be asked in front of Django, by the server itself.
"""

from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from django.conf import settings
from django.db import DatabaseError, connection

from core.caching import version
from core.caching.version import ContentState
from core.i18n import LANGUAGE_INFO
from core.middleware import first_segment
from delivery.representation import Representation, Sent

MEGABYTE = 1024 * 1024
# Says where the answer comes from (RFC 9211).
FROM_CACHE = ("Cache-Status", "c40china; hit")
# What no reader types; a longer one is answered and not kept.
LONGEST_QUERY = 300  # characters
# With one of these cookies an answer may be for one person alone.
PERSONAL_COOKIES = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")


class Address(NamedTuple):
    """All of a request that its answer depends on."""

    scheme: str
    host: str
    path: str
    query: str


def is_public(environ: dict[str, Any]) -> bool:
    """Whether a request is that of a reader: no session, and an address that readers have."""
    path = environ["PATH_INFO"]
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not any(name in cookies for name in PERSONAL_COOKIES)
        and "HTTP_AUTHORIZATION" not in environ
        # Files beside the languages, such as sitemap.xml. The root negotiates.
        and (first_segment(path) in LANGUAGE_INFO or path.count("/") == 1 != len(path))
    )


def address_of(environ: dict[str, Any]) -> Address | None:
    """Return the address under which an answer may be kept, None if it must not be.

    Only hosts and parameters that the site knows have one: nobody fills the memory with others.
    """
    host = environ.get("HTTP_HOST", "")
    name = host.removesuffix(f":{environ.get('SERVER_PORT')}")
    if not is_public(environ) or name not in settings.ALLOWED_HOSTS or environ.get("SCRIPT_NAME"):
        return None
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if query:
        names = [each.partition("=")[0] for each in query.split("&")]
        if path.endswith(".png") and names == ["v"]:
            # It changes with the picture and chooses nothing.
            query = ""
        elif not is_known(path, names) or len(query) > LONGEST_QUERY:
            return None
    return Address(scheme_of(environ), host, path, query)


def is_known(path: str, names: list[str]) -> bool:
    """Whether the page at a path reads these parameters, each given once."""
    first, _, page = path.removeprefix("/").partition("/")
    known = settings.PAGE_PARAMETERS.get(page or first, set())
    return len(set(names)) == len(names) and set(names) <= known


def scheme_of(environ: dict[str, Any]) -> str:
    """Return the scheme as ``HttpRequest.scheme`` does."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            said = environ[header].partition(",")[0].strip()
            return "https" if said == secure else "http"
    return environ["wsgi.url_scheme"]


class Kept(NamedTuple):
    """An answer, and the state of the content that it was made of."""

    state: ContentState
    representation: Representation


class PageCache:
    """Two bounded stores; what was asked for longest ago goes first.

    One is for addresses without a query string. The other, for searches, filters and later pages
    of lists, has a tenth of its size: there is any number of those.
    """

    def __init__(self, size: int) -> None:
        self.lock = Lock()
        self.pages = self._store(size)
        self.queries = self._store(size // 10)

    @staticmethod
    def _store(size: int) -> LRUCache[Address, Kept]:
        return LRUCache(size, getsizeof=lambda kept: kept.representation.size)

    def answer(
        self, address: Address, state: ContentState | None, environ: dict[str, Any]
    ) -> Sent | None:
        """Return the answer that is kept for this state, None if there is none."""
        store = self.queries if address.query else self.pages
        with self.lock:
            kept = store.get(address)
        if kept is None or kept.state != state:
            return None
        representation = kept.representation
        known = len(representation.bodies)
        sent = representation.answer(environ)
        if len(representation.bodies) > known:
            # A coding more: it takes more of the store.
            self.keep(address, kept)
        return sent._replace(headers=[*sent.headers, FROM_CACHE])

    def keep(self, address: Address, kept: Kept) -> None:
        """Keep an answer, unless it is larger than all that may be kept."""
        store = self.queries if address.query else self.pages
        with self.lock:
            before = store.get(address)
            if before and before.representation.tag == kept.representation.tag:
                # The content changed elsewhere: the same body need not be compressed again.
                kept.representation.bodies |= before.representation.bodies
            if kept.representation.size <= store.maxsize:
                store[address] = kept


cache = PageCache(settings.PAGE_CACHE * MEGABYTE)


def find(environ: dict[str, Any]) -> Sent | None:
    """Return the kept answer to a request by one query, None if the request is Django's.

    ``environ`` is that of WSGI; the answer is status, headers and body.
    """
    address = address_of(environ)
    if address is None:
        return None
    with cache.lock:
        if address not in cache.pages and address not in cache.queries:
            return None
    try:
        state = version.unchanged()
    except DatabaseError:
        # The next request opens a new one. A database that is gone changes nothing.
        connection.close()
        state = version.last_seen()
    return cache.answer(address, state, environ)
