"""Preview in the desk: of what is saved, of the form as it is typed, and the links for others."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from editing.base import DeskModelAdmin
from editing.pending import preview
from editing.workflow.items import Item, lock_item, read_item
from editing.workflow.save_request import SaveRequest


class PreviewMixin(DeskModelAdmin):
    """Shows the real page of an item before readers see it."""

    def get_preview_path(self, obj: Any) -> str:
        """Return the public path, in the active language, on which the item is to be seen."""
        return obj.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        """Add the preview, and the revoking of links."""
        wrap = self.admin_site.admin_view
        info = f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        return [
            path(
                "<path:object_id>/preview/<slug:language>/",
                wrap(self.preview_view),
                name=f"{info}_preview",
            ),
            path("<path:object_id>/revoke/", wrap(self.revoke_view), name=f"{info}_revoke"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """Show what is saved, pending changes included."""
        obj = self.seen(request, object_id)
        if language not in LANGUAGE_INFO:
            raise Http404
        item = read_item(self.model, obj.pk, request.user)
        if item is None:
            raise Http404
        with translation.override(language):
            page = preview.saved_page(request, item, self.get_preview_path, self.addresses(obj))
        return preview.framed(request, page)

    def addresses(self, obj: Any) -> dict[str, str]:
        """Return the address of the preview in each language."""
        return {code: self.address("preview", quote(obj.pk), code) for code in LANGUAGE_INFO}

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make every link to the preview that anyone has invalid."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        obj = self.seen(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        with transaction.atomic():
            item = lock_item(self.model, obj.pk, request.user)
            if item is None:
                raise Http404
            item.docket.preview_secret = uuid.uuid4()
            item.docket.save(update_fields=["preview_secret"])
        messages.success(request, _("Links made until now lead nowhere any more."))
        return HttpResponseRedirect(self.address("change", quote(obj.pk)))

    def desk(self, item: Item) -> dict[str, Any]:
        """Add the preview's addresses, and the links for people without an account."""
        # What was never saved on the desk has no secret yet to sign links with.
        links = [
            (language, preview.link(item.docket, code))
            for code, language in LANGUAGE_INFO.items()
            if item.docket.pk
        ]
        previews = [(LANGUAGE_INFO[code], url) for code, url in self.addresses(item.obj).items()]
        return super().desk(item) | {"shared_links": links, "previews": previews}


def form_preview(change: SaveRequest) -> HttpResponse:
    """Show the form as it is typed: its rows are in the database, and will be rolled back."""
    admin, obj = cast(PreviewMixin, change.admin), change.saved
    with translation.override(change.preview):
        page = preview.page(change.request, obj, admin.get_preview_path, admin.addresses(obj))
    return preview.framed(change.request, page)


def faulty_preview(change: SaveRequest, response: Any) -> HttpResponse:
    """Say what is wrong with a form that cannot be shown as a page."""
    context = change.admin.admin_site.each_context(change.request) | {
        "title": _("No preview yet"),
        "forms": _forms(response.context_data),
        "is_popup": True,
    }
    page = TemplateResponse(change.request, "editing/preview/faulty_form.html", context, status=422)
    return preview.framed(change.request, preview.close(page.render()))


def _forms(context: dict[str, Any]) -> list[Any]:
    """Return the form of an item and those of its rows."""
    rows = [row for each in context["inline_admin_formsets"] for row in each.formset]
    return [context["adminform"].form, *rows]
