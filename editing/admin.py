"""Base classes of the admin classes for content."""

import copy
import secrets
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from core.bilingual import BilingualMixin
from core.csp import get_nonce
from core.i18n import LANGUAGE_INFO
from core.models import Publishable
from editing import roles
from editing.autosave.admin import AutosaveMixin
from editing.checklist.checks import check
from editing.exchange.admin import ExchangeMixin
from editing.history.admin import HistoryMixin
from editing.history.deletion import DeletionMixin
from editing.lists.changelist import ListMixin
from editing.lists.moments import MomentsMixin
from editing.lists.transfer import TransferMixin
from editing.pending.preview_admin import PreviewMixin
from editing.saving.bar import next_step, publish_buttons
from editing.saving.bulk import BulkMixin
from editing.saving.change_form import answer
from editing.saving.forms import ChildForm, ColumnsMixin, filled, refused
from editing.saving.languages_admin import LanguagesMixin
from editing.saving.terms import TermsMixin
from editing.versions import revisions
from editing.workflow.items import DISCARD, MOVES
from editing.workflow.permissions import RolesMixin
from editing.workflow.save_request import SaveRequest, form_request, save_request

# The form shows the class "aside" beside the text.
PUBLISHING = (
    _("Publishing"),
    {"fields": (("publish_at", "expire_at"),), "classes": ("aside",)},
)


class VersionedAdmin(
    DeletionMixin,
    HistoryMixin,
    AutosaveMixin,
    MomentsMixin,
    admin.ModelAdmin,
):
    """An admin class that records a version at every save."""

    # What has a page in each language has a link to each; see ``get_public_links``.
    view_on_site = False
    form = ChildForm
    change_form_template = "editing/change_form.html"

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        rows = []
        for inline in self.inlines:
            key = next(
                field
                for field in inline.model._meta.concrete_fields
                if field.is_relation and field.related_model is model
            )
            revisions.register(inline.model)
            rows.append(key.remote_field.get_accessor_name())
        revisions.register(model, rows)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save the form of an object: ``editing.saving.change_form`` tells how."""

        def view(asked: HttpRequest) -> HttpResponse:
            return django_view(asked, object_id, form_url, extra_context)

        django_view = super().changeform_view
        if object_id is None:
            return answer(self, request, None, view)
        try:
            pk = self.opts.pk.to_python(unquote(object_id))
        except (ValidationError, ValueError):
            return view(request)
        return answer(self, request, pk, view)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the object; while its form is shown, the one that was read before."""
        change = save_request(request)
        if change is None or change.is_sent:
            return super().get_object(request, object_id, from_field)
        obj = copy.copy(change.item.obj)
        if change.item.workflow_state.scheduled_at:
            # "Publish at" is then the time of the changes.
            obj.publish_at = change.item.workflow_state.scheduled_at
        return obj

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form, filled from the chosen autosave if there is one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        asked = form_request(request)
        if isinstance(asked, SaveRequest) and asked.lacks_reason:
            return refused(form, _("Not returned: say in a sentence why."))
        return filled(form, asked.typed) if asked and asked.typed is not None else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        """Fill the formsets from the chosen autosave as well."""
        arguments = super().get_formset_kwargs(request, obj, inline, prefix)
        change = form_request(request)
        if change is None or change.typed is None:
            return arguments
        return arguments | {"data": change.typed}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Give a new row of pending changes a random negative key.

        The row is rolled back, and a row that readers see could take the database's next key
        before it comes back. Sequences only count up from zero, so keys below it are free.
        """
        asked = save_request(request)
        if asked is None or not asked.may_wait:
            super().save_formset(request, form, formset, change)
            return
        for row in formset.save(commit=False):
            if row.pk is None:
                row.pk = -1 - secrets.randbelow(2**62)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Note whether anything was changed."""
        if change := save_request(request):
            change.has_changes = any(each.has_changed() for each in (form, *formsets))
        return super().construct_change_message(request, form, formsets, add)

    def response_add(
        self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Pass on the saved object, and redirect to its form."""
        return self._saved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """Pass on the saved object, and redirect to the same form."""
        return self._saved(request, obj) or super().response_change(request, obj)

    def _saved(self, request: HttpRequest, obj: models.Model) -> HttpResponse | None:
        change = form_request(request)
        if change is not None:
            change.saved = obj
        if "_popup" in request.POST:
            return None
        is_new = not isinstance(change, SaveRequest)
        url = self.page_url("change", quote(obj.pk)) if is_new else request.get_full_path()
        return HttpResponseRedirect(url)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add ``desk``, what the form's template shows of the object; None for a new one."""
        change = save_request(request)
        # The editor is loaded as modules, whose import map is the one inline script of the admin.
        context["media"] = Media.from_media(context["media"], nonce=get_nonce(request))
        sent = (change and change.typed) or request.POST
        context["typed"] = {name: sent.get(f"_{name}", "") for name in ("note", "reason")}
        context |= {"desk": None, "has_drafts": issubclass(self.model, Publishable)}
        if change and kwargs.get("obj"):
            context["desk"] = self.desk(change)
        return super().render_change_form(request, context, *args, **kwargs)

    def desk(self, change: SaveRequest) -> dict[str, Any]:
        """Return the workflow state and the last versions, for the template of the form."""
        item = change.item
        latest = revisions.get_for_object(item.obj).select_related("user")[:3]
        return {"workflow_state": item.workflow_state, "versions": latest, "item": item}


class ContentAdmin(
    TransferMixin,
    ExchangeMixin,
    LanguagesMixin,
    RolesMixin,
    ColumnsMixin,
    BilingualMixin,
    VersionedAdmin,
    TranslationAdmin,
):
    """The same for bilingual texts: both languages side by side, under the roles of the desk."""


class PublishableAdmin(ListMixin, BulkMixin, PreviewMixin, TermsMixin, ContentAdmin):
    """The same for what is published: drafts, review, pending changes, a checklist."""

    changing = (roles.WRITE, roles.TRANSLATE)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Make the times read-only for users who may not schedule."""
        names = super().get_readonly_fields(request, obj)
        fixed = () if roles.may(request.user, roles.SCHEDULE) else ("publish_at", "expire_at")
        return [*names, *(name for name in fixed if name not in names)]

    def get_public_links(self, obj: Publishable) -> list[tuple[str, str, str]]:
        """Return language tag, link text and URL of each public page of the item."""
        if not hasattr(obj, "get_absolute_url") or not obj.is_public:
            return []
        links = []
        for code in obj.languages:
            language = LANGUAGE_INFO[code]
            with translation.override(code):
                links.append((language.tag, language.short_name, obj.get_absolute_url()))
        return links

    def desk(self, change: SaveRequest) -> dict[str, Any]:
        """Add the state of the item, the moves that the user may make, and the checklist."""
        item = change.item
        findings = check(item.obj, terms=item.terms, source=item.translation.source)
        moves = [move for move in (*MOVES, DISCARD) if item.may(move)]
        buttons = publish_buttons(change, findings)
        return super().desk(change) | {
            # It was read before the pending changes were applied.
            "visibility": change.visibility,
            "pending_stage": "scheduled" if item.workflow_state.scheduled_at else item.stage,
            "note": item.note,
            "moves": moves,
            "buttons": buttons,
            "next": next_step(moves, buttons),
            "findings": findings,
        }

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the buttons that publish, and "View on site" in each language."""
        change = save_request(request)
        context["public_links"] = self.get_public_links(change.item.obj) if change else []
        return super().render_change_form(request, context, *args, **kwargs)
