"""Bulk actions of the list: submit, publish, schedule and withdraw."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.dates import TypedMomentField
from core.i18n import LANGUAGE_INFO, colon, join_names
from editing import roles
from editing.base import DeskModelAdmin
from editing.models import Action, Stage
from editing.pending import changes
from editing.queries.formats import named_language
from editing.saving.forms import name_parts
from editing.workflow import notices
from editing.workflow.items import PUBLISH, SUBMIT, WITHDRAW, Item, Schedule, Visibility
from editing.workflow.locking import lock_item
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


def publish(item: Item, at: Any = None) -> list[str]:
    """Publish an item in every language that has a text, or publish its pending changes.

    Return these languages. With ``at``, schedule it for that moment. Held-back languages of a
    published item stay held back: nobody reviews single items in a bulk action.
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
        complete = [code for code in languages if obj.has_text_in(code)]
        if waits:
            transaction.set_rollback(True)
        else:
            item.publish(languages)
    if waits:
        obj.refresh_from_db()
        changes.schedule(item, Schedule(at, languages))
    return complete


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
        done = self.run_for_each(request, queryset, submit, _("Submitted for review: %(items)s."))
        notices.tell_submitted(request, done)

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Publish each whose checklist has no errors."""
        self.run_for_each(request, queryset, publish, _("Published: %(items)s."))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask first, then withdraw each."""
        if "_go" in request.POST:
            self.run_for_each(request, queryset, withdraw, _("Withdrawn: %(items)s."))
            return None
        question = _(
            "Readers will no longer see these. They become drafts with their newest text, and their"
            " times are cleared."
        )
        context = {"title": _("Withdraw"), "question": question, "media": self.media}
        return self.bulk_page(request, queryset, "withdraw_selected", context)

    @admin.action(description=gettext_lazy("Schedule…"), permissions=["schedule"])
    def schedule_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for the moment, then schedule each."""
        form = TimeForm(request.POST if "_go" in request.POST else None)
        if form.is_valid():
            at = form.cleaned_data["publish_at"]
            said = _("Scheduled: %(items)s.")
            self.run_for_each(request, queryset, lambda item: publish(item, at), said)
            return None
        context = {"title": _("Schedule"), "form": form, "media": self.media + form.media}
        return self.bulk_page(request, queryset, "schedule_selected", context)

    def bulk_page(
        self, request: HttpRequest, queryset: Any, action: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Return the page that asks before an action goes on."""
        context |= {"action": action, "items": queryset, "checkbox_name": ACTION_CHECKBOX_NAME}
        return self.page(request, "bulk", None, context)

    def run_for_each(
        self, request: HttpRequest, queryset: Any, act: Callable[[Item], Any], said: str
    ) -> list[Any]:
        """Run an action for each item under its own lock, and name those that it was done to.

        Return them. A refusal is shown, and the others go on.
        """
        done, names = [], []
        for obj in queryset:
            # Before the action, which may change the title.
            name = str(obj)
            try:
                with transaction.atomic():
                    item = lock_item(self.model, obj.pk, request.user)
                    if item is None:
                        raise Refused(_("It has been deleted meanwhile."))
                    languages = act(item)
                done.append(item.obj)
                names.append(named_with_languages(name, languages))
            except Refused as refused:
                refuse(request, name, str(refused))
            except ValidationError as error:
                refuse(request, name, " ".join(error.messages))
            except PermissionDenied:
                refuse(request, name, _("It is not where this can be done."))
        if done:
            messages.success(request, said % {"items": join_names(names)})
        return done


def named_with_languages(name: str, languages: Collection[str] | None) -> str:
    """Return a name in quotation marks; of what was published, with the language left out."""
    named = f"“{name}”"
    others = [named_language(code) for code in LANGUAGE_INFO if code not in (languages or ())]
    if languages is None or not others:
        return named
    without = _("%(item)s (without %(languages)s)")
    return without % {"item": named, "languages": join_names(others)}


def refuse(request: HttpRequest, name: str, why: str) -> None:
    """Add an error message with the reason why an item was skipped."""
    messages.error(request, name + colon() + why)
