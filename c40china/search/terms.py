"""The forms of the terms that staff keep, by which a search finds what is written otherwise."""

from functools import lru_cache

from django.db.models import QuerySet

from core.caching.parts import kept
from core.i18n import in_each_language
from library.models import GlossaryTerm
from search.forms import Forms
from search.query import Query, parse

# No more rows are read.
MOST_TERMS = 500


def forms() -> Forms:
    """Return the forms of the terms, kept while the library does not change."""
    return kept("forms of terms", lambda: _forms_of(tuple(_rows()[:MOST_TERMS])), apps="library")


def _rows() -> QuerySet:
    columns = (*in_each_language("name"), *in_each_language("other_forms"))
    # Otherwise modeltranslation would keep the columns in a set, and lose their order.
    return GlossaryTerm.objects.rewrite(False).values_list(*columns)  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _forms_of(rows: tuple[tuple[str | None, ...], ...]) -> Forms:
    """Return the forms in rows of the table, made anew only if the table is another."""
    lines = [[(text or "").splitlines() for text in row] for row in rows]
    return Forms(
        ([*english, *chinese], [*other_english, *other_chinese])
        for english, chinese, other_english, other_chinese in lines
    )


def parsed(text: str) -> Query:
    """Return the query in a reader's words, read with the forms of the terms."""
    return parse(text, forms())
