"""Comparison of two versions: Chinese by character, English by word, rows included."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from core.i18n import LANGUAGE_INFO, Language, current_language, join_names
from core.richtext.fields import RichTextField
from editing.models import Activity
from editing.translation.difference import difference
from editing.translation.richtext_lines import readable
from editing.versions.revisions import is_original_field, with_relations

# What the desk keeps for itself says nothing to a reader of versions.
LEFT_OUT = ("updated_at", "held_back")
# The names of rows by their model and key.
Names = dict[type[models.Model], dict[Any, str]]
# Which row of a version.
RowKey = tuple[ContentType, str]


@dataclass(frozen=True)
class Change:
    """A field in both versions, with what differs marked by <del> and <ins>."""

    name: str
    language: Language | None
    old: SafeString
    new: SafeString
    is_changed: bool
    # At how many places it differs.
    count: int = 0


def compare(old: Revision | None, new: Revision | None) -> list[Change]:
    """Return every field that either version has, of the item first, then row by row.

    None stands for an empty version.
    """
    before, after = _values(old), _values(new)
    names = _names([*before.items(), *after.items()])
    keys = dict.fromkeys([*before, *after])
    return [change(key, before.get(key), after.get(key), names) for key in keys]


def what_changed(lines: list[Activity]) -> dict[int, str]:
    """Return which fields and rows changed in each of these versions, in a few words.

    ``lines`` are of one item, the newest first; what came before the last one is not read.
    """
    versions = Version.objects.filter(revision__in=[line.revision_id for line in lines])
    fields: dict[int | None, dict[RowKey, Any]] = defaultdict(dict)
    for version in versions.select_related("content_type"):
        values = json.loads(version.serialized_data)[0]["fields"]
        fields[version.revision_id][version.content_type, version.object_id] = values
    return {
        new.pk: _named(new, fields[old.revision_id], fields[new.revision_id])
        for new, old in pairwise(lines)
    }


def _named(line: Activity, old: dict[RowKey, Any], new: dict[RowKey, Any]) -> str:
    own = (line.content_type, str(line.object_id))
    model: Any = line.content_type.model_class()
    names: dict[str, list[str]] = {}
    before, after = old.get(own, {}), new.get(own, {})
    for name in after:
        if name in before and before[name] != after[name] and name not in (*LEFT_OUT, "status"):
            field: Any = model._meta.get_field(name)
            named = capfirst(str(getattr(field, "translated_field", field).verbose_name))
            language = LANGUAGE_INFO.get(getattr(field, "language", ""))
            names.setdefault(named, []).extend([language.short_name] if language else [])
    for kind in dict.fromkeys(kind for kind, key in (*old, *new) if (kind, key) != own):
        if _rows(old, kind) != _rows(new, kind):
            rows: Any = kind.model_class()
            names[capfirst(str(rows._meta.verbose_name_plural))] = []
    partly = _("%(name)s (%(languages)s)")
    return join_names(
        partly % {"name": name, "languages": join_names(found)}
        if 0 < len(found) < len(LANGUAGE_INFO)
        else name
        for name, found in names.items()
    )


def _rows(version: dict[RowKey, Any], kind: ContentType) -> dict[str, Any]:
    return {key: values for (each, key), values in version.items() if each == kind}


@dataclass(frozen=True)
class FieldKey:
    """A field of one row of a version; the name of the row is not compared."""

    model: type[models.Model]
    object_id: str
    field: Any
    row: str = dataclasses.field(compare=False)


def change(key: FieldKey, old: Any, new: Any, names: Names) -> Change:
    """Return the difference of a field as text for staff."""
    field = key.field
    language = LANGUAGE_INFO.get(getattr(field, "language", ""))
    named = getattr(field, "translated_field", field)
    name = capfirst(str(named.verbose_name))
    before, after = words(field, old, names), words(field, new, names)
    marked_old, marked_new, count = difference(before, after)
    is_changed = before != after or (old or "") != (new or "")
    if is_changed and before == after:
        marked_new = format_html("{} {}", marked_new, _("(Only the formatting was changed.)"))
    whole = f"{key.row} · {name}" if key.row else name
    return Change(whole, language, marked_old, marked_new, is_changed, count)


def words(field: Any, value: Any, names: Names) -> str:
    """Return a stored value as staff read it."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        there = names.get(field.related_model, {})
        gone = _("deleted (%(key)s)")
        return join_names(sorted(there.get(key, gone % {"key": key}) for key in _keys(value)))
    if isinstance(field, RichTextField):
        return readable(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("Yes") if value else _("No")
    return str(localize(localtime(value) if isinstance(value, datetime) else value))


def _keys(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(values: list[tuple[FieldKey, Any]]) -> Names:
    """Return the name of every row that the values point to, with one query for each kind."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for key, value in values:
        if key.field.is_relation and value is not None:
            wanted[key.field.related_model].update(_keys(value))
    return {
        model: {pk: str(row) for pk, row in with_relations(model).in_bulk(keys).items()}
        for model, keys in wanted.items()
    }


def _values(revision: Revision | None) -> dict[FieldKey, Any]:
    if revision is None:
        return {}
    versions = list(revision.version_set.order_by("pk"))
    owner = _owner(revision, versions)
    versions.sort(key=lambda version: version is not owner)
    return {key: value for version in versions for key, value in _fields(version, owner)}


def _owner(revision: Revision, versions: list[Version]) -> Version:
    activity = revision.activity
    own = (activity.content_type_id, str(activity.object_id))
    return next(each for each in versions if (each.content_type_id, each.object_id) == own)


def _row_name(version: Version) -> str:
    # The name that was kept is in the language in which the row was saved.
    texts = (
        version.field_dict.get(field.attname)
        for field in version._model._meta.concrete_fields
        if getattr(field, "language", "") == current_language()
    )
    return next(filter(None, texts), version.object_repr)


def _fields(version: Version, owner: Version) -> Iterator[tuple[FieldKey, Any]]:
    kind = ContentType.objects.get_for_id(version.content_type_id)
    model: Any = kind.model_class()
    row = "" if version is owner else f"{capfirst(model._meta.verbose_name)} {_row_name(version)}"
    owner_kind = ContentType.objects.get_for_id(owner.content_type_id).model_class()
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        belongs = row and field.is_relation and field.related_model is owner_kind
        if field.primary_key or field.name in LEFT_OUT or belongs:
            continue
        if field.attname in version.field_dict and not is_original_field(field):
            yield FieldKey(model, version.object_id, field, row), version.field_dict[field.attname]
