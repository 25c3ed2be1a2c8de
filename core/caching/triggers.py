"""Database triggers that move the content version whenever a row that readers see changes.

They are made anew after each ``migrate``, for every table of the project but those of models that
the settings name as unseen. See docs/decisions/page-cache.md.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import CASCADE, Model
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from core.caching import triggers_postgresql, triggers_sqlite
from core.models import ContentVersion, Publishable, Status

DIALECTS: dict[str, Any] = {"sqlite": triggers_sqlite, "postgresql": triggers_postgresql}


class Watched:
    """A table whose changes move the version, and which of its rows readers see."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.table = model._meta.db_table
        self.app = model._meta.app_label
        self.columns = {field.column for field in model._meta.local_concrete_fields}
        # The column whose changes alone are seen, if there is one.
        self.schedule = settings.SCHEDULES.get(model._meta.label, "")
        # The tables of items that a row belongs to, each with the row's column that names the item.
        self.owners = [] if issubclass(model, Publishable) else list(self._owners())

    def _owners(self) -> Iterator[tuple[str, str]]:
        for field in self.model._meta.local_concrete_fields:
            owner = field.related_model
            if (
                isinstance(owner, type)
                and issubclass(owner, Publishable)
                and getattr(field.remote_field, "on_delete", None) is CASCADE
                # Of a relation, the item that has the field is the owner.
                and self.model._meta.auto_created in (False, owner)
            ):
                yield owner._meta.db_table, field.column

    def seen(self, row: str) -> str:
        """Return the condition that readers may see the row of this name, "" if they always may.

        Drafts and what belongs to them are seen by nobody; when an item is published or withdrawn,
        its own row changes.
        """
        public = f"status = '{Status.PUBLISHED}'"
        if issubclass(self.model, Publishable):
            return f"{row}.{public}"
        if kind_and_key := settings.ROWS_OF_ITEMS.get(self.model._meta.label):
            kind, key = kind_and_key
            return " OR ".join(
                f"{row}.{kind} = '{each._meta.label}' AND EXISTS"
                f' (SELECT 1 FROM "{each._meta.db_table}" WHERE id = {row}.{key} AND {public})'
                for each in apps.get_models()
                if issubclass(each, Publishable)
            )
        return " AND ".join(
            f'EXISTS (SELECT 1 FROM "{table}" WHERE id = {row}.{column} AND {public})'
            for table, column in self.owners
        )


def watched() -> list[Watched]:
    """Return every table of the project that readers see anything of."""
    models = apps.get_models(include_auto_created=True)
    concrete = [model for model in models if not model._meta.proxy]
    return [Watched(model) for model in concrete if not is_unseen(model)]


def is_unseen(model: type[Model]) -> bool:
    """Whether the settings say that no reader sees anything of a model or of its relations."""
    owner: Any = model._meta.auto_created or model
    return bool({model._meta.label, owner._meta.label} & settings.UNSEEN_MODELS.keys())


@receiver(pre_migrate, dispatch_uid="suspend_content_version")
def suspend(sender: Any, using: str, **kwargs: Any) -> None:
    """Take the version and the triggers away: without a version nothing is kept.

    A migration may rename what a trigger names, and SQLite drops the triggers of a table that it
    makes anew. Should it fail, there is no version until the next one has succeeded.
    """
    connection = connections[using]
    if sender.name != "core" or connection.vendor not in DIALECTS:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        DIALECTS[connection.vendor].drop(cursor)
        if ContentVersion._meta.db_table in connection.introspection.table_names(cursor):
            cursor.execute("DELETE FROM core_contentversion")


@receiver(post_migrate, dispatch_uid="resume_content_version")
def resume(sender: Any, using: str, **kwargs: Any) -> None:
    """Make the triggers and a new version, if the database is as the code knows it."""
    connection = connections[using]
    if sender.name != "core" or connection.vendor not in DIALECTS:
        return
    dialect = DIALECTS[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        dialect.drop(cursor)
        tables = connection.introspection.table_names(cursor)
        for each in (*watched(), Watched(ContentVersion)):
            if each.table not in tables:
                return
            described = connection.introspection.get_table_description(cursor, each.table)
            if each.columns - {column.name for column in described}:
                return
        for each in watched():
            dialect.create(cursor, each)
        cursor.execute("DELETE FROM core_contentversion")
        for app in {each.app for each in watched()}:
            cursor.execute(dialect.INSERT.format(app=app))
