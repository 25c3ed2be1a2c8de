"""The same units as a table: a row for each block, with its codes as ``<1>…</1>``."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.styles import Alignment, Font

from editing.exchange import codes
from editing.exchange.fields import ExchangedField, note_of
from editing.exchange.files import (
    MAX_UNITS,
    MAX_UNPACKED,
    FileRefused,
    ReceivedFile,
    ReceivedUnit,
    document_type,
)
from editing.spreadsheets import MAX_CELL

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET, HEAD_SHEET = "Translation", "C40 China"
# Whoever opens the file may read either language.
ID, FIELD, NOTE = "ID", "Field / 字段", "Note / 说明"
SOURCE, TARGET = "Source / 原文", "Target / 译文"
COLUMNS = {ID: 24, FIELD: 24, NOTE: 30, SOURCE: 60, TARGET: 60}
# How Excel writes a character that XML cannot hold, and a text that looks like it.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DOCTYPES = [b"<!DOCTYPE", *("<!DOCTYPE".encode(code) for code in ("utf-16-le", "utf-16-be"))]


def write(items: Iterable[tuple[list[ExchangedField], str]], head: str) -> bytes:
    """Return a table of items. Raises FileRefused if a block is too long for a cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet.append(list(COLUMNS))
    for fields, page in items:
        for field in fields:
            _write_field(sheet, field, note_of(field, page))
    for number, (name, width) in enumerate(COLUMNS.items()):
        sheet.column_dimensions["ABCDE"[number]].width = width
        sheet.cell(1, number + 1, name).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    book.create_sheet(HEAD_SHEET).append([head])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write_field(sheet: Any, field: ExchangedField, note: str) -> None:
    for unit in field.units:
        source, target = (
            _LIKE_ESCAPED.sub("_x005F_", codes.written(line)) for line in (unit.source, unit.target)
        )
        if max(len(source), len(target)) >= MAX_CELL:
            raise FileRefused(
                _(
                    "%(item)s, %(field)s: a paragraph has more than the %(limit)s characters that a"
                    " cell can hold. Export it as XLIFF."
                )
                % {"item": field.item, "field": field.label, "limit": MAX_CELL}
            )
        row = sheet.max_row + 1
        values = (str(unit.id), field.label, codes.CONTROLS.sub("", note), source, target)
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            cell.value = value or None
            # A text stays one, whatever it begins with, and also while it is edited.
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if value:
                cell.data_type, cell.quotePrefix = "s", True


def read(data: bytes) -> ReceivedFile:
    """Return the units of a table. Raises FileRefused if it is none that can be read."""
    try:
        _refuse_large(data)
        books = [
            load_workbook(io.BytesIO(data), read_only=True, data_only=d) for d in (True, False)
        ]
        names = books[0].sheetnames
        if names[0] != SHEET:
            raise FileRefused(
                _("The first sheet is “%(name)s”; it must be “%(wanted)s”.")
                % {"name": names[0], "wanted": SHEET}
            )
        rows = zip(*(book[SHEET].iter_rows() for book in books), strict=True)
        found = list(_units(rows))
        heads = [books[0][HEAD_SHEET].cell(1, 1).value] if HEAD_SHEET in names else []
    except FileRefused:
        raise
    except Exception as error:
        # Whatever is wrong in a file of others, zipfile and openpyxl say in their own ways.
        raise FileRefused(
            _("The file is damaged, or not a table of Excel: export it once more.")
        ) from error
    return ReceivedFile(found, [each for each in heads if isinstance(each, str)])


def _refuse_large(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        # The library unpacks no more of a part than its size says.
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise FileRefused(
                _("What is packed in the file has more than %(limit)s MB.")
                % {"limit": MAX_UNPACKED // 1_000_000}
            )
        if "xl/workbook.xml" not in packed.namelist():
            raise FileRefused(
                _("This is a packed file, but no table of Excel: send XLIFF 1.2 or XLSX.")
            )
        for name in packed.namelist():
            content = packed.read(name)
            if any(each in content for each in _DOCTYPES):
                raise FileRefused(document_type())


def _units(rows: Iterator[tuple[Any, Any]]) -> Iterator[ReceivedUnit]:
    first, _same = next(rows)
    headings = [str(cell.value or "").strip().casefold() for cell in first]
    places = {}
    for name in (ID, SOURCE, TARGET):
        if name.casefold() not in headings:
            raise FileRefused(_("The first row has no heading “%(name)s”.") % {"name": name})
        places[name] = headings.index(name.casefold())
    number = 0
    for values, formulas in rows:
        key = _cell(values, places[ID]).value
        if key is None:
            continue
        number += 1
        row = _cell(values, places[ID]).row
        unit = ReceivedUnit(str(key), _("row %(number)s") % {"number": row})
        unit.source = codes.read(_unescaped(str(_cell(values, places[SOURCE]).value or "")))
        target, formula = (_cell(each, places[TARGET]) for each in (values, formulas))
        try:
            unit.target = codes.read(_text(target.value, formula))
        except FileRefused as refused:
            unit.fault = str(refused)
        yield unit
        if number > MAX_UNITS:
            return


def _text(value: Any, formula: Any) -> str:
    """Return what a cell says; ``formula`` is the same cell as it was typed."""
    if formula.data_type == "f" and value is None:
        raise FileRefused(
            _("the cell holds a formula without a result: %(formula)s") % {"formula": formula.value}
        )
    if formula.data_type == "e":
        raise FileRefused(_("the cell holds an error: %(value)s") % {"value": value})
    if isinstance(value, date | datetime | time):
        raise FileRefused(_("the cell holds a date, not a text"))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    if len(text) >= MAX_CELL:
        raise FileRefused(
            _("the cell is full (%(limit)s characters), so its end was cut off")
            % {"limit": MAX_CELL}
        )
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    # Word's ends of lines and pages, as Unicode has them: no XML can hold them.
    return "\u2028" if character in "\v\f" else codes.CONTROLS.sub("", character)


def _cell(row: Any, place: int) -> Any:
    return row[place] if place < len(row) else EMPTY_CELL
