"""Template tags of the desk: icons, pills, names, dates, counts of filters."""

import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from core.drawings.mountain import Scale, mountain
from editing.queries.activity import kind_name, person_name
from editing.queries.formats import (
    exact_moment,
    icon,
    language_pills,
    moment,
    named_language,
    state_pill,
)

register = template.Library()
register.simple_tag(icon)
register.filter(kind_name)
register.filter(person_name)
for function in (exact_moment, language_pills, moment, named_language, state_pill):
    register.filter(function)


@register.simple_tag(takes_context=True)
def who(context: Any, user: Any) -> str:
    """Return how the desk names a person to the one who reads."""
    is_reader = user and user == context["request"].user
    return gettext("You") if is_reader else person_name(user)


@register.filter
def head(text: Any) -> str:
    """The head of a column; where it holds one language, with the name of the language."""
    if isinstance(text, SafeString):
        # A control, and no name.
        return text
    found = re.fullmatch(r"(.*) \[(\S+)\]", str(text))
    name, language = (found[1], f" · {named_language(found[2])}") if found else (str(text), "")
    return capfirst(name) + language


@register.filter
def amount_to_translate(amount: int, user: Any) -> str:
    """How much of the other language waits for a translator: characters of Chinese, else words."""
    if user.translates == "en":
        return ngettext("%(count)s character", "%(count)s characters", amount) % {"count": amount}
    return ngettext("%(count)s word", "%(count)s words", amount) % {"count": amount}


@register.filter
def marked(text: SafeString) -> SafeString:
    """Return a compared text with its differences marked alike: of two texts, neither is old."""
    return mark_safe(re.sub("<(/?)(?:del|ins)>", r"<\1mark>", text))  # noqa: S308


@register.filter
def unmarked(text: SafeString) -> SafeString:
    """Return a compared text without its marks."""
    return mark_safe(re.sub("</?(?:del|ins)>", "", text))  # noqa: S308


@register.filter
def list_cell(cell: SafeString) -> SafeString:
    """A cell of a list: icons of yes and no in the language of the desk, an empty one marked."""
    html = str(cell)
    for word, said in (("True", pgettext("a tick", "Yes")), ("False", pgettext("a tick", "No"))):
        html = html.replace(f'alt="{word}"', f'alt="{said}"')
    if html.startswith("<td") and ">–<" in html:
        html = html.replace('class="', 'class="empty ', 1)
    return mark_safe(html)  # noqa: S308


@register.filter
def facet(choice: dict[str, Any]) -> tuple[str, str]:
    """The words of a filter's choice and the number that Django puts in brackets after them."""
    words = str(choice["display"])
    found = re.fullmatch(r"(.*) \((\d+|-)\)", words, re.DOTALL)
    return (found[1], found[2]) if found else (words, "")


@register.inclusion_tag("editing/form_faults.html")
def form_faults(adminform: Any, inline_admin_formsets: Any) -> dict[str, Any]:
    """The faults of a form that was sent, each with a link to its field."""
    faults = [*_faults(adminform.form)]
    for formset in (each.formset for each in inline_admin_formsets):
        name = capfirst(formset.model._meta.verbose_name)
        for sentence in formset.non_form_errors():
            faults.append({"target": f"{formset.prefix}-group", "row": name, "sentence": sentence})
        for number, form in enumerate(formset.forms, 1):
            faults += _faults(form, f"{name} {number}")
    return {"faults": faults}


def _faults(form: Any, row: str = "") -> Iterator[dict[str, Any]]:
    for name, sentences in form.errors.items():
        if name == NON_FIELD_ERRORS:
            target, label = form.prefix, ""
        else:
            target, label = form[name].auto_id, form[name].label
        for sentence in sentences if target else ():
            yield {"target": target, "row": row, "label": label, "sentence": sentence}


@register.inclusion_tag("editing/two_mountains.svg")
def two_mountains() -> dict[str, Any]:
    """The picture beside the form for logging in: one mountain behind another."""
    scale = Scale(hour=66, degree=5.44)
    return {"behind": mountain(44, scale), "before": mountain(40, scale)}
