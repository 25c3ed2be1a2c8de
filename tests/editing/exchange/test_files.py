"""What programs and people do to a whole file before it comes back."""

import io
import re
import zipfile

from openpyxl import Workbook

from editing.exchange.files import MAX_UNITS
from news.models import Article
from tests.editing.exchange.returned_files import (
    address,
    cell_of,
    id_of,
    send_back,
    send_out,
    with_cells,
    with_targets,
)


def reordered(file):
    """Return a file with its units in another order, and without its groups."""
    first, *units, last = re.split("(?=<trans-unit)|(?<=</trans-unit>)", file)
    return re.sub("</?group[^>]*>", "", "".join([first, *reversed(units), last]))


def other_way_round(file):
    """Return a file with the attributes of each element the other way round."""
    return re.sub(
        r'<([\w:-]+)((?: [\w:-]+="[^"]*"){2,})',
        lambda found: (
            f"<{found[1]} " + " ".join(reversed(re.findall('[\\w:-]+="[^"]*"', found[2])))
        ),
        file,
    )


# What programs do to a whole file of which no text was changed.
HARMLESS = {
    "L6 target last": lambda file: re.sub(
        r"(<target.*?</target>\n)(<note>.*?</note>)", r"\2\1", file, flags=re.S
    ),
    "L6 note between": lambda file: re.sub(
        r"(<target.*?</target>\n)(<note>.*?</note>)", r"\2\1<x:y xmlns:x='z'>?</x:y>", file
    ),
    "L6 unknown at the start": lambda file: re.sub(
        "(<trans-unit[^>]*>)", r"\1<x:y xmlns:x='z'>?</x:y>", file
    ),
    "L8 order": reordered,
    "L8 attributes": other_way_round,
    "L8 CDATA": lambda file: file.replace("A draft", "A <!-- . --><![CDATA[draft]]>"),
    "L8 no groups": lambda file: re.sub("</?group[^>]*>", "", file),
    "L8 prefix": lambda file: re.sub(r"<(/?)(?=[a-z])", r"<\1ns0:", file).replace(
        "xmlns=", "xmlns:ns0="
    ),
    "L8 mark": lambda file: "\ufeff" + file,
    "L9 no xml:space": lambda file: file.replace(' xml:space="preserve"', "").replace(
        "<target ", "\n  <target "
    ),
    "L10 zh_CN": lambda file: file.replace('"zh-CN"', '"zh_CN"'),
    "L10 none": lambda file: file.replace(' target-language="zh-CN"', ""),
    **{
        f"L10 {tag}": lambda file, tag=tag: file.replace('"zh-CN"', f'"{tag}"')
        for tag in ("zh", "zh-Hans", "zh-Hans-CN", "ZH-cn")
    },
    **{
        f"L10 {tag}": lambda file, tag=tag: file.replace('"en-GB"', f'"{tag}"')
        for tag in ("en", "en-US")
    },
    "L18 maxwidth": lambda file: file.replace("maxwidth=", 'approved="yes" maxwidth='),
    "L20 UTF-16": lambda file: file.replace("UTF-8", "UTF-16").encode("utf-16"),
    "no head": lambda file: re.sub("<header>.*?</header>", "", file, flags=re.S),
    "L11 spaces": lambda file: file.replace("Cities write", "Cities  write"),
    "L11 quotes": lambda file: file.replace("they have “learnt”", 'they have "learnt"'),
}


def test_what_programs_do_to_a_file_changes_nothing(editor, draft):
    Article.objects.filter(pk=draft.pk).update(
        standfirst_en=draft.standfirst_en.replace("learnt", "“learnt”")
    )
    file = send_out(editor, draft).decode()
    plain = send_back(editor, draft, file).counts()
    assert set(plain) == {"unchanged"}
    for name, change in HARMLESS.items():
        changed = change(file)
        assert changed != file, name
        comparison = send_back(editor, draft, changed)
        assert comparison.counts() == plain, (name, comparison.said(), comparison.reasons())


def test_units_that_are_not_those_that_were_sent_are_refused(editor, draft):
    file = send_out(editor, draft).decode()

    for old, new, reason in (
        ("A draft</source>", "Another</source>", "its source is not the one that was sent"),
        (id_of(file.encode(), "title"), "other-id", "no unit of this site has this id"),
        (f"news.article.{draft.pk}:title", "news.article.987654:title", "deleted"),
        ("news.article.", "no.such.", "no such item"),
        ('from="c40china">', 'from="c40china">https://other.example ', "https://other.example"),
    ):
        changed = with_targets(file.replace(old, new).encode(), title="新")
        assert reason in send_back(editor, draft, changed).reasons(), reason
    # E4
    unit = re.search('<trans-unit id="[^"]*:title:.*?</trans-unit>', file, re.S)[0]
    twice = file.replace(unit, unit + re.sub("<target.*?</target>", "<target>新</target>", unit))
    assert "unit 1, unit 2" in send_back(editor, draft, twice).reasons()


