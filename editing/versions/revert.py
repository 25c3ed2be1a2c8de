"""A version back into its rows: only what differs is written, in few queries however many rows.

reversion's own ``revert`` saves each row, changed or not. A form with pending changes is shown by
putting them back, so that would cost three queries for each row of the form.
"""

import copy
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

from editing.models import Fault
from editing.versions.revisions import is_bare, levels_below

Kept = dict[type[models.Model], dict[Any, Version]]
Found = dict[type[models.Model], dict[Any, models.Model]]


def put_back(
    revision: Revision,
    stay: Iterable[str] = (),
    obj: models.Model | None = None,
    *,
    is_shown_only: bool = False,
) -> models.Model | None:
    """Make the database say what it said at that revision, rows and relations included.

    The fields named in ``stay`` keep what the living item ``obj`` has. What will be undone
    (``is_shown_only``) is written without a word, and returned as a copy of ``obj``; else ``obj``
    is saved, so that whoever watches saves sees the change. Raises ValidationError, with a
    ``Fault`` as its code, if the version refers to something that is gone or claims what another
    item has by now; nothing is written then.
    """
    try:
        with transaction.atomic():
            return _put_back(revision, stay, obj, is_shown_only)
    except IntegrityError as error:
        raise ValidationError(_taken(revision), code=Fault.TAKEN) from error
    except (DataError, RevertError) as error:
        raise ValidationError(Fault.BROKEN.label, code=Fault.BROKEN) from error


def _put_back(
    revision: Revision, stay: Iterable[str], obj: models.Model | None, is_shown_only: bool
) -> models.Model | None:
    kept: Kept = defaultdict(dict)
    for version in revision.version_set.select_related("content_type"):
        model: Any = version.content_type.model_class()
        kept[model][model._meta.pk.to_python(version.object_id)] = version
    check_references(kept)
    living = {name: getattr(obj, name) for name in stay}
    # In the site's default language, by which the bare columns are filled.
    with translation.override(settings.LANGUAGE_CODE):
        found = {} if obj is None else _delete_strays(obj, kept)
        if is_shown_only and obj is not None:
            obj = copy.copy(obj)
            found[type(obj)] = {obj.pk: obj}
        for model, versions in kept.items():
            own = {obj.pk: living} if obj is not None and model is type(obj) else {}
            is_loud = obj is not None and not is_shown_only
            _write(model, versions, found.get(model, {}), own, is_loud=is_loud)
    return obj


def check_references(kept: Kept) -> None:
    """Raise ValidationError if a version points to a row that neither they nor the base have."""
    wanted: dict[Any, dict[Any, str]] = defaultdict(dict)
    for model, versions in kept.items():
        field: Any
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if not field.is_relation:
                continue
            for version in versions.values():
                value = version.field_dict.get(field.attname)
                for key in value if isinstance(value, list) else [value]:
                    pk = field.related_model._meta.pk.to_python(key)
                    if key is not None and pk not in kept.get(field.related_model, ()):
                        wanted[field.related_model][pk] = field.verbose_name
    for model, keys in wanted.items():
        there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for key, name in keys.items():
            if key not in there:
                raise ValidationError(
                    _("This version refers to something that has been deleted: %(field)s."),
                    code=Fault.GONE,
                    params={"field": name},
                )


def _taken(revision: Revision) -> str:
    """Return in the language of the desk what a version claims and another item has.

    To be asked once the attempt is undone: a database names a column and says it in English.
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
    return str(Fault.TAKEN.label)


def _delete_strays(obj: models.Model, kept: Kept) -> Found:
    """Delete the rows that the item has now and the version has not; return the others."""
    found: Found = {}
    for rows in levels_below(obj):
        strays = [row.pk for row in rows if row.pk not in kept.get(type(row), ())]
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
        values = {
            field.attname: version.field_dict[field.attname]
            for field in plain
            if field.attname in version.field_dict
        } | living.get(key, {})
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
    _update(model, changed, [each.name for each in plain if is_bare(each) or each.attname in first])
    # After the others, which may have given up what a new row has now and must be unique.
    model._base_manager.bulk_create(new)
    for field in model._meta.local_many_to_many:
        _relate(field, versions)


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
    """Let the rows be related to what they were related to, in three queries for all of them."""
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
