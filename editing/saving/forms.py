"""Forms of the desk: columns for the languages, and the count of missing texts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.utils import flatten
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import HeadlineField
from core.forms.slugs import free_slug
from core.i18n import LANGUAGE_INFO, in_each_language
from core.richtext.fields import RichTextField
from core.richtext.rendering import render
from core.typography import BREAK_MARK_HELP
from editing.checklist.facts import unshown
from editing.checklist.pictures import pictures_of
from editing.saving import language_marks
from editing.versions import parents
from editing.workflow.locking import lock_without_pending


class ChildForm(forms.ModelForm):
    """Form of an object that may be a child of another.

    Refuses to save while the parent has pending changes.
    """

    # Whether it shows what was kept, and saves nothing.
    is_shown_only = False

    def clean(self) -> dict[str, Any]:
        """Lock the parents; refuse to save while one of them has pending changes."""
        data = super().clean() or self.cleaned_data
        if not self.is_shown_only:
            lock_without_pending(parents.parents_of(self.instance, data))
        if data.get("slug") == "":
            self._make_slug(data)
        return data

    def _make_slug(self, data: dict[str, Any]) -> None:
        """Make the slug of a title, the English one if there are two."""
        title = self.instance.required_translations[0]
        titles = [data.get(column) or "" for column in in_each_language(title)]
        data["slug"] = free_slug(self.instance, titles)
        if not data["slug"]:
            self.add_error("slug", _("Enter a title, of which it is made, or type it."))


def refused(form: Any, why: Any) -> Any:
    """Return a form that says why it is refused, so that nothing of it is saved or lost."""

    class Refused(form):
        def clean(self) -> None:
            super().clean()
            raise forms.ValidationError(why)

    return Refused


def filled(form: Any, data: Any) -> Any:
    """Return a form that shows what was kept, with its errors."""

    class Filled(form):
        is_shown_only = True

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{"data": data} | kwargs)

    return Filled


class ColumnsMixin:
    """Adds the heads of the language columns, and marks the texts required for publishing."""

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell of break marks only below a text in a language that has them."""
        kwargs["help_texts"] = {
            each.name: ""
            for each in self.model._meta.local_fields  # type: ignore[attr-defined]
            if each.help_text == BREAK_MARK_HELP
            and not LANGUAGE_INFO[getattr(each, "language", settings.LANGUAGE_CODE)].has_break_marks
        }
        return super().get_form(request, obj, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Show the title in a textarea, and mark a missing text with a placeholder."""
        name = getattr(getattr(db_field, "translated_field", None), "name", None)
        attributes = {}
        if name in self._required()[:1]:
            kwargs |= {"form_class": HeadlineField, "widget": forms.Textarea}
            attributes = {"rows": 2, "class": "headline wanted"}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(formfield, forms.SplitDateTimeField):
            name_parts(formfield)
        if formfield and db_field.name == "slug" and self._required():
            formfield.required = False
            made = _("{help} Left empty, it is made of the title.")
            formfield.help_text = format_lazy(made, help=formfield.help_text)
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
        context["columns"] = language_marks.columns(request, context, obj)
        for _code, name, sentence in unshown(adminform.form.instance):
            if field := adminform.form.fields.get(name):
                field.help_text = format_html(
                    '<strong class="warning">{}</strong> {}', sentence, field.help_text
                )
        _show_as_read(adminform.form.instance, adminform.readonly_fields)
        for rows in context["inline_admin_formsets"]:
            names = rows.readonly_fields if rows.has_change_permission else rows.opts.fields
            for form in rows.formset.forms:
                _show_as_read(form.instance, names)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _required(self) -> tuple[str, ...]:
        return getattr(self.model, "required_translations", ())  # type: ignore[attr-defined]


def name_parts(formfield: Any) -> None:
    """Label the date and the time field for screen readers; one visible label names both."""
    for widget, part in zip(formfield.widget.widgets, (_("Date:"), _("Time:")), strict=True):
        widget.attrs["aria-label"] = format_lazy("{} {}", formfield.label, part)


def _show_as_read(row: Any, readonly_fields: Any) -> None:
    """Show a rich text that cannot be changed as readers see it, not as HTML.

    The form's instance is changed; it must not be saved afterwards.
    """
    for name in flatten(readonly_fields):
        field = next((each for each in row._meta.local_fields if each.name == name), None)
        if isinstance(field, RichTextField) and (language := getattr(field, "language", "")):
            text = getattr(row, name)
            # Django would make a line break of each line end.
            shown = render(text, language, pictures_of(text)).replace("\n", " ")
            setattr(row, name, mark_safe(shown))  # noqa: S308 - rendered
