"""Stored texts lose the characters that their fields have kept out since.

The rules stand here as they were then, and not in ``core.characters``, which may change.
"""

import re
import unicodedata
from itertools import count

from django.db import migrations, models

APPS = ("cities", "library", "news", "pages", "programmes")
# What the columns of rich texts begin with.
RICH = ("body", "work")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufff9-\ufffb"
    "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    f"|(?<![{EMOJI}])\u200d|\u200d(?![{EMOJI}])"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0001-\U000e007f]+"
)
BLOCK = re.compile(r"<(h2|h3|p)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def shows_nothing(text):
    return all(
        each in "\u115f\u1160\u2800\u3164\uffa0"
        or unicodedata.category(each) in ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs")
        for each in text
    )


def cleaned(field, text):
    """Return a text as it is to be stored in a field."""
    if field.name.partition("_")[0] in RICH:
        text = BLOCK.sub(lambda found: "" if _is_blank(found[2]) else found[0], text)
        return DROPPED.sub("", LINE_ENDS.sub(lambda end: "\n" if "\r" in end[0] else "<br>", text))
    if isinstance(field, models.SlugField | models.URLField):
        text = DROPPED.sub("", text).strip()
        return text.lower() if field.unique else text
    is_line = isinstance(field, models.CharField)
    text = DROPPED.sub("", LINE_ENDS.sub(" " if is_line else "\n", text))
    if is_line:
        text = text.translate({9: " ", 10: " "})
    return "" if shows_nothing(text) else text


def _is_blank(inner):
    """Whether a block holds something, none of which shows."""
    text = TAG.sub("", inner)
    return bool(text) and shows_nothing(text)


def free(model, key, name, value):
    """Return a value that must be unique, with a number if another row has it."""
    taken = set(model._base_manager.exclude(pk=key).values_list(name, flat=True))
    candidates = (f"{value}-{number}" for number in count(2))
    return value if value not in taken else next(each for each in candidates if each not in taken)


def clean(apps, schema_editor):
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        fields = [
            each
            for each in model._meta.local_concrete_fields
            if isinstance(each, models.CharField | models.TextField)
        ]
        rows = model._base_manager.values_list("pk", *(each.name for each in fields))
        changed = []
        for key, *texts in rows.iterator():
            pairs = [(field, text) for field, text in zip(fields, texts, strict=True) if text]
            values = {field: cleaned(field, text) for field, text in pairs}
            if new := {field: values[field] for field, text in pairs if values[field] != text}:
                changed.append((key, new))
        for key, new in changed:
            for field, value in new.items():
                value = free(model, key, field.name, value) if field.unique else value
                model._base_manager.filter(pk=key).update(**{field.name: value})


class Migration(migrations.Migration):
    dependencies = [
        ("c40china", "0001_roles"),
        ("cities", "0006_name_side"),
        ("library", "0003_other_forms_are_searched"),
        ("news", "0006_index_with_kind"),
        ("pages", "0006_figure_pages"),
        ("programmes", "0004_plans_and_sources"),
    ]
    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
