"""Redirects in the admin; the roof registers them, together with their versions."""

from django.contrib import admin


class RedirectAdmin(admin.ModelAdmin):
    """A redirect; most are made by the site itself when the address of a page changes."""

    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")
    fields = ("old_path", "new_path")
