"""Documents as PDF files: what is in them, and how often they are set."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.pdf import document as pdf_document
from core.pdf import files as pdf_files
from core.pdf.document import PdfPicture
from core.pdf.process import PdfBusyError, PdfError, lock
from core.pdf.text import FONTS
from tests.support import pdf
from tests.support.documents import DRAWN, EVERY_CONSTRUCT, PLAIN
from tests.support.items import photo


def stored(content):
    return default_storage.save("library/picture", ContentFile(content))


def picture(key, content, **words):
    return PdfPicture(f"image-{key}", name=stored(content), width=640, height=400, **words)


def bytes_of(document):
    with default_storage.open(pdf_files.ensure(document)) as file:
        return file.read()


def set_body(body, **changes):
    return bytes_of(replace(PLAIN, body=body, **changes))


@pytest.fixture
def whole():
    """A document with everything, for each language."""
    pictures = (
        (1, picture(1, photo(), alt="A roof", caption="A roof in spring", credit="Photo: office")),
        (2, picture(2, photo(mode="RGBA", kind="PNG"), decorative=True)),
    )
    document = replace(PLAIN, banner=DRAWN, pictures=pictures)
    titles = {"en": "Roofs of ten cities", "zh-hans": "十城|屋顶"}
    return {
        code: replace(document, language=code, title=title, body=EVERY_CONSTRUCT[code])
        for code, title in titles.items()
    }


def test_photo_as_banner_conforms_and_is_described(whole, language):
    banner = picture(9, photo((2000, 3000)), alt="Two roofs", focus=(0.5, 0.1))
    content = bytes_of(replace(whole[language], banner=banner))
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert "Two roofs" in pdf.descriptions(content)


def test_text_can_be_read_back_in_its_order(whole):
    text = " ".join(pdf.text(bytes_of(whole["en"])).split())
    words = [
        *("Roofs of ten cities", "From", "10 countries", "third level", "CO2", "m²", "a link"),
        *("(https://example.org/a?b=c)", "北京", "5. first", "• deep", "• two", "She said:"),
        *("“One.", "Three.", "A. Speaker", "Mayor", "A roof in spring", "Tonnes of CO2"),
        *("The end.", "https://example.org/en/roofs/"),
    ]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "〓" not in text


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [("en", "en-GB", "Roofs of ten cities"), ("zh-hans", "zh-CN", "十城屋顶")],
)
def test_every_construct_conforms_and_names_its_language_title_and_author(
    whole, language, tag, title
):
    content = bytes_of(whole[language])
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert pdf.properties(content) == (tag, title, "C40 China")


def test_bookmarks_skip_no_level_and_links_lead_to_whole_addresses(whole):
    content = bytes_of(whole["en"])
    assert pdf.outline(content) == [
        (0, "Roofs of ten cities"),
        (1, "Key facts"),
        (1, "A heading of the third level first"),
        (1, "A heading"),
    ]
    assert pdf.links(content) == {
        "https://example.org/a?b=c",
        "https://example.org/en/cities/",
        "https://example.org/en/roofs/#top",
        "mailto:a@example.org",
    }


def test_chinese_paragraphs_begin_two_characters_in():
    body = "<p>甲乙丙丁。</p>" + f"<p>{'屋顶上的太阳能，' * 20}</p>"
    lines = pdf.lines(set_body(body, language="zh-hans", facts=()))
    edge = next(line.left for line in lines if line.text.startswith("News"))
    begun = [line.left for line in lines if line.text.startswith(("甲乙", "屋顶上的太阳能"))]
    assert [round(left - edge) for left in begun[:2]] == [19, 19]


def test_no_chinese_line_begins_with_a_closing_mark():
    clauses = "".join(
        f"{'屋顶' * (number % 7)}能，{'光' * (number % 5)}热。" for number in range(200)
    )
    lines = pdf.lines(set_body(f"<p>{clauses}、（甲）、“乙”。</p>", language="zh-hans"))
    assert len(lines) > 20
    assert [line.text for line in lines if line.text[0] in "，。、；：？！）”》"] == []


def test_file_is_the_same_on_a_machine_without_fonts(whole):
    first = bytes_of(whole["zh-hans"])
    default_storage.delete(whole["zh-hans"].storage_name)
    assert bytes_of(whole["zh-hans"]) == first
    assert pdf.fonts(first) == {"LibreFranklin", "NotoSansSC"}


# --- How often it is set ----------------------------------------------------------------------


def rendered(caplog):
    return [record for record in caplog.records if record.getMessage().startswith("Set the PDF")]


def test_twenty_readers_at_once_have_it_set_once(caplog):
    caplog.set_level(logging.INFO, "core.pdf.files")
    document = replace(PLAIN, title="Twenty readers")
    with ThreadPoolExecutor(20) as readers:
        names = list(readers.map(pdf_files.ensure, [document] * 20))
    assert len(set(names)) == 1
    assert len(rendered(caplog)) == 1


def test_what_is_unchanged_is_never_set_again_and_what_changed_is(caplog):
    caplog.set_level(logging.INFO, "core.pdf.files")
    document = replace(PLAIN, title="Twice")
    first = pdf_files.ensure(document)
    assert pdf_files.ensure(replace(document)) == first
    assert pdf_files.ensure(replace(document, facts=())) != first
    assert pdf_files.ensure(replace(document, banner=DRAWN)) != first
    assert len(rendered(caplog)) == 3


@pytest.fixture
def fresh_craft():
    """Read anew what a fingerprint is made of, and again once the test is over."""
    pdf_document._craft.cache_clear()
    yield
    pdf_document._craft.cache_clear()


def test_every_module_and_font_that_shapes_a_file_is_a_part_of_its_name():
    folder = Path(pdf_files.__file__).parent
    others = {"limits.py", "inspector.py", "process.py", "response.py", "upload.py"}

    assert {path.name for path in folder.glob("[!_]*.py")} - others == {*pdf_document.CODE}
    assert {path.name for path in FONTS.glob("*.ttf")} < {*pdf_document.FONT_FILES}


@pytest.mark.parametrize(
    ("what", "names"), [("CODE", pdf_document.CODE), ("FONT_FILES", pdf_document.FONT_FILES)]
)
def test_a_name_is_another_without_one_of_them_and_none_where_one_is_missing(
    monkeypatch, fresh_craft, what, names
):
    before = PLAIN.storage_name

    monkeypatch.setattr(pdf_document, what, names[1:])
    pdf_document._craft.cache_clear()
    assert PLAIN.storage_name != before

    monkeypatch.setattr(pdf_document, what, ("moved.py",))
    pdf_document._craft.cache_clear()
    with pytest.raises(FileNotFoundError):
        _ = PLAIN.storage_name


def test_two_are_set_at_a_time_and_a_third_is_told_so(monkeypatch):
    monkeypatch.setattr("core.pdf.process.PATIENCE", 0.1)
    with lock(["slot-0"]), lock(["slot-1"]), pytest.raises(PdfBusyError):
        pdf_files.ensure(replace(PLAIN, title="Third"))


def test_what_cannot_be_set_is_logged_with_its_reason_and_not_tried_again(caplog):
    document = replace(PLAIN, title="Broken", banner=PdfPicture("banner.svg", svg="<svg"))
    for _time in range(2):
        with pytest.raises(PdfError):
            pdf_files.ensure(document)
    cache.clear()
    reasons = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(reasons) == 1
    assert "SVG" in reasons[0]
