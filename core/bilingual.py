"""Both languages side by side in every form of the admin."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.functional import lazystr
from django.utils.text import capfirst
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from core.i18n import LANGUAGE_INFO, in_each_language


def pair(field: str) -> tuple[str, ...]:
    """Return the columns of a bilingual field, which a fieldset then shows on one row."""
    return in_each_language(field)


# An address typed without its scheme means https, as from Django 6 on.
FORMFIELDS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class BilingualMixin:
    """Marks each field with its language: in its label, for fonts and for the spell checker."""

    formfield_overrides = FORMFIELDS

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the form field; a text in one language alone is allowed, publishing decides."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        language = LANGUAGE_INFO.get(getattr(db_field, "language", ""))
        if formfield is None or language is None:
            return formfield
        name = db_field.translated_field.verbose_name  # type: ignore[attr-defined]
        formfield.label = lazystr(f"{capfirst(str(name))} · {language.short_name}")
        formfield.required = False
        formfield.widget.attrs["lang"] = language.tag
        return formfield


class BilingualTabularInline(BilingualMixin, TranslationTabularInline):
    """Rows of short bilingual fields."""

    extra = 0


class BilingualStackedInline(BilingualMixin, TranslationStackedInline):
    """Blocks of longer bilingual fields, a pair on each row."""

    extra = 0
