"""Admin forms with both languages side by side."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from core.characters import one_line
from core.forms.dates import TypedDateField, TypedMomentField
from core.i18n import LANGUAGE_INFO, Language, in_each_language
from core.models import points_to


def pair(field: str) -> tuple[str, ...]:
    """Return the columns of a bilingual field, which a fieldset then shows on one row."""
    return in_each_language(field)


FORMFIELDS: dict[Any, dict[str, Any]] = {
    # An address typed without its scheme means https, as from Django 6 on.
    models.URLField: {"assume_scheme": "https"},
    models.DateField: {"form_class": TypedDateField},
    models.DateTimeField: {"form_class": TypedMomentField},
}


def _label_text(name: Any, language: Language) -> SafeString:
    """Return the name of a field in the language of its column, marked as such."""
    with translation.override(language.code):
        return format_html('<span lang="{}">{}</span>', language.tag, capfirst(str(name)))


_label = lazy(_label_text, SafeString)


def column_labels(model: type[models.Model]) -> dict[str, str]:
    """Return the names of the bilingual fields in the language of their column.

    Where a text cannot be changed the admin shows it without a form field, which would have its
    label from ``BilingualMixin``.
    """
    labels = {}
    for field in model._meta.local_fields:
        if language := LANGUAGE_INFO.get(getattr(field, "language", "")):
            with translation.override(language.code):
                name = field.translated_field.verbose_name  # type: ignore[attr-defined]
                labels[field.name] = capfirst(str(name))
    return labels


class HeadlineField(forms.CharField):
    """A line of text in a field that shows all of it, and breaks it where it must."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Return the text as one line, whatever lines it was typed or pasted in."""
        typed = super().to_python(value) or ""
        line = " ".join(one_line(typed).split())
        if typed.strip() and not line:
            raise forms.ValidationError(_("Enter a title: what is typed here shows nothing."))
        return line


class BilingualMixin:
    """Marks each field with its language: in its label, for fonts and for the spell checker."""

    formfield_overrides = FORMFIELDS

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Name a text that cannot be changed as one that can."""
        kwargs["labels"] = column_labels(self.model)  # type: ignore[attr-defined]
        form = super().get_form(request, obj, **kwargs)  # type: ignore[misc]
        return _without_colons(form)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the form field; a text in one language alone is allowed, publishing decides."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        language = LANGUAGE_INFO.get(getattr(db_field, "language", ""))
        if formfield is None:
            return None
        formfield.label_suffix = ""
        # A browser counts other units, and cuts what is pasted; the form counts characters.
        formfield.widget.attrs.pop("maxlength", None)
        if language is None:
            return formfield
        name = db_field.translated_field.verbose_name  # type: ignore[attr-defined]
        formfield.label = _label(name, language)
        formfield.required = False
        formfield.widget.attrs["lang"] = language.tag
        return formfield


def _without_colons(form: Any) -> Any:
    class Form(form):
        """Its labels stand above their fields, those of texts that can only be read as well."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{"label_suffix": ""} | kwargs)

    return Form


class RowsMixin:
    """Rows of an item, however many, are read and offered their choices in one query each."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Name a text that cannot be changed as one that can."""
        kwargs["labels"] = column_labels(self.model)  # type: ignore[attr-defined]
        return super().get_formset(request, obj, **kwargs)  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Read what the rows point to along with them: their names may be made of it."""
        relations = points_to(self.model)  # type: ignore[attr-defined]
        return super().get_queryset(request).select_related(*relations)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            # Through iter(): list() would first ask the database how many there are.
            field.choices = list(iter(field.choices))
        return field


class BilingualTabularInline(RowsMixin, BilingualMixin, TranslationTabularInline):
    """Rows of short bilingual fields."""

    extra = 0


class BilingualStackedInline(RowsMixin, BilingualMixin, TranslationStackedInline):
    """Blocks of longer bilingual fields, a pair on each row."""

    extra = 0
