"""Admin of redirects; registered in ``c40china.admin``."""

from django.contrib import admin


class RedirectAdmin(admin.ModelAdmin):
    """A redirect; most are made by the site itself when the address of a page changes."""

    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")
    fields = ("old_path", "new_path")
