"""The small parts of every page of the desk: drawings, pills, moments, counts of filters."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.i18n import LANGUAGE_INFO
from core.mountain import Scale, mountain
from core.templatetags.typography import plain_title
from editing.states import STATES

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the line drawings; a word beside it or a label says the same."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        static("img/desk.svg"),
        name,
    )


@register.filter
def state_pill(state: str) -> SafeString:
    """A state of an item: its drawing and its word."""
    return format_html('<span class="st st-{}">{} {}</span>', state, icon(state), STATES[state])


@register.filter
def language_pills(missing: Iterable[str]) -> SafeString:
    """A box for each language: a tick, or that its text is missing."""
    lacking = set(missing)
    return format_html(
        '<span class="lps">{}</span>',
        format_html_join(" ", "{}", ((_language_pill(c, c in lacking),) for c in LANGUAGE_INFO)),
    )


def _language_pill(code: str, lacks: bool) -> SafeString:
    if lacks:
        word = format_html("{}", pgettext("text of a language", "missing"))
    else:
        ready = pgettext("text of a language", "ready")
        word = format_html('{}<span class="visually-hidden">{}</span>', icon("check"), ready)
    return format_html(
        '<span class="lp{}">{} {}</span>', " lp-missing" if lacks else "", mark(code), word
    )


@register.filter
def named_language(code: str) -> str:
    """A language by its name in the desk's own language, as it stands in a sentence."""
    names = {
        "en": pgettext("a language in a sentence", "English"),
        "zh-hans": pgettext("a language in a sentence", "Chinese"),
    }
    return names[code]


def mark(code: str) -> str:
    """A language in one or two letters of the desk's own language: EN and 中, 英 and 中."""
    marks = {
        "en": pgettext("a language in two letters", "EN"),
        "zh-hans": pgettext("a language in two letters", "中"),
    }
    return marks[code]


@register.filter
def moment(when: datetime | None) -> str:
    """A moment as people say it: today 10:04, yesterday 16:05, 12 November, 2 April 2020."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    time = date_format(local, "H:i")
    days = (timezone.localdate() - local.date()).days
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days == 1:
        return _("yesterday %(time)s") % {"time": time}
    this_year = local.year == timezone.localdate().year
    form = pgettext("date form", "j F") if this_year else pgettext("date form", "j F Y")
    return date_format(local, form)


@register.filter
def exact_moment(when: datetime) -> str:
    """A moment with its day of the week: Mon 23 November 9:00, with the year if it is another."""
    local = timezone.localtime(when)
    this_year = local.year == timezone.localdate().year
    form = pgettext("date form", "D j F H:i") if this_year else pgettext("date form", "D j F Y H:i")
    return date_format(local, form)


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
def plain(item: Any) -> str:
    """The title of an item without break marks."""
    return plain_title(str(item))


@register.filter
def marked(text: SafeString) -> SafeString:
    """Return a compared text with its differences marked alike: of two texts, neither is old."""
    return mark_safe(re.sub("<(/?)(?:del|ins)>", r"<\1mark>", text))  # noqa: S308


@register.filter
def unmarked(text: SafeString) -> SafeString:
    """Return a compared text without its marks."""
    return mark_safe(re.sub("</?(?:del|ins)>", "", text))  # noqa: S308


@register.filter
def translated_icon(cell: SafeString) -> SafeString:
    """A cell of a list, in which Django's icons of yes and no speak the language of the desk."""
    html = str(cell)
    for word, said in (("True", pgettext("a tick", "Yes")), ("False", pgettext("a tick", "No"))):
        html = html.replace(f'alt="{word}"', f'alt="{said}"')
    return mark_safe(html)  # noqa: S308


@register.filter
def facet(choice: dict[str, Any]) -> tuple[str, str]:
    """The words of a filter's choice and the number that Django puts in brackets after them."""
    words = str(choice["display"])
    found = re.fullmatch(r"(.*) \((\d+|-)\)", words, re.DOTALL)
    return (found[1], found[2]) if found else (words, "")


@register.inclusion_tag("admin/two_mountains.svg")
def two_mountains() -> dict[str, Any]:
    """The picture beside the form for logging in: one mountain behind another."""
    scale = Scale(hour=66, degree=5.44)
    return {"behind": mountain(44, scale), "before": mountain(40, scale)}
