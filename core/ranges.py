"""A part of a file, for a reader who has the rest or wants to see the end first (RFC 9110, 14)."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

# One range: several in one answer are not worth their code, and a server may leave them aside.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class FilePart:
    """The bytes of an open file from ``start`` up to, not including, ``end``."""

    def __init__(self, file: Any, start: int, end: int) -> None:
        self.file, self.name, self.start, self.end = file, file.name, start, end
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        left = self.end - self.file.tell()
        return self.file.read(left if size < 0 else min(size, left))


class RangeMiddleware:
    """Answers ``Range`` with 206 or 416 where the response is a file.

    It stands outside of what answers with a file or with 304, and hides the header from WhiteNoise,
    which would not look at ``If-Range``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.META.pop("HTTP_RANGE", "")
        response = self.get_response(request)
        if isinstance(response, FileResponse) and response.status_code == 200:
            length = response.headers.get("Content-Length", "")
            if response.file_to_stream is not None and length.isdigit():
                response.headers["Accept-Ranges"] = "bytes"
                if request.method == "GET" and is_current(request, response):
                    cut(response, wanted, int(length))
        return response


def is_current(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the parts that the reader has, if ``If-Range`` names them, are of this very file."""
    known = request.META.get("HTTP_IF_RANGE")
    headers = response.headers
    return known is None or known in (headers.get("ETag"), headers.get("Last-Modified"))


def cut(response: FileResponse, wanted: str, size: int) -> None:
    """Leave of the response what is wanted: ``bytes=5-9``, from 5 on: ``5-``, the last 5: ``-5``.

    What is not one range is left aside.
    """
    match = _RANGE.fullmatch(wanted)
    first, last = match.groups() if match else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        response.streaming_content = ()
        response.status_code = 416
        response.headers["Content-Range"] = f"bytes */{size}"
        response.headers["Content-Length"] = "0"
        response.headers["Cache-Control"] = "no-store"
        return
    part = FilePart(response.file_to_stream, start, end)
    # An iterator, of which Django makes no headers of its own; then the file, for the server.
    response.streaming_content = iter(partial(part.read, response.block_size), b"")
    response.file_to_stream = part  # type: ignore[assignment]
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.headers["Content-Length"] = str(end - start)
