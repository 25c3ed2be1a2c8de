"""Reads a file that came back, whatever it is."""

from typing import Any

from django.utils.translation import gettext as _

from editing.exchange import workbook, xliff_reader
from editing.exchange.files import MAX_BYTES, MAX_UNITS, FileRefused, ReceivedFile

# The own kinds of translators' programs, by the ends of their names.
PROGRAMS = {
    ".sdlxliff": "Trados",
    ".mqxliff": "memoQ",
    ".mqxlz": "memoQ",
    ".xlz": "XLIFF:doc",
    ".mxliff": "Phrase",
    ".txlf": "Wordfast",
}


def read_upload(upload: Any) -> ReceivedFile:
    """Return what an uploaded file holds. Raises FileRefused if it cannot be read."""
    if upload is None or not upload.size:
        raise FileRefused(_("The file is empty: choose one."))
    if upload.size > MAX_BYTES:
        raise FileRefused(
            _("The file has more than %(limit)s MB.") % {"limit": MAX_BYTES // 1_000_000}
        )
    name = upload.name.lower()
    for ending, program in PROGRAMS.items():
        if name.endswith(ending):
            raise FileRefused(xliff_reader.own_kind(program, ending))
    data = upload.read()
    reader = workbook if data.startswith(b"PK") else xliff_reader
    if reader is xliff_reader and not _is_markup(data):
        raise FileRefused(
            _("This is neither XLIFF nor XLSX: send the file as the translator's program saves it.")
        )
    received = reader.read(data)
    if len(received.units) > MAX_UNITS:
        raise FileRefused(
            _("The file has more than %(limit)s units: send it in parts.") % {"limit": MAX_UNITS}
        )
    if not received.units:
        raise FileRefused(_("The file has no texts in it."))
    return received


def _is_markup(data: bytes) -> bool:
    start = data[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<")
