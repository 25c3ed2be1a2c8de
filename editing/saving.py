"""Saving a form of the desk: one at a time, as a version, and where it belongs.

What readers see changes only when someone publishes. The form of an item that is out shows its
pending changes and saves into them; both happen in rows that are put back afterwards, so that
forms, inlines and relations work as everywhere in the admin.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Version

from core.models import Publishable
from editing import owners, pending, roles, versions
from editing.models import Action, Stage
from editing.publishing import Wish, grant, refusal, saved, tell
from editing.undone import Undone
from editing.workflow import MOVES, PUBLISH, WITHDRAW, Item, Public, lock_item, read_item


@dataclass
class Save:
    """A form on its way into the database."""

    item: Item
    wish: Wish
    # What readers had of the item before, and since or from when.
    public: str = Public.NOTHING
    publish_at: datetime | None = None
    action: str = ""
    # Why it was not published although that was asked for.
    refused: str = ""
    # Set where the form belongs into the pending changes.
    versions: Sequence[Version] | None = None
    stage: str = ""
    due: pending.Due = pending.NEVER
    # What is saved of the item in any case.
    times: dict[str, datetime | None] = field(default_factory=dict)

    @property
    def is_pending(self) -> bool:
        """Whether what is saved may have to wait beside what readers see."""
        return isinstance(self.item.obj, Publishable) and self.item.is_out


class SavingMixin:
    """Keeps every save as a version, under the lock of the item's docket."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save; an item with pending changes is put into their state for that long."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None or not self.has_view_or_change_permission(request, obj):
            return super().changeform_view(request, object_id, form_url, extra_context)
        arguments = (request, object_id, form_url, extra_context)
        if request.method != "POST":
            item = read_item(self.model, obj.pk, request.user)
            if item is None:
                return super().changeform_view(*arguments)
            return self.in_hand(arguments, item)
        with transaction.atomic():
            item = lock_item(self.model, obj.pk, request.user)
            if item is None:
                return super().changeform_view(*arguments)
            return self.in_hand(arguments, item)

    def in_hand(self, arguments: Any, item: Item) -> HttpResponse:
        """Answer for an item whose docket is held."""
        request = arguments[0]
        request.desk_save = save = self.new_save(request, item)
        try:
            with transaction.atomic():
                pending.show(item, is_shown_only=request.method == "GET")
                response = self.in_hand_form(arguments)
                saved = request.method == "POST" and response.status_code == 302
                if saved and save.wish.preview:
                    raise Undone(self.preview_form(request, item.obj, save.wish.preview))
                if save.versions is not None or (item.docket.pending_id and not saved):
                    if hasattr(response, "render"):
                        response.render()
                    raise Undone(response)
        except Undone as undone:
            response = undone.seen
        if save.versions is not None:
            item.obj.refresh_from_db()
            if save.times:
                item.save_publication(**save.times)
            keep = (save.versions, save.stage, save.action, save.wish.reason, save.due)
            pending.keep(item, *keep)
        return response

    def in_hand_form(self, arguments: Any) -> HttpResponse:
        """Let the admin do its part."""
        return super().changeform_view(*arguments)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Give a row that is first saved as pending a key that nothing else will ever have.

        The row is undone, and a row that readers see could take the database's next key before it
        comes back. Sequences only count up from zero, so keys below it are free.
        """
        save = getattr(request, "desk_save", None)
        if save and save.is_pending:
            for row in formset.save(commit=False):
                if row.pk is None:
                    row.pk = -1 - secrets.randbelow(2**62)
                row.save()
            for row in formset.deleted_objects:
                row.delete()
            formset.save_m2m()
        else:
            super().save_formset(request, form, formset, change)

    def wish(self, request: HttpRequest) -> Wish:
        """Return what the person wants besides saving: here there is a note at most."""
        return Wish(reason=Wish.of(request.POST).reason)

    def new_save(self, request: HttpRequest, item: Item) -> Save:
        """Note what the person wants and what the item is before the form changes it."""
        return Save(item, self.wish(request))

    def response_add(
        self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Keep the first version; the form stays open, at the address it has from now on."""
        # Nobody else can know of it before this transaction ends.
        item = cast(Item, read_item(self.model, obj.pk, request.user))
        request.desk_save = save = self.new_save(request, item)
        save.action = Action.CREATED
        self.finish(request, save)
        owners.record(owners.of(obj), request.user)
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(self.address("change", quote(obj.pk)))

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """Keep the version; the form stays open."""
        save = request.desk_save
        touched = {*owners.of(save.item.obj), *owners.of(obj)}
        save.item.obj, save.action = obj, Action.CHANGED
        if not save.wish.preview:
            self.finish(request, save)
            owners.record(touched, request.user)
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        return HttpResponseRedirect(request.get_full_path())

    def finish(self, request: HttpRequest, save: Save) -> None:
        """Keep what was saved as a version: it is public at once."""
        item = save.item
        item.record(save.action, save.wish.reason)
        messages.success(request, _("Saved."))


