"""The admin site: its name, its menu, its search."""

from typing import Any

from allauth.account.signals import password_changed
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Model, QuerySet, Value
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.i18n import LANGUAGE_INFO, current_language
from editing import roles
from editing.lists.dashboard import Dashboard
from editing.lists.search import pages_to_link, search_everything
from editing.lists.unsaved import never_saved
from editing.queries.activity import activity_view

MenuGroup = dict[str, Any]


class DeskSite(admin.AdminSite):
    """Django's admin under the name of this site."""

    site_title = _("C40 China desk")
    site_header = _("C40 China desk")
    index_title = pgettext_lazy("the first page", "Desk")
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the numbers of the menu, the languages to switch to, and where the activity is."""
        context = super().each_context(request)
        self._count(context["available_apps"], request.path)
        others = [each for code, each in LANGUAGE_INFO.items() if code != current_language()]
        sees = request.user.is_active and roles.may(request.user, roles.VIEW)
        activity = reverse("admin:activity") if sees else ""
        return context | {"other_languages": others, "activity_url": activity}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[MenuGroup]:
        """Return the menu of ``settings.DESK_MENU``; other models are in its last group."""
        if app_label:
            return super().get_app_list(request, app_label)
        found = {
            model["model"]._meta.label_lower: model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }
        groups: list[MenuGroup] = []
        for name, kinds in settings.DESK_MENU:
            models = [found.pop(k) | {"icon": icon} for k, icon in kinds.items() if k in found]
            groups.append({"name": name, "app_label": "", "app_url": "", "models": models})
        rest = sorted(found.values(), key=lambda model: str(model["name"]))
        groups[-1]["models"] += [model | {"icon": "other"} for model in rest]
        return [group for group in groups if group["models"]]

    def _count(self, groups: list[MenuGroup], path: str) -> None:
        """Add the number of items to each model in the menu, in one query."""
        listed = [model for group in groups for model in group["models"] if model["admin_url"]]
        if not listed:
            return
        first, *others = (_counted(model["model"]) for model in listed)
        numbers = dict(first.union(*others, all=True).order_by())
        for model in listed:
            model["count"] = numbers[model["model"]._meta.label_lower]
            model["is_current"] = path.startswith(model["admin_url"])

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the search over everything that the person may see, and who did what."""
        return [
            path("search/", self.admin_view(self.search), name="search"),
            path("links/", self.admin_view(self.links), name="links"),
            path("activity/", self.admin_view(self.activity), name="activity"),
            *super().get_urls(),
        ]

    def links(self, request: HttpRequest) -> JsonResponse:
        """Return public pages for the editor's links: by ``q``, in the ``language`` of the text."""
        query = request.GET.get("q", "").replace("\x00", "").strip()
        tags = {language.tag: code for code, language in LANGUAGE_INFO.items()}
        language = tags.get(request.GET.get("language", ""), current_language())
        return JsonResponse({"pages": pages_to_link(self, request, query, language)})

    def activity(self, request: HttpRequest) -> HttpResponseBase:
        """Show who did what."""
        return activity_view(request, self.each_context(request))

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what waits for the person instead of a list of tables."""
        board = Dashboard(self, request)
        context = {"board": board, "never_saved": never_saved(self, request, board.kinds)}
        return super().index(request, context | (extra_context or {}))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Let the list of sessions know the key that the session of this browser has then."""
        response = super().password_change(request, extra_context)
        if response.status_code == 302:
            password_changed.send(sender=type(request.user), request=request, user=request.user)
        return response

    def search(self, request: HttpRequest) -> HttpResponse:
        """Show what matches ``q``, of every kind that can be searched."""
        query = request.GET.get("q", "").replace("\x00", "").strip()
        found = search_everything(self, request, query) if query else []
        context = {"title": _("Search"), "query": query, "found": found}
        return TemplateResponse(
            request, "editing/search.html", self.each_context(request) | context
        )


def _counted(model: type[Model]) -> QuerySet:
    """Return a queryset of one row: the model's label and the number of its items."""
    # A plain queryset: those of bilingual models put the columns of a union in another order.
    rows = QuerySet(model).order_by().annotate(label=Value(model._meta.label_lower))
    return rows.values("label").annotate(number=Count("pk")).values_list("label", "number")
