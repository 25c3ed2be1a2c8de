"""Rows that have a form of their own: to save one is to save the item to which it belongs as well.

A version of an item holds its rows. What becomes of a row has to be in the item's newest version,
or its next restoring, and any form of it that is open, would undo it without a word.
"""

from collections.abc import Collection
from typing import Any

from django.db import models

from editing.models import Action
from editing.versions import revisions

Items = Collection[models.Model]


def of(obj: models.Model, chosen: dict[str, Any] | None = None) -> list[models.Model]:
    """Return the items of which this is a row, and those of which its form would make it one."""
    names = [field.name for field in revisions.owning(type(obj))]
    found = [getattr(obj, name, None) for name in names]
    found += [(chosen or {}).get(name) for name in names]
    # In one order for everyone: no two people wait for each other's lock.
    return sorted({*filter(None, found)}, key=lambda each: (each._meta.label, each.pk))


def record(items: Items, user: Any) -> None:
    """Keep versions of these items, one of whose rows was saved or deleted."""
    for each in items:
        revisions.record(each, user, Action.CHANGED)
