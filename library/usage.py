"""Finds what shows a picture."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from core.richtext.fields import RichTextField

# The canonical form is the only one stored, so that a plain search finds them all.
_FIGURE = re.compile(r'<figure data-image="(\d+)">')


def _rich_texts() -> Iterator[tuple[type[Model], list[str]]]:
    """Yield the models with rich texts, and the names of these fields in each language."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, RichTextField)]
        if fields:
            yield model, fields


def texts_with_image(key: int) -> list[Model]:
    """Return the objects with a rich text, in any language, that shows the picture ``key``."""
    found: list[Model] = []
    for model, fields in _rich_texts():
        figure = f'<figure data-image="{key}">'
        holding = (Q(**{f"{name}__contains": figure}) for name in fields)
        found += model._default_manager.filter(Q(*holding, _connector=Q.OR)).distinct()
    return found


def users_of(images: Collection[Model]) -> dict[int, list[Model]]:
    """Return what shows each of these pictures, with few queries for each kind of content."""
    users: dict[int, list[Model]] = {image.pk: [] for image in images}
    for model, fields in _rich_texts():
        holding = (Q(**{f"{name}__contains": "<figure data-image="}) for name in fields)
        rows = model._default_manager.filter(Q(*holding, _connector=Q.OR))
        shown = {
            pk: users.keys() & {int(key) for text in texts for key in _FIGURE.findall(text or "")}
            for pk, *texts in rows.values_list("pk", *fields)
        }
        objects = model._default_manager.in_bulk([pk for pk, keys in shown.items() if keys])
        for pk, obj in objects.items():
            for key in shown[pk]:
                users[key].append(obj)
    for field in _pointing_to(images):
        for obj in field.model._default_manager.filter(**{f"{field.name}__in": users}):
            if obj not in users[getattr(obj, field.attname)]:
                users[getattr(obj, field.attname)].append(obj)
    return users


def _pointing_to(images: Collection[Model]) -> list[Any]:
    """Return the fields that name a picture; most have no name on the side of the picture."""
    relations: list[Any] = []
    for image in list(images)[:1]:
        relations += image._meta.get_fields(include_hidden=True)
    return [each.field for each in relations if each.one_to_many and each.auto_created]
