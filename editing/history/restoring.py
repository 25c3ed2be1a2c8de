"""Restoring an earlier version of an item, and recovering a deleted item."""

from typing import Any

from django.db import models, transaction

from core.models import Publishable, Status
from editing.history.deletion import reattach
from editing.models import Action, Activity, Stage
from editing.pending import changes
from editing.versions import parents, revisions
from editing.versions.revert import revert
from editing.workflow.items import Item, lock_item, lock_without_pending


def restore(item: Item, version: Activity) -> None:
    """Revert an item to a version, and record the result as its newest version."""
    obj = item.obj
    is_publishable = isinstance(obj, Publishable)
    waits = is_publishable and item.is_released
    exclude = (*changes.PUBLICATION_FIELDS, "expire_at") if is_publishable else ()
    with transaction.atomic():
        touched = parents.parents_of(obj)
        lock_without_pending(touched)
        revert(version.revision, exclude, obj)
        obj.refresh_from_db()
        lock_without_pending(parents.parents_of(obj))
        if is_publishable and not waits:
            item.work(item.stage, Action.RESTORED)
        else:
            if not is_publishable:
                # Save once more, so that signal receivers see the rows.
                obj.save()
            rows = list(item.record(Action.RESTORED).versions)
        parents.record({*touched, *parents.parents_of(obj)}, item.user)
        if waits:
            transaction.set_rollback(True)
    if waits:
        obj.refresh_from_db()
        changes.store(item, rows, Stage.DRAFT, Action.RESTORED)


def recover(line: Activity, user: Any) -> models.Model:
    """Recreate a deleted item from its last version."""
    revert(line.revision)
    obj = line.content_type.get_object_for_this_type(pk=line.object_id)
    lock_without_pending(parents.parents_of(obj))
    if isinstance(obj, Publishable):
        obj.status = Status.DRAFT
    obj.save()
    reattach(obj, line.detached)
    lock_item(type(obj), obj.pk, user)
    revisions.record(obj, user, Action.RECOVERED)
    parents.record(parents.parents_of(obj), user)
    return obj
