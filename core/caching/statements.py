"""Queries that are compiled once and then run again and again.

Django takes longer to write the SQL of a query with subqueries than SQLite to answer it.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
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
        self.compiled: dict[str, tuple[QuerySet, SQLCompiler, str, tuple[Any, ...]]] = {}

    def rows(self, values: dict[Any, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows as the database has them; ``values`` are by their markers."""
        _queryset, compiler = self._compiler(values or {})
        with connection.cursor() as cursor:
            cursor.execute(*compiler.as_sql())
            return cursor.fetchall()

    def objects(self, values: dict[Any, Any] | None = None) -> list[Any]:
        """Return what the queryset would."""
        queryset, compiler = self._compiler(values or {})
        # As the queryset itself reads rows, but with a compiler that has done its work.
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        found = SimpleNamespace(query=query, db=queryset.db, _known_related_objects={})
        objects: list[Any] = list(ModelIterable(found))  # type: ignore[arg-type]
        prefetches = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
        prefetch_related_objects(objects, *prefetches)
        return objects

    def _compiler(self, values: dict[Any, Any]) -> tuple[QuerySet, SQLCompiler]:
        """Return the queryset and a compiler for this thread that knows its SQL."""
        queryset, compiled, sql, params = self._compile()
        adapt = connection.ops.adapt_datetimefield_value
        values = {**values, adapt(MOMENT): adapt(timezone.now())}
        compiler = copy(compiled)
        compiler.connection = connection
        filled = tuple(values.get(param, param) for param in params)
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)  # type: ignore[method-assign]
        return queryset, compiler

    def _compile(self) -> tuple[QuerySet, SQLCompiler, str, tuple[Any, ...]]:
        """Return what is compiled for the active language; a preview compiles its own."""
        language = current_language()
        compiled = self.compiled.get(language)
        if compiled is None or is_previewing():
            with asked_at(MOMENT):
                queryset = self.build()
                compiler = queryset.query.get_compiler(queryset.db)
                compiled = queryset, compiler, *compiler.as_sql()
            if not is_previewing():
                self.compiled[language] = compiled
        return compiled
