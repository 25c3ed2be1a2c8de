"""What a version refers to outside itself, and what of that has been deleted."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from core.typography import plain_title
from editing.models import Activity

VersionsByModel = dict[type[models.Model], dict[Any, Version]]


class Reference(NamedTuple):
    """A relation of one row of a version to something of a key."""

    version: Version
    field: Any
    key: Any

    def __str__(self) -> str:
        """Return the field and what it referred to, by the last title that it had."""
        lines = Activity.objects.of_key(self.field.related_model, self.key)
        title = lines.values_list("title", flat=True).first()
        name = plain_title(title) if title else _("deleted (%(key)s)") % {"key": self.key}
        return _("%(field)s: %(name)s") % {"field": capfirst(self.field.verbose_name), "name": name}


def gone(by_model: VersionsByModel) -> list[Reference]:
    """Return the references to rows that do not exist any more."""
    wanted: dict[Any, list[Reference]] = defaultdict(list)
    for model, versions in by_model.items():
        field: Any
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if not field.is_relation:
                continue
            for version in versions.values():
                value = version.field_dict.get(field.attname)
                for key in value if isinstance(value, list) else [value]:
                    pk = field.related_model._meta.pk.to_python(key)
                    if key is not None and pk not in by_model.get(field.related_model, ()):
                        wanted[field.related_model].append(Reference(version, field, pk))
    found = []
    for model, references in wanted.items():
        keys = {each.key for each in references}
        there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        found += [each for each in references if each.key not in there]
    return found


def leave_out(by_model: VersionsByModel, references: list[Reference]) -> None:
    """Take references out of the versions; a row that cannot be without one goes as a whole."""
    for version, field, key in references:
        values = version.field_dict
        if field.many_to_many:
            to_python = field.related_model._meta.pk.to_python
            values[field.attname] = [
                each for each in values[field.attname] if to_python(each) != key
            ]
        elif field.null:
            values[field.attname] = None
        else:
            model = version._model
            by_model[model].pop(model._meta.pk.to_python(version.object_id), None)
            if not by_model[model]:
                del by_model[model]
