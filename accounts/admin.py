"""Accounts in the admin: who works at the desk, in which role and language.

They are registered in ``c40china.admin``, which logs each change.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.i18n import join_names

# The roles are made by migrations and are the same on every site: nobody edits them.
admin.site.unregister(Group)

DESK: Any = (gettext_lazy("Desk"), {"fields": ("interface_language", "groups", "translates")})


class RoleFilter(admin.RelatedFieldListFilter):
    """By role, named in the language of the desk."""

    def field_choices(self, *args: Any, **kwargs: Any) -> Any:
        return [(key, _(str(name))) for key, name in super().field_choices(*args, **kwargs)]


class NewUserForm(AdminUserCreationForm):
    """Django's form without the choice of an unusable password."""

    usable_password: Any = None


class PasswordForm(AdminPasswordChangeForm):
    """Django's form for another user's password, without that choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class UserAdmin(DjangoUserAdmin):
    """Staff, their roles and their language. Single permissions are not given by hand."""

    list_display = ("username", "last_name", "first_name", "email", "roles", "is_active")
    list_filter = (("groups", RoleFilter), "is_active", "interface_language")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("last_name", "first_name", "email")}),
        DESK,
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    add_form = NewUserForm
    change_password_form = PasswordForm
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}), DESK)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        """The roles of the person."""
        return join_names(_(group.name) for group in user.groups.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load the roles with the list."""
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the roles as check boxes, in the language of the desk."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = _("Roles")
            field.help_text = ""
            field.label_from_instance = lambda group: _(group.name)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser can make another superuser."""
        names = super().get_readonly_fields(request, obj)
        return names if request.user.is_superuser else (*names, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody may change the account of a user with more permissions."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above
