"""The terms that stand in a source, listed beside the field of its translation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from modeltranslation.manager import get_translatable_fields_for_model

from core.i18n import LANGUAGE_INFO, localized
from editing.checklist.terms import terms_of, words_of
from editing.workflow.save_request import save_request


class TermsMixin:
    """Adds them to the form of an item and of its rows."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the terms below each field; what stands in the form is what was saved."""
        change = save_request(request)
        if change:
            source = change.item.translation.source
            forms = [context["adminform"].form]
            forms += [row for each in context["inline_admin_formsets"] for row in each.formset]
            for form in forms:
                _list_terms(form, change.item.terms, source)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def _list_terms(form: Any, terms: Any, source: str) -> None:
    row = form.instance
    for name in get_translatable_fields_for_model(type(row)) or []:
        fields = {code: form.fields.get(localized(name, code)) for code in LANGUAGE_INFO}
        if not any(field for code, field in fields.items() if code != source):
            continue
        found = terms_of(row, name, terms, source)
        for code, field in fields.items():
            if not found or field is None or code == source:
                continue
            text = words_of(row, name, code)
            lines = [
                (word, term.forms(code), term.stands_in(text, code))
                for term, word in found
                if term.name_in(code)
            ]
            context = {"lines": lines, "source": LANGUAGE_INFO[source], "text": text}
            context["language"] = LANGUAGE_INFO[code]
            listed = render_to_string("editing/terms.html", context)
            # In a table of rows a field shows these, and not what helps to fill it in.
            field.terms = listed
            field.help_text = format_html("{} {}", field.help_text, listed)
