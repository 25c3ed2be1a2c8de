"""Queries that are compiled once and then run again and again.

Django takes longer to write the SQL of a query with subqueries than SQLite to answer it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from core.i18n import current_language
from core.models import asked_at, is_previewing

# Stands for the present moment in what is compiled.
MOMENT = datetime(1, 1, 1, tzinfo=UTC)


class Statement:
    """A queryset without values of its own: only the language and the present moment change."""

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self.build = build
        self.compiled: dict[str, tuple[QuerySet, str, tuple[Any, ...]]] = {}

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as the database has them."""
        _queryset, sql, params = self._compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def objects(self) -> list[Any]:
        """Return the rows as objects, with their annotations."""
        queryset, sql, params = self._compile()
        return list(queryset.model._default_manager.raw(sql, params))

    def _compile(self) -> tuple[QuerySet, str, list[Any]]:
        """Return the queryset, its SQL and its parameters; a preview compiles its own."""
        language = current_language()
        compiled = self.compiled.get(language)
        if compiled is None or is_previewing():
            with asked_at(MOMENT):
                queryset = self.build()
                compiled = queryset, *queryset.query.sql_with_params()
            if not is_previewing():
                self.compiled[language] = compiled
        queryset, sql, params = compiled
        adapt = connection.ops.adapt_datetimefield_value
        marker, now = adapt(MOMENT), adapt(timezone.now())
        return queryset, sql, [now if value == marker else value for value in params]
