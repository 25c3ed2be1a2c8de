"""The permissions of the admin classes, by role, alike for every kind of content."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.http import HttpRequest
from modeltranslation.fields import TranslationField

from editing import roles


def of_language(model: Any, names: Any, language: str) -> set[str]:
    """Return those of the fields that hold text in a language."""
    fields = {each.name: each for each in model._meta.local_fields}
    return {
        name
        for name in names
        if isinstance(field := fields.get(name), TranslationField) and field.language == language
    }


def fixed_fields(request: HttpRequest, model: Any, shown: list[str], names: Any) -> list[str]:
    """Return ``names`` and what else of the fields shown may not be changed by a request.

    A translator changes the texts of one language and nothing else; so does a request that names
    its ``columns`` for each model.
    """
    free, language = set(shown), roles.only_language(request.user)
    if language is not None:
        free &= of_language(model, shown, language)
    if (columns := getattr(request, "columns", None)) is not None:
        free &= columns.get(model, set())
    return [*names, *(name for name in shown if name not in free and name not in names)]


class RolesMixin(admin.ModelAdmin):
    """Uses the permissions of the desk in place of Django's permissions for each model.

    A user needs one of the permissions in ``changing`` to change an item.
    """

    changing: tuple[str, ...] = (roles.PUBLISH,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return roles.may(request.user, roles.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.may(request.user, roles.VIEW)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not any(roles.may(request.user, permission) for permission in self.changing):
            return False
        return roles.only_language(request.user) != ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and roles.may(request.user, roles.WRITE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.may(request.user, roles.DELETE)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what the request may not change."""
        names = super().get_readonly_fields(request, obj)
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return fixed_fields(request, self.model, shown, names)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Prefill the slug only for new items, and only if the user may change it."""
        names = super().get_prepopulated_fields(request, obj)
        return {} if obj or roles.only_language(request.user) is not None else names


class InlineRolesMixin(InlineModelAdmin):
    """Rows of an item follow the permissions of the item."""

    def _parent_admin(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent_admin().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent_admin().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_delete_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow adding and removing rows to users who may write all languages."""
        writes = roles.only_language(request.user) is None
        return writes and self._parent_admin().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what the request may not change, as for the item."""
        names = super().get_readonly_fields(request, obj)
        return fixed_fields(request, self.model, flatten(self.fields or ()), names)
