"""The content version: whether what was made of the content earlier is what would be made now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import F, Min, QuerySet, Value
from django.utils import timezone

from core.caching.statements import MOMENT, Statement
from core.models import Publishable, Status

# When what could not be published at its time is tried again.
RETRY = timedelta(seconds=30)


@dataclass(frozen=True)
class ContentState:
    """What is kept under a state is true while ``current()`` is equal to it.

    ``value`` changes with every row that readers see, ``due`` is the next moment at which they see
    something else without a change: a publication, an expiry, a new day.
    """

    value: int
    due: datetime


# The last state that this process has seen: ``due`` is asked for once for each value.
_last: ContentState | None = None
_of_request: ContextVar[ContentState | None] = ContextVar("content_state", default=None)


def current() -> ContentState | None:
    """Return the state of the content now, by one query; None means that nothing may be kept.

    Whoever keeps something asks before the first query for it: what changes while it is made then
    belongs to a later state.
    """
    global _last
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(value) FROM core_contentversion")
        (value,) = cursor.fetchone()
    if value is None:
        return None
    last, now = _last, timezone.now()
    if last is None or last.value != value or not last.due > now:
        last = _last = ContentState(int(value), next_due(now))
    return last


def of_request() -> ContentState | None:
    """Return the state under which this request may use and fill what is kept.

    None for staff, previews and all else that must do neither; outside of a request as well.
    """
    return _of_request.get()


@contextmanager
def in_request(state: ContentState | None) -> Iterator[None]:
    """Within the block, answer a request under this state."""
    token = _of_request.set(state)
    try:
        yield
    finally:
        _of_request.reset(token)


def next_due(now: datetime) -> datetime:
    """Return the next moment at which readers see something else without a change of the content.

    Pages show the year, so a new day is one. What could not be published at its time is due again
    in ``RETRY``.
    """
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))
    found = (_as_moment(value) for (value,) in _MOMENTS.rows() if value is not None)
    return min([midnight, *(moment if moment > now else now + RETRY for moment in found)])


def _as_moment(value: Any) -> datetime:
    # SQLite has moments as texts, in UTC.
    return (
        value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)
    )


def _moments() -> QuerySet:
    first, *others = _earliest_of_each()
    return first.union(*others, all=True)


def _earliest_of_each() -> Iterator[QuerySet]:
    """Yield queries for the earliest moment of each kind."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            for name in ("publish_at", "expire_at"):
                later = {"status": Status.PUBLISHED, f"{name}__gt": MOMENT}
                yield _earliest(model._default_manager.filter(**later), name)
    for label, name in settings.SCHEDULES.items():
        yield _earliest(apps.get_model(label)._default_manager.all(), name)


def _earliest(rows: QuerySet, name: str) -> QuerySet:
    # Grouped by nothing, so that the database answers with one row.
    grouped = rows.order_by().annotate(everything=Value(1)).values("everything")
    return grouped.annotate(earliest=Min(F(name))).values_list("earliest")


_MOMENTS = Statement(_moments)
