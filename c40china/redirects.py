"""Redirects for pages that were not found."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from core.i18n import LANGUAGE_INFO, current_language, without_language
from core.middleware import first_segment
from delivery.models import Redirect
from news.models import Article


def recorded_redirect(request: HttpRequest) -> str | None:
    """Return the path of the recorded redirect, if there is one."""
    target = Redirect.objects.target_of(without_language(request.path_info))
    return target and f"/{current_language()}/{target}"


def other_year(request: HttpRequest) -> str | None:
    """Return the path of an article's page whose year in the URL is wrong.

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
    return reverse(match.view_name, kwargs=match.kwargs | {"year": article.date.year})


class RedirectFallbackMiddleware:
    """Answers 301 to an old URL; runs only after a 404, as Django's RedirectFallbackMiddleware.

    A page that exists costs no query and cannot be hidden by a redirect.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        public = first_segment(request.path_info) in LANGUAGE_INFO
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or not public:
            return response
        target = recorded_redirect(request) or other_year(request)
        if not target:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(quote(target) + (f"?{query}" if query else ""))
