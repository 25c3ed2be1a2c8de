"""Pictures without alternative text."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from core.i18n import localized
from core.richtext.rendering import image_ids

# The picture library, named as the models of content name it.
PICTURES = "library.Image"


def pictures_of(text: str | None) -> dict[int, Any]:
    """Return the pictures of a rich text by their keys."""
    return apps.get_model(PICTURES)._default_manager.for_html(text)  # type: ignore[attr-defined]


def pictures_without_words(
    obj: models.Model, texts: Iterable[str], language: str
) -> Iterable[models.Model]:
    """Return the pictures of an item and its texts without alternative text in a language."""
    model = apps.get_model(PICTURES)
    keys = {key for text in texts if "<figure" in text for key in image_ids(text)}
    for field in obj._meta.concrete_fields:
        if field.is_relation and field.related_model is model:
            keys.add(getattr(obj, field.attname))
    keys.discard(None)
    if not keys:
        return []
    column: Any = localized("alt", language)
    pictures = model._default_manager.filter(pk__in=keys, decorative=False)
    return [picture for picture in pictures if not getattr(picture, column)]
