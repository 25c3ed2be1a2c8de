"""Presence: how many other users have a form open, by a POST every half a minute.

The form's script sends it; opening a form writes nothing.
"""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import ngettext

from editing.models import Presence

# Two missed POSTs before a user counts as gone.
TIMEOUT = timedelta(seconds=90)
PRUNED_AFTER = timedelta(days=1)


def mark_present(obj: models.Model, user: Any) -> None:
    """Record that a user has the form open now."""
    kind = ContentType.objects.get_for_model(obj)
    Presence.objects.bulk_create(
        [Presence(content_type=kind, object_id=obj.pk, user=user, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["content_type", "object_id", "user"],
        update_fields=["seen_at"],
    )


def mark_absent(obj: models.Model, user: Any) -> None:
    """Record that a user has closed the form."""
    Presence.objects.of(obj).filter(user=user).delete()


def prune() -> int:
    """Delete presence older than a day; return the number of rows."""
    return Presence.objects.filter(seen_at__lt=timezone.now() - PRUNED_AFTER).delete()[0]


def others_message(obj: models.Model, user: Any) -> str:
    """Return a sentence with the number of other people who have the form open, or ""."""
    since = timezone.now() - TIMEOUT
    count = Presence.objects.of(obj).filter(seen_at__gt=since).exclude(user=user).count()
    if not count:
        return ""
    words = ngettext(
        "Also open: %(count)s other editor", "Also open: %(count)s other editors", count
    )
    return words % {"count": count}
