"""Finds what shows a picture."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from core.richtext.fields import RichTextField


def texts_with_image(key: int) -> list[Model]:
    """Return the objects with a rich text, in any language, that shows the picture ``key``."""
    found: list[Model] = []
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, RichTextField)]
        if fields:
            # The canonical form is the only one stored, so that a plain search finds them all.
            figure = f'<figure data-image="{key}">'
            holding = (Q(**{f"{field.name}__contains": figure}) for field in fields)
            found += model._default_manager.filter(Q(*holding, _connector=Q.OR)).distinct()
    return found


def rows_with_image(image: Model) -> list[Model]:
    """Return the objects that show a picture: in a rich text, or by a field of their own."""
    found = texts_with_image(image.pk)
    relations: Any = image._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.one_to_many:
            rows = relation.related_model._default_manager
            found += rows.filter(**{relation.field.name: image.pk})
    return list(dict.fromkeys(found))
