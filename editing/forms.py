"""How a form of the desk shows the languages of an item, and what is missing in each."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import HeadlineField
from core.i18n import LANGUAGE_INFO, localized


class ColumnsMixin:
    """The heads of the two columns, and fields that show what publishing asks for."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Give the title room for all its words, and mark a text that is still missing."""
        model: Any = self.model  # type: ignore[attr-defined]
        name = getattr(getattr(db_field, "translated_field", None), "name", None)
        attributes = {}
        if name == model.required_translations[0]:
            kwargs |= {"form_class": HeadlineField, "widget": forms.Textarea}
            attributes = {"rows": 2, "class": "headline wanted"}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(formfield, forms.SplitDateTimeField):
            # One label stands over two fields; each still needs a name of its own.
            for widget, part in zip(
                formfield.widget.widgets, (_("Date:"), _("Time:")), strict=True
            ):
                widget.attrs["aria-label"] = format_lazy("{} {}", formfield.label, part)
        if formfield and attributes:
            missing = pgettext_lazy("text of a language", "missing")
            formfield.widget.attrs |= attributes | {"placeholder": missing}
        return formfield

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the columns with what each lacks."""
        obj = kwargs.get("obj")
        context["columns"] = [
            {"language": language, "missing": self._missing(obj, code)}
            for code, language in LANGUAGE_INFO.items()
        ]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _missing(self, obj: Any, code: str) -> int:
        names = self.model.required_translations  # type: ignore[attr-defined]
        return sum(not (obj and getattr(obj, localized(name, code))) for name in names)
