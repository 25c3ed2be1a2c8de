"""Titles that begin to look like what a reader types."""

from django.db.models import QuerySet

from search.analyser import title_tokens
from search.engine import matching, visible
from search.query import MOST_TERMS, Query, Term

MOST_LOOKED_AT = 50


def begun(text: str) -> Query:
    """Return the query for titles that have the words of a text, the last of them begun.

    The pairs of a run of Han characters may stand apart, as in a search.
    """
    tokens = title_tokens(text, is_query=True)[:MOST_TERMS]
    whole = [Term((token,), (token,)) for token in tokens[:-1]]
    last = [Term((token,), (token,), is_prefix=True) for token in tokens[-1:]]
    return Query(tuple(dict.fromkeys([*whole, *last])))


def suggested(query: Query, querysets: dict[str, QuerySet], most: int) -> list[tuple[str, int]]:
    """Return kind and key of titles, the kinds in the order of ``querysets``, the newest first."""
    if not query:
        return []
    found = matching(query, visible(querysets)).values_list("entry__kind", "entry__object_id")
    kinds = list(querysets)
    return sorted(found[:MOST_LOOKED_AT], key=lambda each: kinds.index(each[0]))[:most]
