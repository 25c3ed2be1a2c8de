"""Submitting, publishing, scheduling and withdrawing many items: each by the rules of one."""

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
from django.utils.translation import gettext_lazy, ngettext

from core.i18n import LANGUAGE_INFO
from core.models import held_back_without
from editing import notices, pending, roles, versions
from editing.items import item_url
from editing.models import Action, Docket, Stage
from editing.publishing import published_as, refusal
from editing.workflow import PUBLISH, SUBMIT, WITHDRAW, Item


class Refused(Exception):
    """Says why an item was left as it is."""


class TimeForm(forms.Form):
    """When the chosen items go out."""

    publish_at = forms.SplitDateTimeField(
        label=gettext_lazy("publish at"), widget=AdminSplitDateTime
    )

    def clean_publish_at(self) -> Any:
        """Only the future can be scheduled."""
        if self.cleaned_data["publish_at"] <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        return self.cleaned_data["publish_at"]


def submit(item: Item, url: str) -> None:
    """Hand an item, or what is pending of it, to the reviewers."""
    item.require(SUBMIT)
    if item.is_out and not item.docket.pending_id:
        raise Refused(_("There are no changes to review."))
    item.move(Stage.REVIEW)
    if item.is_out:
        versions.note(item.obj, item.user, Action.SUBMITTED)
    else:
        versions.record(item.obj, item.user, Action.SUBMITTED)
    notices.tell_submitted(item.obj, item.user, url)


def publish(item: Item, url: str, at: Any = None) -> None:
    """Let an item out in every language that has a text, or put what is pending of it in place.

    With ``at``, at that moment.
    """
    item.require(PUBLISH)
    was_public = item.obj.is_public
    has_pending = item.docket.pending_id is not None
    if item.is_out and not has_pending and not (at and not was_public):
        raise Refused(_("It is published and has no changes."))
    try:
        with transaction.atomic():
            if item.docket.pending:
                pending.write(item)
            languages = [code for code in LANGUAGE_INFO if item.obj.has_text_in(code)]
            if refused := refusal(item.obj, languages):
                raise Refused(refused)
            if at and was_public:
                raise Later
            item.obj.publish_at = at
            item.obj.save(update_fields=["publish_at"])
            item.publish(languages)
            versions.record(item.obj, item.user, published_as(item.obj))
    except Later:
        docket = item.docket
        docket.pending_due, docket.pending_held_back = at, held_back_without(languages)
        item.move(Stage.DRAFT)
        versions.note(item.obj, item.user, Action.SCHEDULED)


class Later(Exception):
    """Undoes the changes that were only looked at: they go out later."""


def withdraw(item: Item, url: str) -> None:
    """Take an item from the readers."""
    item.require(WITHDRAW)
    if item.docket.pending:
        pending.write(item)
    item.withdraw()
    versions.record(item.obj, item.user, Action.WITHDRAWN)


class BulkMixin:
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
        """Submit each."""
        self.one_by_one(request, queryset, submit)

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Publish each whose checklist has no errors."""
        self.one_by_one(request, queryset, publish)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Withdraw each."""
        self.one_by_one(request, queryset, withdraw)

    @admin.action(description=gettext_lazy("Schedule…"), permissions=["schedule"])
    def schedule_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for the moment, then schedule each."""
        form = TimeForm(request.POST if "_schedule" in request.POST else None)
        if form.is_valid():
            at = form.cleaned_data["publish_at"]
            self.one_by_one(request, queryset, lambda item, url: publish(item, url, at))
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

    def one_by_one(self, request: HttpRequest, queryset: Any, act: Callable[..., None]) -> None:
        """Act on each item under its own lock; what is refused is named, and stops no other."""
        done = 0
        for obj in queryset:
            try:
                with transaction.atomic():
                    item = Item(obj, Docket.objects.lock_for(obj), request.user)
                    obj.refresh_from_db()
                    versions.record_first(obj)
                    act(item, self.address_of(request, obj))
                    done += 1
            except Refused as refused:
                messages.error(request, f"{obj}: {refused}")
            except ValidationError as error:
                messages.error(request, f"{obj}: {' '.join(error.messages)}")
            except PermissionDenied:
                messages.error(request, f"{obj}: {_('It is not where this can be done.')}")
        if done:
            sentence = ngettext("Done for %(count)s item.", "Done for %(count)s items.", done)
            messages.success(request, sentence % {"count": done})

    def address_of(self, request: HttpRequest, obj: Any) -> str:
        """Return the address of the item's form, for letters."""
        return request.build_absolute_uri(item_url(self.model, "change", obj.pk))
