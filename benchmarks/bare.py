"""The bare view: no database, no template, only the bytes of a page that the site has sent."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path


@cache
def body(name: str) -> bytes:
    """Return what the benchmark has kept under a name."""
    return Path(os.environ["BENCH_BODIES"], Path(name).name).read_bytes()


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Return the bytes of this name; none at all stand for an answer that is not modified."""
    sent = body(name)
    # No store, so that no cache of the site's server takes it for a page.
    return HttpResponse(sent, status=200 if sent else 304, headers={"Cache-Control": "no-store"})


def beside(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the bare view under /bare/, before anything else of the site."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/bare/"):
            return bare(request, request.path_info.removeprefix("/bare/"))
        return get_response(request)

    return middleware


# The server asks where the desk is.
urlpatterns = [path("bare/<name>", bare), path("admin/", admin.site.urls)]
