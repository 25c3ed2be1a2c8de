"""The base of the admin classes of the desk: URLs and pages of a model."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from core import costly
from core.models import row_keys
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

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow no pattern in an address: a wrong one fails, a hostile one takes for ever."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Take a number that no column can hold for a filter that is none, as Django does words."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters(error) from error

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        """Leave out what is no key of a row: Django would raise an error."""
        costly.begin("many")
        data: Any = request.POST.copy()
        keys = data.getlist(ACTION_CHECKBOX_NAME)
        data.setlist(ACTION_CHECKBOX_NAME, row_keys(keys))
        request.POST = data
        return super().response_action(request, queryset, *args)

    def get_viewable_object(self, request: HttpRequest, object_id: str) -> Any:
        """Return the object; raise Http404 or PermissionDenied if the user may not view it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return obj
