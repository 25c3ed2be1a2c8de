"""Signal receivers of the project."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from c40china.search.owners import LOCKED, OWNERS, index_all, owners_of
from cities.models import City
from core.batches import follow
from core.i18n import without_language
from core.models import Publishable
from delivery.models import Redirect
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
