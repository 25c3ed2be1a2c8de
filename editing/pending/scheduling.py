"""The first request after the scheduled time publishes pending changes.

There is no scheduler process.

A change that no request asks for need not be public. See docs/decisions/pending-changes.md.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from editing.models import WorkflowState
from editing.pending import changes

logger = logging.getLogger(__name__)

# How long the cached value is used: another process may have scheduled something since.
MAX_AGE = timedelta(seconds=30)


class NextDueCache:
    """Caches in this process when the next pending change is due."""

    def __init__(self) -> None:
        self.read_at: datetime | None = None
        self.due: datetime | None = None

    def is_due(self) -> bool:
        """Whether something is due now, asking the database at most once in ``MAX_AGE``."""
        now = timezone.now()
        if self.read_at is None or not self.read_at <= now < self.read_at + MAX_AGE:
            self.read_at, self.due = now, changes.next_due()
        return self.due is not None and self.due <= now

    def mark_tried(self) -> None:
        """Mark what is due now as tried, so that only later changes count until the next query.

        A failure is then not retried at every request.
        """
        self.read_at = timezone.now()
        self.due = changes.next_due(after=self.read_at)

    def invalidate(self) -> None:
        """Query the database at the next request."""
        self.read_at = None


next_due_cache = NextDueCache()


@receiver(post_save, sender=WorkflowState, dispatch_uid="invalidate_next_due")
def invalidate_next_due(instance: WorkflowState, **kwargs: Any) -> None:
    """Invalidate the cache when this process saves a schedule."""
    if instance.scheduled_at is not None:
        next_due_cache.invalidate()


class DueChangesMiddleware:
    """Publishes due changes before the request is answered, so that this reader sees them.

    Errors are logged and never change the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if next_due_cache.is_due():
                next_due_cache.mark_tried()
                changes.publish_scheduled()
        except Exception:
            logger.exception("Could not publish what is due.")
        return self.get_response(request)
