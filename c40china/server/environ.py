"""The WSGI environ of a request that Granian has read."""

import sys
from functools import lru_cache
from typing import Any

_EVERY_REQUEST: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
}


def environ_of(scope: Any) -> dict[str, Any]:
    """Return the environ of a request, but for ``wsgi.input``.

    As from Granian's own WSGI, with two differences: a header with an underscore is left out, as by
    Django's own server, since it would pass for the one with hyphens; and nothing of ``os.environ``
    is in it.
    """
    host, _, port = scope.server.rpartition(":")
    client, _, _ = scope.client.rpartition(":")
    environ = {
        **_EVERY_REQUEST,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": client.strip("[]"),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _as_latin1(scope.path),
        "QUERY_STRING": _as_latin1(scope.query_string),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
    }
    for header, value in scope.headers.items():
        if name := _variable(header):
            if name in environ:
                value = f"{environ[name]}{';' if name == 'HTTP_COOKIE' else ','}{value}"
            environ[name] = value
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority or ""
    return environ


def _as_latin1(text: str) -> str:
    """Return the text as WSGI hands it over: each byte of its UTF-8 as one character."""
    return text if text.isascii() else text.encode().decode("latin-1")


@lru_cache(maxsize=512)
def _variable(header: str) -> str:
    """Return the name in the environ of a header, or "" if it must not have one."""
    if "_" in header:
        return ""
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
