"""Middleware of the public site: language, host, and what browsers may do with an answer."""

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


def first_segment(path: str) -> str:
    """Return the part of ``path`` that names a language, if any does.

    >>> first_segment("/zh-hans/news/")
    'zh-hans'
    """
    return path.removeprefix("/").partition("/")[0]


@functools.cache
def desk() -> str:
    """Return the first part of the addresses of the desk."""
    return reverse("admin:index")


class LanguageMiddleware:
    """Activates the language of the URL; only ``/`` negotiates with the browser.

    Django's LocaleMiddleware would redirect an address without a language to one that has it, and
    let a cookie or a header choose the words of a page. Both stand in the way of caching and of
    one address for one page, so it is not used: what has no language in its address is not found.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/":
            return self.negotiate(request)
        segment = first_segment(request.path_info)
        prefixed = segment in dict(settings.LANGUAGES)
        language = segment if prefixed else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if prefixed:
            response.headers.setdefault("Content-Language", language)
        return response

    def negotiate(self, request: HttpRequest) -> HttpResponse:
        """Send ``/`` to the language of the reader's last choice or of their browser."""
        language = translation.get_language_from_request(request)
        response = HttpResponseRedirect(f"/{language}{request.get_full_path()}")
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response


class HostMiddleware:
    """Leads to the one name of the site from others that reach it, and from a name with a dot.

    The first name of ``C40_HOSTS`` is that of canonical addresses.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, colon, port = request.META.get("HTTP_HOST", "").partition(":")
        # Raises DisallowedHost for a name that is not ours.
        request.get_host()
        wanted = settings.HOSTS[0] if settings.HOSTS else name.lower().rstrip(".")
        if name and name != wanted and not name.startswith("["):
            where = f"{request.scheme}://{wanted}{colon}{port}{request.get_full_path()}"
            return HttpResponsePermanentRedirect(where)
        return self.get_response(request)


class BrowserPolicyMiddleware:
    """Denies browser features with ``Permissions-Policy``, and other sites the use of answers.

    Pictures may stand on other sites: feed readers and chat programs show them.
    """

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
        is_picture = response.headers.get("Content-Type", "").startswith("image/")
        response.headers["Cross-Origin-Resource-Policy"] = (
            "cross-origin" if is_picture else "same-origin"
        )
        return response
