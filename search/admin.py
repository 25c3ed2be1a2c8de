"""The site's search in the admin, drafts included."""

from django.db.models import Q, QuerySet
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
        return queryset.filter(pk__in=found.values("pk")) | queryset.filter(pk__in=keys), may_repeat
