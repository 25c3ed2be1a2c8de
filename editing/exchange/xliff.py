"""Writes XLIFF 1.2: a file element for each item, a group for each field, a unit for a block."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from editing.exchange.codes import CLOSE, CONTROLS, LONE, Codes, Line
from editing.exchange.fields import FILE_TAGS, ExchangedField, note_of, other
from editing.translation.states import State

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TYPE = "application/x-xliff+xml"
HEAD = "c40china"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(items: Iterable[tuple[list[ExchangedField], str]], head: str) -> bytes:
    """Return a file of items; each has its fields, and the address of its page or ""."""
    root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})
    for fields, page in items:
        _write_item(root, fields, page, head)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write_item(root: Any, fields: list[ExchangedField], page: str, head: str) -> None:
    language = fields[0].language
    file = _sub(
        root,
        "file",
        {
            "original": fields[0].item,
            "source-language": FILE_TAGS[other(language)],
            "target-language": FILE_TAGS[language],
            "datatype": "html",
        },
    )
    _sub(_sub(file, "header"), "note", {"from": HEAD}).text = head
    body = _sub(file, "body")
    for field in fields:
        _write_field(body, field, note_of(field, page))


def _write_field(body: Any, field: ExchangedField, note: str) -> None:
    group = _sub(body, "group", {"id": f"{field.item}:{field.key}"})
    for unit in field.units:
        made = _sub(group, "trans-unit", {"id": str(unit.id), _SPACE: "preserve"})
        if field.limit and not field.texts.is_rich:
            made.set("maxwidth", str(field.limit))
            made.set("size-unit", "char")
        _fill(_sub(made, "source"), unit.source, unit.source_codes)
        if unit.target:
            behind = field.state == State.OUTDATED
            state = "needs-translation" if behind else "translated"
            _fill(_sub(made, "target", {"state": state}), unit.target, unit.target_codes)
        _sub(made, "note").text = CONTROLS.sub("", note)


def _sub(parent: Any, tag: str, attributes: dict[str, str] | None = None) -> Any:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes or {})
    made.tail = "\n"
    return made


def _fill(element: Any, line: Line, codes: Codes) -> None:
    here, last = element, None
    for each in line:
        if isinstance(each, str):
            if last is None:
                here.text = (here.text or "") + each
            else:
                last.tail = (last.tail or "") + each
        elif each.side == CLOSE:
            here, last = here.getparent(), here
        else:
            made = etree.SubElement(here, f"{{{NAMESPACE}}}{'x' if each.side == LONE else 'g'}")
            made.set("id", each.id)
            made.set("ctype", codes[each.id].kind)
            here, last = (here, made) if each.side == LONE else (made, None)
