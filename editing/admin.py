"""The base of every admin class for content: it knows no kind of content by name."""

import copy
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core.bilingual import BilingualMixin
from core.i18n import LANGUAGE_INFO
from core.models import Publishable
from editing import roles, versions
from editing.bulk import BulkMixin
from editing.checklist import check
from editing.clashes import ClashMixin
from editing.deletion import DeletionMixin
from editing.discarding import DiscardingMixin
from editing.forms import ColumnsMixin, OwnedForm
from editing.history import HistoryMixin
from editing.keeping import KeepingMixin
from editing.lists import ListMixin
from editing.media import NonceMediaMixin
from editing.permissions import RolesMixin
from editing.previewing import PreviewMixin
from editing.publishing import lost_by
from editing.saving import SavingMixin, WorkflowMixin
from editing.workflow import DISCARD, MOVES, Item

# The form shows the class "rail" beside the text.
PUBLISHING = (
    _("Publishing"),
    {"fields": ("status", ("publish_at", "expire_at")), "classes": ("rail",)},
)


class VersionedAdmin(
    DeletionMixin,
    HistoryMixin,
    KeepingMixin,
    ClashMixin,
    SavingMixin,
    NonceMediaMixin,
    admin.ModelAdmin,
):
    """A form whose every save is kept as a version, whatever it holds and whoever may open it."""

    # What has a page in each language has a link to each; see ``get_public_links``.
    view_on_site = False
    form = OwnedForm
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
            versions.keep(inline.model)
            rows.append(key.remote_field.get_accessor_name())
        versions.keep(model, rows)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the item; while its form is shown, it has been read already."""
        save = getattr(request, "desk_save", None)
        if save and request.method == "GET":
            return copy.copy(save.item.obj)
        return super().get_object(request, object_id, from_field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Hand the form what the desk knows of the item: ``desk`` is None for a new one."""
        save = getattr(request, "desk_save", None)
        context["desk"] = None
        if save and kwargs.get("obj"):
            # What readers have was read before the pending changes were put in place.
            context["desk"] = self.desk(save.item) | {"public": save.public}
        return super().render_change_form(request, context, *args, **kwargs)

    def desk(self, item: Item) -> dict[str, Any]:
        """Return the docket and the last versions, for the template of the form."""
        latest = versions.of(item.obj).select_related("user")[:3]
        return {"docket": item.docket, "versions": latest, "item": item}


class ContentAdmin(RolesMixin, ColumnsMixin, BilingualMixin, VersionedAdmin, TranslationAdmin):
    """The same for bilingual texts: both languages side by side, under the roles of the desk."""


class PublishableAdmin(
    ListMixin, DiscardingMixin, WorkflowMixin, BulkMixin, PreviewMixin, ContentAdmin
):
    """The same for what is published: drafts, review, pending changes, a checklist."""

    changing = (roles.WRITE, roles.TRANSLATE)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The status is moved by buttons alone; times are set by who may schedule."""
        names = super().get_readonly_fields(request, obj)
        fixed = ["status"]
        if not roles.may(request.user, roles.SCHEDULE):
            fixed += ["publish_at", "expire_at"]
        return [*names, *(name for name in fixed if name not in names)]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the item; while its form is shown, "publish at" is the time of its changes."""
        obj = super().get_object(request, object_id, from_field)
        save = getattr(request, "desk_save", None)
        if obj and save and request.method == "GET" and save.item.docket.pending_due:
            obj.publish_at = save.item.docket.pending_due
        return obj

    def get_public_links(self, obj: Publishable) -> list[tuple[str, str, str]]:
        """Return language tag, words and address of each page that the public can open."""
        if not hasattr(obj, "get_absolute_url") or not obj.is_public:
            return []
        links = []
        for code in obj.languages:
            language = LANGUAGE_INFO[code]
            with translation.override(code):
                links.append((language.tag, language.short_name, obj.get_absolute_url()))
        return links

    def desk(self, item: Item) -> dict[str, Any]:
        """Add where the item stands, the moves that the person has, and the checklist."""
        findings = check(item.obj)
        stopped = {finding.language for finding in findings if finding.is_error}
        complete = [code for code in LANGUAGE_INFO if item.obj.has_text_in(code)]
        free = [code for code in complete if code not in stopped and not lost_by(item.obj, [code])]
        return super().desk(item) | {
            "moves": [move for move in MOVES if item.may(move)],
            "may_discard": item.may(DISCARD),
            "findings": findings,
            # The one language to which the button "Publish" is confined by errors in the other.
            "free": [LANGUAGE_INFO[code] for code in free],
            "is_stopped": bool(stopped),
        }

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer "View on site" in each language instead of Django's single link."""
        save = getattr(request, "desk_save", None)
        context["public_links"] = self.get_public_links(save.item.obj) if save else []
        return super().render_change_form(request, context, *args, **kwargs)
