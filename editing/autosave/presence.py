"""Presence: who else has a form open, by a POST every five seconds.

The form's script sends it; opening a form writes nothing.
"""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import join_names
from editing.models import Presence
from editing.queries.activity import person_name

# Two missed POSTs, after which the next POST of the one who looks says so: 15 seconds at most.
TIMEOUT = timedelta(seconds=10)
# A browser lets a tab in the background send no more than once a minute.
IN_BACKGROUND = timedelta(seconds=80)
PRUNED_AFTER = timedelta(days=1)


def mark_present(obj: models.Model, user: Any, *, is_in_background: bool = False) -> None:
    """Record that a user has the form open now."""
    kind = ContentType.objects.get_for_model(obj)
    seen_at = timezone.now() + (IN_BACKGROUND if is_in_background else timedelta())
    Presence.objects.bulk_create(
        [Presence(content_type=kind, object_id=obj.pk, user=user, seen_at=seen_at)],
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
    """Return a sentence with the names of the other people who have the form open, or ""."""
    since = timezone.now() - TIMEOUT
    others = Presence.objects.of(obj).filter(seen_at__gt=since).exclude(user=user)
    names = [person_name(each.user) for each in others.select_related("user").order_by("pk")]
    return _("Also open: %(names)s") % {"names": join_names(names)} if names else ""
