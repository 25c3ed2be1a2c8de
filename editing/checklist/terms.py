"""The table of terms, and the texts of an item."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from core.i18n import localized
from core.richtext.fields import RichTextField
from core.richtext.rendering import plain_text

# The terms, named as others name the models of the library.
TERMS = "library.GlossaryTerm"


def term_table() -> Any:
    """Return the terms, to be looked for in texts."""
    return apps.get_model(TERMS)._default_manager.table()  # type: ignore[attr-defined]


def terms_of(row: models.Model, name: str, terms: Any, source: str) -> list[tuple[Any, str]]:
    """Return the terms that stand in the source of a bilingual text, each as it stands there."""
    return terms.found_in(words_of(row, name, source), source)


def words_of(row: models.Model, name: str, language: str) -> str:
    """Return a text as its reader reads it, without mark-up; "" of a file."""
    column = localized(name, language)
    text = getattr(row, column)
    if not isinstance(text, str):
        return ""
    return plain_text(text) if isinstance(row._meta.get_field(column), RichTextField) else text


def wrong_words(
    row: models.Model, name: str, language: str, terms: Any, source: str
) -> Iterator[str]:
    """Yield a sentence for each word to avoid, and for each term that a translation lacks."""
    text = words_of(row, name, language)
    for term, word in terms.wrong_words_in(text, language):
        names = {"word": word, "term": term.name_in(language)}
        yield _("“%(word)s” is a word to avoid; the term is “%(term)s”.") % names
    if language == source:
        return
    for term, word in terms_of(row, name, terms, source):
        agreed = term.name_in(language)
        if agreed and not term.stands_in(text, language):
            names = {"word": word, "term": agreed}
            yield _("“%(word)s” is “%(term)s”, which is not in the text.") % names
