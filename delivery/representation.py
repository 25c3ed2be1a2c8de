"""An answer as it is sent: in a coding that the client takes, with its validator."""

import gzip
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import brotli
from django.utils.http import parse_etags, parse_header_parameters

# The codings, the best first, each with what makes it. A page takes either about a millisecond.
CODINGS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
# Bytes; less than that is not worth it.
SMALLEST = 200
OF_THE_BODY = {"content-encoding", "content-language", "content-length", "content-type"}

Headers = list[tuple[str, str]]


class Sent(NamedTuple):
    """What goes to the client."""

    status: int
    headers: Headers
    body: bytes


@lru_cache(256)
def preferred(accepted: str) -> str:
    """Return the coding for a client that sends this ``Accept-Encoding``, "" for none.

    >>> preferred("gzip, br;q=0")
    'gzip'
    """
    qualities = {}
    try:
        for each in accepted.split(","):
            coding, parameters = parse_header_parameters(each)
            qualities[coding] = float(parameters.get("q", 1))
    except ValueError:
        return ""
    others = qualities.get("*", 0)
    best = max(CODINGS, key=lambda coding: qualities.get(coding, others))
    return best if qualities.get(best, others) > 0 else ""


def is_text(content_type: str) -> bool:
    """Whether a body of this type is text: a page, a feed, a sitemap, suggestions."""
    kind = content_type.partition(";")[0].strip()
    return kind.startswith("text/") or kind.endswith(("xml", "json"))


class Representation:
    """A whole body with its headers, compressed once for each coding when first asked for."""

    def __init__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.status = status
        made_here = {"content-encoding", "content-length", "etag"}
        self.headers = [each for each in headers if each[0].lower() not in made_here]
        names = {name.lower(): value for name, value in self.headers}
        self.is_text = is_text(names.get("content-type", ""))
        is_valid = status == 200 and "no-store" not in names.get("cache-control", "")
        self.tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"' if is_valid else ""
        self.bodies = {"": body}

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return 2_000 + sum(map(len, list(self.bodies.values())))

    def encoded(self, coding: str) -> bytes:
        """Return the body in a coding."""
        if coding not in self.bodies:
            self.bodies[coding] = CODINGS[coding](self.bodies[""])
        return self.bodies[coding]

    def answer(self, environ: dict[str, Any]) -> Sent:
        """Return the answer to a request: 304 without a body if the client has this one."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags and self.tag and self.is_among(tags):
            headers = [each for each in self.headers if each[0].lower() not in OF_THE_BODY]
            return Sent(304, [*headers, ("ETag", f"W/{self.tag}")], b"")
        coding = ""
        if self.is_text and len(self.bodies[""]) >= SMALLEST:
            coding = preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.encoded(coding)
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if coding:
            headers.append(("Content-Encoding", coding))
        if self.tag:
            # The tag is that of the text, so that of its codings is a weak one.
            headers.append(("ETag", f"W/{self.tag}" if coding else self.tag))
        return Sent(self.status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)

    def is_among(self, tags: str) -> bool:
        """Whether a client that sends these tags in ``If-None-Match`` has the body."""
        known = parse_etags(tags)
        return known == ["*"] or self.tag in (tag.removeprefix("W/") for tag in known)
