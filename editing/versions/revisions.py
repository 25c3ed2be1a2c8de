"""Versions of an item, its rows and its relations, recorded after each save.

They are stored by django-reversion. This module registers what a version holds (both languages, all
rows of the form, relations; not modeltranslation's original fields, which repeat one language), and
adds a line of the activity to each version.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modeltranslation.fields import TranslationField
from reversion.models import Revision, Version

from core.models import points_to
from editing.models import Action, Activity, WorkflowState
from editing.translation.storage import keep

# The rows that belong to an item of a kind, by the name of the relation.
_followed: dict[type[models.Model], tuple[str, ...]] = {}
# The kinds that have a form of their own, be they rows of another one or not.
_with_form: set[type[models.Model]] = set()


def register(model: type[models.Model], rows: Iterable[str] | None = None) -> None:
    """Register a model for versions, with the rows of these relations.

    ``rows`` is None for a model that has no form of its own. A model may be registered twice: as a
    child of another, and with children of its own.
    """
    if rows is not None:
        _with_form.add(model)
    names = {*_followed.get(model, ()), *(rows or ())}
    _followed[model] = tuple(sorted(names))
    if reversion.is_registered(model):
        reversion.unregister(model)
    fields = [each for each in model._meta.local_fields if not is_original_field(each)]
    all_names = [each.name for each in (*fields, *model._meta.local_many_to_many)]
    reversion.register(model, fields=all_names, follow=_followed[model])


def is_original_field(field: Any) -> bool:
    """Whether it is modeltranslation's original field, which repeats the column of a language."""
    siblings = field.model._meta.local_fields
    return any(
        isinstance(each, TranslationField) and each.translated_field.name == field.name
        for each in siblings
    )


def child_relations(model: type[models.Model]) -> tuple[str, ...]:
    """Return the relations to the child rows of a model."""
    return _followed.get(model, ())


def parent_fields(model: type[models.Model]) -> list[Any]:
    """Return the foreign keys of a model to its parents."""
    relations = [getattr(kind, name).rel for kind, names in _followed.items() for name in names]
    return [each.field for each in relations if each.related_model is model]


def descendants_by_level(obj: models.Model) -> Iterator[list[models.Model]]:
    """Yield the child rows of an item by relation, then the children of those.

    One query for each relation, however many rows.
    """
    levels: list[tuple[type[models.Model], list[Any]]] = [(type(obj), [obj.pk])]
    while levels:
        model, keys = levels.pop(0)
        for name in child_relations(model):
            relation = getattr(model, name).rel
            own = {f"{relation.field.name}__in": keys}
            rows = list(with_relations(relation.related_model).filter(**own))
            if rows:
                yield rows
                levels.append((relation.related_model, [row.pk for row in rows]))


def with_relations(model: type[models.Model]) -> models.QuerySet:
    """Return all rows of a model, each read along with what its name may be made of."""
    return model._base_manager.select_related(*points_to(model))


def _with_rows(model: type[models.Model]) -> models.QuerySet:
    """Return the same with the rows that belong to each, one query for each relation."""
    relations = [(name, getattr(model, name).rel.related_model) for name in child_relations(model)]
    below = (models.Prefetch(name, _with_rows(related)) for name, related in relations)
    return with_relations(model).prefetch_related(*below)


def log(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Add a line to the activity without a version, for what changed no content."""
    return Activity.objects.create(**_line(obj, user, action, reason), **more)


def record(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Record the item as it is in the database as a version, with a line in the activity.

    ``user`` is None for the site itself. Call it once for each item: a version is restored as a
    whole. The workflow state gets a new token.
    """
    fresh = _with_rows(type(obj)).get(pk=obj.pk)
    line = _line(fresh, user, action, reason) | more
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(reason)
        reversion.add_to_revision(fresh)
        reversion.add_meta(Activity, **line)
    activity = Activity.objects.of(fresh).filter(revision__isnull=False).latest("pk")
    state = WorkflowState(object_id=fresh.pk, edit_token=activity.token)
    state.content_type_id = activity.content_type_id
    WorkflowState.objects.bulk_create(
        [state],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=["edit_token"],
    )
    keep(fresh, activity.revision, action)
    if _has_rows_with_form(type(fresh)):
        _record_rows(activity, user)
    return activity


def _has_rows_with_form(model: type[models.Model]) -> bool:
    below = [getattr(model, name).rel.related_model for name in child_relations(model)]
    return any(each in _with_form or _has_rows_with_form(each) for each in below)


def _record_rows(line: Activity, user: Any) -> None:
    """Record a version of each changed row that has a form of its own.

    A form of the row that is open must learn of the change.
    """
    kinds = ContentType.objects.get_for_models(*_with_form).values()
    rows = line.versions.filter(content_type__in=kinds)
    rows = rows.exclude(content_type=line.content_type_id)
    own = Activity.objects.filter(revision__isnull=False)
    lines = own.filter(
        content_type=OuterRef("content_type"),
        object_id=Cast(OuterRef("object_id"), models.BigIntegerField()),
    )
    same = Version.objects.filter(
        revision=OuterRef("last"),
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        serialized_data=OuterRef("serialized_data"),
    )
    last = Subquery(lines.order_by("-pk").values("revision")[:1])
    for row in rows.annotate(last=last).filter(~Exists(same)):
        model = row.content_type.model_class()
        changed = Action.RESTORED if line.action == Action.RESTORED else Action.CHANGED
        action = changed if row.last else Action.FOUND
        record(with_relations(model).get(pk=row.object_id), user, action)


def record_first(obj: models.Model, token: UUID) -> None:
    """Create a version of an object that has none, to restore its state before the first edit.

    It gets the token with which forms of the object were loaded until now.
    """
    if not get_for_object(obj).exists():
        record(obj, None, Action.FOUND, token=token)


def copy_revision(versions: Iterable[Version], user: Any, reason: str) -> Revision:
    """Store versions of a rolled back transaction or of an older revision as a new revision."""
    made = Revision.objects.create(date_created=timezone.now(), user=user, comment=reason)
    fields = [each for each in Version._meta.concrete_fields if each.name not in ("id", "revision")]
    Version.objects.bulk_create(
        Version(revision=made, **{each.attname: getattr(version, each.attname) for each in fields})
        for version in versions
    )
    return made


def _line(obj: models.Model, user: Any, action: str, reason: str) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(obj)
    return {
        "content_type": kind,
        "object_id": obj.pk,
        "title": str(obj)[:250],
        "user": user if user is None or user.is_authenticated else None,
        "action": action,
        "reason": reason,
    }


def get_for_object(obj: models.Model) -> models.QuerySet[Activity]:
    """Return the versions of an item as lines of the activity, the newest first."""
    return Activity.objects.of(obj).filter(revision__isnull=False)


def deleted(model: type[models.Model]) -> list[Activity]:
    """Return the last versions of the items that are no longer there, the newest first."""
    kind = ContentType.objects.get_for_model(model)
    lines = Activity.objects.filter(
        content_type=kind, action=Action.DELETED, revision__isnull=False
    )
    there = model._base_manager.filter(pk__in=[line.object_id for line in lines])
    living = set(there.values_list("pk", flat=True))
    latest = {line.object_id: line for line in reversed(lines) if line.object_id not in living}
    return list(reversed(latest.values()))
