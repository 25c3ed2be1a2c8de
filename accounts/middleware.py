"""Sets the language of the admin from the account."""

from collections.abc import Callable
from contextlib import suppress

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation


class StaffLanguageMiddleware:
    """Activates the language of the account in the admin, before log-in that of the browser.

    Public pages take their language from the URL alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        language = None
        # Without its database the desk still says so in words.
        with suppress(Error):
            language = getattr(request.user, "interface_language", None)
        language = language or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        # A preview under the desk is in the language of its page.
        response.headers.setdefault("Content-Language", language)
        return response
