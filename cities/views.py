"""The member cities: all of them on one page, and a page for each."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView

from cities.jsonld import city_node, dataset_node
from cities.models import City
from cities.table import CitiesTable, membership
from core.i18n import Translation
from core.seo.jsonld import JsonLdNode
from core.seo.meta import ObjectMeta, PageMeta
from core.share_images import Drawing
from library.models import Image, SourcePage


class CityList(PageMeta, ListView):
    """All cities, or with ?programme= those that pilot it; the filter is a link."""

    section = "cities"
    content_apps = "cities library pages programmes"
    name = gettext_lazy("Cities")
    meta_title = gettext_lazy("Cities: C40 members in China")
    meta_description = gettext_lazy(
        "The member cities of C40 in China, each drawn by its own sun, and where they are."
    )
    template_name = "cities/city_list.html"
    context_object_name = "cities"

    def get_queryset(self) -> Any:
        """Return every city: the map shows all, whatever the filter."""
        return City.objects.listed()

    @cached_property
    def chosen(self) -> list[City]:
        """The pilots of the programme that is asked for; none if the value is unknown."""
        wanted = self.request.GET.get("programme")
        return [city for city in City.objects.listed() if city.is_pilot and city.pilot_of == wanted]

    def get_meta_title(self) -> str:
        """Return what the page is, or what the filter leaves of it."""
        if self.chosen:
            return _("Pilot cities of the China Buildings Programme")
        return super().get_meta_title()

    def get_drawing(self) -> Drawing:
        return City.range_of(City.objects.listed())

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        files = {
            kind: self.absolute(reverse("cities-data", args=[kind])) for kind in ("csv", "json")
        }
        return [dataset_node(canonical, files, self.kwargs["licence"]())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "pilots": [city for city in context["cities"] if city.is_pilot],
            "chosen": self.chosen,
            "cards": self.chosen or context["cities"],
            "table": CitiesTable(context["cities"]),
        }


class CityDetail(ObjectMeta, DetailView):
    """A city: its mountain, facts, part in the programmes, position and news."""

    section = "cities"
    content_apps = "cities library pages programmes"
    context_object_name = "city"
    description_field = "summary"
    trail = ((gettext_lazy("Cities"), "cities:list"),)

    def get_object(self, queryset: Any = None) -> City:
        """Return the city out of all of them: the map shows them, and the neighbours are links."""
        for city in City.objects.listed():
            if city.slug == self.kwargs["slug"]:
                return city
        raise Http404(_("No city has this address."))

    def get_meta_title(self) -> str:
        with translation.override(self.get_page_language()):
            return _("%(city)s: C40 member city") % {"city": self.get_name()}

    def get_drawing(self) -> Drawing:
        return Drawing(positions=(self.object.position,))

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        return [city_node(self.object.localized, canonical, images)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city, cities = self.object, City.objects.listed()
        place, text = cities.index(city), city.localized
        return super().get_context_data(
            text=text,
            pictures=SimpleLazyObject(self.get_pictures),
            facts=SimpleLazyObject(lambda: self.facts),
            membership=SimpleLazyObject(lambda: membership(city)),
            sources=SimpleLazyObject(self.get_sources),
            pilots=SimpleLazyObject(lambda: self.pilots),
            articles=SimpleLazyObject(self.get_articles),
            cities=cities,
            previous=cities[place - 1] if place else None,
            next=cities[place + 1] if place + 1 < len(cities) else None,
            **kwargs,
        )

    @cached_property
    def pilots(self) -> list[Any]:
        """The parts that the city takes in programmes."""
        city: Any = self.object
        return city.pilots.of_city(city.pk) if city.is_pilot else []

    @cached_property
    def facts(self) -> list[Translation]:
        """The facts of the city, in the language of its own text."""
        language = self.object.localized.language
        return [Translation(fact, language) for fact in self.object.facts.all()]

    def get_sources(self) -> dict[str, SourcePage]:
        """Return what the library says of the pages that the facts and roles rest on."""
        city = self.object
        roles = [role for pilot in self.pilots for role in pilot.roles.all()]
        addresses = [each.source for each in (*self.facts, *roles)]
        return SourcePage.objects.for_addresses(
            city.population_source, city.member_since_source, *addresses
        )

    def get_pictures(self) -> dict[int, Image]:
        """Return the pictures of the texts of the page."""
        languages = ((pilot, pilot.programme.localized.language) for pilot in self.pilots)
        works = (Translation(pilot, language).work for pilot, language in languages)
        return Image.objects.for_html(self.object.localized.body, *works)

    def get_articles(self) -> list[Any]:
        """Return the newest three articles on the city."""
        return self.object.articles.of_city(self.object.pk)
