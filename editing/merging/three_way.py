"""Three-way merge of a form: the loaded state, the saved state and the sent state."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from editing.merging.form_state import MAIN, FormShape, State, Unit, Value, text_of
from editing.translation.difference import difference

MINE, THEIRS, BOTH = "mine", "theirs", "both"
ROW = ""  # stands for the row itself: one side removed it


@dataclass
class Difference:
    """A field, or a whole row, in which my form and what is saved differ."""

    unit: Unit
    field: str
    # Who changed it since I began: with BOTH, someone has to choose.
    by: str
    mine: Any
    theirs: Any
    label: str = ""
    tag: str = ""
    my_text: SafeString | str = ""
    my_source: str = ""
    their_text: SafeString | str = ""
    number: int = 0
    choice: str = ""
    third: str = ""
    takes_third: bool = False
    # Whether the page was sent without a choice for it.
    is_missing: bool = False


def differences(
    base: State | None, theirs: State, mine: State, shape: FormShape
) -> list[Difference]:
    """Return the differences of the sent and the saved state; without a base all are conflicts."""
    found: list[Difference] = []
    for unit in dict.fromkeys([*theirs, *mine]):
        began = None if base is None else base.get(unit)
        found += _in_unit(unit, began, theirs.get(unit), mine.get(unit))
    for number, each in enumerate(found):
        each.number = number
        _describe(each, theirs, mine, shape)
    return found


def _in_unit(unit: Unit, base: Any, theirs: Any, mine: Any) -> list[Difference]:
    if theirs is not None and mine is not None:
        return [
            Difference(unit, name, _by(base, name, theirs, mine), mine[name], theirs[name])
            for name in theirs
            if theirs[name] != mine.get(name, ())
        ]
    # One side has the row and the other has not.
    has = mine if theirs is None else theirs
    adder = MINE if theirs is None else THEIRS
    if base is None:
        by = adder
    else:
        remover = THEIRS if theirs is None else MINE
        by = remover if has == base else BOTH
    return [Difference(unit, ROW, by, mine, theirs)]


def _by(base: Any, name: str, theirs: Any, mine: Any) -> str:
    if base is None or name not in base:
        return BOTH
    if mine[name] == base[name]:
        return THEIRS
    return MINE if theirs[name] == base[name] else BOTH


def merged(theirs: State, found: list[Difference]) -> State:
    """Return the merged state, with each difference resolved as chosen."""
    state: State = {unit: dict(row) for unit, row in theirs.items()}
    for each in found:
        value = each.mine if each.choice == MINE else each.theirs
        if each.choice == "third":
            value = (("", each.third),)
        if each.field != ROW:
            state[each.unit][each.field] = value
        elif value is None:
            state.pop(each.unit, None)
        else:
            state[each.unit] = dict(value)
    return state


def choose(found: list[Difference], data: Any) -> list[Difference]:
    """Read the choices from a sent page; return the differences for which one is missing."""
    everything = data.get("_all", "")
    missing = []
    for each in found:
        name = f"_choice-{each.number}"
        if each.by == BOTH:
            each.choice = everything or data.get(name, "")
            each.third = data.get(f"_third-{each.number}", "")
            if each.choice not in (MINE, THEIRS, "third" if each.takes_third else MINE):
                each.choice = ""
                each.is_missing = "_base_token" in data
                missing.append(each)
        else:
            other = {MINE: THEIRS, THEIRS: MINE}[each.by]
            each.choice = everything or (other if f"_undo-{each.number}" in data else each.by)
    return missing


def _describe(each: Difference, theirs: State, mine: State, shape: FormShape) -> None:
    prefix = each.unit[0]
    fields = shape.fields[prefix]
    row_name = "" if each.unit == MAIN else _row_name(each, theirs, mine, shape)
    if each.field == ROW:
        each.label = row_name
        texts = [_row_text(row, fields) for row in (each.theirs, each.mine)]
    else:
        field = fields[each.field]
        tag = str(field.widget.attrs.get("lang", ""))
        languages = {info.tag: info.short_name for info in LANGUAGE_INFO.values()}
        each.tag = tag if tag in languages else ""
        parts = (row_name, strip_tags(str(field.label)), languages.get(tag, ""))
        each.label = " · ".join(filter(None, parts))
        each.takes_third = bool(each.tag)
        each.my_source = "".join(text for _suffix, text in each.mine)
        texts = [text_of(field, value) for value in (each.theirs, each.mine)]
    each.their_text, each.my_text, _count = difference(*texts)


def _row_name(each: Difference, theirs: State, mine: State, shape: FormShape) -> str:
    row = theirs.get(each.unit) or mine.get(each.unit) or {}
    fields = shape.fields[each.unit[0]]
    texts = (text_of(field, row.get(name, ())) for name, field in fields.items() if name != "order")
    return f"{capfirst(shape.names[each.unit[0]])} {next(filter(None, texts), '')}".strip()


def _row_text(row: dict[str, Value] | None, fields: Any) -> str:
    if row is None:
        return _("removed")
    texts = (text_of(field, row.get(name, ())) for name, field in fields.items())
    return ", ".join(filter(None, texts))
