"""What happens when something is saved: the one place of the site that watches saves."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from c40china import search_index
from news.models import Article
from news.pdf import warm


@receiver(post_save, sender=Article, dispatch_uid="warm_pdf")
def warm_pdf(instance: Article, raw: bool, **kwargs: Any) -> None:
    """Set the PDFs of a published article once its cities and key facts are saved as well."""
    if not raw:
        # Robust: the article is saved by then, whatever becomes of its PDF.
        transaction.on_commit(partial(warm, instance.pk), robust=True)


def index_owner(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Index what was saved or deleted, or what it is a part of, in the same transaction.

    The parts of an object are saved after it, each in its turn: the last one leaves it whole.
    """
    if raw:
        return
    owner = search_index.OWNERS.get(type(instance))
    if owner is None:
        search_index.update(type(instance), instance.pk)
    else:
        model = type(instance)._meta.get_field(owner).related_model
        search_index.update(model, getattr(instance, f"{owner}_id"))


for watched in (*(each.model for each in search_index.KINDS), *search_index.OWNERS):
    post_save.connect(index_owner, sender=watched, dispatch_uid="index_owner")
    # Deleted objects still have their key here; what is gone from the table is forgotten.
    post_delete.connect(index_owner, sender=watched, dispatch_uid="index_owner")
