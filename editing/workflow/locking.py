"""Holds an item while a request changes it in one way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest

from editing.base import DeskModelAdmin
from editing.workflow.items import Item, lock_item


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
