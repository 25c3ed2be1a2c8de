"""Text pages and the site settings in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.bilingual import pair
from core.i18n import in_each_language
from editing.admin import PUBLISHING, ContentAdmin, PublishableAdmin
from editing.inlines import StackedRows, TabularRows
from pages.models import MenuEntry, OfficeFact, Page, PageSection, SiteLink, SiteSettings
from search.admin import SearchMixin


class PageSectionInline(StackedRows):
    """Short blocks, two on a row."""

    model = PageSection
    fields = ("order", pair("title"), pair("text"))


@admin.register(Page)
class PageAdmin(SearchMixin, PublishableAdmin):
    """A page of text."""

    list_columns = ("slug",)
    search_fields = ("slug", *in_each_language("title"))
    inlines = (PageSectionInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("slug", "footer_order"),
                    pair("title"),
                    pair("standfirst"),
                    pair("body"),
                )
            },
        ),
        PUBLISHING,
    )


class OfficeFactInline(TabularRows):
    """The figures at the foot of the home page."""

    model = OfficeFact
    fields = ("order", "value", *pair("label"), "path")


class MenuEntryInline(TabularRows):
    """The main menu."""

    model = MenuEntry
    fields = ("order", *pair("label"), "path", "is_shown")


class SiteLinkInline(TabularRows):
    """The outside links of the footer."""

    model = SiteLink
    fields = ("order", *pair("label"), "url")


@admin.register(SiteSettings)
class SiteSettingsAdmin(ContentAdmin):
    """The one row of settings."""

    inlines = (MenuEntryInline, OfficeFactInline, SiteLinkInline)
    fieldsets = (
        (_("Home page"), {"fields": (pair("hero_title"), pair("hero_standfirst"))}),
        (
            _("Representative office"),
            {
                "fields": (
                    pair("office_name"),
                    pair("registered_name"),
                    pair("supervising_unit"),
                    "registration_number",
                    pair("address"),
                    ("telephone", "email"),
                    "wechat_picture",
                )
            },
        ),
        (_("Table of cities"), {"fields": (pair("data_licence"), "data_licence_url")}),
        (_("Filing numbers"), {"fields": (("icp_number", "police_number"),)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row; it can be added only while it is missing."""
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The settings are changed, never deleted."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row = SiteSettings.objects.first()
        if row is None or not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:pages_sitesettings_change", args=[row.pk]))
