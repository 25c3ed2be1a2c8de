"""The staff side as a whole: its name, and the other language to switch to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGUAGE_INFO, current_language
from editing.activity import activity_view


class DeskSite(admin.AdminSite):
    """Django's admin under the name of this site."""

    site_title = _("C40 China desk")
    site_header = _("C40 China desk")
    index_title = _("Desk")
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the languages that the person is not working in."""
        others = [each for code, each in LANGUAGE_INFO.items() if code != current_language()]
        return super().each_context(request) | {"other_languages": others}

    def get_urls(self) -> list[Any]:
        """Add the page of who did what."""
        return [
            path("activity/", self.admin_view(self.activity), name="activity"),
            *super().get_urls(),
        ]

    def activity(self, request: HttpRequest) -> HttpResponseBase:
        """Show who did what."""
        return activity_view(request, self.each_context(request))
