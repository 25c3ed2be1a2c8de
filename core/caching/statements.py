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
    """A queryset that is always the same but for the language, the present moment and values.

    ``build`` puts a marker where a value will stand, and callers say which value it is this time.
    """

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self.build = build
        self.compiled: dict[str, tuple[QuerySet, str, tuple[Any, ...]]] = {}

    def rows(self, values: dict[Any, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows as the database has them; ``values`` are by their markers."""
        _queryset, sql, params = self._compile(values or {})
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def objects(self, values: dict[Any, Any] | None = None) -> list[Any]:
        """Return the rows as objects, with their annotations."""
        queryset, sql, params = self._compile(values or {})
        return list(queryset.model._default_manager.raw(sql, params))

    def _compile(self, values: dict[Any, Any]) -> tuple[QuerySet, str, list[Any]]:
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
        values = {**values, adapt(MOMENT): adapt(timezone.now())}
        return queryset, sql, [values.get(param, param) for param in params]
