"""Admin of redirects and of addresses not found; registered in ``c40china.admin``."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delivery.models import NotFoundAddress, Redirect, written


class RedirectAdmin(admin.ModelAdmin):
    """A redirect; most are made by the site itself when the address of a page changes."""

    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")
    fields = ("old_path", "new_path")

    def save_model(self, request: HttpRequest, obj: Redirect, *args: Any) -> None:
        """Take the address out of the list of those not found."""
        super().save_model(request, obj, *args)
        addresses = NotFoundAddress.objects.all()
        led_on = [each.pk for each in addresses if written(each.path) == obj.old_path]
        addresses.filter(pk__in=led_on).delete()


class NotFoundAddressAdmin(admin.ModelAdmin):
    """What readers asked for lately in vain, each with a way to make a redirect of it."""

    list_display = ("path", "count", "last_asked_at", "redirect_link")
    list_display_links = None
    search_fields = ("path",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("delivery.add_redirect")

    has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The site writes the list."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("redirect"))
    def redirect_link(self, address: NotFoundAddress) -> SafeString:
        """Return a link to the form of a redirect with the address in it."""
        form = reverse("admin:delivery_redirect_add")
        query = urlencode({"old_path": address.path})
        return format_html('<a href="{}?{}">{}</a>', form, query, _("Make a redirect"))
