"""Admin of the library, redirects and accounts, with versions or lines of the activity.

The library and redirects have versions like all content. Accounts have none, since a version would
hold the password: the activity has a line for each change of an account, with its roles.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.admin import UserAdmin
from accounts.models import User
from core.i18n import LANGUAGE_INFO
from delivery.admin import NotFoundAddressAdmin, RedirectAdmin
from delivery.models import NotFoundAddress, Redirect
from editing import roles
from editing.admin import ContentAdmin, VersionedAdmin
from editing.models import Action
from editing.versions import revisions
from library.admin import ImageAdmin, SourceAdmin, TermAdmin
from library.models import GlossaryTerm, Image, SourcePage


@admin.register(Image)
class PictureAdmin(ImageAdmin, ContentAdmin):
    """A picture: writers may change all of it, translators its texts in one language."""

    changing = (roles.WRITE, roles.TRANSLATE)


@admin.register(SourcePage)
class VersionedSourceAdmin(SourceAdmin, ContentAdmin):
    """A source: writers may change all of it, translators its publisher in one language."""

    changing = (roles.WRITE, roles.TRANSLATE)


@admin.register(GlossaryTerm)
class VersionedTermAdmin(TermAdmin, ContentAdmin):
    """A term: writers may change all of it, translators its words in one language."""

    changing = (roles.WRITE, roles.TRANSLATE)


@admin.register(Redirect)
class OldAddressAdmin(RedirectAdmin, VersionedAdmin):
    """An old address, for those who have Django's own permissions for it."""


admin.site.register(NotFoundAddress, NotFoundAddressAdmin)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """An account; each change of it is a line of the activity."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Remember the roles that the person has until now."""
        form.instance.roles_before = list(form.instance.groups.all())
        super().save_related(request, form, formsets, change)

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """A new account is one that has got its first role."""
        revisions.log(obj, request.user, Action.CHANGED, change_of_roles(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """Log a change of an account, also of its password."""
        revisions.log(obj, request.user, Action.CHANGED, change_of_roles(obj))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """One line for each."""
        for obj in queryset:
            revisions.log(obj, request.user, Action.DELETED)
        return super().log_deletions(request, queryset)


def change_of_roles(user: Any) -> str:
    """Return how the roles of a person changed, for readers of each language; "" if not at all."""
    sides = getattr(user, "roles_before", []), list(user.groups.all())
    if sides[0] == sides[1] or not hasattr(user, "roles_before"):
        return ""
    sentences = []
    for code in LANGUAGE_INFO:
        with translation.override(code):
            names = (", ".join(_(group.name) for group in side) or "–" for side in sides)
            sentences.append(" → ".join(names))
    return " / ".join(sentences)
