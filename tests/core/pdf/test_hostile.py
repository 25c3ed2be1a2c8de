"""Whatever stands in a text, its PDF can be read or is refused, and the site lives on."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.pdf.document import PdfPicture
from core.pdf.process import PdfError, run
from tests.core.pdf.test_files import bytes_of, photo, set_body
from tests.support import memory_hog, pdf
from tests.support.documents import PLAIN, enormous_png

TYPST = """#read("/etc/passwd") #import "@preview/x:1.0.0": * $x^2$ #{panic("!")} *bold* _it_ `raw`
<label> @ref // comment \\ #eval("1+1") = Heading - item + item / term: x [#sys.version]"""


def words_of(content):
    return " ".join(pdf.text(content).split())


def test_commands_of_the_typesetter_are_printed_as_text():
    body = TYPST.replace("<", "&lt;").replace(">", "&gt;")
    content = set_body(f"<p>{body}</p>", title=TYPST, standfirst=TYPST, facts=((TYPST, TYPST),))
    assert words_of(content).count('#read("/etc/passwd")') == 5
    assert "root:" not in words_of(content)


def test_200_kilobytes_of_text_are_set_to_the_last_word():
    body = "".join(f"<p>{'The sun falls on the roofs of the city. ' * 20}</p>" for _n in range(250))
    content = set_body(f"{body}<p>The very last word.</p>")
    assert "The very last word." in words_of(content)


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
    ],
    ids=["quotation", "cell", "head of a table", "list item", "heading"],
)
def test_block_longer_than_a_leaf_is_set_to_its_last_word(body):
    assert "and there it ends" in words_of(set_body(body))


def test_lists_200_deep_are_set():
    body = "<ul><li>deep" * 200 + "</li></ul>" * 200
    assert words_of(set_body(body)).count("deep") == 200


def test_marks_200_deep_are_set():
    assert "bold" in words_of(set_body("<p>" + "<strong><em>" * 200 + "bold</p>"))


def test_rowspans_and_colspans_that_overlap_are_set():
    row = '<tr><td colspan="9" rowspan="99">a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr>'
    content = set_body(f"<table>{row * 20}</table>")
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}


def test_table_of_60_columns_loses_the_last_ones_and_says_so():
    row = "".join(f"<td>{number}</td>" for number in range(60))
    text = words_of(set_body(f"<table><tr>{row}</tr></table>"))
    assert "This continues online" in text


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


def test_word_that_no_line_holds_is_broken():
    lines = pdf.lines(set_body(f"<p>{'w' * 3000}</p>"))
    assert max(len(line.text) for line in lines) < 150


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        photo()[:300],
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        enormous_png(32_000),
    ],
    ids=["empty", "text", "cut short", "SVG", "32k x 32k"],
)
def test_broken_picture_gives_way_to_its_description(content):
    name = default_storage.save("library/broken", ContentFile(content))
    picture = PdfPicture("image-7", name=name, width=640, height=400, alt="Seven roofs")
    document = replace(PLAIN, banner=picture, pictures=((7, picture),))
    document = replace(document, body='<p>Text.</p><figure data-image="7"></figure>')
    assert words_of(bytes_of(document)).count("Seven roofs") == 2


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "GIF", "AVIF"])
def test_picture_of_a_kind_that_is_not_accepted_gives_way_to_its_description(kind):
    name = default_storage.save("library/other.jpg", ContentFile(photo(kind=kind)))
    picture = PdfPicture("image-7", name=name, width=640, height=400, alt=f"A roof as {kind}")
    assert f"A roof as {kind}" in words_of(bytes_of(replace(PLAIN, banner=picture)))


def test_cmyk_photo_is_set():
    name = default_storage.save("library/cmyk.jpg", ContentFile(photo(mode="CMYK")))
    picture = PdfPicture("image-7", name=name, width=640, height=400, alt="A roof in four inks")
    content = bytes_of(replace(PLAIN, banner=picture))
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert "A roof in four inks" in pdf.descriptions(content)


def test_picture_that_has_gone_gives_way_to_its_description():
    picture = PdfPicture(
        "image-7", name="library/gone.jpg", width=640, height=400, alt="A lost roof"
    )
    assert "A lost roof" in words_of(bytes_of(replace(PLAIN, banner=picture)))


def test_child_that_takes_too_much_memory_dies_alone_and_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("C40_SECRET_KEY", "not to be read")
    with pytest.raises(PdfError, match="MemoryError"):
        run(memory_hog, tmp_path)
    assert "C40" not in (tmp_path / "environment").read_text()
