"""The programmes: two cards, and a page for each in its own layout."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.seo.meta import ObjectMeta, PageMeta
from core.share_images.image import Drawing
from library.models import Image, SourcePage
from programmes.models import FocusArea, Milestone, PilotCity, PilotRole, Programme


class ProgrammeList(PageMeta, ListView):
    """Every programme as a card."""

    section = "programmes"
    meta_title = _("Programmes")
    meta_description = _(
        "What C40 does together with its member cities in China: the programmes, "
        "their pilot cities and the steps so far."
    )
    context_object_name = "programmes"

    def get_drawing(self) -> Drawing:
        """Return the pathway."""
        return Drawing("pathway")

    def get_queryset(self) -> Any:
        """Return the programmes that the public may see, with their pictures."""
        return Programme.objects.published().in_order().select_related("image")


@dataclass(frozen=True)
class MatrixRow:
    """A focus area and, for each pilot city in turn, its role in it or None."""

    focus_area: FocusArea
    cells: list[tuple[PilotCity, PilotRole | None]]


def matrix(focus_areas: list[FocusArea], pilots: list[PilotCity]) -> list[MatrixRow]:
    """Return the table of a programme; the roles of the pilots must be prefetched."""
    roles = {(role.focus_area_id, pilot.pk): role for pilot in pilots for role in pilot.roles.all()}
    return [
        MatrixRow(area, [(pilot, roles.get((area.pk, pilot.pk))) for pilot in pilots])
        for area in focus_areas
    ]


class ProgrammeDetail(ObjectMeta, DetailView):
    """A programme, laid out as its ``layout`` says."""

    section = "programmes"
    context_object_name = "programme"
    description_field = "summary"
    trail = ((_("Programmes"), "programmes:list"),)

    def get_queryset(self) -> Any:
        """Return the programmes that the public may see."""
        return Programme.objects.published()

    def get_template_names(self) -> list[str]:
        """Return the template of the layout."""
        return [f"programmes/programme_{self.object.layout}.html"]

    @cached_property
    def pilots(self) -> list[PilotCity]:
        """The pilot cities with their roles."""
        return list(self.object.pilots.published().with_roles())

    def get_drawing(self) -> Drawing:
        """Return the drawing that the layout is named after."""
        if self.object.layout == Programme.Layout.PATHWAY:
            return Drawing("pathway")
        return Drawing("skylines", tuple(pilot.city.position for pilot in self.pilots))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add news and what the layout shows."""
        programme = self.object
        layouts = {
            Programme.Layout.PATHWAY: self.get_pathway_context,
            Programme.Layout.SKYLINE: self.get_skyline_context,
        }
        layout = layouts[programme.layout]()
        text = programme.localized
        works = (pilot.work or "" for pilot in layout.get("pilots", []))
        return super().get_context_data(
            text=text,
            pictures=Image.objects.for_html(text.body, *works),
            sources=SourcePage.objects.for_addresses(
                programme.summary_source, *layout.get("plan_sources", [])
            ),
            articles=list(programme.articles.published().newest_first().for_cards()[:3]),
            **layout,
            **kwargs,
        )

    def get_pathway_context(self) -> dict[str, Any]:
        """Return the points of both lists and the milestones up to the programme's own."""
        points = list(self.object.points.all())
        return {
            "supports": [point for point in points if point.group == point.Group.SUPPORTS],
            "key_areas": [point for point in points if point.group == point.Group.KEY_AREAS],
            "milestones": list(Milestone.objects.published().leading_to(self.object)),
        }

    def get_skyline_context(self) -> dict[str, Any]:
        """Return the pilot cities and the table of their roles."""
        pilots = self.pilots
        roles = [role for pilot in pilots for role in pilot.roles.all()]
        return {
            "plan_sources": list(dict.fromkeys(role.source for role in roles if role.source)),
            "pilots": pilots,
            "rows": matrix(list(self.object.focus_areas.all()), pilots),
            "skyline_places": [pilot.city for pilot in pilots],
        }
