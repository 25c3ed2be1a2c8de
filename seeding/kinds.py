"""Mapping of content files to objects with their rows, and back.

A ``ContentKind`` is a model with a folder of files; ``ContentParts`` are rows that belong to an
object and are written in its file as an array of tables. Keys are field names; a bilingual field is
a table with a key for each language; a relation is the slug of the other object.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db import models
from modeltranslation.fields import TranslationField
from modeltranslation.manager import get_translatable_fields_for_model

from core.characters import part_of_address
from core.i18n import localized
from seeding.files import Fault

# Finds what a part refers to, given the object that the file describes and the value of the key.
Lookup = Callable[[models.Model, Any], models.Model]


@dataclass(frozen=True)
class ContentParts:
    """Rows that belong to an object: ``name`` is both the key of the file and the relation.

    ``later`` names fields that are younger than the first loads; see ``state``.
    """

    name: str
    lookups: dict[str, Lookup] = field(default_factory=dict)
    parts: tuple["ContentParts", ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContentKind:
    """A model whose objects each have a file; with ``single``, one file for the only row.

    With ``is_table``, one file holds all objects, as an array of tables named as the file is.
    ``filled`` names fields that a migration added and filled: an item is as it was loaded also
    if it is so without them.
    """

    folder: str
    model: type[models.Model]
    parts: tuple[ContentParts, ...] = ()
    single: bool = False
    is_table: bool = False
    later: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


class ItemError(Exception):
    """The faults of one item, as key and reason."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults

    def at(self, path: str) -> list[Fault]:
        """Return the faults with the file they are in."""
        return [Fault(path, key, reason) for key, reason in self.faults]


def _translated(model: type[models.Model]) -> list[str]:
    # Staff upload files; a content file holds words only.
    names = get_translatable_fields_for_model(model) or []
    return [name for name in names if not isinstance(model._meta.get_field(name), models.FileField)]


def _plain_fields(model: type[models.Model], owner: str = "") -> Iterator[models.Field]:
    """Yield the fields that a file may set, besides the bilingual ones and the owner."""
    skipped = {*_translated(model), owner}
    for each in model._meta.concrete_fields:
        automatic = each.primary_key or getattr(each, "auto_now", False)
        skip = each.name in skipped or isinstance(each, (TranslationField, models.FileField))
        if each.editable and not automatic and not skip:
            yield each


def _set_translations(obj: models.Model, name: str, value: Any) -> None:
    codes = [code for code, _language in settings.LANGUAGES]
    if not isinstance(value, dict) or set(value) - set(codes):
        raise ItemError([(name, f"must be a table with the keys {' and '.join(codes)}")])
    for code in codes:
        text = value.get(code, "")
        if not isinstance(text, str):
            raise ItemError([(f"{name}.{code}", "must be a text")])
        setattr(obj, localized(name, code), text.strip() or None)


def _related(each: models.Field, name: str, slug: Any) -> models.Model:
    model: Any = each.related_model
    try:
        return model.objects.get(slug=part_of_address(slug))
    except (FieldError, ObjectDoesNotExist, TypeError, ValueError):
        raise ItemError([(name, f"there is no {model.__name__} {slug!r}")]) from None


def _check_type(each: models.Field, value: Any) -> None:
    kinds: dict[type[models.Field], tuple[type, ...]] = {
        models.DateTimeField: (datetime.datetime,),
        models.DateField: (datetime.date,),
        models.FloatField: (int, float),
        models.IntegerField: (int,),
        models.BooleanField: (bool,),
    }
    expected = next((types for kind, types in kinds.items() if isinstance(each, kind)), (str,))
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        names = " or ".join(kind.__name__ for kind in expected)
        raise ItemError([(each.name, f"must be {names}, not {value!r}")])


