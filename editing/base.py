"""The base of the admin classes of the desk: URLs and pages of a model."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from editing.queries.rows import item_url


class DeskModelAdmin(admin.ModelAdmin):
    """A ModelAdmin with the URLs of its pages and the context around them."""

    def page_path(self, route: str, view: Callable[..., Any], page: str) -> URLPattern:
        """Return the URL pattern of an admin page of this model."""
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_{page}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def post_path(self, route: str, view: Callable[..., Any], page: str) -> URLPattern:
        """Return the same for what takes a POST and nothing else."""
        return self.page_path(route, require_POST(view), page)

    def page_url(self, page: str, *args: Any) -> str:
        """Return the URL of an admin page of this model."""
        return item_url(self.model, page, *args)

    def page(
        self, request: HttpRequest, name: str, obj: Any, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """Return a page of the desk about an object or a model."""
        opts = self.model._meta
        common = {"opts": opts, "original": obj, "object": obj, "app_label": opts.app_label}
        context = self.admin_site.each_context(request) | common | context
        return TemplateResponse(request, f"editing/{name}.html", context, status=status)

    def get_viewable_object(self, request: HttpRequest, object_id: str) -> Any:
        """Return the object; raise Http404 or PermissionDenied if the user may not view it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return obj
