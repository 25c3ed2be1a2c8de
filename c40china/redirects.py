"""Where an address that leads to nothing was meant to lead."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core.i18n import language_of
from core.middleware import desk, first_segment
from core.seo.urls import is_live, page_at
from delivery.models import Redirect, written
from delivery.not_found import not_found
from news.models import Article

# What lies below these is no page.
FILES = ("/media/", "/preview/", settings.STATIC_URL)


class RedirectFallbackMiddleware:
    """Answers an address that was not found with a redirect, if it means a page.

    It runs only after a 404, as Django's own: a page that exists costs no query and cannot be
    hidden. Each answer is one step to a page that exists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path_info
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if path.startswith(FILES):
            return response
        if f"{path}/".startswith(desk()):
            return with_slash(request) or response
        found = recorded(request) or other_year(request) or spelled(request)
        if found is None:
            not_found.count(path)
            not_found.write()
        return found or response


def recorded(request: HttpRequest) -> HttpResponse | None:
    """Lead on as staff, or a change of an address, have recorded."""
    found = Redirect.objects.asked_for(request.path_info, request.META.get("QUERY_STRING", ""))
    if not found:
        return None
    redirect, rest = found
    code = language_of_reader(request)
    path = redirect.target(rest)
    # What lies beside a page, such as its PDF, moves with it.
    if not is_live(redirect.target("")) or not (is_page(code, path) or is_file(code, path)):
        return None
    return lead(request, f"/{code}/{path}", keeps_query="?" not in redirect.old_path)


def other_year(request: HttpRequest) -> HttpResponse | None:
    """Lead to an article's page whose year in the URL is wrong.

    The year of an address is that of the article's date, and staff may correct a date.
    """
    match = request.resolver_match
    if not match or match.namespace != "news" or not {"year", "slug"} <= match.kwargs.keys():
        return None
    if not 1000 <= match.kwargs["year"] <= 9999:
        return None
    article = Article.objects.published().filter(slug=match.kwargs["slug"]).only("date").first()
    if not article or article.date.year == match.kwargs["year"]:
        return None
    named = match.kwargs | {"year": article.date.year}
    return lead(request, reverse(match.view_name, kwargs=named))


def spelled(request: HttpRequest) -> HttpResponse | None:
    """Lead to the page of an address that is spelled otherwise, or that something is glued to.

    Without a language it is that of the reader, and only for now.
    """
    code = language_of_reader(request)
    for asked in (request.path_info, without_glued(request.path_info)):
        path = written(asked)
        where = f"/{code}/{path}"
        if asked.strip("/") and where != request.path_info and is_page(code, path):
            is_named = language_of(first_segment(request.path_info))
            return lead(request, where, status=301 if is_named else 302)
    return None


def without_glued(path: str) -> str:
    """Return the part of a path that may be the address of a page; behind a language only signs go.

    >>> [without_glued(path) for path in ("/en/cities/，请看", "/en/。", "/en/福州/")]
    ['/en/cities/', '/en/', '']
    """
    found = re.match(r"[-\w./]*", path, re.ASCII)
    begin = found[0].rstrip(".") if found else ""
    glued = path[len(begin) :]
    is_sign = unicodedata.category(glued[:1] or "a").startswith("P")
    return begin if "/" not in glued and (is_sign or written(begin)) else ""


def with_slash(request: HttpRequest) -> HttpResponse | None:
    """Lead to a page of the desk from its address without the last slash."""
    match = match_of(f"{request.path_info}/")
    if request.path_info.endswith("/") or not match or not match.url_name:
        return None
    return lead(request, f"{request.path_info}/")


def language_of_reader(request: HttpRequest) -> str:
    """Return the language that the address names, else the reader's."""
    named = language_of(first_segment(request.path_info))
    return named or translation.get_language_from_request(request)


def lead(
    request: HttpRequest, path: str, *, keeps_query: bool = True, status: int = 301
) -> HttpResponse:
    """Return the redirect to a path of this site."""
    query = request.META.get("QUERY_STRING", "") if keeps_query else ""
    kinds = {301: HttpResponsePermanentRedirect, 302: HttpResponseRedirect}
    response: HttpResponse = kinds[status](quote(path) + (f"?{query}" if query else ""))
    if not language_of(first_segment(request.path_info)):
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def is_page(code: str, path: str) -> bool:
    """Whether a reader of a language finds a page at this path after the language."""
    with translation.override(code):
        try:
            page_at(f"/{code}/{path}")
        except Http404:
            match = match_of(f"/{code}/{path}")
            # Such as the feed.
            return match is not None and not match.kwargs and not hasattr(match.func, "view_class")
        return True


def is_file(code: str, path: str) -> bool:
    """Whether the URL map has a file, such as a share image, at this path after the language."""
    match = match_of(f"/{code}/{path}")
    return match is not None and not hasattr(match.func, "view_class")


def match_of(path: str) -> ResolverMatch | None:
    """Return what the URL map says of a path."""
    try:
        return resolve(path)
    except Resolver404:
        return None
