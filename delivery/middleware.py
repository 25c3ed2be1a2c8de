"""Answers readers from the page cache, and sends every answer as its client takes it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import patch_vary_headers

from core.caching import version
from delivery import page_cache
from delivery.page_cache import Kept
from delivery.representation import Representation, is_text, preferred


class PageCacheMiddleware:
    """Keeps whole answers to readers; what is behind it does nothing for those that are kept.

    The state of the content was read before. Staff, previews and all else that is no reader's have
    none here, so that they neither use nor fill what is kept of a page's parts either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        environ = request.META
        # WhiteNoise looks for names of codings, also where they are forbidden: "gzip;q=0".
        environ["HTTP_ACCEPT_ENCODING"] = preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_public = page_cache.is_public(environ)
        state = version.of_request() if is_public else None
        address = page_cache.address_of(environ) if state else None
        if address and (sent := page_cache.cache.answer(address, state, environ)):
            return HttpResponse(sent.body, status=sent.status, headers=dict(sent.headers))
        with version.in_request(state):
            response = self.get_response(request)
        is_same = is_same_for_all(request, response)
        if is_public:
            response.headers.setdefault("Cache-Control", caching(is_same))
        if is_ready(request, response):
            return response
        representation = represented(response)
        if address and state and is_same and request.method == "GET":
            page_cache.cache.keep(address, Kept(state, representation))
        sent = representation.answer(environ)
        response.status_code, response.content = sent.status, sent.body
        response.headers = ResponseHeaders(dict(sent.headers))
        return response


def caching(is_same: bool) -> str:
    """Return what others may do with an answer to a reader: ask whether it is still so, or more."""
    seconds = settings.CDN_SECONDS
    if not is_same or not seconds:
        return "no-cache"
    stale = f"stale-while-revalidate={seconds}, stale-if-error={seconds}"
    return f"public, max-age=0, s-maxage={seconds}, {stale}"


def is_ready(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is to be sent as it is: a file, or with a form token.

    Compressed, the token could be guessed from the lengths of many answers.
    """
    has_own = "ETag" in response.headers or "Content-Encoding" in response.headers
    return response.streaming or has_own or "CSRF_COOKIE_NEEDS_UPDATE" in request.META


def represented(response: HttpResponse) -> Representation:
    """Return a response in the form in which it is kept and sent."""
    if response.content and is_text(response.headers.get("Content-Type", "")):
        patch_vary_headers(response, ["Accept-Encoding"])
    return Representation(response.status_code, response.headers.items(), response.content)


def is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer was made for every reader of its address."""
    headers = response.headers
    vary = {name.strip().lower() for name in headers.get("Vary", "").split(",")}
    caching = headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and vary <= {"", "accept-encoding"}
        and not any(word in caching for word in ("private", "no-store"))
        # A nonce is for one answer.
        and "'nonce-" not in headers.get("Content-Security-Policy", "")
    )
