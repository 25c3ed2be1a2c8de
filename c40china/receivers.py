"""What happens when something is saved: the one place of the site that watches saves."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from news.models import Article
from news.pdf import warm


@receiver(post_save, sender=Article, dispatch_uid="warm_pdf")
def warm_pdf(instance: Article, raw: bool, **kwargs: Any) -> None:
    """Set the PDFs of a published article once its cities and key facts are saved as well."""
    if not raw:
        # Robust: the article is saved by then, whatever becomes of its PDF.
        transaction.on_commit(partial(warm, instance.pk), robust=True)
