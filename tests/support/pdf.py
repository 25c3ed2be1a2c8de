"""Reading a PDF as a reader, a machine for the blind and an archive would."""

import io
from dataclasses import dataclass
from typing import Any

import page
import pikepdf
import pypdfium2

# Compressed data may end in a byte that reads as an end of line, which the checker then takes for
# one. The length of every stream is checked by qpdf, whose library pikepdf is.
FALSE_ALARMS = {"PDFA2A-STREAM-LENGTH-001", "PDFUA1-STREAM-LENGTH-001"}


@dataclass
class PdfLine:
    """A line of a leaf: its words, and where it begins, in points from the left."""

    text: str
    left: float


def blank(title: str = "Staff", **options: Any) -> bytes:
    """Return a PDF of one empty leaf; ``options`` are pikepdf's for saving."""
    file = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"] = title
        made.save(file, deterministic_id=not options, **options)
    return file.getvalue()


def faults(pdf: bytes) -> dict[str, list[str]]:
    """Return what breaks PDF/A-2a, PDF/UA-1 and the syntax of PDF; empty lists where nothing."""
    reports = {name: page.validate_pdf_bytes(pdf, profile=name) for name in ("2a", "ua1")}
    found = {
        name: [str(fault) for fault in report.failures if fault.rule_id not in FALSE_ALARMS]
        for name, report in reports.items()
    }
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {**found, "syntax": opened.check_pdf_syntax()}


def text(pdf: bytes) -> str:
    """Return the words in the order in which the file holds them."""
    return "\n".join(leaves(pdf))


def leaves(pdf: bytes) -> list[str]:
    """Return the words of each leaf."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [leaf.get_textpage().get_text_bounded() for leaf in opened]


def lines(pdf: bytes) -> list[PdfLine]:
    """Return the lines as they stand on the leaves, by where their letters lie."""
    found: list[PdfLine] = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for leaf in opened:
            letters = leaf.get_textpage()
            foot = None
            for number in range(letters.count_chars()):
                letter = letters.get_text_range(number, 1)
                if not letter.strip():
                    continue
                left, bottom, _right, top = letters.get_charbox(number, loose=True)
                if foot is None or abs(bottom - foot) > (top - bottom) / 2:
                    found.append(PdfLine("", left))
                    foot = bottom
                found[-1].text += letter
    return found


def outline(pdf: bytes) -> list[tuple[int, str]]:
    """Return the bookmarks as level and words."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [(mark.level, mark.get_title()) for mark in opened.get_toc()]


def _opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def properties(pdf: bytes) -> tuple[str, str, str]:
    """Return language, title and author as the file declares them."""
    with _opened(pdf) as opened:
        metadata = opened.open_metadata()
        return str(opened.Root.Lang), metadata["dc:title"], metadata["dc:creator"][0]


def links(pdf: bytes) -> set[str]:
    """Return the addresses that links lead to."""
    with _opened(pdf) as opened:
        marks = (mark for leaf in opened.pages for mark in leaf.get("/Annots", []))
        return {str(mark.A.URI) for mark in marks if "/A" in mark}


def descriptions(pdf: bytes) -> set[str]:
    """Return the alternative texts of the pictures."""
    with _opened(pdf) as opened:
        return {str(item.Alt) for item in opened.objects if "/Alt" in _keys(item)}


def fonts(pdf: bytes) -> set[str]:
    """Return the families of the fonts, each of which is embedded."""
    with _opened(pdf) as opened:
        found = [item for item in opened.objects if "/FontName" in _keys(item)]
        assert all({"/FontFile2", "/FontFile3"} & set(_keys(item)) for item in found)
        return {str(item.FontName).partition("+")[2].partition("-")[0] for item in found}


def _keys(item: pikepdf.Object) -> list[str]:
    return list(item.keys()) if isinstance(item, pikepdf.Dictionary) else []
