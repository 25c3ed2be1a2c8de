"""The change lists of the desk: their columns, filters and quick views.

Filters and quick views count what they would show; all of them also work as plain addresses, and
the dashboard links to them.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGUAGE_INFO, Translation
from core.models import Publishable
from core.typography import plain_title
from editing.queries.activity import person_name
from editing.queries.conditions import (
    last_activity_value,
    pending_stage,
    quick_views,
    translation_value,
    workflow_state_value,
)
from editing.queries.formats import language_pills, moment, named_language, state_pill
from editing.queries.rows import languages, title_columns
from editing.queries.states import STATES, by_language, by_state, missing, state_of


class ConditionFilter(admin.SimpleListFilter):
    """A filter by named conditions. It counts by them alone; what else narrows is asked once."""

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.conditions = self.get_conditions(model, request.user)
        super().__init__(request, params, model, model_admin)

    def get_conditions(self, model: Any, user: Any) -> dict[str, Q]:
        """Return what each choice filters for."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found = self.conditions.get(self.value() or "")
        return queryset if found is None else queryset.filter(found)

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet) -> dict[str, Any]:
        """Return the counts, which are made of ``filtered_qs`` as it is."""
        return super().get_facet_counts(pk_attname, filtered_qs.model._base_manager.all())


class StateFilter(ConditionFilter):
    """Filters by state, which depends on the status, the workflow state and the times."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def get_conditions(self, model: Any, user: Any) -> dict[str, Q]:
        return by_state(model, timezone.now())


class LanguageFilter(ConditionFilter):
    """Filters by the languages in which a text is missing or outdated, or all are in step."""

    title = _("languages")
    parameter_name = "languages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words = {
            "missing": gettext("%(language)s missing"),
            "outdated": gettext("%(language)s outdated"),
        }
        lacking = [
            (f"{name}-{code}", sentence % {"language": named_language(code)})
            for code in LANGUAGE_INFO
            for name, sentence in words.items()
        ]
        return [*lacking, ("ready", _("Both ready"))]

    def get_conditions(self, model: Any, user: Any) -> dict[str, Q]:
        return by_language(model)


class QuickView(ConditionFilter):
    """The most used filters, as tabs above the list."""

    title = _("quick views")
    parameter_name = "view"
    template = "editing/tabs.html"
    words = {
        "to-translate": _("To translate"),
        "in-work": _("In work"),
        "review": _("In review"),
        "translated": _("Translated"),
        "returned": _("Returned to me"),
        "mine": _("My drafts"),
        "missing": _("Translation missing"),
        "scheduled": _("Scheduled"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, self.words[name]) for name in self.conditions]

    def get_conditions(self, model: Any, user: Any) -> dict[str, Q]:
        return quick_views(model, user) | {
            "missing": Q(*(missing(model, code) for code in LANGUAGE_INFO), _connector=Q.OR),
            "scheduled": by_state(model, timezone.now())["scheduled"],
        }


class DeskChangeList(ChangeList):
    """Annotates each item with its last author, its last change and its title."""

    made: Any = None

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        model: Any = self.model
        if "headline_text" not in self.root_queryset.query.annotations:
            self.root_queryset = self.root_queryset.annotate(
                headline_text=F(title_columns(model)[0]),
                changed_at=Coalesce(last_activity_value(model, "at"), F("updated_at")),
            )
        found = super().get_queryset(request, exclude_parameters)
        if exclude_parameters is not None:
            # It is only counted.
            return found.order_by()
        return found.annotate(
            changed_by=last_activity_value(model, "user"),
            stage=workflow_state_value(model, "stage"),
            pending_stage=pending_stage(model),
            languages_missing=translation_value(model, "missing"),
            languages_outdated=translation_value(model, "outdated"),
        )

    def get_filters(self, request: HttpRequest) -> Any:
        """Make the filters once: Django makes all of them anew for the counts of each."""
        if self.made is None:
            self.made = super().get_filters(request)
        return self.made

    def get_results(self, request: HttpRequest) -> None:
        """Read who changed the items of the page, in one query for all."""
        super().get_results(request)
        rows: Any = self.result_list
        people = get_user_model()._default_manager.in_bulk({row.changed_by for row in rows})
        for row in rows:
            row.changed_by = person_name(people[row.changed_by]) if row.changed_by else ""


def behind(obj: Any, language: str) -> str:
    """Return whether an item of a list is missing or outdated in a language, "" if neither."""
    named = f" {language} "
    if not obj.is_ready_in(language) or named in (obj.languages_missing or ""):
        return "missing"
    return "outdated" if named in (obj.languages_outdated or "") else ""


def states_shown(obj: Any) -> list[str]:
    """Return the state of an item of a list as readers see it, and that of pending changes."""
    state = state_of(obj, timezone.now())
    if state == "draft" and obj.stage == "returned":
        state = "returned"
    return [state, obj.pending_stage] if obj.pending_stage else [state]


class ListMixin:
    """Columns and filters of every list; ``list_columns`` and ``list_filter`` add to them."""

    list_columns: tuple[str, ...] = ()
    list_per_page = 25
    show_facets = admin.ShowFacets.ALWAYS
    # The words of the button that begins a new item; without them, those of Django.
    add_words: Any = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskChangeList

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("headline", "state", "language_state", *self.list_columns, "last_change")

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        own = [each for each in self.list_filter if each != "status"]  # type: ignore[attr-defined]
        return (QuickView, StateFilter, LanguageFilter, *own)

    @admin.display(description=_("title"), ordering="headline_text")
    def headline(self, obj: Publishable) -> SafeString:
        """The title in the language of the desk, and below it in the other language."""
        field = obj.required_translations[0]
        texts = [Translation(obj, code) for code in languages()]
        titles = [(text.tag, plain_title(getattr(text, field), text.language)) for text in texts]
        first, *others = [each for each in titles if each[1]] or [
            (titles[0][0], gettext("Untitled"))
        ]
        below = format_html_join("", '<small lang="{}">{}</small>', others)
        return format_html('<span lang="{}">{}</span>{}', *first, below)

    @admin.display(description=_("status"), ordering="status")
    def state(self, obj: Any) -> SafeString:
        """The state that readers see, and where the pending changes stand."""
        return state_pill(*states_shown(obj))

    @admin.display(description=_("languages"))
    def language_state(self, obj: Any) -> SafeString:
        """A box for each language."""
        return language_pills({code: behind(obj, code) for code in LANGUAGE_INFO})

    @admin.display(description=_("last change"), ordering="changed_at")
    def last_change(self, obj: Any) -> SafeString:
        """When it was changed last, and by whom."""
        by = format_html("<small>{}</small>", obj.changed_by) if obj.changed_by else ""
        return format_html(
            '<span class="when"><time datetime="{}">{}</time>{}</span>',
            obj.changed_at.isoformat(),
            moment(obj.changed_at),
            by,
        )
