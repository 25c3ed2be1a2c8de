"""Query conditions of the workflow, for any publishable model."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from core.models import Publishable, Status
from editing import roles
from editing.models import Activity, Stage, TranslationStage, TranslationState, WorkflowState

PublishableModel = type[Publishable]


def workflow_states(model: PublishableModel) -> QuerySet:
    """Return the workflow state of the item of an outer query."""
    return WorkflowState.objects.of_key(model, OuterRef("pk"))


def pending(model: PublishableModel) -> QuerySet:
    """Return the workflow state of an outer item if it has pending changes."""
    return workflow_states(model).filter(pending__isnull=False)


def in_review(model: PublishableModel) -> Q:
    """New items and pending changes that are in review."""
    return Q(status=Status.REVIEW) | Q(Exists(pending(model).filter(stage=Stage.REVIEW)))


def returned(model: PublishableModel) -> Q:
    """New items and pending changes that were returned."""
    returned = workflow_states(model).filter(stage=Stage.RETURNED)
    new = Q(status=Status.DRAFT) & Q(Exists(returned))
    return new | Q(Exists(returned.filter(pending__isnull=False)))


def returned_to(model: PublishableModel, user: Any) -> Q:
    """New items, pending changes and translations that were returned to this user."""
    own = returned(model) & Q(Exists(workflow_states(model).filter(author=user)))
    return own | _translated_by(model, user, TranslationStage.RETURNED)


def drafts_of(model: PublishableModel, user: Any) -> Q:
    """New items and unscheduled pending changes of this author."""
    own = workflow_states(model).filter(author=user, stage__in=("", Stage.DRAFT))
    new = Q(status=Status.DRAFT) & Q(Exists(own))
    return new | Q(Exists(own.filter(pending__isnull=False, scheduled_at=None)))


def translation_states(model: PublishableModel) -> QuerySet:
    """Return the state of translation of the item of an outer query."""
    return TranslationState.objects.of_key(model, OuterRef("pk"))


def to_translate(model: PublishableModel, user: Any) -> Q:
    """Items with a missing or outdated text in the user's language that are not in work."""
    language = f" {roles.only_language(user) or '-'} "
    behind = Q(missing__contains=language) | Q(outdated__contains=language)
    begun = Q(stage__in=(TranslationStage.WORK, TranslationStage.RETURNED), translator=user)
    return Q(Exists(translation_states(model).filter(behind).exclude(begun)))


def in_translation(model: PublishableModel, user: Any) -> Q:
    """Items that this user has begun to translate, and not handed over."""
    return _translated_by(model, user, TranslationStage.WORK)


def handed_over(model: PublishableModel) -> Q:
    """Items that a translator has handed over."""
    return Q(Exists(translation_states(model).filter(stage=TranslationStage.DONE)))


def quick_views(model: PublishableModel, user: Any) -> dict[str, Q]:
    """What waits for a person, by the names of the quick views of a list."""
    if roles.only_language(user):
        return {
            "to-translate": to_translate(model, user),
            "in-work": in_translation(model, user),
            "returned": returned_to(model, user),
        }
    return {
        "review": in_review(model),
        "translated": handed_over(model),
        "returned": returned_to(model, user),
        "mine": drafts_of(model, user),
    }


def _translated_by(model: PublishableModel, user: Any, stage: str) -> Q:
    return Q(Exists(translation_states(model).filter(stage=stage, translator=user)))


def translation_value(model: PublishableModel, name: str, **conditions: Any) -> Subquery:
    """Return a value of an item's state of translation, null if that does not hold."""
    return Subquery(translation_states(model).filter(**conditions).values(name)[:1])


def scheduled_changes(model: PublishableModel) -> Q:
    """Published items with scheduled changes."""
    return Q(Exists(pending(model).filter(scheduled_at__isnull=False)))


def workflow_state_value(model: PublishableModel, name: str) -> Subquery:
    """Return a value of an item's workflow state."""
    return Subquery(workflow_states(model).values(name)[:1])


# How something may come or go by itself.
COMING = ("publish_at", "expire_at", "changes")


def coming(model: PublishableModel, way: str, now: datetime) -> tuple[Q, Any]:
    """Return the condition and the moment of what is to come in one of these ways."""
    if way == "changes":
        return scheduled_changes(model), workflow_state_value(model, "scheduled_at")
    return Q(status=Status.PUBLISHED, **{f"{way}__gt": now}), F(way)


def pending_stage(model: PublishableModel) -> Subquery:
    """Return the stage of the pending changes, null if there are none."""
    stands = Case(When(scheduled_at__isnull=False, then=Value("scheduled")), default=F("stage"))
    return Subquery(pending(model).annotate(stands=stands).values("stands")[:1])


def last_activity_value(model: PublishableModel, name: str) -> Subquery:
    """Return a value of an item's last activity, such as its time or the key of its user."""
    entries = Activity.objects.of_key(model, OuterRef("pk")).order_by("-pk")
    return Subquery(entries.values(name)[:1])
