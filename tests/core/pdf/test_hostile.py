"""Whatever stands in a text, its PDF can be read or is refused, and the site lives on."""

import os
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.pdf import inspector
from core.pdf.document import PdfPicture
from core.pdf.process import PdfError, lock, run
from tests.core.pdf.test_files import bytes_of, set_body
from tests.support import memory_hog, pdf
from tests.support.documents import PLAIN, enormous_png
from tests.support.items import photo

TYPST = """#read("/etc/passwd") #import "@preview/x:1.0.0": * $x^2$ #{panic("!")} *bold* _it_ `raw`
<label> @ref // comment \\ #eval("1+1") = Heading - item + item / term: x [#sys.version]"""


def words_of(content):
    return " ".join(pdf.text(content).split())


def test_commands_of_the_typesetter_are_printed_as_text():
    body = TYPST.replace("<", "&lt;").replace(">", "&gt;")
    content = set_body(f"<p>{body}</p>", title=TYPST, standfirst=TYPST, facts=((TYPST, TYPST),))
    assert words_of(content).count('#read("/etc/passwd")') == 5
    assert "root:" not in words_of(content)


def test_table_of_10000_rows_ends_with_the_address_of_the_rest():
    rows = "".join(f"<tr><td>Row {number}</td><td>x</td></tr>" for number in range(1, 10_001))
    text = words_of(set_body(f"<table>{rows}</table>"))
    assert "Row 2000" in text
    assert "Row 2001" not in text
    assert f"This continues online: {PLAIN.url}" in text


LONG = "The sun falls on the roofs of the city, " * 500 + "and there it ends"


@pytest.mark.parametrize(
    "body",
    [
        f"<blockquote><p>“{LONG}</p></blockquote>",
        f"<table><tr><th>Head</th></tr><tr><td>{LONG}</td></tr></table>",
        f"<table><tr><th>{LONG}</th></tr><tr><td>Cell</td></tr></table>",
        f"<ul><li>{LONG}</li></ul>",
        f"<h2>{LONG}</h2><p>Text</p>",
        f"<p>{LONG}</p>" * 10,
        "<ul><li>deep" * 199 + "<ul><li>and there it ends" + "</li></ul>" * 200,
        "<p>" + "<strong><em>" * 200 + "and there it ends</p>",
    ],
    ids=[
        *("quotation", "cell", "head of a table", "list item", "heading", "200 kilobytes"),
        *("lists 200 deep", "marks 200 deep"),
    ],
)
def test_text_longer_or_deeper_than_a_leaf_is_set_to_its_last_word(body):
    assert "and there it ends" in words_of(set_body(body))


def test_table_of_60_columns_loses_the_last_ones_and_says_so():
    row = "".join(f"<td>{number}</td>" for number in range(60))
    assert "This continues online" in words_of(set_body(f"<table><tr>{row}</tr></table>"))


def test_rowspans_and_colspans_that_overlap_are_set():
    row = '<tr><td colspan="9" rowspan="99">a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr>'
    content = set_body(f"<table>{row * 20}</table>")
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Smile 😀👨‍👩‍👧 now", "Smile 〓〓〓〓 now"),
        ("In Arabic: مرحبا", "In Arabic: 〓〓〓〓〓"),
        ("In Tibetan: བོད་", "In Tibetan: 〓〓〓"),
        ("Marks: e" + "\u0301" * 500 + "t", "t"),
        ("Controls: a\u202eb\u200bc\u0007d\u2028e", "Controls: ab"),
        ("A lone surrogate: \ud800.", "A lone surrogate: ."),
        ("CO₂, x⁺², m³", "CO2, x+2, m³"),
    ],
)
def test_what_no_font_has_is_marked_and_the_rest_is_set(text, shown):
    content = set_body("<p>A roof.</p>", standfirst=text)
    assert shown in words_of(content)
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_word_that_no_line_holds_is_broken_and_copied_as_it_is(language):
    address = f"https://example.org/{'a' * 180}/{'b' * 120}"
    content = set_body(f"<p>{address}</p><p>{'w' * 3000}</p>", language=language)
    assert max(len(line.text) for line in pdf.lines(content)) < 150
    assert address in "".join(pdf.text(content).split())


@pytest.mark.parametrize("title", ["", "\u200b", "|", "\u0488"])
def test_titles_and_headings_that_show_nothing_do_no_harm(title):
    body = "<h2>\u200b</h2><h3> </h3><h2>\u0488</h2><p>A roof.</p><h2>Two</h2>"
    content = set_body(body, language="zh-hans", title=title)
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert [words for _level, words in pdf.outline(content)][1:] == ["Key facts", "Two"]


OTHER_KINDS = ("BMP", "TIFF", "GIF", "AVIF")


def picture_of(content, alt):
    """Return a picture of a file in the library, or of one that has gone from it."""
    name = "library/gone.jpg"
    if content is not None:
        name = default_storage.save("library/file.jpg", ContentFile(content))
    return PdfPicture("image-7", name=name, width=640, height=400, alt=alt)


def test_cmyk_photo_is_set():
    picture = picture_of(photo(mode="CMYK"), "A roof in four inks")
    content = bytes_of(replace(PLAIN, banner=picture))
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert "A roof in four inks" in pdf.descriptions(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        photo()[:300],
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        enormous_png(32_000),
        *(photo(kind=kind) for kind in OTHER_KINDS),
        None,
    ],
    ids=["empty", "text", "cut short", "SVG", "32k x 32k", *OTHER_KINDS, "gone"],
)
def test_broken_foreign_or_lost_picture_gives_way_to_its_description(content):
    picture = picture_of(content, "Seven roofs")
    document = replace(PLAIN, banner=picture, pictures=((7, picture),))
    document = replace(document, body='<p>Text.</p><figure data-image="7"></figure>')
    assert words_of(bytes_of(document)).count("Seven roofs") == 2


def test_child_that_takes_too_much_memory_dies_alone_and_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("C40_SECRET_KEY", "not to be read")
    with pytest.raises(PdfError, match="MemoryError"):
        run(memory_hog, tmp_path)
    assert "C40" not in (tmp_path / "environment").read_text()


def test_child_that_hangs_is_killed_and_the_next_one_has_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr("core.pdf.process.SECONDS", 2)
    upload = tmp_path / "upload.pdf"
    # Whoever opens it waits until somebody writes.
    os.mkfifo(upload)
    with pytest.raises(PdfError, match="more than 2 seconds"), lock(["slot-0"]):
        run(inspector, tmp_path)
    with pytest.raises(OSError, match="No such device"):
        os.open(upload, os.O_WRONLY | os.O_NONBLOCK)  # nobody has it open any more
    upload.unlink()
    upload.write_bytes(bytes_of(PLAIN))
    with lock(["slot-0"]):
        run(inspector, tmp_path)
