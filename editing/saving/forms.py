"""How a form of the desk shows the languages of an item, and what is missing in each."""

from typing import Any

from django import forms
from django.contrib.admin.utils import flatten
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import HeadlineField
from core.i18n import LANGUAGE_INFO, localized
from core.richtext.fields import RichTextField
from core.richtext.rendering import render
from editing.versions import parents
from editing.workflow.items import lock_without_pending


class OwnedForm(forms.ModelForm):
    """The form of an item, which may be a row of another one: that one has to hold still."""

    def clean(self) -> dict[str, Any]:
        """Refuse what changes to the other item would undo when they are published."""
        data = super().clean() or self.cleaned_data
        lock_without_pending(parents.of(self.instance, data))
        return data


class ColumnsMixin:
    """The heads of the two columns, and fields that show what publishing asks for."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Give the title room for all its words, and mark a text that is still missing."""
        name = getattr(getattr(db_field, "translated_field", None), "name", None)
        attributes = {}
        if name in self._required()[:1]:
            kwargs |= {"form_class": HeadlineField, "widget": forms.Textarea}
            attributes = {"rows": 2, "class": "headline wanted"}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(formfield, forms.SplitDateTimeField):
            name_parts(formfield)
        if formfield and attributes:
            missing = pgettext_lazy("text of a language", "missing")
            formfield.widget.attrs |= attributes | {"placeholder": missing}
        return formfield

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the columns with what each lacks."""
        obj = kwargs.get("obj")
        adminform = context["adminform"]
        _show_as_read(adminform.form.instance, adminform.readonly_fields)
        for rows in context["inline_admin_formsets"]:
            names = rows.readonly_fields if rows.has_change_permission else rows.opts.fields
            for form in rows.formset.forms:
                _show_as_read(form.instance, names)
        publish_at = getattr(obj, "publish_at", None)
        context["publishes_later"] = bool(publish_at and publish_at > timezone.now())
        context["columns"] = [
            {"language": language, "missing": self._missing(obj, code)}
            for code, language in LANGUAGE_INFO.items()
        ]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _required(self) -> tuple[str, ...]:
        return getattr(self.model, "required_translations", ())  # type: ignore[attr-defined]

    def _missing(self, obj: Any, code: str) -> int:
        return sum(not (obj and getattr(obj, localized(name, code))) for name in self._required())


def name_parts(formfield: Any) -> None:
    """Name the two fields of a date and its time: one label stands over both."""
    for widget, part in zip(formfield.widget.widgets, (_("Date:"), _("Time:")), strict=True):
        widget.attrs["aria-label"] = format_lazy("{} {}", formfield.label, part)


def _show_as_read(row: Any, readonly_fields: Any) -> None:
    """Show a rich text that cannot be changed as readers see it, not as HTML.

    The row in the form's hands is only shown from here on, and never saved.
    """
    for name in flatten(readonly_fields):
        field = next((each for each in row._meta.local_fields if each.name == name), None)
        if isinstance(field, RichTextField) and (language := getattr(field, "language", "")):
            setattr(row, name, render(getattr(row, name), language, {}))
