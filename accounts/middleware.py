"""The language of the desk, from the account; and who is let in at all."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from core.middleware import desk


class StaffLanguageMiddleware:
    """Activates the language of the account in the admin, before log-in that of the browser.

    Public pages take their language from the URL alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(desk()):
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


class SecondFactorMiddleware:
    """Lets nobody work without a second factor where the site has a public name.

    Whoever has none yet sees the pages on which to add one, and is nobody elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECOND_FACTOR:
            return self.get_response(request)
        user = request.user
        asked: Any = request
        asked.user = SimpleLazyObject(lambda: admitted(request, user))
        if request.path_info.startswith(desk()) and user.is_authenticated:
            if is_open(request.path_info):
                asked.user = user
            elif not request.user.is_authenticated:
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def is_open(path: str) -> bool:
    """Whether an address of the desk is for whoever has no second factor yet, too."""
    names = ("mfa_index", "account_login", "admin:logout")
    return path.startswith(tuple(map(reverse, names))) or path == reverse("set_interface_language")


def admitted(request: HttpRequest, user: Any) -> Any:
    """Return the person, or nobody as long as a second factor is missing."""
    if not user.is_authenticated or used_second_factor(request, user):
        return user
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    has_one = user.authenticator_set.filter(type__in=types).exists()
    return user if has_one else AnonymousUser()


def used_second_factor(request: HttpRequest, user: Any) -> bool:
    """Whether the person has logged in with one, which spares a query."""
    return any(each["method"] == "mfa" for each in get_authentication_records(request, user))


class IdleSessionMiddleware:
    """Lets a session end when nobody has looked at the desk for ``SESSION_COOKIE_AGE`` seconds.

    It is written at most every ten minutes, and not for what an open form sends by itself.
    """

    EVERY = 10 * 60  # seconds

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        by_itself = request.headers.get("Sec-Fetch-Dest") == "empty"
        is_desk = request.path_info.startswith(desk())
        if is_desk and not by_itself and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) > self.EVERY:
                request.session["seen"] = now
        return response
