"""Signal receivers of the project."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from c40china.search import index
from cities.models import City
from core.i18n import without_language
from core.models import Publishable
from delivery.models import Redirect
from news.models import Article
from pages.models import Page
from programmes.models import Programme


def index_owner(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Update the search index of a saved or deleted object or its parent, in its transaction.

    The parts of an object are saved after it, each in its turn: the last one leaves it whole.
    """
    if raw:
        return
    owner = index.OWNERS.get(type(instance))
    if owner is None:
        index.update(type(instance), instance.pk)
    else:
        model: Any = type(instance)._meta.get_field(owner).related_model
        for key in {getattr(instance, f"{owner}_id"), *getattr(instance, "owners_before", ())}:
            index.update(model, key)


def remember_owner(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """Remember the parent before a save: a pilot city may move to another programme."""
    if not raw and instance.pk:
        saved = sender._base_manager.filter(pk=instance.pk)
        owner = f"{index.OWNERS[sender]}_id"
        instance.owners_before = list(saved.values_list(owner, flat=True))


for part in index.OWNERS:
    pre_save.connect(remember_owner, sender=part, dispatch_uid="remember_owner")
for watched in (*(each.model for each in index.KINDS), *index.OWNERS):
    post_save.connect(index_owner, sender=watched, dispatch_uid="index_owner")
    # Deleted objects still have their key here; what is gone from the table is forgotten.
    post_delete.connect(index_owner, sender=watched, dispatch_uid="index_owner")


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
