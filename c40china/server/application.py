"""From Granian's requests to Django and back."""

import asyncio
import io
import logging
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _

from c40china.server.bodies import Bodies, BodyError
from c40china.server.environ import environ_of
from c40china.server.patience import SAFE_METHODS, SINCE
from c40china.server.responses import FileBody, Headers, send
from c40china.server.threads import KINDS, Threads
from core.costly import OtherThread
from core.middleware import desk

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
# Status, headers and body of an answer.
Answer = tuple[int, Headers, bytes]

RETRY_AFTER = 5  # seconds


class Request(NamedTuple):
    """A request that waits for a thread; ``protocol`` is where Granian expects the answer."""

    protocol: Any
    environ: Environ


class Application:
    """Answers requests: from what is kept, else by Django in one of the threads.

    ``find`` returns a kept answer to an environ, or None; it must not take long.
    """

    def __init__(
        self,
        django: WSGIHandler,
        loop: asyncio.AbstractEventLoop,
        find: Callable[[Environ], Answer | None] = lambda environ: None,
    ) -> None:
        self.django, self.loop, self.find = django, loop, find
        self.bodies = Bodies()
        self.desk = desk()
        self.threads = {name: Threads(name, self.answer, self.refuse) for name in KINDS}

    def schedule(self, watcher: Any) -> None:
        """Take a request from Granian, in a thread that must neither wait nor raise anything."""
        protocol = watcher.proto
        try:
            environ = environ_of(watcher.scope)
            if kept := self.kept(environ):
                protocol.response_bytes(*kept)
            elif self.bodies.is_none(environ):
                environ["wsgi.input"] = io.BytesIO()
                self.put(Request(protocol, environ))
            else:
                asyncio.run_coroutine_threadsafe(self.receive(protocol, environ), self.loop)
        except BaseException:
            logger.exception("A request could not be taken.")
            protocol.response_empty(500, [])

    def kept(self, environ: Environ) -> Answer | None:
        """Return the kept answer to a request, if there is one."""
        try:
            return self.find(environ)
        except Exception:
            # Such as a connection that the database has closed: the next request opens another.
            logger.exception("What is kept could not be looked up.")
            connections.close_all()
            return None

    async def receive(self, protocol: Any, environ: Environ) -> None:
        """Read the body of a request, and have it answered."""
        try:
            environ["wsgi.input"] = await self.bodies.receive(protocol, environ)
            self.put(Request(protocol, environ))
        except BodyError as fault:
            self.refuse(Request(protocol, environ), fault.status)
        except Exception:
            logger.exception("A body could not be received.")
            protocol.response_empty(500, [])

    def put(self, request: Request) -> None:
        """Have a request answered by a thread for pages, for the desk, or for what changes it."""
        environ = request.environ
        environ[SINCE] = time.monotonic()
        kind = "desk" if environ["PATH_INFO"].startswith(self.desk) else "page"
        self.threads[kind if environ["REQUEST_METHOD"] in SAFE_METHODS else "save"].put(request)

    def answer(self, request: Request) -> None:
        """Let Django answer, or a thread for the costly work that it has met."""
        protocol, environ = request
        started: dict[str, Any] = {}

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> Any:
            started.update(status=int(status[:3]), headers=headers)

        body: Iterable[bytes] = ()
        try:
            # A copy, since Django takes some of it out.
            body = self.django({**environ, "wsgi.file_wrapper": FileBody}, start_response)
            send(protocol, environ["REQUEST_METHOD"], body=body, **started)
        except OtherThread as other:
            environ["wsgi.input"].seek(0)
            self.threads[other.kind].put(request)
        except BaseException:
            logger.exception("Django could not answer.")
            protocol.response_empty(500, [])
        finally:
            getattr(body, "close", lambda: None)()

    def refuse(self, request: Request, status: HTTPStatus = HTTPStatus.SERVICE_UNAVAILABLE) -> None:
        """Say in a sentence why there is no answer, in the reader's language."""
        protocol, environ = request
        asked = WSGIRequest({**environ, "wsgi.input": io.BytesIO()})
        with translation.override(translation.get_language_from_request(asked, check_path=True)):
            words = {
                HTTPStatus.SERVICE_UNAVAILABLE: _(
                    "The site is busy. Please try again in a moment."
                ),
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("This is larger than the site accepts."),
                HTTPStatus.REQUEST_TIMEOUT: _("This took too long to arrive. Please try again."),
            }.get(status, status.phrase)
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", str(RETRY_AFTER)))
        protocol.response_bytes(int(status), headers, f"{words}\n".encode())
