"""Bulk actions of the list: submit, publish, schedule and withdraw."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core.forms.dates import TypedMomentField
from core.i18n import LANGUAGE_INFO
from editing import roles
from editing.base import DeskModelAdmin
from editing.models import Action, Stage
from editing.pending import changes
from editing.saving.forms import name_parts
from editing.workflow import notices
from editing.workflow.items import PUBLISH, SUBMIT, WITHDRAW, Item, Schedule, Visibility, lock_item
from editing.workflow.publishing import refusal


class Refused(Exception):
    """Raised with the reason why a bulk action skipped an item."""


class TimeForm(forms.Form):
    """When the chosen items go out."""

    publish_at = TypedMomentField(
        label=gettext_lazy("publish at (Beijing time)"), widget=AdminSplitDateTime
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_parts(self.fields["publish_at"])

    def clean_publish_at(self) -> Any:
        """Only the future can be scheduled."""
        if self.cleaned_data["publish_at"] <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        return self.cleaned_data["publish_at"]


def submit(item: Item) -> None:
    """Submit an item or its pending changes for review."""
    item.require(SUBMIT)
    if item.is_released and not item.workflow_state.pending_id:
        raise Refused(_("There are no changes to review."))
    item.work(Stage.REVIEW, Action.SUBMITTED)


def publish(item: Item, at: Any = None) -> None:
    """Publish an item in every language that has a text, or publish its pending changes.

    With ``at``, schedule it for that moment. Held-back languages of a published item stay held
    back: nobody reviews single items in a bulk action.
    """
    item.require(PUBLISH)
    obj, visibility = item.obj, item.visibility
    is_new = (
        not item.is_released
        or visibility == Visibility.EXPIRED
        or (at and visibility == Visibility.SCHEDULED)
    )
    if not is_new and not item.workflow_state.pending_id:
        raise Refused(_("There is nothing new to publish."))
    held = [code for code in LANGUAGE_INFO if item.is_released and obj.is_held_back(code)]
    languages = [code for code in LANGUAGE_INFO if code not in held]
    waits = at and visibility == Visibility.PUBLISHED
    with transaction.atomic():
        if item.workflow_state.pending_id:
            changes.write(item)
        obj.publish_at = at or obj.publish_at
        if refused := refusal(obj, languages):
            raise Refused(refused)
        if waits:
            transaction.set_rollback(True)
        else:
            item.publish(languages)
    if waits:
        obj.refresh_from_db()
        changes.schedule(item, Schedule(at, languages))


def withdraw(item: Item) -> None:
    """Withdraw an item: readers no longer see it."""
    item.require(WITHDRAW)
    changes.show(item, is_shown_only=False)
    item.withdraw()


class BulkMixin(DeskModelAdmin):
    """Actions of the list; each shows only to those who may do it."""

    actions: Any = ("submit_selected", "publish_selected", "schedule_selected", "withdraw_selected")

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.SUBMIT)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.PUBLISH)

    def has_schedule_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.SCHEDULE) and self.has_publish_permission(request)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.WITHDRAW)

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["submit"])
    def submit_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Submit each item, then e-mail the reviewers."""
        notices.tell_submitted(request, self.run_for_each(request, queryset, submit))

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Publish each whose checklist has no errors."""
        self.run_for_each(request, queryset, publish)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Withdraw each."""
        self.run_for_each(request, queryset, withdraw)

    @admin.action(description=gettext_lazy("Schedule…"), permissions=["schedule"])
    def schedule_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for the moment, then schedule each."""
        form = TimeForm(request.POST if "_schedule" in request.POST else None)
        if form.is_valid():
            at = form.cleaned_data["publish_at"]
            self.run_for_each(request, queryset, lambda item: publish(item, at))
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Schedule"),
            "form": form,
            "media": self.media + form.media,
            "items": queryset,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "editing/schedule.html", context)

    def run_for_each(
        self, request: HttpRequest, queryset: Any, act: Callable[[Item], None]
    ) -> list[Any]:
        """Run an action for each item under its own lock.

        Return the items for which it succeeded. A refusal is shown, and the others go on.
        """
        done = []
        for obj in queryset:
            # Before the action, which may change the title.
            name = str(obj)
            try:
                with transaction.atomic():
                    item = lock_item(self.model, obj.pk, request.user)
                    if item is None:
                        raise Refused(_("It has been deleted meanwhile."))
                    act(item)
                done.append(item.obj)
            except Refused as refused:
                refuse(request, name, str(refused))
            except ValidationError as error:
                refuse(request, name, " ".join(error.messages))
            except PermissionDenied:
                refuse(request, name, _("It is not where this can be done."))
        if done:
            count = len(done)
            sentence = ngettext("Done for %(count)s item.", "Done for %(count)s items.", count)
            messages.success(request, sentence % {"count": count})
        return done


def refuse(request: HttpRequest, name: str, why: str) -> None:
    """Add an error message with the reason why an item was skipped."""
    messages.error(request, name + pgettext("between a label and its value", ": ") + why)
