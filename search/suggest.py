"""Suggestions: titles that match what a reader types."""

from search.analyser import title_tokens
from search.backends import backend
from search.engine import Visible
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


def suggested(clauses: list[Clause], visible: Visible, most: int) -> list[tuple[str, int]]:
    """Return kind and key of titles, the kinds in the order of ``visible``, the newest first."""
    if not clauses:
        return []
    found = visible.matching(backend().match(clauses), MOST_LOOKED_AT)
    kinds = list(visible.models)
    return sorted(found.values_list("kind", "object_id"), key=lambda each: kinds.index(each[0]))[
        :most
    ]
