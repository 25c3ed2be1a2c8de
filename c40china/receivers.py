"""Signal receivers of the project."""

from typing import Any

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from accounts.models import User
from c40china.search.owners import LOCKED, OWNERS, index_all, owners_of
from cities.models import City
from core.batches import follow
from core.i18n import without_language
from core.models import Publishable
from delivery.models import Redirect
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from pages.models import Page
from programmes.models import Programme


def index_changed(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Index a saved or deleted object, and what readers see it with, now or before.

    The parts of an object are saved after it, each in its turn: in a batch it is indexed once.
    """
    if not raw:
        itself = {(type(instance), instance.pk)} if type(instance) in LOCKED else set()
        owners = itself | owners_of(instance) | getattr(instance, "owners_before", set())
        follow(index_all, owners)


def remember_owners(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Remember the owners before a change: a pilot city may move to another programme."""
    if not raw:
        instance.owners_before = owners_of(instance)


for watched in {*OWNERS, *LOCKED}:
    for signal in (pre_save, pre_delete):
        signal.connect(remember_owners, sender=watched, dispatch_uid="remember_owners")
    # Deleted objects still have their key here; what is gone from the table is forgotten.
    for signal in (post_save, post_delete):
        signal.connect(index_changed, sender=watched, dispatch_uid="index_changed")


def path_of(item: Any) -> str:
    """Return the path of an item's page after the language."""
    return without_language(item.get_absolute_url())


def remember_path(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """Remember the public path of an item before it is saved."""
    if not raw:
        found: Publishable | None = sender.objects.published().filter(pk=instance.pk).first()
        instance.path_before = path_of(found) if found else ""


def redirect_old_path(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """Record a redirect from the old path to the new one."""
    before = getattr(instance, "path_before", "")
    if raw or not before:
        return
    # As the database has it: code may have set a date as a text, which has no year yet.
    now = path_of(sender.objects.get(pk=instance.pk))
    if before != now:
        Redirect.objects.record_move(before, now)


for with_a_page in (Article, City, Page, Programme):
    pre_save.connect(remember_path, sender=with_a_page, dispatch_uid="remember_path")
    post_save.connect(redirect_old_path, sender=with_a_page, dispatch_uid="redirect_old_path")


def note_login(sender: Any, user: User, **kwargs: Any) -> None:
    """Write into the activity who has logged in."""
    revisions.log(user, user, Action.LOGGED_IN)


def note_logout(sender: Any, user: User | None, **kwargs: Any) -> None:
    """Write into the activity who has logged out."""
    if user is not None:
        revisions.log(user, user, Action.LOGGED_OUT)


def note_wrong_password(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Write into the activity whose account somebody tried; a name that is none may be a password.

    The limits of tries bound how many lines there can be.
    """
    found = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    if found:
        revisions.log(found, None, Action.REFUSED)


def note_wrong_code(sender: Any, user: User, **kwargs: Any) -> None:
    """Write into the activity whose second factor somebody tried."""
    revisions.log(user, None, Action.REFUSED)


user_logged_in.connect(note_login, dispatch_uid="note_login")
user_logged_out.connect(note_logout, dispatch_uid="note_logout")
user_login_failed.connect(note_wrong_password, dispatch_uid="note_wrong_password")
authentication_failed.connect(note_wrong_code, dispatch_uid="note_wrong_code")
