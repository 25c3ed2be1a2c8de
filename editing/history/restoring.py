"""The way back: to an earlier version of an item, and to an item that was deleted."""

from typing import Any

from django.db import models, transaction

from core.models import Publishable, Status
from editing.history.deletion import attach
from editing.models import Action, Activity, Stage
from editing.pending import changes
from editing.versions import parents, revisions
from editing.versions.revert import put_back
from editing.workflow.items import Item, lock_item, lock_without_pending


def restore(item: Item, kept: Activity) -> None:
    """Put a version's text back, and keep that as the newest version."""
    obj = item.obj
    is_publishable = isinstance(obj, Publishable)
    waits = is_publishable and item.is_out
    stay = (*changes.STAY, "expire_at") if is_publishable else ()
    with transaction.atomic():
        touched = parents.of(obj)
        lock_without_pending(touched)
        put_back(kept.revision, stay, obj)
        obj.refresh_from_db()
        lock_without_pending(parents.of(obj))
        if is_publishable and not waits:
            item.work(item.stage, Action.RESTORED)
        else:
            if not is_publishable:
                # Whoever watches saves sees the rows, which were written after it.
                obj.save()
            rows = list(item.record(Action.RESTORED).versions)
        parents.record({*touched, *parents.of(obj)}, item.user)
        if waits:
            transaction.set_rollback(True)
    if waits:
        obj.refresh_from_db()
        changes.keep(item, rows, Stage.DRAFT, Action.RESTORED)


def recover(line: Activity, user: Any) -> models.Model:
    """Make a deleted item again from its last version."""
    put_back(line.revision)
    obj = line.content_type.get_object_for_this_type(pk=line.object_id)
    lock_without_pending(parents.of(obj))
    if isinstance(obj, Publishable):
        obj.status = Status.DRAFT
    obj.save()
    attach(obj, line.severed)
    lock_item(type(obj), obj.pk, user)
    revisions.record(obj, user, Action.RECOVERED)
    parents.record(parents.of(obj), user)
    return obj
