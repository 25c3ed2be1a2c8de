"""The marks of a form: at each text whether it is in step, and what each language lacks in all."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.i18n import LANGUAGE_INFO, localized
from editing import roles
from editing.models import TranslationState
from editing.translation.difference import changes
from editing.translation.richtext_lines import readable
from editing.translation.states import (
    LANGUAGES,
    FieldTexts,
    State,
    behind,
    sources_then,
    state_of,
    texts_of,
)
from editing.workflow.save_request import save_request

Column = dict[str, Any]


def columns(request: HttpRequest, context: dict[str, Any], obj: Any) -> list[Column]:
    """Return the heads of the language columns, and put its mark at each text of the form."""
    change = save_request(request) if obj else None
    stored = change.item.translation if change else TranslationState(source=LANGUAGES[0])
    found = list(_texts(context))
    if change and change.admin.has_change_permission(request, obj):
        outdated = [
            each
            for each, _form in found
            if State.OUTDATED in (state_of(stored, each, code) for code in LANGUAGES)
        ]
        then = sources_then(stored, outdated)
        for each, form in found:
            for code in LANGUAGES:
                _mark(stored, each, form, code, then)
    writes = roles.only_language(request.user) is None
    # Of nothing at all, nothing is complete.
    is_begun = any(text for each, _form in found for text in each.texts.values())
    return [
        {
            "language": language,
            "is_source": bool(change) and code == stored.source,
            "may_be_source": bool(change) and code != stored.source and writes,
            "is_begun": is_begun,
            **Counter(str(behind(stored, each, code)) for each, _form in found),
            "missing_fields": [
                form.add_prefix(localized(each.name, code))
                for each, form in found
                if behind(stored, each, code) == State.MISSING
            ],
        }
        for code, language in LANGUAGE_INFO.items()
    ]


def _texts(context: dict[str, Any]) -> Iterator[tuple[FieldTexts, Any]]:
    """Yield each bilingual text of the form and of its rows, with the form that it is in."""
    form = context["adminform"].form
    for found in texts_of(form.instance):
        yield found, form
    for formset in context["inline_admin_formsets"]:
        for row in formset.formset.initial_forms:
            for found in texts_of(row.instance, is_item=False):
                yield found, row


def _mark(
    stored: TranslationState,
    found: FieldTexts,
    form: Any,
    code: str,
    then: dict[tuple[str, str], str],
) -> None:
    """Put the mark of a text below its field, before what helps to fill it in."""
    field, state = form.fields.get(localized(found.name, code)), state_of(stored, found, code)
    follows = code != stored.source and found.texts[stored.source]
    if field is None or state == State.NOTHING or (state == State.IN_STEP and not follows):
        return
    mark = render_to_string(
        "editing/translation/mark.html",
        {
            "state": state,
            "source": LANGUAGE_INFO[stored.source],
            "changed": _changes(stored, found, then) if state == State.OUTDATED else "",
            "value": f"{found.key}:{found.pk}:{code}",
            "is_asked": state in (State.MISSING, State.OUTDATED),
        },
    )
    field.language_mark = mark
    field.help_text = format_html("{} {}", mark, field.help_text) if field.help_text else mark


def _changes(
    stored: TranslationState, found: FieldTexts, then: dict[tuple[str, str], str]
) -> SafeString | str:
    """Return what the source of an outdated text changed since, "" if that is not known."""
    old, now = then.get((found.key, found.pk)), found.texts[stored.source]
    if old is None:
        return ""
    return changes(readable(old), readable(now)) if found.is_rich else changes(old, now)
