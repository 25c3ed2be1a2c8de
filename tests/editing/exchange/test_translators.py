"""Files as translators' programs and people write them back, from the upload to what is stored."""

import io
import re
import zipfile

from lxml import etree
from translate.storage.placeables import StringElem
from translate.storage.xliff import xlifffile

from editing.exchange.codes import CONTROLS
from news.models import Article
from tests.editing.exchange.returned_files import NS, send_back, send_out, set_target, with_targets
from tests.support.characters import cases
from tests.support.items import article

RICH = '<p>One <strong>bold</strong> and <a href="/en/">link</a></p><p>Two</p>'


def stored(**texts):
    made = article(**texts)
    made.save()
    return made


def through_toolkit(content, change=lambda store: None):
    """Return a file as translate-toolkit writes it back."""
    store = xlifffile.parsestring(content)
    change(store)
    saved = io.BytesIO()
    store.serialize(saved)
    return saved.getvalue()


def test_a_program_writes_back_what_was_not_touched_and_one_text_that_was(editor):
    ours = stored(body_en=RICH, body_zh_hans=RICH.replace("One", "一"), standfirst_en="Lead")
    sent = send_out(editor, ours)

    # L1: other bytes, the same texts.
    assert through_toolkit(sent) != sent
    assert set(send_back(editor, ours, through_toolkit(sent)).counts()) == {
        "unchanged",
        "untranslated",
    }

    def translate(store):
        unit = next(each for each in store.units if ":title:" in each.getid())
        unit.rich_target = [StringElem(["程序译的标题"])]
        unit.xmlelement.set("approved", "no")
        unit.xmlelement.find("x:target", NS).set("state", "needs-review-translation")

    # L2: the state of a unit decides nothing.
    comparison = send_back(editor, ours, through_toolkit(sent, translate))
    assert [each.name for each in comparison.of("changed")] == ["Title"]
    assert comparison.counts()["unchanged"] == 1

    def careless(store):
        unit = next(each for each in store.units if ":body:0" in each.getid())
        unit.target = "新"

    # L3: the old words are still there, and are seen before they are confirmed.
    comparison = send_back(editor, ours, through_toolkit(sent, careless))
    (body,) = comparison.of("changed")
    assert body.value.startswith("<p>新")
    assert "bold" in body.value
    assert "新" in comparison.page.text_content()


def test_files_that_were_joined_are_taken_in_at_once(editor):
    ours = [stored(slug=f"joined-{number}", status="draft") for number in range(2)]
    whole, other = (
        etree.fromstring(with_targets(send_out(editor, each), title="合并")) for each in ours
    )
    whole.extend(list(other))
    comparison = send_back(editor, ours[0], etree.tostring(whole))
    assert comparison.counts() == {"changed": 2, "unchanged": 2}
    comparison.confirm()
    assert {each.title_zh_hans for each in Article.objects.filter(slug__startswith="joined")} == {
        "合并"
    }


def test_codes_that_a_translation_lacks_already_are_not_lost(editor):
    ours = stored(
        body_en='<p>A <strong>bold</strong> <em>slanted</em> <span lang="zh-Hans">福州</span></p>',
        body_zh_hans="<p>没有粗体</p>",
        title_en="Codes like &lt;g&gt; <g id> are words here",
        title_zh_hans="字",
    )
    sent = send_out(editor, ours)
    # L15
    assert set(send_back(editor, ours, sent).counts()) == {"unchanged"}
    # L14: what only stresses a text, or names its language, may go.
    Article.objects.filter(pk=ours.pk).update(body_zh_hans="")
    (body,) = send_back(editor, ours, with_targets(send_out(editor, ours), body_0="字")).of("new")
    assert body.marks == ["lost: bold 1, italics 2, mark of a language 3"]
    # L4: characters that the source holds as text.
    (title,) = send_back(editor, ours, with_targets(sent, title="写成 &lt;g id&gt; 的字")).of(
        "changed"
    )
    assert title.value == "写成 <g id> 的字"


# L19: what is in none of the two lists.
OTHERS = [
    ("title_zh_hans", "一&#13;二 a&#13;b", ["一二 a b"]),
    ("title_zh_hans", "一&#9;二", ["一 二"]),
    ("standfirst_zh_hans", "一&#xA0;二&#x3000;三", ["一\u00a0二\u3000三"]),
    ("title_zh_hans", "𠮷野&#x20BB7;&#x200B;", ["𠮷野𠮷"]),
    ("title_en", "]]&gt; &amp;lt; &lt;b&gt;", ["]]> &lt; <b>"]),
]


def written(text):
    """Return a text as XML holds it; "" if it cannot."""
    return "" if CONTROLS.search(text) else "".join(f"&#{ord(each)};" for each in text)


def test_characters_are_stored_as_a_form_stores_them(editor):
    texts = [
        # A line that a program broke is one line: the ends of lines are codes.
        (column, inside, [each.replace("\n", " ") if "\n" in given else each for each in wanted])
        for model, column, given, wanted, _line in cases()
        if model is Article and not column.startswith("body") and (inside := written(given))
    ] + OTHERS
    for language in ("en", "zh-hans"):
        ending = language.replace("-", "_")
        due = [each for each in texts if each[0].endswith(ending)]
        assert len(due) > 3
        old = {"status": "draft", "standfirst_en": "Old", "standfirst_zh_hans": "旧"}
        ours = [stored(slug=f"text-{ending}-{number}", **old) for number in range(len(due))]
        root = etree.fromstring(send_out(editor, *ours, language=language))
        for file in root:
            item = next(each for each in ours if file.get("original").endswith(f".{each.pk}"))
            column, inside, _wanted = due[ours.index(item)]
            set_target(file, column.removesuffix(f"_{ending}"), inside)
        send_back(editor, ours[0], etree.tostring(root)).confirm()
        for item, (column, inside, wanted) in zip(ours, due, strict=True):
            item.refresh_from_db()
            assert getattr(item, column) in wanted, (column, inside)


def test_a_formula_is_what_it_came_to(editor, draft):
    """E2"""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(send_out(editor, draft, kind="xlsx"))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    cell = re.search(rb'<c r="E2"( s="\d+")? t="\w+">.*?</c>', parts[sheet])
    assert cell, parts[sheet][:900]
    new = '<c r="E2" t="str"><f>CONCAT("算","出")</f><v>算出</v></c>'.encode()
    parts[sheet] = parts[sheet].replace(cell[0], new)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    (title,) = send_back(editor, draft, made.getvalue(), "a.xlsx").of("changed")
    assert title.value == "算出"
