"""Restoring an earlier version of an item, and recovering a deleted item."""

from typing import Any

from django.db import models, transaction

from core.forms import slugs
from core.models import Publishable, Status
from editing.history.deletion import reattach
from editing.models import Action, Activity, Stage
from editing.pending import changes
from editing.versions import parents, revisions
from editing.versions.references import Reference
from editing.versions.revert import revert
from editing.workflow.items import Item
from editing.workflow.locking import lock_item, lock_without_pending


def restore(item: Item, version: Activity) -> list[Reference]:
    """Revert an item to a version, and record the result as its newest version.

    Return what was left out because it refers to something that has been deleted.
    """
    obj = item.obj
    left_out: list[Reference] = []
    is_publishable = isinstance(obj, Publishable)
    waits = is_publishable and item.is_released
    exclude = (*changes.PUBLICATION_FIELDS, "expire_at") if is_publishable else ()
    with transaction.atomic():
        touched = parents.parents_of(obj)
        lock_without_pending(touched)
        revert(version.revision, exclude, obj, left_out=left_out)
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
    return left_out


def is_slug_taken(line: Activity) -> bool:
    """Whether another item has the slug of a deleted one by now."""
    slug = _slug_of(line)
    kind = line.content_type
    return bool(slug) and kind.get_all_objects_for_this_type(slug=slug).exists()


def free_slug(line: Activity) -> str:
    """Return a slug like that of a deleted item which no other item has."""
    model: Any = line.content_type.model_class()
    return slugs.free_slug(model(pk=line.object_id), [_slug_of(line)])


def _slug_of(line: Activity) -> str:
    version = line.versions.get(content_type=line.content_type, object_id=line.object_id)
    return str(version.field_dict.get("slug") or "")


def recover(line: Activity, user: Any, slug: str = "") -> tuple[models.Model, list[Reference]]:
    """Recreate a deleted item from its last version, with another slug if one is given.

    Return it, and what was left out because it refers to something that has been deleted.
    """
    left_out: list[Reference] = []
    revert(line.revision, left_out=left_out, slug=slug)
    obj = line.content_type.get_object_for_this_type(pk=line.object_id)
    lock_without_pending(parents.parents_of(obj))
    if isinstance(obj, Publishable):
        obj.status = Status.DRAFT
    obj.save()
    reattach(obj, line.detached)
    lock_item(type(obj), obj.pk, user)
    revisions.record(obj, user, Action.RECOVERED)
    parents.record(parents.parents_of(obj), user)
    return obj, left_out
