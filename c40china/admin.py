"""Admin of the library, redirects and accounts, with versions or lines of the activity.

The library and redirects have versions like all content. Accounts have none, since a version would
hold the password: the activity has a line for each change of an account, with its roles.
"""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.admin import UserAdmin
from accounts.models import User
from core.i18n import LANGUAGE_INFO
from core.models import Publishable
from delivery.admin import NotFoundAddressAdmin, RedirectAdmin
from delivery.models import NotFoundAddress, Redirect
from editing import roles
from editing.admin import ContentAdmin, VersionedAdmin
from editing.base import DeskModelAdmin
from editing.history.deletion import without
from editing.lists.moments import MomentsMixin
from editing.models import Action, Presence
from editing.queries.rows import item_url
from editing.queries.states import state_of
from editing.versions import parents, revisions
from library.admin import ImageAdmin, SourceAdmin, TermAdmin
from library.models import GlossaryTerm, Image, SourcePage
from library.usage import users_of


@admin.register(Image)
class PictureAdmin(ImageAdmin, ContentAdmin):
    """A picture: writers may change all of it, translators its texts in one language.

    While a published page shows it, only those who publish.
    """

    changing = (roles.WRITE, roles.TRANSLATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether readers would see a change at once decides who may make it."""
        if not super().has_change_permission(request, obj):
            return False
        may_publish = roles.may(request.user, roles.PUBLISH)
        return may_publish or obj is None or not self.published_pages(request, obj)

    def published_pages(self, request: HttpRequest, image: Image) -> set[Model]:
        """Return the published items that show a picture, read once for a request."""
        known: Any = vars(request).setdefault("published_pages", {})
        if image.pk not in known:
            known[image.pk] = published_items(users_of({image.pk})[image.pk])
        return known[image.pk]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["published_pages"] = [
                (str(page), item_url(type(page), "change", page.pk))
                for page in self.published_pages(request, obj)
            ]
        return super().render_change_form(request, context, *args, **kwargs)


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


@admin.register(NotFoundAddress)
class NotFoundAdmin(MomentsMixin, DeskModelAdmin, NotFoundAddressAdmin):
    """The addresses that were not found, with the times as the desk says them."""


@admin.register(User)
class AccountAdmin(DeskModelAdmin, UserAdmin):
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

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leave out what is a part of the account: its role, how and where one is logged in."""
        deleted, counts, *rest = super().get_deleted_objects(objs, request)
        parts = [each._meta for each in (Authenticator, UserSession, Presence, User.groups.through)]
        deleted = without(deleted, tuple(f"{capfirst(opts.verbose_name)}: " for opts in parts))
        for opts in parts:
            counts.pop(str(opts.verbose_name_plural), None)
        return deleted, counts, *rest

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            revisions.log(obj, request.user, Action.DELETED)
        return super().log_deletions(request, queryset)


def published_items(rows: Iterable[Model]) -> set[Model]:
    """Return the items that these rows are or belong to, but for those that readers do not see."""
    found: set[Model] = set()
    for row in rows:
        if isinstance(row, Publishable):
            found |= {row} if state_of(row, timezone.now()) in ("published", "scheduled") else set()
        else:
            above = parents.parents_of(row)
            found |= published_items(above) if above else {row}
    return found


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
