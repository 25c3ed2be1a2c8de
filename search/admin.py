"""The site's search in the admin, drafts included."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.http import HttpRequest

from search.backends import backend
from search.engine import matching
from search.query import LONGEST_QUERY, parse


class SearchMixin:
    """Adds the results of the site's search to those of Django's."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Return the rows that Django's own search finds, and those that the index names."""
        search_term = search_term.replace("\x00", "")[:LONGEST_QUERY]
        found, may_repeat = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        query = parse(search_term)
        if not query:
            return found, may_repeat
        named = Q(entry__kind=queryset.model._meta.label)
        keys = (
            matching(backend().match(query.clauses()), named).order_by().values("entry__object_id")
        )
        also = Q(pk__in=keys) | held_back_with(queryset.model, search_term)
        return queryset.filter(pk__in=found.values("pk")) | queryset.filter(also), may_repeat


def held_back_with(model: Any, words: str) -> Q:
    """Return the condition of a text that is held back, which the index must not hold."""
    texts = [each for each in model._meta.local_fields
             if isinstance(each, TextField) and hasattr(each, "language")]  # fmt: skip
    conditions = (
        Q(held_back__contains=f" {each.language} ", **{f"{each.name}__icontains": words})
        for each in texts
    )
    return reduce(or_, conditions)
