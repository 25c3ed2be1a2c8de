"""A version back into its rows: only what differs is written, in few queries however many rows.

reversion's own ``revert`` saves each row, changed or not. A form with pending changes is shown by
putting them back, so that would cost three queries for each row of the form.
"""

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
from editing.versions import is_bare, levels_below

Kept = dict[type[models.Model], dict[Any, Version]]


def put_back(
    revision: Revision,
    stay: Iterable[str] = (),
    obj: models.Model | None = None,
    *,
    is_shown_only: bool = False,
) -> None:
    """Make the database say what it said at that revision, rows and relations included.

    The fields named in ``stay`` keep what the living item ``obj`` has. What will be undone
    (``is_shown_only``) is written without a word; else ``obj`` is saved, so that whoever watches
    saves sees the change. Raises ValidationError, with a ``Fault`` as its code, if the version
    refers to something that is gone or claims what another item has by now; nothing is written
    then.
    """
    try:
        with transaction.atomic():
            _put_back(revision, stay, obj, is_shown_only)
    except IntegrityError as error:
        raise ValidationError(Fault.TAKEN.label, code=Fault.TAKEN) from error
    except (DataError, RevertError) as error:
        raise ValidationError(Fault.BROKEN.label, code=Fault.BROKEN) from error


def _put_back(
    revision: Revision, stay: Iterable[str], obj: models.Model | None, is_shown_only: bool
) -> None:
    kept: Kept = defaultdict(dict)
    for version in revision.version_set.select_related("content_type"):
        model = version.content_type.model_class()
        kept[model][model._meta.pk.to_python(version.object_id)] = version
    check_references(kept)
    living = {name: getattr(obj, name) for name in stay}
    # In the site's default language, by which the bare columns are filled.
    with translation.override(settings.LANGUAGE_CODE):
        if obj is not None:
            _delete_strays(obj, kept)
        for model, versions in kept.items():
            own = {obj.pk: living} if obj is not None and model is type(obj) else {}
            loud = None if obj is None or is_shown_only else obj
            _write(model, versions, own, loud)


def check_references(kept: Kept) -> None:
    """Raise ValidationError if a version points to a row that neither they nor the base have."""
    wanted: dict[Any, dict[Any, str]] = defaultdict(dict)
    for model, versions in kept.items():
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


def _delete_strays(obj: models.Model, kept: Kept) -> None:
    """Delete the rows that the item has now and the version has not."""
    for rows in levels_below(obj):
        strays = [row.pk for row in rows if row.pk not in kept.get(type(row), ())]
        if strays:
            type(rows[0])._base_manager.filter(pk__in=strays).delete()


def _write(
    model: type[models.Model],
    versions: dict[Any, Version],
    living: dict[Any, dict[str, Any]],
    loud: models.Model | None,
) -> None:
    there = model._base_manager.in_bulk(list(versions))
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
            if row == loud:
                row.save()
            else:
                changed.append(row)
    first = next(iter(versions.values())).field_dict
    _update(model, changed, [each.name for each in plain if is_bare(each) or each.attname in first])
    # After the others, which may have given up what a new row has now and must be unique.
    model._base_manager.bulk_create(new)
    for row in (*there.values(), *new):
        for field in model._meta.local_many_to_many:
            getattr(row, field.name).set(versions[row.pk].field_dict.get(field.attname, []))


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
