"""Export of a kind of content as a table, CSV or XLSX, for whoever may view it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import Resource

from core.characters import lines
from core.i18n import LANGUAGE_INFO
from core.models import Publishable, points_to
from editing.lists.changelist import behind, states_shown
from editing.queries.formats import named_language, state_word
from editing.queries.states import STATES
from editing.spreadsheets import FIRST_DAY, MAX_CELL, escape_formula, units
from editing.versions import revisions

# What stands behind all others, or in a column of its own.
TIMES = ("publish_at", "expire_at", "updated_at")
LEFT_OUT = ("id", "status", "held_back", *TIMES)


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and how its cell is read from an item."""

    heading: str
    read: Callable[[Any], Any]


def columns_of(model: type[models.Model]) -> Iterator[Column]:
    """Yield the columns of a kind, headed in the language of the reader."""
    field: Any
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if field.name not in LEFT_OUT and not revisions.is_original_field(field):
            yield Column(_heading(field), partial(_value, field))
    if not issubclass(model, Publishable):
        return
    yield Column(capfirst(_("status")), _states)
    for name in TIMES:
        moment = model._meta.get_field(name)
        yield Column(_heading(moment), partial(_value, moment))
    for code in LANGUAGE_INFO:
        yield Column(_in_language(_("state of translation"), code), partial(_step, code))
    if hasattr(model, "get_absolute_url"):
        for code in LANGUAGE_INFO:
            yield Column(_in_language(_("address"), code), partial(_address, code))


def _heading(field: Any) -> str:
    if language := getattr(field, "language", ""):
        return _in_language(field.translated_field.verbose_name, language)
    return capfirst(str(field.verbose_name))


def _in_language(name: Any, code: str) -> str:
    names = {"field": capfirst(str(name)), "language": named_language(code)}
    return _("%(field)s (%(language)s)") % names


def _value(field: Any, obj: Any) -> Any:
    """Return the value of a field as a person reads it."""
    if field.many_to_many:
        return ", ".join(map(_name, getattr(obj, field.name).all()))
    value = getattr(obj, field.name)
    if field.is_relation:
        return _name(value) if value else ""
    if isinstance(field, models.FileField):
        return f"{settings.PUBLIC_URL}{value.url}" if value else ""
    if field.choices:
        return str(getattr(obj, f"get_{field.name}_display")() or "")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def _name(obj: Any) -> str:
    """Return what an item is known by: its slug, where it has one."""
    return getattr(obj, "slug", "") or str(obj)


def _states(obj: Any) -> str:
    return ", ".join(str(STATES[each]) for each in states_shown(obj))


def _step(language: str, obj: Any) -> str:
    return state_word(behind(obj, language))


def _address(language: str, obj: Any) -> str:
    """Return the address of the public page in a language, "" if there is none."""
    if not obj.is_public or language not in obj.languages:
        return ""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{obj.get_absolute_url()}"


class ContentTable(Resource):
    """The table of a kind of content; whatever is stored, no cell of it fails or runs."""

    model: type[models.Model]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.columns = list(columns_of(self.model))

    @classmethod
    def get_display_name(cls) -> str:
        return capfirst(str(cls.model._meta.verbose_name_plural))

    def get_user_visible_fields(self) -> list[Field]:
        """Return what the page of the export lists."""
        return [Field(column_name=each.heading) for each in self.columns]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return [each.heading for each in self.columns]

    def filter_export(self, queryset: models.QuerySet, **kwargs: Any) -> models.QuerySet:
        """Read what the rows point to along with them."""
        related = [each.name for each in self.model._meta.local_many_to_many]
        return queryset.select_related(*points_to(self.model)).prefetch_related(*related)

    def export_resource(self, instance: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Return the cells of an item. Raises ValueError if one is too long for XLSX."""
        is_typed = kwargs.get("force_native_type", False)
        row = [_cell(each.read(instance), is_typed=is_typed) for each in self.columns]
        for column, value in zip(self.columns, row, strict=True):
            if is_typed and isinstance(value, str) and units(value) > MAX_CELL:
                raise ValueError(
                    _(
                        "%(item)s, %(field)s: the text has more than the %(limit)s characters that"
                        " a cell can hold. Export it as CSV."
                    )
                    % {"item": instance, "field": column.heading, "limit": MAX_CELL}
                )
        return row


def _cell(value: Any, *, is_typed: bool) -> Any:
    """Return a value as a cell holds it: a number, in XLSX a date, or a text that does not run."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None)
        return value if is_typed else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value if is_typed and value >= FIRST_DAY else value.isoformat()
    if isinstance(value, (int, float, Decimal)):
        return value
    return escape_formula(lines(str(value))) if value is not None else ""


class TransferMixin(ExportMixin):
    """Export in the list of a kind."""

    formats = (CSV, XLSX)
    # With the mark by which Excel knows the characters.
    to_encoding = "utf-8-sig"
    export_form_class = ExportForm

    def get_resource_classes(self, request: HttpRequest) -> list[type[ContentTable]]:
        return [type("TableOfKind", (ContentTable,), {"model": self.model})]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Allow users who may view the content to export it."""
        return self.has_view_permission(request)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Answer as the list does where a filter of the address is none."""
        try:
            return super().export_action(request)
        except (IncorrectLookupParameters, OverflowError):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
