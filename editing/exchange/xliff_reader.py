"""Reads XLIFF 1.2 as translators' programs write it; what it cannot read it names."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from core.i18n import LANGUAGE_INFO
from editing.exchange.codes import CLOSE, LONE, OPEN, Line, Mark, words
from editing.exchange.files import (
    MAX_UNITS,
    FileRefused,
    ReceivedFile,
    ReceivedUnit,
    document_type,
)
from editing.exchange.xliff import HEAD

# Of the tags that stand for Chinese, those that stand for its traditional characters.
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_OWN_KINDS = {
    "http://sdl.com/FileTypes/SdlXliff/1.0": ("Trados", ".sdlxliff"),
    "MQXliff": ("memoQ", ".mqxliff"),
}
# Codes that came back as text: a program wrote a target without knowing its codes.
_ESCAPED_CODE = re.compile(r"</?(?:g|x|bx|ex|ph|bpt|ept|it|mrk)\b[^<>]*>")


def read(data: bytes) -> ReceivedFile:
    """Return the units of a file. Raises FileRefused if it is none that can be read."""
    root = _parsed(data)
    _refuse_other_formats(root)
    received = ReceivedFile([], [])
    for file in _children(root, "file"):
        _refuse_other_languages(file)
        for header in _children(file, "header"):
            notes = _children(header, "note")
            received.heads += [
                "".join(each.itertext()) for each in notes if each.get("from") == HEAD
            ]
        for element in file.iter():
            if _name(element) == "trans-unit":
                received.units.append(_unit(element, len(received.units) + 1))
                if len(received.units) > MAX_UNITS:
                    return received
    return received


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if b"<!DOCTYPE" in data:
            raise FileRefused(document_type()) from error
        raise FileRefused(
            _("The file is cut off, or not written as XML is: export it once more.")
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(document_type())
    return root


def _refuse_other_formats(root: Any) -> None:
    for namespace, names in _OWN_KINDS.items():
        if namespace in root.nsmap.values():
            raise FileRefused(own_kind(*names))
    if _name(root) != "xliff":
        raise FileRefused(
            _("This is no XLIFF: its first element is “%(name)s”.") % {"name": _name(root)}
        )
    version = root.get("version", "1.2")
    if not version.startswith("1."):
        raise FileRefused(
            _("This is XLIFF %(version)s: save it as XLIFF 1.2.") % {"version": version}
        )


def own_kind(program: str, ending: str) -> str:
    """Return the sentence about a file of one program's own kind."""
    return _(
        "This is a file of %(program)s (%(ending)s): export the translation there as XLIFF 1.2."
    ) % {"program": program, "ending": ending}


def _refuse_other_languages(file: Any) -> None:
    for name in ("source-language", "target-language"):
        tag = file.get(name, "")
        if tag and not language_of(tag):
            raise FileRefused(
                _("The file is in a language that this site does not have: %(tag)s.") % {"tag": tag}
            )


def language_of(tag: str) -> str:
    """Return the language that a program's tag stands for, "" if it is none of the site's."""
    first, *others = re.split("[-_]", tag.strip().lower())
    if first == "zh" and not _TRADITIONAL.intersection(others):
        return "zh-hans"
    return first if first in LANGUAGE_INFO else ""


def _unit(element: Any, number: int) -> ReceivedUnit:
    unit = ReceivedUnit(element.get("id", ""), _("unit %(number)s") % {"number": number})
    try:
        for source in _children(element, "source"):
            unit.source = _line(source)
        for target in _children(element, "target"):
            unit.target = _line(target)
    except FileRefused as refused:
        unit.fault = str(refused)
    own, found = words(unit.source or []), _ESCAPED_CODE.search(words(unit.target))
    if found and not unit.fault and found[0] not in own:
        unit.fault = _("its codes came back as text: %(code)s") % {"code": found[0]}
    return unit


def _line(element: Any) -> Line:
    begun: dict[str, str] = {}
    line: Line = []
    for each in _pieces(element, begun):
        if isinstance(each, str) and line and isinstance(line[-1], str):
            line[-1] += each
        elif each != "":
            line.append(each)
    return line


def _pieces(element: Any, begun: dict[str, str]) -> Iterator[str | Mark]:
    yield element.text or ""
    for child in element:
        name, number = _name(child), child.get("id", "")
        if name == "g":
            yield Mark(number, OPEN)
            yield from _pieces(child, begun)
            yield Mark(number, CLOSE)
        elif name == "x":
            yield Mark(number, LONE)
        elif name == "bx":
            begun[child.get("rid", number)] = number
            yield Mark(number, OPEN)
        elif name == "ex":
            yield Mark(begun.get(child.get("rid", number), number), CLOSE)
        elif name == "mrk":
            yield from _pieces(child, begun)
        else:
            raise FileRefused(
                _("a code that this site does not write: %(code)s") % {"code": f"{name} {number}"}
            )
        yield child.tail or ""


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _name(child) == name]


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
