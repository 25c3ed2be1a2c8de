"""Versions: what an item, its rows and its relations were after each save.

django-reversion keeps them. This module decides what is kept (both languages, all rows of the
form, relations; not the bare columns, which only repeat one of the languages), and gives each
version its line in the activity.
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
from editing.models import Action, Activity, Docket

# The rows that belong to an item of a kind, by the name of the relation.
_followed: dict[type[models.Model], tuple[str, ...]] = {}
# The kinds that have a form of their own, be they rows of another one or not.
_with_form: set[type[models.Model]] = set()


def keep(model: type[models.Model], rows: Iterable[str] | None = None) -> None:
    """Keep versions of a model together with the rows of these relations.

    ``rows`` is None for a model that has no form of its own. A model may come first as the row of
    another and later with rows of its own.
    """
    if rows is not None:
        _with_form.add(model)
    names = {*_followed.get(model, ()), *(rows or ())}
    _followed[model] = tuple(sorted(names))
    if reversion.is_registered(model):
        reversion.unregister(model)
    fields = [each for each in model._meta.local_fields if not is_bare(each)]
    names_kept = [each.name for each in (*fields, *model._meta.local_many_to_many)]
    reversion.register(model, fields=names_kept, follow=_followed[model])


def is_bare(field: Any) -> bool:
    """Whether the column only repeats one of the columns that belong to a language."""
    siblings = field.model._meta.local_fields
    return any(
        isinstance(each, TranslationField) and each.translated_field.name == field.name
        for each in siblings
    )


def rows_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the relations whose rows belong to an item of this kind."""
    return _followed.get(model, ())


def owning(model: type[models.Model]) -> list[Any]:
    """Return the fields that name the item to which a row of this model belongs."""
    relations = [getattr(kind, name).rel for kind, names in _followed.items() for name in names]
    return [each.field for each in relations if each.related_model is model]


def levels_below(obj: models.Model) -> Iterator[list[models.Model]]:
    """Yield the rows that belong to an item, then the rows of those rows, relation by relation.

    One query for each relation, however many rows.
    """
    levels: list[tuple[type[models.Model], list[Any]]] = [(type(obj), [obj.pk])]
    while levels:
        model, keys = levels.pop(0)
        for name in rows_of(model):
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
    relations = [(name, getattr(model, name).rel.related_model) for name in rows_of(model)]
    below = (models.Prefetch(name, _with_rows(related)) for name, related in relations)
    return with_relations(model).prefetch_related(*below)


def title_of(obj: models.Model) -> str:
    """Return the item's name as the activity remembers it."""
    return str(obj)[:250]


def note(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Write a line of the activity that has no version: nothing of the content changed."""
    return Activity.objects.create(**_line(obj, user, action, reason), **more)


def record(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Keep the item as the database has it now as a version, with its line in the activity.

    ``user`` is None for what no person did. One call for each item: a version is put back whole.
    The docket gets a new token.
    """
    fresh = _with_rows(type(obj)).get(pk=obj.pk)
    line = _line(fresh, user, action, reason) | more
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(reason)
        reversion.add_to_revision(fresh)
        reversion.add_meta(Activity, **line)
    activity = Activity.objects.of(fresh).filter(revision__isnull=False).latest("pk")
    docket = Docket(object_id=fresh.pk, edit_token=activity.token)
    docket.content_type_id = activity.content_type_id
    Docket.objects.bulk_create(
        [docket],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=["edit_token"],
    )
    if rows_of(type(fresh)):
        _record_rows(activity, user)
    return activity


def _record_rows(line: Activity, user: Any) -> None:
    """Keep a version of each row that changed with its item and that has a form of its own.

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
    last = Subquery(lines.order_by("-at", "-pk").values("revision")[:1])
    for row in rows.annotate(last=last).filter(~Exists(same)):
        model = row.content_type.model_class()
        action = Action.CHANGED if row.last else Action.FOUND
        record(with_relations(model).get(pk=row.object_id), user, action)


def record_first(obj: models.Model, token: UUID) -> None:
    """Create a version of an object that has none, so that its first change can be undone.

    It has the token under which forms of the object were loaded until now.
    """
    if not of(obj).exists():
        record(obj, None, Action.FOUND, token=token)


def copy(versions: Iterable[Version], user: Any, reason: str) -> Revision:
    """Store versions, of a transaction that was undone or of an older revision, as a new one."""
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
        "title": title_of(obj),
        "user": user if user is None or user.is_authenticated else None,
        "action": action,
        "reason": reason,
    }


def of(obj: models.Model) -> models.QuerySet[Activity]:
    """Return the versions of an item, each as its line in the activity, the newest first."""
    return Activity.objects.of(obj).filter(revision__isnull=False)


def deleted(model: type[models.Model]) -> list[Activity]:
    """Return the last versions of the items that are no longer there, the newest first."""
    lines = Activity.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        action=Action.DELETED,
        revision__isnull=False,
    )
    there = model._base_manager.filter(pk__in=[line.object_id for line in lines])
    living = set(there.values_list("pk", flat=True))
    latest = {line.object_id: line for line in reversed(lines) if line.object_id not in living}
    return list(reversed(latest.values()))
