"""Views that use several apps: home, about, 404; and security.txt."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from cities.models import City
from core.caching.parts import kept, lazily
from core.i18n import LANGUAGE_INFO, Translation, current_language
from core.middleware import first_segment
from core.seo.jsonld import JsonLdNode, organization, website
from core.seo.meta import ObjectMeta, PageMeta
from core.share_images import Drawing
from library.models import Image
from news.cards import cards, heading
from news.models import Article
from pages.models import OfficeFact, Page, SiteSettings
from programmes.models import Milestone, Programme


class Home(PageMeta, TemplateView):
    """Hero, latest articles, member cities, programmes, facts about the office."""

    content_apps = "cities library pages programmes"
    template_name = "home.html"

    @cached_property
    def office_facts(self) -> list[OfficeFact]:
        """The facts about the office, each with the settings it belongs to."""
        facts = OfficeFact.objects.select_related("settings")
        return kept("facts", lambda: list(facts), apps="pages")

    @cached_property
    def site(self) -> SiteSettings:
        """The settings, which hold the words of the hero."""
        facts = self.office_facts
        return facts[0].settings if facts else SiteSettings.objects.current()

    def get_name(self) -> str:
        return self.site.hero_title or ""

    def get_meta_description(self) -> str:
        return self.site.hero_standfirst or ""

    def get_default_path(self) -> str:
        """Readers of no known language start at the root, which negotiates."""
        return "/"

    def get_drawing(self) -> Drawing:
        return City.range_of(City.objects.listed())

    def get_trail(self) -> list[tuple[str, str]]:
        """Nothing is above the home page."""
        return []

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        root = self.absolute("/").rstrip("/")
        tags = [language.tag for language in LANGUAGE_INFO.values()]
        return [organization(root), website(root, tags)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = lazily(
            "newest four", lambda: Article.objects.published().newest_first()[:4], cards
        )
        return super().get_context_data(
            site=self.site,
            articles=newest,
            articles_heading=SimpleLazyObject(lambda: heading(newest)),
            cities=City.objects.listed(),
            programmes=Programme.objects.listed(),
            office_facts=self.office_facts,
            **kwargs,
        )


class About(ObjectMeta, DetailView):
    """The page with the slug "about", with the cities and the milestones."""

    section = "about"
    content_apps = "cities library pages programmes"
    template_name = "about.html"
    context_object_name = "page"

    def get_object(self, queryset: Any = None) -> Page:
        return get_object_or_404(Page.objects.published(), slug="about")

    def get_drawing(self) -> Drawing:
        return City.range_of(City.objects.listed())

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        return [organization(self.absolute("/").rstrip("/"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.object.localized
        return super().get_context_data(
            text=text,
            pictures=SimpleLazyObject(lambda: Image.objects.for_html(text.body)),
            sections=SimpleLazyObject(
                lambda: [Translation(each, text.language) for each in self.object.sections.all()]
            ),
            cities=City.objects.listed(),
            milestones=SimpleLazyObject(lambda: list(Milestone.objects.published())),
            **kwargs,
        )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 page in the language of its path, or in both, the reader's own first."""
    segment = first_segment(request.path_info)
    known = segment in LANGUAGE_INFO
    first = current_language()
    codes = [segment] if known else sorted(LANGUAGE_INFO, key=lambda code: code != first)
    context = {"meta_title": _("Page not found"), "spoken": [LANGUAGE_INFO[code] for code in codes]}
    if not known:
        # The language links of such a page lead home: it has no address in any language.
        context["alternates"] = []
    return render(request, "404.html", context, status=404)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a fault that endangers the site (RFC 9116), if the office has said so."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # The setting is read at each start, so what it says now will be true for a while.
    until = datetime.now(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=90)
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "en, zh",
        "Canonical": request.build_absolute_uri(request.path),
    }
    words = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
