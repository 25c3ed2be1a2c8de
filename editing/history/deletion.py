"""Deletion that can be undone: the last version and the incoming relations are recorded."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from core.richtext.fields import RichTextField
from editing.base import DeskModelAdmin
from editing.models import Action, Autosave, WorkflowState
from editing.pending import changes
from editing.versions import parents, revisions
from editing.workflow.locking import lock_item, lock_without_pending, pending_words

Detached = list[list[Any]]


def texts_with_links(obj: Any) -> Iterator[models.Model]:
    """Yield each row whose text links to the page of the item."""
    if not hasattr(obj, "get_absolute_url"):
        return
    paths = []
    for code in LANGUAGE_INFO:
        with translation.override(code):
            paths.append(obj.get_absolute_url())
    for model in apps.get_models():
        columns = [
            each.name
            for each in model._meta.local_fields
            if isinstance(each, RichTextField) and getattr(each, "language", None)
        ]
        asked = models.Q()
        for column in columns:
            for path in paths:
                asked |= models.Q(**{f"{column}__contains": f'href="{path}'})
        if columns:
            own_key = obj.pk if isinstance(obj, model) else None
            yield from model._base_manager.filter(asked).exclude(pk=own_key)


def incoming_relations(obj: models.Model) -> Detached:
    """Return the rows that point to the item and will be detached, not deleted with it."""
    found: Detached = []
    for relation in obj._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        is_loose = relation.many_to_many or relation.on_delete is models.SET_NULL
        if model._meta.app_label in ("editing", "reversion", "admin") or not is_loose:
            continue
        keys = model._base_manager.filter(**{name: obj.pk}).values_list("pk", flat=True)
        found += [[model._meta.label_lower, key, name] for key in keys]
    return found


def reattach(obj: models.Model, detached: Detached) -> None:
    """Point the detached rows that still exist to the item again."""
    for label, key, name in detached:
        row = apps.get_model(label)._base_manager.filter(pk=key).first()
        if row is None:
            continue
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).add(obj)
        elif getattr(row, f"{name}_id") is None:
            setattr(row, name, obj)
            row.save()


def without(lines: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """Return the nested lines that begin with none of these."""
    return [
        without(line, beginnings) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not str(line).startswith(beginnings)
    ]


class DeletionMixin(DeskModelAdmin):
    """Records a last version before deleting, from which the item can be recovered."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Confirm and delete; if the object cannot be deleted any more, say why."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.page_url("changelist"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the item, and offer to recover it."""
        with transaction.atomic():
            item = lock_item(type(obj), obj.pk, request.user)
            if item is None:
                raise ValidationError(_("It was deleted already."))
            touched = parents.parents_of(item.obj)
            lock_without_pending(touched)
            if item.workflow_state.pending_id is not None:
                # The last version holds the pending changes. If they cannot be written, delete all
                # the same: their version is in the history.
                with suppress(ValidationError), transaction.atomic():
                    changes.write(item, is_shown_only=True)
            detached = incoming_relations(obj)
            version = revisions.record(obj, request.user, Action.DELETED, detached=detached)
            WorkflowState.objects.of(obj).delete()
            Autosave.objects.of(obj).delete()
            super().delete_model(request, obj)
            parents.record(touched, request.user)
        said = _("“%(title)s” is deleted.") % {"title": version.title}
        link = format_html('<a href="{}">{}</a>', self.page_url("recoverlist"), _("Recover"))
        messages.success(request, format_html("{} {}", said, link))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete each item by itself, since each has its own version."""
        for obj in queryset:
            try:
                self.delete_model(request, obj)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """Redirect to the list; the message is there already."""
        if "_popup" in request.POST:
            return super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(self.page_url("changelist"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Add the texts whose links would break; they do not prevent the deletion.

        A row that pending changes of its parent would restore is protected. Rows that only join two
        items are not listed.
        """
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        joins = [
            each._meta
            for each in apps.get_models(include_auto_created=True)
            if each._meta.auto_created
        ]
        names = tuple(f"{capfirst(opts.verbose_name)}: " for opts in joins)
        deleted = without(deleted, names)
        for opts in joins:
            counts.pop(str(opts.verbose_name_plural), None)
        for obj in objs:
            broken = [
                _("A link in %(kind)s “%(row)s” would lead nowhere.")
                % {"kind": row._meta.verbose_name, "row": row}
                for row in texts_with_links(obj)
            ]
            lost = [
                _("%(kind)s “%(row)s” would no longer name it.")
                % {"kind": apps.get_model(label)._meta.verbose_name, "row": row}
                for label, key, _name in incoming_relations(obj)
                if (row := apps.get_model(label)._base_manager.filter(pk=key).first())
            ]
            deleted = [*deleted, *broken, *lost]
            protected = [*protected, *pending_words(parents.parents_of(obj))]
        return deleted, counts, permissions, protected
