"""A corpus of hostile markup, and every text of every model with it."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value

from core.richtext.fields import RichTextField
from editing.versions import revisions

CORPUS = (Path(__file__).parent.parent.parent / "cases" / "markup.txt").read_text().splitlines()
WRITTEN_BY_PEOPLE = {
    *("accounts", "cities", "delivery", "library", "news", "pages", "programmes"),
}
# Of other kinds: who did what, and why.
MORE = {"editing.Activity", "editing.WorkflowState"}


def is_written(field):
    """Whether people write a text into a field: not a key, a choice or a number."""
    is_text = isinstance(field, models.CharField | models.TextField)
    is_key = isinstance(field, models.SlugField) or field.unique or field.choices
    is_original = revisions.is_original_field(field)
    return (
        is_text and not is_key and not is_original and field.name not in ("password", "held_back")
    )


def lines(start):
    """Return the corpus from a line on, and then what is before it."""
    return [*CORPUS[start:], *CORPUS[:start]]


@cache
def accepted(field, start):
    """Return as much of the corpus, from a line on, as a field takes; "" if it takes none."""
    found = ""
    for payload in lines(start):
        joined = f"{found} {payload}".strip()
        try:
            field.clean(joined, None)
        except ValidationError:
            continue
        found = joined
    return found


def infect():
    """Write the corpus into every text, past every form; what begins it is another in each."""
    start = 0
    for model in apps.get_models():
        if model._meta.app_label not in WRITTEN_BY_PEOPLE and model._meta.label not in MORE:
            continue
        fields = [field for field in model._meta.concrete_fields if is_written(field)]
        for pk in model._base_manager.values_list("pk", flat=True) if fields else ():
            texts = {}
            for field in fields:
                start = (start + 1) % len(CORPUS)
                if isinstance(field, RichTextField):
                    # An expression is not cleaned on its way in.
                    texts[field.name] = Value(f"<p>{' '.join(lines(start))}</p>")
                elif text := accepted(field, start):
                    texts[field.name] = text
            if texts:
                model._base_manager.filter(pk=pk).update(**texts)
