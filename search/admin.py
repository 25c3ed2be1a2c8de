"""The site's search in the admin, drafts included."""

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
        """Return the rows that Django's own search finds, and those that the index names.

        A list asks for them again with each of its filters, and puts them into each of its counts:
        they are sought once in a request.
        """
        search_term = search_term.replace("\x00", "")[:LONGEST_QUERY]
        query = parse(search_term)
        if not query:
            return super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        sought = request.__dict__.setdefault("sought", {})
        name = (queryset.model, search_term)
        if name not in sought:
            everything = queryset.model._base_manager.all()
            own, _may_repeat = super().get_search_results(request, everything, search_term)  # type: ignore[misc]
            named = Q(entry__kind=queryset.model._meta.label)
            indexed = matching(backend().match(query.clauses()), named).order_by()
            rows = everything.filter(
                Q(pk__in=own.values("pk"))
                | Q(pk__in=indexed.values("entry__object_id"))
                | held_back_with(queryset.model, search_term)
            )
            sought[name] = list(rows.order_by().values_list("pk", flat=True))
        return queryset.filter(pk__in=backend().among(sought[name])), False


def held_back_with(model: Any, words: str) -> Q:
    """Return the condition of a text that is held back, which the index must not hold."""
    conditions = (
        Q(held_back__contains=f" {each.language} ", **{f"{each.name}__icontains": words})
        for each in model._meta.local_fields
        if isinstance(each, TextField) and hasattr(each, "language")
    )
    return Q(*conditions, _connector=Q.OR)
