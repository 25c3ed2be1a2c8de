"""Reads the content version before a request's first query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.caching import version
from core.middleware import first_segment


class ContentVersionMiddleware:
    """Answers each request under the state of the content at its beginning.

    Requests with a session, and all whose address begins with no language or known file, use and
    fill nothing that is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with version.in_request(version.current() if self.may_keep(request) else None):
            return self.get_response(request)

    @staticmethod
    def may_keep(request: HttpRequest) -> bool:
        """Whether the answer to a request depends on nothing but its address and the content."""
        return (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and first_segment(request.path_info) not in ("admin", "preview", "media", "static")
        )
