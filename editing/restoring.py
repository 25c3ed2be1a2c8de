"""The way back: to an earlier version of an item, and to an item that was deleted."""

from typing import Any

from django.db import models, transaction

from core.models import Publishable, Status
from editing import owners, pending, versions
from editing.deletion import attach
from editing.models import Action, Activity, Stage
from editing.putting_back import put_back
from editing.workflow import Item, lock_item, lock_without_pending


def restore(item: Item, kept: Activity) -> None:
    """Put a version's text back, and keep that as the newest version."""
    obj = item.obj
    is_publishable = isinstance(obj, Publishable)
    waits = is_publishable and item.is_out
    stay = (*pending.STAY, "expire_at") if is_publishable else ()
    with transaction.atomic():
        touched = owners.of(obj)
        lock_without_pending(touched)
        put_back(kept.revision, stay, obj)
        obj.refresh_from_db()
        lock_without_pending(owners.of(obj))
        if is_publishable and not waits:
            item.work(item.stage, Action.RESTORED)
        else:
            if not is_publishable:
                # Whoever watches saves sees the rows, which were written after it.
                obj.save()
            rows = list(item.record(Action.RESTORED).versions)
        owners.record({*touched, *owners.of(obj)}, item.user)
        if waits:
            transaction.set_rollback(True)
    if waits:
        obj.refresh_from_db()
        pending.keep(item, rows, Stage.DRAFT, Action.RESTORED)


def deleted(model: type[models.Model]) -> list[Activity]:
    """Return the last versions of the items that are no longer there, the newest first."""
    lines = Activity.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        action=Action.DELETED,
        revision__isnull=False,
    )
    there = model._base_manager.filter(pk__in=[line.object_id for line in lines])
    living = set(there.values_list("pk", flat=True))
    latest = {line.object_id: line for line in reversed(lines) if line.object_id not in living}
    return list(reversed(latest.values()))


def recover(line: Activity, user: Any) -> models.Model:
    """Make a deleted item again from its last version."""
    put_back(line.revision)
    obj = line.content_type.get_object_for_this_type(pk=line.object_id)
    lock_without_pending(owners.of(obj))
    if isinstance(obj, Publishable):
        obj.status = Status.DRAFT
    obj.save()
    attach(obj, line.severed)
    lock_item(type(obj), obj.pk, user)
    versions.record(obj, user, Action.RECOVERED)
    owners.record(owners.of(obj), user)
    return obj
