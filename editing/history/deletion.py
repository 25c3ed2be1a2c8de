"""Deleting can be undone: the last version is kept, and what pointed to the item is remembered."""

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
from core.typography import plain_title
from editing.base import DeskModelAdmin
from editing.models import Action, Activity, Docket, Kept
from editing.pending import changes
from editing.queries.rows import item_url
from editing.versions import parents, revisions
from editing.workflow.items import Item, lock_item, lock_without_pending, pending_words

Severed = list[list[Any]]


def texts_with_links(obj: Any) -> Iterator[models.Model]:
    """Yield each row whose text links to the page of the item."""
    if not hasattr(obj, "get_absolute_url"):
        return
    paths = []
    for code in LANGUAGE_INFO:
        with translation.override(code):
            paths.append(obj.get_absolute_url())
    for model in apps.get_models():
        columns = [each.name for each in model._meta.local_fields if _is_text(each)]
        asked = models.Q()
        for column in columns:
            for path in paths:
                asked |= models.Q(**{f"{column}__contains": f'href="{path}'})
        if columns:
            yield from model._base_manager.filter(asked).exclude(pk=_own_key(model, obj))


def _is_text(field: Any) -> bool:
    return isinstance(field, RichTextField) and bool(getattr(field, "language", None))


def _own_key(model: Any, obj: Any) -> Any:
    return obj.pk if isinstance(obj, model) else None


def pointers(obj: models.Model) -> Severed:
    """Return the rows of others that point to the item and will be let go, not deleted."""
    found: Severed = []
    for relation in obj._meta.related_objects:
        name, model = relation.field.name, relation.related_model
        is_loose = relation.many_to_many or relation.on_delete is models.SET_NULL
        if model._meta.app_label in ("editing", "reversion", "admin") or not is_loose:
            continue
        keys = model._base_manager.filter(**{name: obj.pk}).values_list("pk", flat=True)
        found += [[model._meta.label_lower, key, name] for key in keys]
    return found


def attach(obj: models.Model, severed: Severed) -> None:
    """Let the rows that pointed to the item point to it again, those that are still there."""
    for label, key, name in severed:
        row = apps.get_model(label)._base_manager.filter(pk=key).first()
        if row is None:
            continue
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).add(obj)
        elif getattr(row, f"{name}_id") is None:
            setattr(row, name, obj)
            row.save()


def _without(lines: list[Any], beginnings: tuple[str, ...]) -> list[Any]:
    """Return the nested lines that begin with none of these."""
    return [
        _without(line, beginnings) if isinstance(line, list) else line
        for line in lines
        if isinstance(line, list) or not str(line).startswith(beginnings)
    ]


class DeletionMixin(DeskModelAdmin):
    """Deleting keeps a last version, from which the item comes back with all that pointed to it."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then delete; what cannot be deleted by then stays, and the person is told why."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.address("changelist"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and offer the way back."""
        with transaction.atomic():
            item = lock_item(type(obj), obj.pk, request.user)
            if item is None:
                raise ValidationError(_("It was deleted already."))
            touched = parents.of(item.obj)
            lock_without_pending(touched)
            self.write_newest(item)
            severed = pointers(obj)
            kept = revisions.record(obj, request.user, Action.DELETED, severed=severed)
            Docket.objects.of(obj).delete()
            Kept.objects.of(obj).delete()
            super().delete_model(request, obj)
            parents.record(touched, request.user)
        self.offer_recovery(request, kept)

    def write_newest(self, item: Item) -> None:
        """Let the last version hold what was pending: the item comes back as a draft with it."""
        if item.docket.pending_id is None:
            return
        # What cannot be put back is no reason to stay: its version is in the history.
        with suppress(ValidationError), transaction.atomic():
            changes.write(item, is_shown_only=True)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """The same one by one, for each has its own version."""
        for obj in queryset:
            try:
                self.delete_model(request, obj)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))

    def offer_recovery(self, request: HttpRequest, kept: Activity) -> None:
        """Say where what was deleted can be had again."""
        url = item_url(self.model, "recoverlist")
        said = _("“%(title)s” is deleted.") % {"title": plain_title(kept.title)}
        link = format_html('<a href="{}">{}</a>', url, _("Recover"))
        messages.success(request, format_html("{} {}", said, link))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """Go to the list: what was deleted, and how it comes back, is said already."""
        if "_popup" in request.POST:
            return super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(self.address("changelist"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Show also the texts whose links would break; they forbid nothing.

        What pending changes would bring back cannot be deleted before they are published. The rows
        that only join two items are no loss of their own.
        """
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        joins = [
            each._meta
            for each in apps.get_models(include_auto_created=True)
            if each._meta.auto_created
        ]
        names = tuple(f"{capfirst(opts.verbose_name)}: " for opts in joins)
        deleted = _without(deleted, names)
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
                for label, key, _name in pointers(obj)
                if (row := apps.get_model(label)._base_manager.filter(pk=key).first())
            ]
            deleted = [*deleted, *broken, *lost]
            protected = [*protected, *pending_words(parents.of(obj))]
        return deleted, counts, permissions, protected