def bomb():
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(8))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><xliff version="1.2">&a8;</xliff>'


def zipped(name, content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


FILES = {
    "empty": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "neither XLIFF nor XLSX"),
    "cut off": ("<xliff version='1.2'><file>", "cut off"),
    "GB18030 unsaid": (
        "<xliff version='1.2'><file><body>雨水花园</body></file></xliff>".encode("gb18030"),
        "cut off",
    ),
    "bomb": (bomb(), "document type"),
    "zip of zeros": (zipped("xl/workbook.xml", bytes(30_000_000)), "20 MB"),
    "some zip": (zipped("a.txt", "x"), "no table of Excel"),
    "damaged zip": (b"PK\x03\x04" + bytes(50), "damaged"),
    "too large": (b"<xliff>" + b" " * 5_000_001, "5 MB"),
    "XLIFF 2": ("<xliff version='2.0' xmlns='urn:oasis:names:tc:xliff:document:2.0'/>", "1.2"),
    "HTML": ("<html><body/></html>", "no XLIFF"),
    "French": ("<xliff version='1.2'><file target-language='fr'/></xliff>", "fr"),
    "Taiwan": ("<xliff version='1.2'><file target-language='zh-TW'/></xliff>", "zh-TW"),
    "traditional": ("<xliff version='1.2'><file target-language='zh-Hant'/></xliff>", "zh-Hant"),
    "Trados": (
        "<xliff version='1.2' xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0'/>",
        "Trados (.sdlxliff)",
    ),
    "memoQ": ("<xliff version='1.2' xmlns:mq='MQXliff'/>", "memoQ (.mqxliff)"),
    "units": (
        "<xliff version='1.2'><file><body>"
        + "<trans-unit id='a'><source/></trans-unit>" * (MAX_UNITS + 1)
        + "</body></file></xliff>",
        "units",
    ),
    "deep": ("<xliff version='1.2'>" + "<g>" * 5_000, "cut off"),
}


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(editor, draft):
    for name, (content, words) in FILES.items():
        comparison = send_back(editor, draft, content)
        assert words in comparison.said(), name
    for ending, program in (("sdlxliff", "Trados"), ("mqxliff", "memoQ"), ("XLZ", "XLIFF:doc")):
        assert program in send_back(editor, draft, zipped("a", "x"), f"a.{ending}").said()
    editor.user.interface_language = "zh-hans"
    editor.user.save()
    for name, (content, _words) in FILES.items():
        said = send_back(editor, draft, content).said()
        assert re.search("[\u4e00-\u9fff]", said), name
        assert not re.search("[a-z]{5,}", re.sub("Excel|Trados|Hant|[.]\\w+xliff", "", said)), said


def test_cells_that_hold_no_text_of_their_own_are_refused(editor, draft):
    file = send_out(editor, draft, kind="xlsx")

    def title(value):
        return with_cells(file, lambda book: setattr(cell_of(book, "title"), "value", value))

    for value, reason in (("=A2", "formula without a result: =A2"), ("字" * 32_767, "32767")):
        comparison = send_back(editor, draft, title(value), "a.xlsx")
        assert reason in comparison.reasons(), value
    (number,) = send_back(editor, draft, title(2025), "a.xlsx").of("changed")
    assert number.value == "2025"


def test_a_table_that_was_rearranged_is_refused_by_name(editor, draft):
    file = send_out(editor, draft, kind="xlsx")
    changes = {
        "Target": lambda book: setattr(book.worksheets[0]["E1"], "value", "Tarject"),
        "no heading “ID”": lambda book: book.worksheets[0].insert_rows(1),
        "“Notes”": lambda book: book.create_sheet("Notes", 0),
    }
    for words, change in changes.items():
        assert words in send_back(editor, draft, with_cells(file, change), "a.xlsx").said()
    capitals = with_cells(
        file, lambda book: setattr(book.worksheets[0]["E1"], "value", " TARGET / 译文 ")
    )
    assert set(send_back(editor, draft, capitals, "a.xlsx").counts()) == {"unchanged"}
    made = io.BytesIO()
    Workbook().save(made)
    assert "Sheet" in send_back(editor, draft, made.getvalue(), "a.xlsx").said()


def test_a_paragraph_that_no_cell_can_hold_is_named_before_it_leaves(editor, draft):
    Article.objects.filter(pk=draft.pk).update(standfirst_en="rain " * 7_000)
    data = {"item": draft.pk, "language": "zh-hans", "format": "xlsx"}
    page = editor.client.post(address(draft), data).content.decode()
    assert all(words in page for words in (f"news.article.{draft.pk}, Standfirst", "XLIFF"))
    assert send_out(editor, draft)
