"""Three-way merge of a form: the loaded state, the saved state and the sent state."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.forms import Field, Textarea
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from core.richtext.fields import RichTextFormField
from core.richtext.rendering import blocks, plain_text, render
from editing.merging.form_state import MAIN, FormShape, State, Unit, Value, text_of
from editing.merging.passages import passages
from editing.translation.difference import difference, html_difference

MINE, THEIRS, BOTH = "mine", "theirs", "both"
ROW = ""  # stands for the row itself: one side removed it


@dataclass
class Difference:
    """A field, a passage of a rich text or a row in which my form and what is saved differ."""

    unit: Unit
    field: str
    # Who changed it since I began: with BOTH, someone has to choose.
    by: str
    mine: Any
    theirs: Any
    # Of a passage: which blocks of their text it is.
    place: slice | None = None
    label: str = ""
    tag: str = ""
    my_text: SafeString | str = ""
    their_text: SafeString | str = ""
    # Of a rich text, which is shown as readers see it: whether only its words are the same.
    is_rich: bool = False
    is_formatting: bool = False
    # The field in which a third version is written, and what stands in it at first.
    form_field: Field | None = None
    proposal: str = ""
    number: int = 0
    choice: str = ""
    third: str = ""
    takes_third: bool = False
    # Whether the page was sent without a choice for it.
    is_missing: bool = False

    @property
    def third_field(self) -> SafeString:
        """The field in which a third version is written, as in the form."""
        name = f"_third-{self.number}"
        widget: Any = self.form_field.widget if self.form_field else Textarea()
        return widget.render(name, self.third or self.proposal, widget.attrs | {"id": name})


def differences(
    base: State | None, theirs: State, mine: State, shape: FormShape
) -> list[Difference]:
    """Return the differences of the sent and the saved state; without a base all are conflicts."""
    found: list[Difference] = []
    for unit in dict.fromkeys([*theirs, *mine]):
        began = None if base is None else base.get(unit)
        found += _in_unit(unit, began, theirs.get(unit), mine.get(unit), shape.fields[unit[0]])
    for number, each in enumerate(found):
        each.number = number
        _describe(each, theirs, mine, shape)
    return found


def _in_unit(
    unit: Unit, base: Any, theirs: Any, mine: Any, fields: dict[str, Field]
) -> list[Difference]:
    if theirs is not None and mine is not None:
        return [
            each
            for name in theirs
            if theirs[name] != mine.get(name, ())
            for each in _in_field(unit, name, base, theirs[name], mine.get(name, ()), fields[name])
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


def _in_field(
    unit: Unit, name: str, base: Any, theirs: Value, mine: Value, field: Field
) -> Iterator[Difference]:
    if base is None or name not in base:
        yield Difference(unit, name, BOTH, mine, theirs)
    elif isinstance(field, RichTextFormField):
        for each in passages(*(blocks(_joined(value)) for value in (base[name], theirs, mine))):
            made = Difference(
                unit,
                name,
                by=_by(each.base, each.theirs, each.mine),
                mine=_value(*each.mine),
                theirs=_value(*each.theirs),
                place=each.place,
            )
            if not each.base:
                # What both added at one place may well stay, one behind the other.
                made.proposal = "".join([*each.theirs, *each.mine])
            yield made
    else:
        yield Difference(unit, name, _by(base[name], theirs, mine), mine, theirs)


def _by(base: Any, theirs: Any, mine: Any) -> str:
    if mine == base:
        return THEIRS
    return MINE if theirs == base else BOTH


def _joined(value: Value) -> str:
    return "".join(text for _suffix, text in value)


def _value(*texts: str) -> Value:
    whole = "".join(texts)
    return (("", whole),) if whole else ()


def merged(theirs: State, found: list[Difference]) -> State:
    """Return the merged state, with each difference resolved as chosen."""
    state: State = {unit: dict(row) for unit, row in theirs.items()}
    # From the end, so that the places of passages hold.
    for each in reversed(found):
        value = each.mine if each.choice == MINE else each.theirs
        if each.choice == "third":
            value = _value(each.third)
        if each.place is not None:
            text = blocks(_joined(state[each.unit][each.field]))
            text[each.place] = blocks(_joined(value))
            value = _value(*text)
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
        each.form_field = field
        each.proposal = each.proposal or _joined(each.mine)
        if isinstance(field, RichTextFormField) and each.tag:
            _show_as_read(each)
            return
        texts = [text_of(field, value) for value in (each.theirs, each.mine)]
    each.their_text, each.my_text, _count = difference(*texts)


def _show_as_read(each: Difference) -> None:
    """Add both texts of a rich text as readers see them, with the differences marked."""
    language = next(code for code, info in LANGUAGE_INFO.items() if info.tag == each.tag)
    texts = [_joined(each.theirs), _joined(each.mine)]
    images: Any = apps.get_model("library.Image")._default_manager
    pictures = images.for_html(*texts)
    shown = [render(text, language, pictures) for text in texts]
    each.their_text, each.my_text = html_difference(*shown)
    each.is_rich = True
    each.is_formatting = plain_text(texts[0]) == plain_text(texts[1])


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
