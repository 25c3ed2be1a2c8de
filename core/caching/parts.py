"""Parts of public pages, kept in this process while the content is what it was.

A part is kept only within a request that shows what every reader sees, under the content version
that was read before the request's first query; in any other it is made and thrown away.
"""

import sys
from collections.abc import Callable, Hashable
from functools import partial
from operator import getitem
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.caching import version

T = TypeVar("T")

MAX_BYTES = 8 * 1024 * 1024
# A list or a row is counted as so many bytes; a text by its length.
OBJECT_BYTES = 4096

_MISSING = object()
_lock = Lock()


def _size(value: Any) -> int:
    if isinstance(value, tuple):
        return sum(map(_size, value))
    return sys.getsizeof(value) if isinstance(value, str | bytes) else OBJECT_BYTES


_parts: LRUCache[Hashable, tuple[Any, Any]] = LRUCache(MAX_BYTES, getsizeof=_size)


def kept(key: Hashable, make: Callable[[], T], apps: str = "") -> T:
    """Return the part with this key in the active language, made now if it is not kept.

    ``apps`` names, with spaces between, the apps whose content the part shows; else it is made anew
    after any change.
    """
    state = version.of_request()
    if state is None:
        return make()
    current = state.of(apps.split())
    full = (get_language(), key)
    with _lock:
        found, value = _parts.get(full, (None, _MISSING))
    if found == current and value is not _MISSING:
        return value  # type: ignore[return-value]
    made = make()
    if _size((current, made)) <= MAX_BYTES:
        with _lock:
            _parts[full] = (current, made)
    return made


def lazily(
    key: Hashable, queryset: Callable[[], QuerySet], read: Callable[[list[Any]], dict[Any, Any]]
) -> list[tuple[Any, Any]]:
    """Return the keys of a queryset, kept as a part, each with an object that is read when needed.

    ``read`` returns objects by their keys; it is called when the first is looked at.
    """
    keys = kept(key, lambda: list(queryset().values_list("pk", flat=True)))
    found = SimpleLazyObject(lambda: read(keys))
    return [(each, SimpleLazyObject(partial(getitem, found, each))) for each in keys]


def kept_response(key: Hashable, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Return a new response with the content and the headers that are kept."""

    def make() -> tuple[bytes, tuple[tuple[str, str], ...]]:
        response = respond()
        return response.content, tuple(response.items())

    content, headers = kept(key, make)
    return HttpResponse(content, headers=dict(headers))
