"""Accounts in the admin: who works at the desk, in which role and language.

They are registered in ``c40china.admin``, which logs each change.
"""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm, UsernameField
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import links
from accounts.models import User
from core.i18n import join_names

# The roles are made by migrations and are the same on every site: nobody edits them. What belongs
# to one's own account is on its own pages.
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])

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


class NewUserForm(RoleForm):
    """A new account, whose owner will choose the password."""

    class Meta:
        model = User
        fields = ("username",)
        field_classes: ClassVar = {"username": UsernameField}

    def save(self, commit: bool = True) -> User:
        """No password opens it until then."""
        self.instance.set_unusable_password()
        return super().save(commit)


class ChangedUserForm(RoleForm, UserChangeForm):
    """Django's form with a role, and without the password's algorithm."""

    password: Any = None


class UserAdmin(DjangoUserAdmin):
    """Staff, their roles and their language. Single permissions are not given by hand."""

    list_display = ("username", "last_name", "first_name", "email", "roles", "is_active")
    list_filter = (("groups", RoleFilter), "is_active", "interface_language")
    filter_horizontal = ()
    form = ChangedUserForm
    add_form = NewUserForm
    # Django's own announces a second form with more options.
    add_form_template = None
    readonly_fields = ("new_password", "last_login", "date_joined")
    add_fieldsets = ((None, {"fields": ("username", *PERSON)}),)
    fieldsets = (
        (None, {"fields": ("username", *PERSON, "new_password", "is_active")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_urls(self) -> Any:
        """Leave out Django's form for the password of somebody else."""
        return super(DjangoUserAdmin, self).get_urls()

    @admin.display(description=gettext_lazy("password"))
    def new_password(self, user: User) -> str:
        """The button that saves the form and makes a link."""
        words = _("Save, and make a link for a new password")
        return format_html('<button type="submit" class="button" name="_link">{}</button>', words)

    def response_add(self, request: HttpRequest, obj: User, *args: Any) -> HttpResponse:
        """Make the link with which the person begins."""
        response = super(DjangoUserAdmin, self).response_add(request, obj, *args)
        links.offer(request, obj)
        return response

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """Make another link where one was asked for."""
        response = super().response_change(request, obj)
        if "_link" in request.POST:
            links.offer(request, obj)
        return response

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        return join_names(_(group.name) for group in user.groups.all()) or "–"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody may change the account of a user with more permissions."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above
