"""Pending changes go out at their time without a clock of their own: the first request does it.

Nothing else of the site needs a background process, and a change that nobody asks for need not be
out. See docs/decisions/pending-changes.md.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from editing.models import Docket
from editing.pending import changes

logger = logging.getLogger(__name__)

# For how long a process trusts what it read: another one may have scheduled something since.
TRUST = timedelta(seconds=30)


class Memory:
    """What this process knows of the next moment at which something is due."""

    def __init__(self) -> None:
        self.read_at: datetime | None = None
        self.due: datetime | None = None

    def is_due(self) -> bool:
        """Whether something is due now, asking the database at most once in ``TRUST``."""
        now = timezone.now()
        if self.read_at is None or not self.read_at <= now < self.read_at + TRUST:
            self.read_at, self.due = now, changes.next_due()
        return self.due is not None and self.due <= now

    def look_ahead(self) -> None:
        """Count what is due now as tried: until the database is asked again, only the rest is due.

        What fails for a while must not cost every reader the attempt.
        """
        self.read_at = timezone.now()
        self.due = changes.next_due(after=self.read_at)

    def forget(self) -> None:
        """Ask the database at the next request."""
        self.read_at = None


memory = Memory()


@receiver(post_save, sender=Docket, dispatch_uid="forget_next_due")
def forget_next_due(instance: Docket, **kwargs: Any) -> None:
    """A schedule made in this process holds in it from the next request on."""
    if instance.pending_due is not None:
        memory.forget()


class DueChangesMiddleware:
    """Publishes what is due before the request is answered, so that this reader sees it already.

    Nothing that goes wrong here may cost a reader the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if memory.is_due():
                memory.look_ahead()
                changes.publish_due()
        except Exception:
            logger.exception("Could not publish what is due.")
        return self.get_response(request)
