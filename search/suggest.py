"""Suggestions: titles that match what a reader types."""

from django.db.models import QuerySet

from search.analyser import title_tokens
from search.engine import matching, visible
from search.query import MOST_TERMS, Clause, Term

MOST_LOOKED_AT = 50


def begun(text: str) -> list[Clause]:
    """Return the clauses of titles that have the words of a text, the last of them begun.

    The pairs of a run of Han characters may stand apart, as in a search.
    """
    tokens = title_tokens(text, is_query=True)[:MOST_TERMS]
    whole = [Term((token,), (token,)) for token in tokens[:-1]]
    last = [Term((token,), (token,), is_prefix=True) for token in tokens[-1:]]
    return [(term,) for term in (*whole, *last)]


def suggested(
    clauses: list[Clause], querysets: dict[str, QuerySet], most: int
) -> list[tuple[str, int]]:
    """Return kind and key of titles, the kinds in the order of ``querysets``, the newest first."""
    if not clauses:
        return []
    found = matching(clauses, visible(querysets)).values_list("entry__kind", "entry__object_id")
    kinds = list(querysets)
    return sorted(found[:MOST_LOOKED_AT], key=lambda each: kinds.index(each[0]))[:most]
