"""Programmes, pilot cities and milestones in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from core.bilingual import FORMFIELDS, RowsMixin, pair
from core.i18n import in_each_language
from editing.admin import PUBLISHING, ContentAdmin, PublishableAdmin
from editing.inlines import StackedRows, TabularRows
from editing.workflow.permissions import InlineRolesMixin
from programmes.models import (
    FocusArea,
    Milestone,
    PilotCity,
    PilotRole,
    Programme,
    ProgrammePoint,
)
from search.admin import SearchMixin


class ProgrammePointInline(TabularRows):
    """The two lists of the pathway layout."""

    model = ProgrammePoint
    fields = ("group", "order", *pair("title"), *pair("text"))


class FocusAreaInline(StackedRows):
    """The rows of the skyline layout's table."""

    model = FocusArea
    fields = ("order", pair("title"), pair("explanation"), pair("body"))


class PilotCityInline(TabularRows):
    """The columns of that table; their roles are set on each pilot city's own form."""

    model = PilotCity
    fields = ("order", "city", *pair("district"))
    show_change_link = True


@admin.register(Programme)
class ProgrammeAdmin(SearchMixin, PublishableAdmin):
    """A programme."""

    list_columns = ("acronym", "start_year")
    search_fields = ("slug", "acronym", *in_each_language("name"))
    inlines = (ProgrammePointInline, FocusAreaInline, PilotCityInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("slug", "acronym", "start_year"),
                    ("layout", "order"),
                    pair("name"),
                    pair("summary"),
                    "summary_source",
                    pair("body"),
                    pair("supports_intro"),
                    pair("key_areas_intro"),
                    pair("exchange_text"),
                    "image",
                )
            },
        ),
        PUBLISHING,
    )


class PilotRoleInline(InlineRolesMixin, RowsMixin, admin.TabularInline):
    """What the city does in each focus area."""

    model = PilotRole
    extra = 0
    formfield_overrides = FORMFIELDS
    fields = ("focus_area", "role", *pair("plan"), "source")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the focus areas of the pilot's own programme only."""
        formset = super().get_formset(request, obj, **kwargs)
        # Who may only look has no field to choose in.
        field = formset.form.base_fields.get("focus_area")
        if obj and field:
            field.queryset = FocusArea.objects.filter(programme=obj.programme_id)
            # Once for all rows, not again for each.
            field.choices = list(iter(field.choices))
        return formset


@admin.register(PilotCity)
class PilotCityAdmin(ContentAdmin):
    """A pilot city of a programme."""

    list_display = ("city", *in_each_language("district"), "programme", "order")
    list_select_related = ("city", "programme")
    list_filter = ("programme",)
    search_fields = (*in_each_language("city__name"), *in_each_language("district"))
    inlines = (PilotRoleInline,)
    fields = (("programme", "city", "order"), pair("district"), pair("work"))


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    """A step in the life of the office."""

    list_columns = ("date", "programme")
    list_select_related = ("programme",)
    search_fields = ("slug", *in_each_language("title"))

    def get_preview_path(self, obj: Milestone) -> str:
        """A milestone has no page of its own: the first to show it is About."""
        return reverse("about")

    fieldsets = (
        (
            None,
            {
                "fields": (
                    "slug",
                    ("date", "date_precision"),
                    pair("title"),
                    pair("text"),
                    "programme",
                )
            },
        ),
        PUBLISHING,
    )
