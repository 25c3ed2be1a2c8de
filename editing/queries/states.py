"""The state of an item and its missing languages, as values and as query conditions."""

from datetime import datetime

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGUAGE_INFO, localized
from core.models import Publishable, Status
from editing.queries.conditions import (
    in_review,
    returned,
    scheduled_changes,
    translation_states,
)

# The states by their keys, which are also the names of their drawings and styles.
STATES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "returned": _("Returned"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "expired": _("Expired"),
}


def state_of(item: Publishable, now: datetime) -> str:
    """Return the key in ``STATES`` of what the item is at ``now``."""
    if item.status != Status.PUBLISHED:
        return str(item.status)
    if item.publish_at and item.publish_at > now:
        return "scheduled"
    if item.expire_at and item.expire_at <= now:
        return "expired"
    return "published"


def by_state(model: type[Publishable], now: datetime) -> dict[str, Q]:
    """Return what to filter for, to find the items that are in each state at ``now``."""
    published = Q(status=Status.PUBLISHED)
    waits, over = Q(publish_at__gt=now), Q(expire_at__lte=now)
    return {
        "draft": Q(status=Status.DRAFT) & ~returned(model),
        "review": in_review(model),
        "returned": returned(model),
        "scheduled": published & waits | scheduled_changes(model),
        "expired": published & over & ~waits,
        "published": published
        & (Q(publish_at=None) | Q(publish_at__lte=now))
        & (Q(expire_at=None) | Q(expire_at__gt=now)),
    }


def missing(model: type[Publishable], language: str) -> Q:
    """Return what to filter for, to find the items that lack a text in ``language``."""
    return _without_page(model, language) | _named_in(model, "missing", language)


def _without_page(model: type[Publishable], language: str) -> Q:
    lacking = Q()
    for field in model.required_translations:
        column = localized(field, language)
        lacking |= Q(**{column: ""}) | Q(**{column: None})
    return lacking


def outdated(model: type[Publishable], language: str) -> Q:
    """Return what to filter for, to find the items with an outdated text in ``language``."""
    return _named_in(model, "outdated", language)


def in_step(model: type[Publishable]) -> Q:
    """Return what to filter for, to find the items in which no language is missing or outdated."""
    behind = translation_states(model).exclude(missing="", outdated="")
    lacking = Q(Exists(behind))
    for code in LANGUAGE_INFO:
        lacking |= _without_page(model, code)
    return ~lacking


def _named_in(model: type[Publishable], column: str, language: str) -> Q:
    named = {f"{column}__contains": f" {language} "}
    return Q(Exists(translation_states(model).filter(**named)))


def by_language(model: type[Publishable]) -> dict[str, Q]:
    """What may be the matter with each language, and "ready" where nothing is, by its filter."""
    lacking = {}
    for code in LANGUAGE_INFO:
        lacking[f"missing-{code}"] = missing(model, code)
        lacking[f"outdated-{code}"] = outdated(model, code)
    return lacking | {"ready": in_step(model)}
