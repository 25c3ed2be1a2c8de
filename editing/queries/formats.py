"""States, languages and moments as the pages of the desk show them."""

from collections.abc import Mapping
from datetime import datetime

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.i18n import LANGUAGE_INFO
from editing.queries.states import STATES


def icon(name: str) -> SafeString:
    """One of the line drawings; a word beside it or a label says the same."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        static("img/desk.svg"),
        name,
    )


def state_pill(state: str, pending_stage: str = "") -> SafeString:
    """The state of an item: its drawing and its word, and where its pending changes stand."""
    pending = {
        "draft": _("with pending changes"),
        "review": _("changes in review"),
        "returned": _("changes returned"),
        "scheduled": _("changes scheduled"),
    }
    words = str(STATES[state])
    if pending_stage:
        words += f" · {pending[pending_stage]}"
    return format_html(
        '<span class="state-pill state-pill-{}">{} {}</span>', state, icon(state), words
    )


def state_word(state: str) -> str:
    """The state of a text in a language, as one word."""
    words = {
        "missing": pgettext("text of a language", "missing"),
        "outdated": pgettext("text of a language", "outdated"),
        "left": pgettext("text of a language", "left as it is"),
    }
    return words.get(state) or pgettext("text of a language", "in step")


def language_pills(states: Mapping[str, str]) -> SafeString:
    """A box for each language: a tick, or the word for what is the matter with its text."""
    pills = ((_language_pill(code, states.get(code, "")),) for code in LANGUAGE_INFO)
    return format_html('<span class="language-pills">{}</span>', format_html_join(" ", "{}", pills))


def _language_pill(code: str, state: str) -> SafeString:
    word = format_html("{}", state_word(state))
    if state not in ("missing", "outdated"):
        word = format_html('{}<span class="visually-hidden">{}</span>', icon("check"), word)
        state = "in-step"
    return format_html(
        '<span class="language-pill language-pill-{}">{} {}</span>', state, mark(code), word
    )


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


def exact_moment(when: datetime) -> str:
    """A moment with its day of the week: Mon 23 November 9:00, with the year if it is another."""
    local = timezone.localtime(when)
    this_year = local.year == timezone.localdate().year
    form = pgettext("date form", "D j F H:i") if this_year else pgettext("date form", "D j F Y H:i")
    return date_format(local, form)
