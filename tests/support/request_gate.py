"""Requests to the server of the browser tests: one at a time, and none once its test is over.

The server shares the connection of the test, and a page may send something just as it is closed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse

_busy = threading.RLock()
_is_open = True


@contextmanager
def opened() -> Iterator[None]:
    """Let requests in; when it ends, wait for the one that is being answered."""
    global _is_open
    _is_open = True
    try:
        yield
    finally:
        with _busy:
            _is_open = False


def middleware(get_response: Any) -> Any:
    """Answer 503 while the gate is closed."""

    def answer(request: Any) -> Any:
        # The test's own client asks in the thread of the test: no browser stands behind it.
        if threading.current_thread() is threading.main_thread():
            return get_response(request)
        with _busy:
            return get_response(request) if _is_open else HttpResponse(status=503)

    return answer
