"""Previews in the desk: of the saved text, of the unsaved form, and shared links."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from editing.base import DeskModelAdmin
from editing.pending import preview
from editing.workflow.locking import item_to_change, read_item
from editing.workflow.save_request import SaveRequest


class PreviewMixin(DeskModelAdmin):
    """Adds the previews to an admin class."""

    def get_preview_path(self, obj: Any) -> str:
        """Return the public path, in the active language, on which the item is to be seen."""
        return obj.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        previewing = "<path:object_id>/preview/<slug:language>/"
        return [
            self.page_path(previewing, self.preview_view, "preview"),
            self.post_path("<path:object_id>/revoke/", self.revoke_view, "revoke"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """Show what is saved, pending changes included."""
        obj = self.get_viewable_object(request, object_id)
        if language not in LANGUAGE_INFO:
            raise Http404
        item = read_item(self.model, obj.pk, request.user)
        if item is None:
            raise Http404
        with translation.override(language):
            page = preview.saved_page(request, item, self.get_preview_path, self.preview_urls(obj))
        return preview.framed(request, page)

    def preview_urls(self, obj: Any) -> dict[str, str]:
        """Return the URL of the preview in each language."""
        return {code: self.page_url("preview", quote(obj.pk), code) for code in LANGUAGE_INFO}

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Revoke all shared links of the preview."""
        with item_to_change(self, request, object_id) as item:
            item.workflow_state.preview_secret = uuid.uuid4()
            item.workflow_state.save(update_fields=["preview_secret"])
        messages.success(request, _("Links made until now lead nowhere any more."))
        return HttpResponseRedirect(self.page_url("change", quote(item.obj.pk)))

    def desk(self, change: SaveRequest) -> dict[str, Any]:
        """Add the URLs of the preview, and the shared links for people without an account."""
        item = change.item
        # Without a saved state there is no secret to sign links with.
        links = [
            (language, preview.link(item.workflow_state, code))
            for code, language in LANGUAGE_INFO.items()
            if item.workflow_state.pk
        ]
        previews = [(LANGUAGE_INFO[code], url) for code, url in self.preview_urls(item.obj).items()]
        return super().desk(change) | {"shared_links": links, "previews": previews}


def form_preview(change: SaveRequest) -> HttpResponse:
    """Preview the unsaved form; the caller rolls its rows back."""
    admin, obj = cast(PreviewMixin, change.admin), change.saved
    with translation.override(change.preview):
        page = preview.page(change.request, obj, admin.get_preview_path, admin.preview_urls(obj))
    return preview.framed(change.request, page)


def faulty_preview(change: SaveRequest, response: Any) -> HttpResponse:
    """Show the errors of a form that cannot be previewed, and those of its rows."""
    formsets = response.context_data["inline_admin_formsets"]
    rows = [row for each in formsets for row in each.formset]
    context = change.admin.admin_site.each_context(change.request) | {
        "title": _("No preview yet"),
        "forms": [response.context_data["adminform"].form, *rows],
        "is_popup": True,
    }
    page = TemplateResponse(change.request, "editing/preview/faulty_form.html", context, status=422)
    return preview.framed(change.request, preview.close(page.render()))
