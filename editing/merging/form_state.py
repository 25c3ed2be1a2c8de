"""The state of an admin form by field and row, as rendered or as sent."""

import re
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Field
from django.http import QueryDict
from lxml import html as lxml_html

from core.richtext.fields import RichTextFormField, clean
from editing.translation.richtext_lines import readable

# A field's value as a browser sends it: pairs of what follows the field's name, and the text.
Value = tuple[tuple[str, str], ...]
# The form itself has the unit ("", ""); a row has the prefix of its formset and its key.
Unit = tuple[str, str]
State = dict[Unit, dict[str, Value]]
MAIN: Unit = ("", "")


@dataclass(frozen=True)
class FormShape:
    """The fields of a form and of its formsets, by prefix."""

    fields: dict[str, dict[str, Field]]
    pk_names: dict[str, str]
    names: dict[str, str]


def shape_of(form: Any, formsets: list[Any]) -> FormShape:
    """Return the shape of a form with its rows. Files are left out: no page can send them again."""
    fields, pk_names, names = {"": _plain(form.fields)}, {}, {"": ""}
    for formset in formsets:
        own = {formset._pk_field.name, formset.fk.name, "DELETE"}
        prefix = formset.prefix
        plain = _plain(formset.empty_form.fields)
        fields[prefix] = {name: field for name, field in plain.items() if name not in own}
        pk_names[prefix] = formset._pk_field.name
        names[prefix] = str(formset.model._meta.verbose_name)
    return FormShape(fields, pk_names, names)


def shown(form: Any, formsets: list[Any], shape: FormShape) -> State:
    """Return what a form shows before anyone types."""
    state = {MAIN: {name: _rendered(form[name]) for name in shape.fields[""]}}
    for formset in formsets:
        for row in formset.initial_forms:
            unit = (formset.prefix, str(row.instance.pk))
            state[unit] = {name: _rendered(row[name]) for name in shape.fields[formset.prefix]}
    return state


def sent(data: QueryDict, shape: FormShape) -> State:
    """Return what a browser sent; a row without a key has the number of its form instead."""
    state = {MAIN: {name: _taken(data, name, field) for name, field in shape.fields[""].items()}}
    for prefix, pk_name in shape.pk_names.items():
        for number in range(_count(data, prefix)):
            start = f"{prefix}-{number}-"
            row = {
                name: _taken(data, start + name, field)
                for name, field in shape.fields[prefix].items()
            }
            key = data.get(start + pk_name, "")
            is_empty = not key and not any(text for value in row.values() for _s, text in value)
            if start + "DELETE" not in data and not is_empty:
                state[prefix, key or f"new{number}"] = row
    return state


def as_data(state: State, there: State, data: QueryDict, shape: FormShape) -> QueryDict:
    """Return what a browser would send for a state, given the rows that are in the database.

    What is no field of the form (the pressed button) is taken over from ``data``.
    """
    made = data.copy()
    for key in list(made):
        if any(_belongs(key, name) for name in shape.fields[""]) or any(
            key.startswith(f"{prefix}-") for prefix in shape.pk_names
        ):
            del made[key]
    _put(made, "", state[MAIN])
    for prefix, pk_name in shape.pk_names.items():
        old = [unit for unit in there if unit[0] == prefix]
        new = [unit for unit in state if unit[0] == prefix and unit not in there]
        made[f"{prefix}-TOTAL_FORMS"] = str(len(old) + len(new))
        made[f"{prefix}-INITIAL_FORMS"] = str(len(old))
        for number, unit in enumerate([*old, *new]):
            start = f"{prefix}-{number}-"
            _put(made, start, state.get(unit, there.get(unit, {})))
            if unit in there:
                made[start + pk_name] = unit[1]
            if unit not in state:
                made[start + "DELETE"] = "on"
    return made


def text_of(field: Field, value: Value) -> str:
    """Return a value as staff read it."""
    texts = [text for _suffix, text in value]
    if isinstance(field, RichTextFormField):
        return readable("".join(texts))
    choices = getattr(field, "choices", None)
    if choices is not None:
        names = {str(key): str(name) for key, name in choices}
        texts = [names.get(text, text) for text in texts]
    return ", ".join(filter(None, texts))


def _plain(fields: dict[str, Field]) -> dict[str, Field]:
    return {name: each for name, each in fields.items() if not each.widget.needs_multipart_form}


def _count(data: QueryDict, prefix: str) -> int:
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(total), 1000) if total.isdecimal() else 0


def _rendered(bound: BoundField) -> Value:
    form = lxml_html.fragment_fromstring(f"<form>{bound}</form>")
    pairs = [(name.removeprefix(bound.html_name), text) for name, text in form.form_values()]
    return _normal(bound.field, pairs)


def _taken(data: QueryDict, name: str, field: Field) -> Value:
    keys = [key for key in data if _belongs(key, name)]
    pairs = [(key.removeprefix(name), text) for key in keys for text in data.getlist(key)]
    return _normal(field, pairs)


def _belongs(key: str, name: str) -> bool:
    # Date and time are sent as two: publish_at_0 and publish_at_1.
    return key == name or re.fullmatch(rf"{re.escape(name)}_[0-9]", key) is not None


def _normal(field: Field, pairs: list[tuple[str, Any]]) -> Value:
    # Line ends differ between what is stored and what browsers send.
    tidy = clean if isinstance(field, RichTextFormField) else _tidy
    normal = ((suffix, tidy(text)) for suffix, text in pairs)
    return tuple(sorted((suffix, text) for suffix, text in normal if text))


def _tidy(text: str) -> str:
    return "\n".join(text.splitlines()).strip()


def _put(data: QueryDict, start: str, row: dict[str, Value]) -> None:
    for name, value in row.items():
        for suffix, text in value:
            data.appendlist(f"{start}{name}{suffix}", text)
