"""Answers of Django, handed to Granian whole: no thread waits until a slow reader has them."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from core.ranges import FilePart

Headers = list[tuple[str, str]]

# A smaller file is read at once, which costs less than to open it a second time.
SMALL = 64 * 1024  # bytes


class FileBody:
    """A file that Django answers with, as ``wsgi.file_wrapper``."""

    def __init__(self, file: Any, block_size: int = 8192) -> None:
        self.file, self.block_size = file, block_size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()

    def place(self) -> tuple[str, int, int] | None:
        """Return path, first byte and end of what is to be sent, if it lies in a large file."""
        path = getattr(self.file, "name", None)
        if not isinstance(path, str) or not os.path.isfile(path):
            return None
        if isinstance(self.file, FilePart):
            start, end = self.file.start, self.file.end
        else:
            start, end = 0, os.path.getsize(path)
        return (path, start, end) if end - start > SMALL else None


def send(
    protocol: Any, method: str, *, status: int, headers: Headers, body: Iterable[bytes]
) -> None:
    """Send an answer. Granian reads large files; anything else must fit into memory."""
    if method == "HEAD":
        protocol.response_empty(status, headers)
    elif isinstance(body, FileBody) and (place := body.place()):
        protocol.response_file_range(status, headers, *place)
    else:
        protocol.response_bytes(status, headers, b"".join(body))
