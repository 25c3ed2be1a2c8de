"""The content version: whether what was made of the content earlier is what would be made now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from core.caching.statements import MOMENT, Statement
from core.models import ContentVersion, Publishable

# When what could not be published at its time is tried again.
RETRY = timedelta(seconds=30)


@dataclass(frozen=True)
class ContentState:
    """What is kept under a state is true while ``current()`` is equal to it.

    ``value`` changes with every row that readers see, ``due`` is the next moment at which they see
    something else without a change: a publication, an expiry, a new day. ``values`` are the parts
    of ``value`` by app: each changes with the rows of that app alone.
    """

    value: int
    due: datetime
    values: Mapping[str, int] = field(compare=False)
    asked_at: datetime = field(compare=False)
    # Whether something should have been published by the time that this was asked.
    is_overdue: bool = field(compare=False)

    def holds(self, value: int | None, now: datetime) -> bool:
        """Whether this is still the state when the version has this value."""
        return self.value == value and self.asked_at <= now < self.due

    def of(self, apps: Iterable[str]) -> tuple[Any, ...]:
        """Return what is equal for two states if nothing that readers see of these apps changed.

        Of no apps: if nothing changed at all.
        """
        # Of an app without a value nothing has changed since there is a version.
        return self.due, *([self.values.get(app) for app in apps] or [self.value])


# The last state that this process has seen.
_last: ContentState | None = None
_of_request: ContextVar[ContentState | None] = ContextVar("content_state", default=None)


def current() -> ContentState | None:
    """Return the state of the content now, by one query; None means that nothing may be kept.

    Whoever keeps something asks before the first query for it: what changes while it is made then
    belongs to a later state.
    """
    global _last
    # Before the query: what falls due meanwhile must not be missed.
    last, now = _last, timezone.now()
    rows = _STATE.rows()
    if not rows:
        return None
    values: Counter[str] = Counter()
    for app, value, *_moments in rows:
        values[app] += value
    if last is None or not last.holds(values.total(), now):
        last = _last = state_at(now, values, rows[0][2:])
    return last


def unchanged() -> ContentState | None:
    """Return the last state of this process if it is still the current one, by the least query."""
    last = _last
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(value) FROM core_contentversion")
        (value,) = cursor.fetchone()
    return last if last and last.holds(value, timezone.now()) else None


def last_seen() -> ContentState | None:
    """Return the last state of this process, for while the database cannot be asked.

    Nothing has fallen due since; that nothing was changed is not known.
    """
    last, now = _last, timezone.now()
    return last if last and last.asked_at <= now < last.due else None


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


def state_at(now: datetime, values: Counter[str], moments: Iterable[Any]) -> ContentState:
    """Return the state with these values; ``moments`` are those at which something falls due.

    Pages show the day, so midnight is one. What could not be published at its time is due again in
    ``RETRY``.
    """
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))
    found = [midnight, *(_as_moment(moment) for moment in moments if moment is not None)]
    due = min(moment if moment > now else now + RETRY for moment in found)
    return ContentState(values.total(), due, dict(values), now, is_overdue=min(found) <= now)


def _as_moment(value: Any) -> datetime:
    # SQLite has moments without their zone, which is UTC.
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _state() -> QuerySet:
    """Return the query for the version's rows, each with the earliest moment of each kind."""
    moments = {f"moment_{place}": Subquery(rows) for place, rows in enumerate(_moments())}
    return ContentVersion.objects.annotate(**moments).values_list("app", "value", *moments)


def _moments() -> Iterator[QuerySet]:
    for model in apps.get_models():
        if issubclass(model, Publishable):
            for name in ("publish_at", "expire_at"):
                yield _earliest(model._default_manager.filter(**{f"{name}__gt": MOMENT}), name)
    for label, name in settings.SCHEDULES.items():
        rows = apps.get_model(label)._default_manager
        yield _earliest(rows.filter(**{f"{name}__isnull": False}), name)


def _earliest(rows: QuerySet, name: str) -> QuerySet:
    return rows.order_by(name).values(name)[:1]


_STATE = Statement(_state)
