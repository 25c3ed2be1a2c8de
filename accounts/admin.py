"""Accounts in the admin: Django's own form, and the language of the desk."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Staff, their rights and their language."""

    list_display = (
        "username",
        "first_name",
        "last_name",
        "email",
        "interface_language",
        "is_staff",
    )
    list_filter = (*DjangoUserAdmin.list_filter, "interface_language")
    fieldsets = (*DjangoUserAdmin.fieldsets, (_("Desk"), {"fields": ("interface_language",)}))
    add_fieldsets = (
        *DjangoUserAdmin.add_fieldsets,
        (_("Desk"), {"fields": ("interface_language",)}),
    )
