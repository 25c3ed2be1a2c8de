"""Bodies of requests, read without a thread that waits for a slow sender."""

import asyncio
import errno
import io
import os
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from math import inf
from tempfile import TemporaryFile
from typing import IO, Any

from c40china.server import limits

# Bytes. Larger ones go to the disk.
IN_MEMORY = 64 * 1024
# All that are being received together, in this process.
MOST = 512 * 1024 * 1024
# A sender may be silent for so many seconds, and may not on the whole be slower than so many bytes
# a second after these.
PATIENCE = 20
SLOWEST = 4 * 1024


class BodyError(Exception):
    """The body will not be read. ``status`` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Bodies:
    """The bodies that are being received."""

    def __init__(self) -> None:
        self.size = 0  # bytes
        # One thread, and with it one connection to the database, asks who sends a large one.
        self.asking = ThreadPoolExecutor(1)

    def is_none(self, environ: dict[str, Any]) -> bool:
        """Whether a request has no body."""
        length = environ.get("CONTENT_LENGTH") or "0"
        return length == "0" and "HTTP_TRANSFER_ENCODING" not in environ

    async def receive(self, protocol: Any, environ: dict[str, Any]) -> IO[bytes]:
        """Return the body as a file. Raises BodyError."""
        length = length_of(environ)
        if length > limits.ANYONE:
            loop = asyncio.get_running_loop()
            if length > await loop.run_in_executor(self.asking, limits.most, environ):
                raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = Body()
        received, chunks, now = 0, aiter(protocol), asyncio.get_running_loop().time
        began = now()
        try:
            while received < length:
                latest = min(now(), began + received / SLOWEST) + PATIENCE
                async with asyncio.timeout_at(latest):
                    chunk = await anext(chunks)
                if not chunk:
                    raise BodyError(HTTPStatus.BAD_REQUEST)  # the sender has gone
                received += len(chunk)
                self.size += len(chunk)
                if self.size > MOST:
                    raise BodyError(HTTPStatus.SERVICE_UNAVAILABLE)
                body.write(chunk)
        except TimeoutError:
            raise BodyError(HTTPStatus.REQUEST_TIMEOUT) from None
        finally:
            self.size -= received
        body.file.seek(0)
        return body.file


class Body:
    """A body as it comes: in memory, on the disk if it is larger, in memory if the disk is full."""

    def __init__(self) -> None:
        self.file: IO[bytes] = io.BytesIO()
        self.limit: float = IN_MEMORY

    def write(self, chunk: bytes) -> None:
        """Add a chunk."""
        whole = self.file.tell()
        try:
            if whole + len(chunk) > self.limit:
                self.move(TemporaryFile(buffering=0), whole)  # noqa: SIM115 - it is closed with the request
            write_whole(self.file, chunk)
        except OSError:
            self.move(io.BytesIO(), whole)
            self.file.write(chunk)

    def move(self, other: IO[bytes], size: int) -> None:
        """Go on in another file; where that fails, in this one."""
        self.file.seek(0)
        content = self.file.read(size)
        self.limit = inf
        write_whole(other, content)
        self.file = other


def write_whole(file: IO[bytes], content: bytes) -> None:
    """Write to a file; raise OSError if it takes only a part, as the last free part of a disk."""
    if file.write(content) < len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def length_of(environ: dict[str, Any]) -> int:
    """Return the length of the body of a request. Raises BodyError if it must not be read."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        # Nobody could say whether it is whole, and every browser says the length.
        raise BodyError(HTTPStatus.LENGTH_REQUIRED)
    length = environ["CONTENT_LENGTH"]
    if not length.isdecimal():
        raise BodyError(HTTPStatus.BAD_REQUEST)
    return int(length)
