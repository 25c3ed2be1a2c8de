"""Middleware of the public site: language and permissions policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]

# Addresses that people type, and the language that they mean.
ALIASES = {"zh": "zh-hans"}


def first_segment(path: str) -> str:
    """Return the part of ``path`` that names a language, if any does.

    >>> first_segment("/zh-hans/news/")
    'zh-hans'
    """
    return path.removeprefix("/").partition("/")[0]


class LanguageMiddleware:
    """Activates the language of the URL; only ``/`` negotiates with the browser.

    Django's LocaleMiddleware would redirect an address without a language to one that has it, and
    let a cookie or a header choose the words of a page. Both stand in the way of caching and of
    one address for one page, so it is not used: what has no language in its address is not found.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        segment = first_segment(request.path_info)
        if segment in ALIASES:
            return self.redirect_alias(request, segment)
        if request.path_info == "/":
            return self.negotiate(request)
        prefixed = segment in dict(settings.LANGUAGES)
        language = segment if prefixed else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if prefixed:
            response.headers.setdefault("Content-Language", language)
        return response

    def redirect_alias(self, request: HttpRequest, segment: str) -> HttpResponse:
        """``/zh/news/?year=2021`` for good to ``/zh-hans/news/?year=2021``."""
        rest = request.get_full_path().removeprefix(f"/{segment}")
        slash = "" if rest.startswith("/") else "/"
        return HttpResponsePermanentRedirect(f"/{ALIASES[segment]}{slash}{rest}")

    def negotiate(self, request: HttpRequest) -> HttpResponse:
        """Send ``/`` to the language of the reader's last choice or of their browser."""
        language = translation.get_language_from_request(request)
        response = HttpResponseRedirect(f"/{language}{request.get_full_path()}")
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response


class PermissionsPolicyMiddleware:
    """Sets ``Permissions-Policy``, which denies all of these browser features."""

    # Passkeys (publickey-credentials-*) and full screen stay out of the list: staff will use them.
    POLICY = ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
            "xr-spatial-tracking",
        )
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        return response
