"""The programmes: two cards, and a page for each in its own layout."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.i18n import Translation
from core.seo.meta import ObjectMeta, PageMeta
from core.share_images import Drawing
from library.models import Image, SourcePage
from programmes.models import FocusArea, Milestone, PilotCity, PilotRole, Programme, ProgrammePoint


class ProgrammeList(PageMeta, ListView):
    """Every programme as a card."""

    section = "programmes"
    content_apps = "cities library pages programmes"
    name = _("Programmes")
    meta_title = _("Programmes: C40’s work with Chinese cities")
    meta_description = _(
        "What C40 does together with its member cities in China: the programmes, "
        "their pilot cities and the steps so far."
    )
    template_name = "programmes/programme_list.html"
    context_object_name = "programmes"

    def get_drawing(self) -> Drawing:
        return Drawing("pathway")

    def get_queryset(self) -> Any:
        return Programme.objects.listed()


@dataclass(frozen=True)
class MatrixRow:
    """A focus area and, for each pilot city in turn, its role in it or None."""

    focus_area: FocusArea
    cells: list[tuple[PilotCity, PilotRole | None]]


def matrix(
    areas: list[tuple[FocusArea, PilotRole | None]], pilots: list[PilotCity]
) -> list[MatrixRow]:
    """Return the table of a programme, of its focus areas with their roles and its pilots."""
    roles = {(area.pk, role.pilot_city_id): role for area, role in areas if role}
    return [
        MatrixRow(area, [(pilot, roles.get((area.pk, pilot.pk))) for pilot in pilots])
        for area in {area.pk: area for area, _role in areas}.values()
    ]


class ProgrammeDetail(ObjectMeta, DetailView):
    """A programme, laid out as its ``layout`` says."""

    section = "programmes"
    content_apps = "cities library pages programmes"
    context_object_name = "programme"
    description_field = "summary"
    trail = ((_("Programmes"), "programmes:list"),)

    def get_queryset(self) -> Any:
        return Programme.objects.published()

    def get_meta_title(self) -> str:
        """Return the name of the programme with that of C40, unless it holds it."""
        name = self.get_name()
        if "C40" in name:
            return name
        with translation.override(self.get_page_language()):
            return gettext("C40 %(name)s") % {"name": name}

    def get_template_names(self) -> list[str]:
        return [f"programmes/programme_{self.object.layout}.html"]

    @cached_property
    def pilots(self) -> list[PilotCity]:
        """The pilot cities."""
        return PilotCity.objects.of_programme(self.object.pk)

    @cached_property
    def areas(self) -> list[tuple[FocusArea, PilotRole | None]]:
        """The focus areas with the roles of the pilot cities in them."""
        return PilotRole.of_programme(self.object.pk)

    def get_drawing(self) -> Drawing:
        if self.object.layout == Programme.Layout.PATHWAY:
            return Drawing("pathway")
        return Drawing("skylines", tuple(pilot.city.position for pilot in self.pilots))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add news and what the layouts show, each read if it is shown."""
        context = {
            "pictures": self.get_pictures,
            "sources": self.get_sources,
            "plan_sources": lambda: self.plan_sources,
            "articles": self.get_articles,
            "supports": lambda: self.get_points(ProgrammePoint.Group.SUPPORTS),
            "key_areas": lambda: self.get_points(ProgrammePoint.Group.KEY_AREAS),
            "milestones": lambda: list(Milestone.objects.published().leading_to(self.object)),
            "pilots": lambda: self.pilots,
            "rows": lambda: matrix(self.areas, self.pilots),
        }
        lazily = {name: SimpleLazyObject(read) for name, read in context.items()}
        return super().get_context_data(text=self.object.localized, **lazily, **kwargs)

    @cached_property
    def points(self) -> list[Translation]:
        """The points of both lists, in the language of the programme's own text."""
        language = self.object.localized.language
        return [Translation(point, language) for point in self.object.points.all()]

    def get_points(self, group: str) -> list[Translation]:
        """Return the points of one list."""
        return [point for point in self.points if point.group == group]

    @cached_property
    def plan_sources(self) -> list[str]:
        """The addresses of the pages that say what the pilot cities planned, each once."""
        if self.object.layout == Programme.Layout.PATHWAY:
            return []
        roles = [role for _area, role in self.areas if role and role.source]
        of_pilots = {pilot.pk: place for place, pilot in enumerate(self.pilots)}
        shown = [role for role in roles if role.pilot_city_id in of_pilots]
        shown.sort(key=lambda role: of_pilots[role.pilot_city_id])
        return list(dict.fromkeys(role.source for role in shown))

    def get_sources(self) -> dict[str, SourcePage]:
        """Return what the library says of the pages that the summary and the plans rest on."""
        return SourcePage.objects.for_addresses(self.object.summary_source, *self.plan_sources)

    def get_pictures(self) -> dict[int, Image]:
        """Return the pictures of the texts of the page."""
        works = [] if self.object.layout == Programme.Layout.PATHWAY else self.pilots
        text = self.object.localized
        texts = (Translation(pilot, text.language).work for pilot in works)
        return Image.objects.for_html(text.body, *texts)

    def get_articles(self) -> list[Any]:
        """Return the newest three articles on the programme."""
        return self.object.articles.of_programme(self.object.pk)