def fill(
    obj: models.Model, data: dict[str, Any], lookups: dict[str, Lookup], root: models.Model
) -> None:
    """Set the fields of an unsaved object from the keys of a table, and check them.

    Raises ItemError.
    """
    for name in _translated(type(obj)):
        _set_translations(obj, name, data.get(name, {}))
    for each in _plain_fields(type(obj)):
        if each.name not in data:
            continue
        value = data[each.name]
        if each.name in lookups:
            try:
                value = lookups[each.name](root, value)
            except (ObjectDoesNotExist, TypeError, ValueError):
                raise ItemError([(each.name, f"there is no {value!r}")]) from None
        elif each.is_relation:
            value = _related(each, each.name, value)
        else:
            _check_type(each, value)
        setattr(obj, each.name, value)
    try:
        # The base columns follow the active language; the columns of each language are checked.
        obj.full_clean(exclude=_translated(type(obj)))
    except ValidationError as error:
        raise ItemError(
            [
                ("" if name == "__all__" else name, " ".join(messages))
                for name, messages in error.message_dict.items()
            ]
        ) from None


def _check_keys(
    model: type[models.Model], parts: tuple[ContentParts, ...], data: dict[str, Any]
) -> None:
    known = {*_translated(model), *(each.name for each in _plain_fields(model))}
    known |= {each.name for each in model._meta.many_to_many} | {part.name for part in parts}
    if unknown := sorted(set(data) - known):
        raise ItemError([(key, "there is no such field") for key in unknown])


def _write_parts(owner: models.Model, parts: ContentParts, rows: Any, root: models.Model) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ItemError([(parts.name, "must be an array of tables")])
    manager = getattr(owner, parts.name)
    manager.all().delete()
    faults = []
    for number, row in enumerate(rows, 1):
        part = manager.model(**{manager.field.name: owner})
        if any(each.name == "order" for each in _plain_fields(manager.model)):
            row = {"order": number, **row}
        try:
            _check_keys(manager.model, parts.parts, row)
            fill(part, row, parts.lookups, root)
            part.save()
            for nested in parts.parts:
                _write_parts(part, nested, row.get(nested.name, []), root)
        except ItemError as error:
            faults += [(f"{parts.name}[{number}].{key}", reason) for key, reason in error.faults]
    if faults:
        raise ItemError(faults)


def write(kind: ContentKind, obj: models.Model, data: dict[str, Any]) -> None:
    """Save an object and its parts as a file describes them.

    Raises ItemError; the caller's transaction then has to be rolled back.
    """
    _check_keys(kind.model, kind.parts, data)
    fill(obj, data, {}, obj)
    obj.save()
    for each in kind.model._meta.many_to_many:
        slugs = data.get(each.name, [])
        if not isinstance(slugs, list):
            raise ItemError([(each.name, "must be an array of slugs")])
        getattr(obj, each.name).set([_related(each, each.name, slug) for slug in slugs])
    for parts in kind.parts:
        _write_parts(obj, parts, data.get(parts.name, []), obj)


def state(
    obj: models.Model,
    parts: tuple[ContentParts, ...],
    owner: str = "",
    later: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return an object and its parts as plain values, for comparison with an earlier state.

    A field of ``later`` that has its default is left out: it was not there in that state.
    """
    model = type(obj)
    values: dict[str, Any] = {}
    for each in _plain_fields(model, owner):
        value = getattr(obj, each.attname)
        if each.name not in later or value not in (each.get_default(), "", None):
            values[each.name] = str(value)
    for name in _translated(model):
        for code, _language in settings.LANGUAGES:
            text = getattr(obj, localized(name, code)) or ""
            if text or name not in later:
                values[localized(name, code)] = text
    for each in model._meta.many_to_many:
        values[each.name] = sorted(getattr(obj, each.name).values_list("slug", flat=True))
    for part in parts:
        manager = getattr(obj, part.name)
        values[part.name] = [
            state(row, part.parts, manager.field.name, part.later) for row in manager.all()
        ]
    return values
