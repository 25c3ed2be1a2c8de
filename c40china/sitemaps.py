"""What search engines may visit: sitemap.xml, in parts when it is large, and robots.txt."""

from collections.abc import Callable
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from cities.models import City
from core.caching.parts import kept_response
from core.seo.sitemaps import LanguageSitemap, PublishableSitemap
from news.models import Article
from pages.models import Page
from programmes.models import Programme


class GatheringSitemap(LanguageSitemap):
    """Pages that show several kinds of content; they have no date of last change."""

    def items(self) -> list[str]:
        return ["home", "cities:list", "programmes:list", "news:list"]

    def location(self, item: str) -> str:
        return reverse(item)

    def default_location(self, item: str, locations: dict[str, str]) -> str:
        """Readers of no known language start at the root, which negotiates."""
        default = super().default_location(item, locations)
        return default.removesuffix(reverse("home")) + "/" if item == "home" else default


SITEMAPS: dict[str, Callable[[], Sitemap]] = {
    "overview": GatheringSitemap,
    "cities": lambda: PublishableSitemap(City.objects.published().order_by("slug")),
    "programmes": lambda: PublishableSitemap(Programme.objects.published().order_by("slug")),
    "news": lambda: PublishableSitemap(Article.objects.published().newest_first()),
    "pages": lambda: PublishableSitemap(Page.objects.published().order_by("slug")),
}


@require_safe
def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """Send all addresses, or the index of their parts if they are too many for one file."""
    key = ("sitemap", request.build_absolute_uri(request.path), request.GET.get("p"))
    return kept_response(key, lambda: written(request, section))


def written(request: HttpRequest, section: str | None) -> HttpResponse:
    """Return what Django writes."""
    sections: dict[str, Any] = {name: make() for name, make in SITEMAPS.items()}
    total = sum(each.paginator.count for each in sections.values()) if section is None else 0
    if total > LanguageSitemap.limit:
        response = views.index(request, sections, sitemap_url_name="sitemap_section")
    else:
        response = views.sitemap(request, sections, section)
    # ETag validates it: a date cannot tell that a page was withdrawn.
    response.headers.pop("Last-Modified", None)
    return response.render()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Send the rules for robots: everything public is theirs to read."""
    where = request.build_absolute_uri(reverse("sitemap"))
    rules = f"User-agent: *\nDisallow: /admin/\n\nSitemap: {where}\n"
    return HttpResponse(rules, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap_section"),
    path("robots.txt", robots, name="robots"),
]
