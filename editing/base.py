"""What all parts of the admin classes of the desk stand on: addresses and pages of a kind."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from editing.queries.rows import item_url


class DeskModelAdmin(admin.ModelAdmin):
    """A ModelAdmin that knows the addresses of its pages and how they are framed."""

    def address(self, page: str, *args: Any) -> str:
        """Return the address of a page of this kind of content."""
        return item_url(self.model, page, *args)

    def page(
        self, request: HttpRequest, name: str, obj: Any, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """Return one of the desk's pages about an object or a kind of objects."""
        opts = self.model._meta
        common = {"opts": opts, "original": obj, "object": obj, "app_label": opts.app_label}
        context = self.admin_site.each_context(request) | common | context
        return TemplateResponse(request, f"editing/{name}.html", context, status=status)

    def seen(self, request: HttpRequest, object_id: str) -> Any:
        """Return the object, or refuse whoever may not see it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return obj
