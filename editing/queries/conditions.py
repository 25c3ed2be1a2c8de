"""Whose work an item is and where it stands, as conditions for queries over any kind of content."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from core.models import Publishable, Status
from editing.models import Activity, Docket, Stage

Kind = type[Publishable]


def dockets(model: Kind) -> QuerySet:
    """Return the docket of the item of an outer query."""
    kind = ContentType.objects.get_for_model(model)
    return Docket.objects.filter(content_type=kind, object_id=OuterRef("pk"))


def pending(model: Kind) -> QuerySet:
    """Return the docket of an outer item if changes to what is out wait in it."""
    return dockets(model).filter(pending__isnull=False)


def in_review(model: Kind) -> Q:
    """What waits for a decision: new items, and changes to items that are out."""
    return Q(status=Status.REVIEW) | Q(Exists(pending(model).filter(stage=Stage.REVIEW)))


def returned(model: Kind) -> Q:
    """What came back to its author, and was not submitted again."""
    returned = dockets(model).filter(stage=Stage.RETURNED)
    new = Q(status=Status.DRAFT) & Q(Exists(returned))
    return new | Q(Exists(returned.filter(pending__isnull=False)))


def returned_to(model: Kind, user: Any) -> Q:
    """What came back to this person."""
    return returned(model) & Q(Exists(dockets(model).filter(author=user)))


def drafts_of(model: Kind, user: Any) -> Q:
    """What this person writes: new items, and changes to items that are out."""
    own = dockets(model).filter(author=user, stage__in=("", Stage.DRAFT))
    new = Q(status=Status.DRAFT) & Q(Exists(own))
    return new | Q(Exists(own.filter(pending__isnull=False, pending_due=None)))


def scheduled_changes(model: Kind) -> Q:
    """What is out and will be changed at its time."""
    return Q(Exists(pending(model).filter(pending_due__isnull=False)))


def docket_value(model: Kind, name: str) -> Subquery:
    """Return a value of an item's docket."""
    return Subquery(dockets(model).values(name)[:1])


def pending_stage(model: Kind) -> Subquery:
    """Return where changes to an item that is out stand; null where there are none."""
    stands = Case(When(pending_due__isnull=False, then=Value("scheduled")), default=F("stage"))
    return Subquery(pending(model).annotate(stands=stands).values("stands")[:1])


def last_author(model: Kind) -> Subquery:
    """Return the key of whoever changed an item last."""
    return _latest(model, "user")


def last_change(model: Kind) -> Subquery:
    """Return when anything was done last with an item, also what readers do not see yet."""
    return _latest(model, "at")


def _latest(model: Kind, name: str) -> Subquery:
    kind = ContentType.objects.get_for_model(model)
    entries = Activity.objects.filter(content_type=kind, object_id=OuterRef("pk"))
    return Subquery(entries.order_by("-at", "-pk").values(name)[:1])
