"""Reading and locking of items."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from editing.base import DeskModelAdmin
from editing.models import WorkflowState
from editing.versions import parents, revisions
from editing.workflow.items import Item


def lock_item(model: type[models.Model], pk: Any, user: Any) -> Item | None:
    """Lock the workflow state of an object, then read the object; return None if it is gone.

    Other transactions wait for the lock until this one ends. The parents are locked first, in a
    fixed order. Before the first change a version is recorded.
    """
    rows = revisions.with_relations(model).filter(pk=pk)
    found = rows.first()
    if found is None:
        WorkflowState.objects.of_key(model, pk).delete()
        return None
    for parent in parents.parents_of(found):
        _lock_state(type(parent), parent.pk)
    state = _lock_state(model, pk)
    obj = rows.first()
    if state is None or obj is None:
        WorkflowState.objects.of_key(model, pk).delete()
        return None
    revisions.record_first(obj, state.edit_token)
    return Item(obj, state, user)


def read_item(model: type[models.Model], pk: Any, user: Any) -> Item | None:
    """Read the workflow state of an object, then the object; return None if it is gone.

    In this order a form that is loaded during a save has the older token, and is a conflict when it
    is sent. Nothing is written: an object that was never saved on the desk gets a state in memory.
    """
    state = WorkflowState.objects.of_key(model, pk).select_related("pending").first()
    obj = revisions.with_relations(model).filter(pk=pk).first()
    if obj is None:
        return None
    kind = ContentType.objects.get_for_model(model)
    return Item(obj, state or WorkflowState(content_type=kind, object_id=pk), user)


def _lock_state(model: type[models.Model], pk: Any) -> WorkflowState | None:
    """Lock a state, created if it is missing; return None if it was deleted while waiting."""
    kind = ContentType.objects.get_for_model(model)
    WorkflowState.objects.get_or_create(content_type=kind, object_id=pk)
    # Without its revision: what is joined to a row is as it was before the wait for the row.
    return WorkflowState.objects.of_key(model, pk).select_for_update().first()


def lock_without_pending(objs: Iterable[models.Model]) -> None:
    """Lock these objects. Raises ValidationError if one of them has pending changes."""
    for obj in objs:
        lock_item(type(obj), obj.pk, None)
    if words := pending_words(objs):
        raise ValidationError(words)


def pending_words(objs: Iterable[models.Model]) -> list[str]:
    """Return an error message for each object that has pending changes."""
    words = _(
        "“%(item)s” has changes that wait to be published and would undo this: publish or discard"
        " them first."
    )
    items = (read_item(type(obj), obj.pk, None) for obj in objs)
    return [words % {"item": item.obj} for item in items if item and item.workflow_state.pending_id]


@contextmanager
def item_to_change(admin: DeskModelAdmin, request: HttpRequest, object_id: str) -> Iterator[Item]:
    """Lock an item in a transaction of its own; raises PermissionDenied or Http404."""
    obj = admin.get_viewable_object(request, object_id)
    if not admin.has_change_permission(request, obj):
        raise PermissionDenied
    with transaction.atomic():
        item = lock_item(admin.model, obj.pk, request.user)
        if item is None:
            raise Http404
        yield item
