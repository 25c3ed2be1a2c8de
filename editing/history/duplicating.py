"""A new item that begins as a copy of another."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import gettext as _

from core.forms.slugs import free_slug
from core.i18n import in_each_language
from core.models import Publishable, Status
from editing.base import DeskModelAdmin
from editing.models import Action, Stage
from editing.versions import revisions
from editing.workflow.locking import read_item


class DuplicateMixin(DeskModelAdmin):
    """Adds the address to which the button "Duplicate as a draft" is sent."""

    def get_urls(self) -> list[URLPattern]:
        route = "<path:object_id>/duplicate/"
        return [self.post_path(route, self.duplicate_view, "duplicate"), *super().get_urls()]

    def duplicate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a copy of what is saved, and open its form."""
        obj = self.get_viewable_object(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            copied = duplicate(obj, self.get_changeform_initial_data(request))
            item: Any = read_item(self.model, copied.pk, request.user)
            item.work(Stage.DRAFT, Action.CREATED)
        messages.success(request, _("This is the copy, a draft."))
        return HttpResponseRedirect(self.page_url("change", quote(copied.pk)))


def duplicate(obj: Publishable, values: dict[str, Any]) -> Publishable:
    """Return a new draft with the texts, rows and relations of an item, and the given values.

    Its slug is its own, a file that was uploaded for the item stays with it, and so do its times
    and whatever waits to be published.
    """
    copied = _unsaved(type(obj)._base_manager.get(pk=obj.pk))
    titles = in_each_language(obj.required_translations[0])
    copied.slug = free_slug(copied, [getattr(obj, name) or "" for name in titles])
    copied.status, copied.held_back = Status.DRAFT, ""
    copied.publish_at = copied.expire_at = None
    for field in obj._meta.local_fields:
        if isinstance(field, models.FileField):
            setattr(copied, field.name, "")
    for name, value in values.items():
        setattr(copied, name, value)
    copied.save()
    for field in obj._meta.local_many_to_many:
        getattr(copied, field.name).set(getattr(obj, field.name).all())
    for name in revisions.child_relations(type(obj)):
        for row in getattr(obj, name).all():
            setattr(_unsaved(row), getattr(type(obj), name).rel.field.name, copied)
            row.save()
    return copied


def _unsaved(row: Any) -> Any:
    row.pk, row._state.adding = None, True
    return row
