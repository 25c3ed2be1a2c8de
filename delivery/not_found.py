"""Counts addresses that were asked for in vain, and writes them down once a minute."""

import logging
import time
from collections import Counter
from threading import Lock

from django.db import DatabaseError, transaction
from django.utils import timezone

from delivery.models import LONGEST_PATH, NotFoundAddress

logger = logging.getLogger(__name__)

SECONDS = 60
# So many addresses are counted in memory, and so many rows are kept.
MOST = 500


class NotFoundCounter:
    """What this process has not found since it last wrote it down."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counts: Counter[str] = Counter()
        self.written_at = time.monotonic()

    def count(self, path: str) -> None:
        """Count an address, unless it may name a person or is longer than addresses are."""
        if "@" in path or len(path) > LONGEST_PATH or not path.isprintable():
            return
        with self.lock:
            if path in self.counts or len(self.counts) < MOST:
                self.counts[path] += 1

    def write(self) -> None:
        """Write down what was counted, if the last time is a minute ago."""
        if not self.counts or time.monotonic() - self.written_at < SECONDS:
            return
        with self.lock:
            counts, self.counts, self.written_at = self.counts, Counter(), time.monotonic()
        if not counts:
            return
        try:
            store(counts)
        except DatabaseError as fault:
            logger.warning("Addresses not found could not be written down: %s", fault)


@transaction.atomic
def store(counts: Counter[str]) -> None:
    """Add counts to those that are stored, and keep those that were asked for most."""
    known = dict(NotFoundAddress.objects.filter(path__in=counts).values_list("path", "count"))
    now = timezone.now()
    rows = [
        NotFoundAddress(path=path, count=count + known.get(path, 0), last_asked_at=now)
        for path, count in counts.items()
    ]
    NotFoundAddress.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["count", "last_asked_at"],
        unique_fields=["path"],
    )
    kept = NotFoundAddress.objects.order_by("-count", "-last_asked_at")[:MOST].values("pk")
    NotFoundAddress.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


not_found = NotFoundCounter()
