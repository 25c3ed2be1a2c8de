"""Finds what shows a picture."""

import re
from collections.abc import Set
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from core.richtext.fields import RichTextField

# The canonical form is the only one stored, so that a plain search finds them all.
_FIGURE = re.compile(r'<figure data-image="(\d+)">')


def texts_with(keys: Set[int]) -> dict[int, list[Model]]:
    """Return the objects with a rich text, in any language, that shows each of these pictures."""
    found: dict[int, list[Model]] = {key: [] for key in keys}
    # Few texts have that of one picture.
    figure = '<figure data-image="' + (f'{min(keys)}">' if len(keys) == 1 else "")
    for model in apps.get_models():
        names = [each.name for each in model._meta.fields if isinstance(each, RichTextField)]
        if not names:
            continue
        holding = Q(*((f"{name}__contains", figure) for name in names), _connector=Q.OR)
        for obj in model._default_manager.filter(holding).iterator():
            html = "".join(getattr(obj, name) or "" for name in names)
            for key in keys & set(map(int, _FIGURE.findall(html))):
                found[key].append(obj)
    return found


def users_of(keys: Set[int]) -> dict[int, list[Model]]:
    """Return what shows each of these pictures, with few queries for each kind of content."""
    users = texts_with(keys)
    relations: Any = apps.get_model("library.Image")._meta.get_fields(include_hidden=True)
    for field in (each.field for each in relations if each.one_to_many and each.auto_created):
        for obj in field.model._default_manager.filter(**{f"{field.name}__in": keys}):
            if obj not in users[getattr(obj, field.attname)]:
                users[getattr(obj, field.attname)].append(obj)
    return users
