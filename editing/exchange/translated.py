"""The translation of one field as a file has it: what it says, what it lost, why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.i18n import colon, join_names
from editing.checklist.checks import length_limit, too_long
from editing.exchange import codes
from editing.exchange.blocks import rebuilt
from editing.exchange.codes import Code, Codes, Line
from editing.exchange.fields import ExchangedField, Unit, UnitId
from editing.exchange.files import ReceivedUnit
from editing.translation.fingerprints import normalised

KIND_NAMES = {
    "link": gettext_lazy("link"),
    "x-lang": gettext_lazy("mark of a language"),
    "bold": gettext_lazy("bold"),
    "italic": gettext_lazy("italics"),
    "x-sub": gettext_lazy("subscript"),
    "x-sup": gettext_lazy("superscript"),
    "lb": gettext_lazy("line break"),
}
Received = list[tuple[UnitId, ReceivedUnit]]


@dataclass
class Translated:
    """What a file says of a field."""

    value: str = ""
    # Whether none of its blocks is translated.
    is_empty: bool = False
    is_changed: bool = False
    # Whether its source or its translation has changed since it was sent.
    is_aside: bool = False
    old_source: str = ""
    faults: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def translated(found: ExchangedField, received: Received, pages: Mapping[str, str]) -> Translated:
    """Return what a file says of a field; ``pages`` are the addresses of links in its language."""
    made = Translated(faults=_faults(received))
    if made.faults:
        return made
    units = {int(key.block): (key, unit) for key, unit in received}
    if not any(codes.settled(unit.target) for _key, unit in received):
        made.is_empty = True
        return made
    if any(key.source_print != found.source_print for key, _unit in received):
        return _set_aside(found, units)
    unknown = [unit.place for number, (_key, unit) in units.items() if number >= len(found.units)]
    if unknown:
        made.faults = [_("no such paragraph: %(places)s") % {"places": join_names(unknown)}]
        return made
    lines, own = [], []
    for number, unit in enumerate(found.units):
        key, got = units.get(number, (unit.id, ReceivedUnit("", "")))
        line, of_line = _take(made, unit, key, got, pages)
        lines.append(line)
        own.append(of_line)
    lacking = sum(not codes.settled(line) for line in lines)
    if made.is_changed and lacking:
        made.faults.append(
            _("%(number)s of its %(all)s paragraphs have no translation")
            % {"number": lacking, "all": len(lines)}
        )
    if made.is_changed:
        made.value = value_of(found, lines, own)
        _check_value(found, made)
    return made


def located(unit: ReceivedUnit, fault: str) -> str:
    """Return what is wrong with a unit, behind the place where it stands."""
    return unit.place + colon() + fault


def _faults(received: Received) -> list[str]:
    faults = [located(unit, unit.fault) for _key, unit in received if unit.fault]
    by_block: dict[str, list[ReceivedUnit]] = {}
    for key, unit in received:
        by_block.setdefault(key.block, []).append(unit)
    for units in by_block.values():
        if len({codes.settled(unit.target) for unit in units}) > 1:
            places = join_names(unit.place for unit in units)
            faults.append(_("it is there more than once: %(places)s") % {"places": places})
    return faults


def _set_aside(found: ExchangedField, units: dict[int, tuple[UnitId, ReceivedUnit]]) -> Translated:
    ordered = [units[number][1] for number in sorted(units)]
    made = Translated(is_aside=True)
    made.faults = [_("The source was changed after the file was made.")]
    made.old_source = _as_text(found, [unit.source or [] for unit in ordered])
    made.value = _as_text(found, [unit.target for unit in ordered])
    return made


def _as_text(found: ExchangedField, lines: list[Line]) -> str:
    """Return lines of which nobody knows any more what their codes stood for."""
    if not found.texts.is_rich:
        return "\n".join(codes.as_plain(line) for line in lines)
    paragraphs = (codes.as_html([codes.words(line)], {}) for line in lines)
    return "".join(f"<p>{each}</p>" for each in paragraphs)


def _take(
    made: Translated, unit: Unit, key: UnitId, got: ReceivedUnit, pages: Mapping[str, str]
) -> tuple[Line, Codes]:
    """Return the line of a block: that of the file, or the present one if nothing was changed."""
    if got.source is not None and normalised(codes.settled(got.source)) != normalised(
        codes.settled(unit.source)
    ):
        made.faults.append(located(got, _("its source is not the one that was sent")))
    sent = codes.print_of(got.target)
    if sent in ("0", key.sent) or sent == unit.id.sent:
        return unit.target, unit.target_codes
    made.is_changed = True
    if key.sent != unit.id.sent:
        made.is_aside = True
        made.faults.append(
            located(got, _("the translation was changed here after the file was made"))
        )
    faults, marks = compare_codes(got.target, unit)
    made.faults += [located(got, each) for each in faults]
    made.marks += marks
    if faults:
        return got.target, unit.source_codes
    known = {number: _in_language(code, pages) for number, code in unit.source_codes.items()}
    return codes.unwrapped(got.target), known | unit.target_codes


def _in_language(code: Code, pages: Mapping[str, str]) -> Code:
    return Code(code.kind, pages.get(code.attribute, code.attribute))


def compare_codes(line: Line, unit: Unit) -> tuple[list[str], list[str]]:
    """Return why the codes of a line are refused, and which are lost without harm."""
    known = unit.source_codes | unit.target_codes
    counts = codes.counts(line)
    alone = {(number, code.kind == "lb") for number, code in known.items()}
    there = {(mark.id, mark.side == codes.LONE) for mark in codes.marks(line)}
    unknown = [number for number, _is_alone in sorted(there - alone)]
    faults, marks = [], []
    if unknown:
        faults.append(_("unknown codes: %(codes)s") % {"codes": join_names(unknown)})
    if double := [number for number, count in counts.items() if count > 1]:
        faults.append(_("codes that are there twice: %(codes)s") % {"codes": named(double, known)})
    if crossed := codes.crossed(line):
        faults.append(_("codes that cross: %(codes)s") % {"codes": named(crossed, known)})
    sent = set(codes.counts(unit.target)) if unit.target else set(unit.source_codes)
    lost = [number for number in known if number not in counts and number in sent]
    needed = [
        number
        for number in lost
        if known[number].kind in codes.NEEDED and number in unit.source_codes
    ]
    if needed:
        faults.append(_("codes that are lost: %(codes)s") % {"codes": named(needed, known)})
    if harmless := [number for number in lost if number not in needed]:
        marks.append(_("lost: %(codes)s") % {"codes": named(harmless, known)})
    return faults, marks


def named(numbers: list[str], known: Codes) -> str:
    """Return codes by their kind and number."""
    return join_names(
        f"{KIND_NAMES[known[number].kind]} {number}" if number in known else number
        for number in numbers
    )


def value_of(found: ExchangedField, lines: list[Line], own: list[Codes]) -> str:
    """Return the text made of translated blocks."""
    if not found.texts.is_rich:
        return "\n".join(codes.as_plain(line) for line in lines)
    insides = [
        codes.as_html(
            [each for each in line if isinstance(each, str) or each.id in of_line], of_line
        )
        for line, of_line in zip(lines, own, strict=True)
    ]
    if found.target and found.is_alike:
        return rebuilt(found.target, insides)
    return rebuilt(found.source, insides, found.language)


def _check_value(found: ExchangedField, made: Translated) -> None:
    texts = found.texts
    column: Any = texts.model._meta.get_field(found.column)
    if made.faults:
        return
    try:
        made.value = column.formfield(required=False).clean(made.value) or ""
    except ValidationError as error:
        made.faults += error.messages
        return
    if _lines(made.value) == _lines(found.target):
        made.is_changed = False
        return
    if found.target and not found.is_alike:
        made.marks.append(
            _("the present translation has other paragraphs: the whole of it is replaced")
        )
    limit = length_limit(texts.model, texts.name, found.language) if found.is_own else None
    if limit and len(made.value) > limit:
        made.marks.append(too_long(found.label, made.value, limit))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]
