"""Reverts an item to a version: only differences are written, in a fixed number of queries.

reversion's own ``revert`` saves every row. A form with pending changes is shown by reverting to
them, so that would cost three queries for each row of the form.
"""

import copy
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Revision, Version

from core.fields import CleanedField
from editing.models import PendingProblem
from editing.versions.references import Reference, VersionsByModel, gone, leave_out
from editing.versions.revisions import descendants_by_level, is_original_field

RowsByModel = dict[type[models.Model], dict[Any, models.Model]]


def revert(
    revision: Revision,
    exclude: Iterable[str] = (),
    obj: models.Model | None = None,
    *,
    is_shown_only: bool = False,
    left_out: list[Reference] | None = None,
    slug: str = "",
) -> models.Model | None:
    """Revert the rows and relations of an item to a revision.

    The fields named in ``exclude`` keep what the living item ``obj`` has. With ``is_shown_only``
    the caller rolls back: rows are written without signals, and a copy of ``obj`` is returned; else
    ``obj`` is saved, with its signals. Given a list ``left_out``, what refers to something deleted
    is left out and added to it; given a ``slug``, the item has that one instead.

    Raises ValidationError, with a ``PendingProblem`` as its code, if the version refers to
    something that is gone or claims what another item has by now; nothing is written then.
    """
    try:
        with transaction.atomic():
            by_model = _versions(revision, slug)
            _leave_out_gone(revision, by_model, left_out)
            return _revert(by_model, exclude, obj, is_shown_only)
    except IntegrityError as error:
        raise ValidationError(_taken(revision), code=PendingProblem.TAKEN) from error
    except (DataError, RevertError) as error:
        raise ValidationError(PendingProblem.BROKEN.label, code=PendingProblem.BROKEN) from error


def _versions(revision: Revision, slug: str) -> VersionsByModel:
    by_model: VersionsByModel = defaultdict(dict)
    for version in revision.version_set.select_related("content_type"):
        model: Any = version.content_type.model_class()
        by_model[model][model._meta.pk.to_python(version.object_id)] = version
    if slug:
        own = revision.activity
        by_model[own.content_type.model_class()][own.object_id].field_dict["slug"] = slug
    return by_model


def _revert(
    by_model: VersionsByModel,
    exclude: Iterable[str],
    obj: models.Model | None,
    is_shown_only: bool,
) -> models.Model | None:
    living = {name: getattr(obj, name) for name in exclude}
    # In the default language, from which modeltranslation fills its original fields.
    with translation.override(settings.LANGUAGE_CODE):
        found = {} if obj is None else _delete_strays(obj, by_model)
        if is_shown_only and obj is not None:
            obj = copy.copy(obj)
            found[type(obj)] = {obj.pk: obj}
        for model, versions in by_model.items():
            own = {obj.pk: living} if obj is not None and model is type(obj) else {}
            is_loud = obj is not None and not is_shown_only
            _write(model, versions, found.get(model, {}), own, is_loud=is_loud)
    return obj


def _leave_out_gone(
    revision: Revision, by_model: VersionsByModel, left_out: list[Reference] | None
) -> None:
    """Leave out the references to what has been deleted; refuse if that may or can not be done."""
    while found := gone(by_model):
        own = (revision.activity.content_type_id, str(revision.activity.object_id))
        needed = [
            each
            for each in found
            if not (each.field.many_to_many or each.field.null)
            and (each.version.content_type_id, each.version.object_id) == own
        ]
        if left_out is None or needed:
            raise ValidationError(
                _("This version refers to something that has been deleted: %(field)s."),
                code=PendingProblem.GONE,
                params={"field": (needed or found)[0]},
            )
        leave_out(by_model, found)
        left_out.extend(found)


def _taken(revision: Revision) -> str:
    """Return the error message for a unique value of a version that another item has.

    Call it after the rollback; the database's own message is in English and names a column.
    """
    for version in revision.version_set.select_related("content_type"):
        model = version.content_type.model_class()
        columns = {each.attname for each in model._meta.concrete_fields}
        values = {name: value for name, value in version.field_dict.items() if name in columns}
        row = model(**values)
        # It may have what it has itself.
        row._state.adding = False
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as taken:
            return " ".join(taken.messages)
    return str(PendingProblem.TAKEN.label)


def _delete_strays(obj: models.Model, by_model: VersionsByModel) -> RowsByModel:
    """Delete the rows that are not in the version; return the others."""
    found: RowsByModel = {}
    for rows in descendants_by_level(obj):
        strays = [row.pk for row in rows if row.pk not in by_model.get(type(row), ())]
        if strays:
            type(rows[0])._base_manager.filter(pk__in=strays).delete()
        found[type(rows[0])] = {row.pk: row for row in rows if row.pk not in strays}
    return found


def _write(
    model: type[models.Model],
    versions: dict[Any, Version],
    found: dict[Any, models.Model],
    living: dict[Any, dict[str, Any]],
    *,
    is_loud: bool,
) -> None:
    """Write the rows of a model; ``found`` are those that belong to the item already."""
    there = found | model._base_manager.in_bulk([key for key in versions if key not in found])
    new, changed = [], []
    plain = [each for each in model._meta.concrete_fields if not each.primary_key]
    for key, version in versions.items():
        values = _recorded(version, plain) | living.get(key, {})
        row = there.get(key)
        if row is None:
            new.append(model(pk=key, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            if is_loud and key not in found:
                # The item itself, or a row that another item had until now.
                row.save()
            else:
                changed.append(row)
    first = next(iter(versions.values())).field_dict
    _update(
        model,
        changed,
        [each.name for each in plain if is_original_field(each) or each.attname in first],
    )
    # After the others, which may have given up what a new row has now and must be unique.
    model._base_manager.bulk_create(new)
    for field in model._meta.local_many_to_many:
        _relate(field, versions)


def _recorded(version: Version, fields: Iterable[Any]) -> dict[str, Any]:
    """Return the values that a version has; a field that is younger keeps what it has."""
    recorded = json.loads(version.serialized_data)[0]["fields"]
    return {
        each.attname: _cleaned(each, version.field_dict[each.attname])
        for each in fields
        if each.name in recorded
    }


def _cleaned(field: Any, value: Any) -> Any:
    """Return a value of a version as the field stores it today."""
    return field.cleaned(value) if isinstance(field, CleanedField) else value


def _update(model: type[models.Model], rows: list[Any], names: list[str]) -> None:
    if len(rows) < 2:
        model._base_manager.bulk_update(rows, names)
        return
    try:
        with transaction.atomic():
            model._base_manager.bulk_update(rows, names)
    except IntegrityError:
        # Rows that change places in what must be unique go out and in again. Their keys stay, and
        # with them whatever points to them: the database asks for that at the end.
        model._base_manager.filter(pk__in=[row.pk for row in rows])._raw_delete(DEFAULT_DB_ALIAS)
        model._base_manager.bulk_create(rows)


def _relate(field: Any, versions: dict[Any, Version]) -> None:
    """Restore a many-to-many relation of all rows, in three queries."""
    through = field.remote_field.through
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    to_python = field.related_model._meta.pk.to_python
    wanted = {
        (key, to_python(related))
        for key, version in versions.items()
        for related in version.field_dict.get(field.attname, [])
    }
    there = {
        (getattr(pair, own), getattr(pair, other)): pair.pk
        for pair in through._base_manager.filter(**{f"{own}__in": versions})
    }
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    if gone:
        through._base_manager.filter(pk__in=gone).delete()
    through._base_manager.bulk_create(
        through(**{own: key, other: related}) for key, related in sorted(wanted - there.keys())
    )
