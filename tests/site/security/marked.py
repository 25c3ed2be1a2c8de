"""Rows of any model, with a marker in each of their texts."""

import re
from itertools import count

from django.db import models
from django.utils import timezone

from core.images.fields import PictureField
from core.richtext.fields import RichTextField
from editing.models.rows import ItemRow
from editing.versions.revisions import child_relations, is_original_field
from tests.support.items import jpeg

MARKER = re.compile(r"xq[a-z]{4}qx", re.IGNORECASE)
_numbers = count()
# Stand in the texts as well, so that a search in either language finds all of them.
COMMON = "climate 气候"
# Codes of languages between spaces, and a place in a picture, are no texts.
CODES = {"held_back", "pending_held_back", "translates", "focus"}


def marker():
    """Return a word that stands nowhere else."""
    number = next(_numbers)
    return f"xq{''.join(chr(97 + number // 26**place % 26) for place in range(4))}qx"


def make(model, near, seen_in="", **fields):
    """Write a row and return it. ``near`` has the rows it points to, by model, and then this one.

    With ``seen_in``, only the texts of other languages have a marker.
    """
    for field in model._meta.concrete_fields:
        is_asked = field.name not in fields and not is_original_field(field)
        if is_asked and (value := _value(field, near, seen_in)) is not None:
            fields[field.name] = value
    near[model] = model._base_manager.create(**fields)
    return near[model]


def make_with_rows(model, near, seen_in="", **fields):
    """Do the same with a row of each relation that belongs to it."""
    made = make(model, near, seen_in, **fields)
    for name in child_relations(model):
        make_with_rows(getattr(model, name).rel.related_model, near, seen_in)
    return made


def _value(field, near, seen_in):
    """Return what to write into a field, None for what it is without."""
    if field.many_to_one:
        given = near.get(field.related_model)
        return given or (None if field.null else field.related_model._base_manager.first())
    if isinstance(field, PictureField):
        return jpeg()
    if isinstance(field, models.FileField) or field.primary_key or field.name in CODES:
        return None
    if field.choices:
        return None if field.has_default() or field.blank else field.choices[0][0]
    if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
        is_seen = seen_in and getattr(field, "language", seen_in) == seen_in
        return _text(field, "seen" if is_seen else marker())
    if field.has_default() or field.null:
        return None
    if isinstance(field, models.GenericIPAddressField):
        return "192.0.2.7"
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    is_of_item = issubclass(field.model, ItemRow) and field.name == "object_id"
    return near["item"].pk if is_of_item else 1


def _text(field, word):
    if isinstance(field, models.JSONField):
        return {word: word}
    if isinstance(field, RichTextField):
        return f"<p>{word} {COMMON}</p>"
    if isinstance(field, models.EmailField):
        return f"{word}@example.org"
    if isinstance(field, models.URLField):
        return f"https://example.org/{word}"
    is_code = isinstance(field, models.SlugField) or (field.max_length or 99) < 40
    return word if is_code else f"{word} {COMMON}"
