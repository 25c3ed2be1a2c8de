"""Export of a kind of content as a table, CSV or XLSX, under the rules of the desk."""

from functools import partial
from typing import Any

from django.db import models
from django.http import HttpRequest
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import ModelResource, modelresource_factory
from import_export.widgets import ManyToManyWidget, NumberWidget

from core.i18n import LANGUAGE_INFO, localized
from editing.lists.changelist import behind
from editing.queries.formats import state_word
from editing.spreadsheets import escape_formula
from editing.versions import revisions

# What belongs to the workflow stays out of a table.
LEFT_OUT = ("id", "status", "publish_at", "expire_at", "held_back", "updated_at")


class ContentResource(ModelResource):
    """The cells of a row."""

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """Return what stands in a cell: a number may begin with a minus, a text must not run."""
        value = super().export_field(field, instance, **kwargs)
        is_text = isinstance(value, str) and not isinstance(field.widget, NumberWidget)
        return escape_formula(value) if is_text else value


def resource_for(model: type[models.Model]) -> type[ContentResource]:
    """Return the resource of a kind: plain columns, relations, and the state of each language."""
    columns = [
        each.name
        for each in model._meta.local_fields
        if not (
            each.is_relation
            or each.name in LEFT_OUT
            or revisions.is_original_field(each)
            or isinstance(each, models.FileField)
        )
    ]
    relations = {
        each.name: Field(
            each.name,
            each.name,
            widget=ManyToManyWidget(each.related_model, separator=",", field="slug"),
        )
        for each in model._meta.local_many_to_many
    }
    states = {
        localized("translation", code): Field(
            column_name=localized("translation", code), dehydrate_method=partial(_state, code)
        )
        for code in LANGUAGE_INFO
    }
    return modelresource_factory(
        model,
        ContentResource,
        meta_options={"fields": [*columns, *relations, *states]},
        custom_fields=relations | states,
    )


def _state(language: str, obj: Any) -> str:
    """Return the state of a language of an item of the list."""
    return state_word(behind(obj, language))


class TransferMixin(ExportMixin):
    """Export in the list of a kind."""

    formats = (CSV, XLSX)
    export_form_class = ExportForm

    def get_resource_classes(self, request: HttpRequest) -> list[type[ContentResource]]:
        """Return the one resource of the kind."""
        return [resource_for(self.model)]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Allow users who may view the content to export it."""
        return self.has_view_permission(request)
