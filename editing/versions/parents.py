"""Rows with a form of their own: saving one also records a version of its parents.

A version of an item holds its rows. Without a new version of the parent, restoring it or saving an
open form of it would silently undo the change of the row.
"""

from collections.abc import Collection
from typing import Any

from django.db import models

from editing.models import Action
from editing.versions import revisions

Items = Collection[models.Model]


def parents_of(obj: models.Model, chosen: dict[str, Any] | None = None) -> list[models.Model]:
    """Return the parents of a row, with those that its form has chosen."""
    names = [field.name for field in revisions.parent_fields(type(obj))]
    found = [getattr(obj, name, None) for name in names]
    found += [(chosen or {}).get(name) for name in names]
    # Sorted, so that two transactions never deadlock.
    return sorted({*filter(None, found)}, key=lambda each: (each._meta.label, each.pk))


def record(items: Items, user: Any) -> None:
    """Record versions of these items, one of whose rows was saved or deleted."""
    for each in items:
        revisions.record(each, user, Action.CHANGED)
