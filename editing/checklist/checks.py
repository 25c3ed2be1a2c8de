"""The checklist before publishing, by language: errors block that language, warnings do not.

It reads the item and its rows from the database, and finds fields by their type.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from core.i18n import LANGUAGE_INFO, colon, join_names, localized
from core.models import Publishable, field_label
from core.pdf.text import unsettable
from core.richtext.fields import RichTextField
from editing.checklist import texts as checklist_texts
from editing.checklist.facts import doubts
from editing.checklist.links import broken_links
from editing.checklist.pictures import pictures_without_words
from editing.checklist.terms import words_of, wrong_words
from editing.versions import revisions

# A title or a lead is meant to stay below: characters in English, Han in Chinese.
TITLE_LIMITS = {"en": 110, "zh-hans": 40}
LEAD_LIMITS = {"en": 300, "zh-hans": 120}
LEAD_LEAST = {"en": 50, "zh-hans": 25}
# Of a lead, search engines show about so much as description.
LEADS = ("standfirst", "summary")
# So many characters that the fonts lack are named.
MOST_NAMED = 10

# What is looked at in every text, and in a rich one besides; true where it is an error.
Checks = tuple[tuple[Callable[[str, str], Iterator[str]], bool], ...]
PLAIN_CHECKS: Checks = ((checklist_texts.wrong_script, False),)
RICH_CHECKS: Checks = (
    (checklist_texts.empty_links, True),
    (checklist_texts.headings_out_of_order, False),
)


@dataclass(frozen=True)
class Finding:
    """A problem in a text, in a language or "" for all: the sentence, and its column."""

    language: str
    field: str
    sentence: str
    is_error: bool = True

    @property
    def info(self) -> Any:
        """The language, with its names; None for what is the same in all."""
        return LANGUAGE_INFO.get(self.language)


def check(
    obj: Publishable,
    languages: list[str] | None = None,
    terms: Any = None,
    source: str = settings.LANGUAGE_CODE,
) -> list[Finding]:
    """Return the problems, errors first, in the given languages or in all that have some text.

    ``terms`` is the table of terms; without it, words are not looked at. ``source`` is the language
    that the others are translated from.
    """
    wanted = languages_begun(obj) if languages is None else languages
    rows = [row for level in revisions.descendants_by_level(obj) for row in level]
    links = broken_links(obj, rows, wanted)
    findings = [
        finding
        for code in wanted
        for checked in (_missing, _rows, _lengths, _texts, _characters, _pictures)
        for finding in checked(obj, rows, code)
    ]
    findings += [Finding(code, column, sentence) for code, column, sentence in links]
    findings += [
        Finding(code, column, f"{field_label(obj, column)}{colon()}{sentence}", is_error=False)
        for code, column, sentence in doubts(obj, wanted)
    ]
    if terms:
        findings += [each for code in wanted for each in _words(obj, rows, code, terms, source)]
    return sorted(findings, key=lambda finding: not finding.is_error)


def stopped_languages(obj: Publishable, languages: list[str]) -> list[str]:
    """Return those of the languages in which there is an error."""
    ordered = [code for code, _name in settings.LANGUAGES if code in languages]
    stopped = {each.language for each in check(obj, ordered) if each.is_error}
    return [code for code in ordered if code in stopped]


def languages_begun(obj: Publishable) -> list[str]:
    """Return the languages in which one of the texts that a page needs is there."""
    return [
        code
        for code, _name in settings.LANGUAGES
        if any(getattr(obj, localized(name, code)) for name in obj.required_translations)
    ]


def texts(obj: models.Model, language: str) -> Iterator[tuple[str, Any, str]]:
    """Yield name, field and text of each bilingual field of a row that has a text."""
    for name in sorted(get_translatable_fields_for_model(type(obj)) or []):
        column = localized(name, language)
        field = obj._meta.get_field(column)
        value = getattr(obj, column)
        if value and isinstance(field, (models.CharField, models.TextField)):
            yield name, field, value


def _missing(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    for name in obj.required_translations:
        if not getattr(obj, localized(name, language)):
            sentence = _("%(field)s is missing.") % {"field": field_label(obj, name)}
            yield Finding(language, localized(name, language), sentence)


def _rows(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    """Yield a finding for each text of a row that is missing in this language only."""
    for row in rows:
        for name in sorted(get_translatable_fields_for_model(type(row)) or []):
            columns = {code: getattr(row, localized(name, code)) for code in LANGUAGE_INFO}
            if any(columns.values()) and not columns[language]:
                # In the language that lacks it, it may have no name.
                with translation.override(next(code for code in columns if columns[code])):
                    shown = str(row)
                sentence = _("%(row)s “%(name)s”: %(field)s is missing.") % {
                    "row": capfirst(row._meta.verbose_name),
                    "name": shown,
                    "field": field_label(row, name),
                }
                # A body that only one language has may be meant so.
                is_error = not row._meta.get_field(name).blank
                yield Finding(language, localized(name, language), sentence, is_error)


def length_limit(model: type[models.Model], name: str, language: str) -> int | None:
    """Return how many characters are enough for a title or a lead; None for other fields."""
    if name in getattr(model, "required_translations", ())[:1]:
        return TITLE_LIMITS[language]
    return LEAD_LIMITS[language] if name in LEADS else None


def too_long(field: str, text: str, limit: int) -> str:
    """Return the sentence about a text that is longer than what is enough."""
    names = {"field": field, "length": len(text), "limit": limit}
    return _("%(field)s has %(length)s characters; %(limit)s are enough.") % names


def _lengths(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    for name in (obj.required_translations[0], *LEADS):
        column = localized(name, language)
        limit = length_limit(type(obj), name, language)
        if not hasattr(obj, column) or limit is None:
            continue
        text = getattr(obj, column) or ""
        if len(text) > limit:
            sentence = too_long(field_label(obj, name), text, limit)
            yield Finding(language, column, sentence, is_error=False)
        if name in LEADS and len(text) < LEAD_LEAST[language]:
            sentence = _("%(field)s is short or missing; it is also the description.") % {
                "field": field_label(obj, name)
            }
            yield Finding(language, column, sentence, is_error=False)


def _words(obj: Any, rows: list[Any], language: str, terms: Any, source: str) -> Iterator[Finding]:
    for row in (obj, *rows):
        for name, _field, _text in texts(row, language):
            if row is not obj or name not in obj.unread_texts:
                for fault in wrong_words(row, name, language, terms, source):
                    yield _in_field(row, name, language, fault, is_error=False)


def _texts(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    for row in (obj, *rows):
        for name, field, text in texts(row, language):
            if row is obj and name in obj.unread_texts:
                continue
            is_rich = isinstance(field, RichTextField)
            for find, is_error in (*RICH_CHECKS, *PLAIN_CHECKS) if is_rich else PLAIN_CHECKS:
                for fault in find(text, language):
                    yield _in_field(row, name, language, fault, is_error=is_error)


def _characters(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    """Yield a finding for each text of the share image, or of the PDF of an article, with a gap."""
    has_pdf = "pdf" in (get_translatable_fields_for_model(type(obj)) or [])
    for row in (obj, *rows):
        for name, _field, _text in texts(row, language):
            is_title = row is obj and name == obj.required_translations[0]
            if (is_title or has_pdf) and (lost := unsettable(words_of(row, name, language))):
                names = (f"{each} (U+{ord(each):04X})" for each in lost[:MOST_NAMED])
                sentence = _("the share image and the PDF show 〓 in place of %(characters)s.")
                fault = sentence % {"characters": join_names(names)}
                yield _in_field(row, name, language, fault, is_error=False)


def _in_field(row: Any, name: str, language: str, fault: str, *, is_error: bool) -> Finding:
    sentence = field_label(row, name) + colon() + fault
    return Finding(language, localized(name, language), sentence, is_error)


def _pictures(obj: Any, rows: list[Any], language: str) -> Iterator[Finding]:
    html = [text for row in (obj, *rows) for _name, _field, text in texts(row, language)]
    for picture in pictures_without_words(obj, html, language):
        sentence = _("The picture “%(name)s” has no alternative text.") % {"name": picture}
        yield Finding(language, "image", sentence)