class WorkflowMixin(SavingMixin):
    """Saving, and in the same step submitting, returning, publishing or withdrawing."""

    def wish(self, request: HttpRequest) -> Wish:
        """Read the pressed button."""
        return Wish.of(request.POST)

    def new_save(self, request: HttpRequest, item: Item) -> Save:
        """Read the wish, and refuse a move that is not the person's to make.

        One that only comes too late costs nobody the text: it is saved without the move.
        """
        wish = self.wish(request)
        if wish.move and not roles.may(request.user, MOVES[wish.move]):
            raise PermissionDenied
        return Save(item, wish, item.public, item.obj.publish_at)

    def finish(self, request: HttpRequest, save: Save) -> None:
        """Put the saved text where it belongs, and say so."""
        item, wish = save.item, save.wish
        save.refused = grant(request, item, wish)
        due = self.take_due(save)
        if wish.move == WITHDRAW:
            save.action = item.withdraw(wish.reason)
        elif wish.move == PUBLISH and due is None:
            save.action = item.publish(wish.languages, wish.reason)
        else:
            save.stage = wish.stage or item.stage or Stage.DRAFT
            save.action = wish.action or save.action
            if item.is_out:
                self.set_aside(request, save, due)
            else:
                item.work(save.stage, save.action, wish.reason)
        publish_at = save.times.get("publish_at", save.publish_at)
        tell(request, item, save.action, saved(save.public, publish_at))

    def set_aside(self, request: HttpRequest, save: Save, due: datetime | None) -> None:
        """Let what was saved wait beside what readers have, which nothing but a move changes."""
        item, wish, obj = save.item, save.wish, save.item.obj
        if wish.move == PUBLISH:
            save.stage, save.action = Stage.DRAFT, Action.SCHEDULED
            save.due = pending.Due(due, wish.languages)
        elif item.docket.pending_due:
            self.keep_due(request, save, due)
        elif due or obj.publish_at != save.publish_at:
            self.keep_time(request, save)
        activity = versions.record(obj, item.user, save.action, wish.reason)
        save.versions = list(activity.revision.version_set.all())

    def keep_due(self, request: HttpRequest, save: Save, due: datetime | None) -> None:
        """Keep the schedule of the changes if they may still go out, in the form of a publisher."""
        item = save.item
        languages = item.docket.due_languages
        if due and not save.wish.stage and roles.may(item.user, roles.PUBLISH):
            refused = refusal(item.obj, languages)
            if not refused:
                save.due = pending.Due(due, languages)
                return
            if refused != save.refused:
                messages.error(request, refused)
        messages.warning(request, pending.cancelled())

    def keep_time(self, request: HttpRequest, save: Save) -> None:
        """Save the new time of what waits for its time; a save puts nothing out and takes nothing.

        The end goes with it, for it must lie behind.
        """
        obj = save.item.obj
        if save.public == Public.SCHEDULED and obj.publish_at and obj.publish_at > timezone.now():
            save.times = {"publish_at": obj.publish_at, "expire_at": obj.expire_at}
        else:
            words = _("The time is not changed by saving: publish or schedule to change it.")
            messages.warning(request, words)

    def take_due(self, save: Save) -> datetime | None:
        """Return the future moment that the form names for changes to what readers have already.

        That item was published when it was; "publish at" in its form speaks of the changes.
        """
        obj = save.item.obj
        chosen = obj.publish_at
        if save.public != Public.PUBLISHED or chosen == save.publish_at:
            return None
        obj.publish_at = save.publish_at
        obj.save(update_fields=["publish_at"])
        return chosen if chosen is not None and chosen > timezone.now() else None
