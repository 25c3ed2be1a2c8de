"""Accounts in the admin: who works at the desk, in which role and language.

They are registered in ``c40china.admin``, which logs each change.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.i18n import join_names

# The roles are made by migrations and are the same on every site: nobody edits them.
admin.site.unregister(Group)

PERSON = (("last_name", "first_name"), "email", "role", "translates", "interface_language")


class RoleFilter(admin.RelatedFieldListFilter):
    """By role, named in the language of the desk."""

    def field_choices(self, *args: Any, **kwargs: Any) -> Any:
        return [(key, _(str(name))) for key, name in super().field_choices(*args, **kwargs)]


class RoleField(forms.ModelChoiceField):
    """One of the roles, named in the language of the desk."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Group) -> str:
        return _(obj.name)


class RoleForm(forms.ModelForm):
    """Gives an account its one role. Who has a role may log in at the desk."""

    role = RoleField(
        label=gettext_lazy("Role"),
        queryset=Group.objects.order_by("pk"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a role: it says what the person may do.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = not self.instance.is_superuser
        if self.instance.pk:
            self.initial["role"] = self.instance.groups.order_by("pk").last()

    def clean(self) -> dict[str, Any]:
        """Let the role decide who is staff; a translator needs a language."""
        data = super().clean() or self.cleaned_data
        role = data.get("role")
        self.instance.is_staff = self.instance.is_superuser or role is not None
        if role and role.name == "Translator" and not data.get("translates"):
            self.add_error("translates", _("Choose the language that the person translates into."))
        return data

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        role = self.cleaned_data["role"]
        self.instance.groups.set([role] if role else [])


class NewUserForm(RoleForm, AdminUserCreationForm):
    """Django's form with a role, and without the choice of an unusable password."""

    usable_password: Any = None


class ChangedUserForm(RoleForm, UserChangeForm):
    """Django's form with a role, and without the password's algorithm."""

    password: Any = None


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
    form = ChangedUserForm
    add_form = NewUserForm
    # Django's own announces a second form with more options.
    add_form_template = None
    change_password_form = PasswordForm
    readonly_fields = ("new_password", "last_login", "date_joined")
    add_fieldsets = ((None, {"fields": ("username", *PERSON, "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("username", *PERSON, "new_password", "is_active")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=gettext_lazy("password"))
    def new_password(self, user: User) -> str:
        """The way to the form for a new password."""
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', url, _("Set a new password"))

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        """The roles of the person."""
        return join_names(_(group.name) for group in user.groups.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load the roles with the list."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody may change the account of a user with more permissions."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above
