"""Whatever the editor can make goes through both kinds of files and comes back the same."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.placeables import StringElem
from translate.storage.xliff import xlifffile

from core.richtext.fields import clean
from editing.exchange import workbook, xliff, xliff_reader
from editing.exchange.codes import settled
from editing.exchange.fields import ExchangedField, parsed_id
from editing.exchange.translated import value_of
from editing.translation.states import FieldTexts, State
from news.models import Article
from tests.editing.exchange.returned_files import NS, units

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cn"])
    | st.sampled_from("<>&\"' \t\n雨、1"),
    min_size=1,
    max_size=12,
)
WORDS = TEXT.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))


def inside(inner):
    return st.one_of(
        st.tuples(st.sampled_from(["strong", "em", "sub", "sup"]), inner).map(
            lambda found: f"<{found[0]}>{found[1]}</{found[0]}>"
        ),
        inner.map(lambda text: f'<a href="/en/cities/">{text}</a>'),
        inner.map(lambda text: f'<span lang="zh-Hans">{text}</span>'),
        st.just("<br>"),
        st.tuples(inner, inner).map("".join),
    )


LINE = st.recursive(WORDS, inside, max_leaves=6)
ITEM = LINE.map(lambda text: f"<li><p>{text}</p></li>")
LIST = st.recursive(
    st.lists(ITEM, min_size=1, max_size=3).map("".join),
    lambda items: items.map(lambda text: f"<li><p>x</p><ul>{text}</ul></li>"),
    max_leaves=2,
)
BLOCK = st.one_of(
    st.tuples(st.sampled_from(["p", "h2", "h3"]), LINE).map(
        lambda found: f"<{found[0]}>{found[1]}</{found[0]}>"
    ),
    st.tuples(st.sampled_from(["ul", "ol"]), LIST).map(
        lambda found: f"<{found[0]}>{found[1]}</{found[0]}>"
    ),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda cells: (
            "<table><tr><th>h</th></tr><tr>"
            + "".join(f'<td colspan="2"><p>{cell}</p></td>' for cell in cells)
            + "<td></td></tr></table>"
        )
    ),
    st.tuples(LINE, WORDS, WORDS).map(
        lambda found: (
            f"<blockquote data-speaker='{found[1].replace(chr(39), '')}' data-role='r'"
            f" data-translated-from='en'><p>{found[0]}</p></blockquote>"
        )
    ),
    st.just('<figure data-image="12"></figure>'),
)
RICH = st.lists(BLOCK, min_size=1, max_size=4).map(lambda blocks: clean("".join(blocks)))


def exchanged(name, source, target):
    texts = FieldTexts(Article, name, "1", {"en": source, "zh-hans": target})
    return ExchangedField("news.article.1", texts, "zh-hans", True, 1, State.IN_STEP)


def returned(field, content, reader):
    """Return the text that is made of all targets of a file, and whether any seems changed."""
    received = {int(parsed_id(unit.id).block): unit for unit in reader(content).units}
    lines = [received[place].target for place in range(len(field.units))]
    same = [
        settled(received[place].target) == settled(unit.target)
        and settled(received[place].source) == settled(unit.source)
        for place, unit in enumerate(field.units)
    ]
    return value_of(field, lines, [unit.target_codes for unit in field.units]), all(same)


@settings(max_examples=40, deadline=None, database=None)
@given(RICH)
def test_every_construct_of_the_editor_is_kept(html):
    field = exchanged("body", html, html)
    for module, reader in ((xliff, xliff_reader.read), (workbook, workbook.read)):
        if field.units:
            content = module.write([([field], "")], "head")
            assert returned(field, content, reader) == (html, True)


@settings(max_examples=40, deadline=None, database=None)
@given(TEXT, TEXT)
def test_every_plain_text_is_kept(source, target):
    field = exchanged("standfirst", source, target)
    for module, reader in ((xliff, xliff_reader.read), (workbook, workbook.read)):
        content = module.write([([field], "")], "head")
        assert returned(field, content, reader)[1]


def test_an_independent_reader_finds_the_same_inside_and_writes_it_back():
    rich = (
        '<p>a\u00a0 <strong>b <a href="/en/">c</a></strong><br>CO<sub>2</sub> &lt;g&gt; 雨</p>'
        "<p>d</p>"
    )
    field = exchanged("body", rich, rich.replace("a", "甲", 1))
    content = xliff.write([([field], "")], "head")
    store = xlifffile.parsestring(content)
    assert [unit.source for unit in store.units] == ["a\u00a0 b cCO2 <g> 雨", "d"]

    first, second = store.units
    # Written as its own reader has it, and with words of a translator.
    first.rich_target = first.rich_source
    second.rich_target = [StringElem(["新"])]
    saved = io.BytesIO()
    store.serialize(saved)

    before, after = units(content), units(saved.getvalue())
    for key, unit in before.items():
        assert inner(after[key], "source") == inner(unit, "source")
    assert inner(after["body:0"], "target") == inner(before["body:0"], "source")
    assert inner(after["body:1"], "target") == "新"


def inner(unit, name):
    """Return the inside of a unit's source or target as canonical XML."""
    whole = etree.tostring(unit.find(f"x:{name}", NS), method="c14n", with_tail=False).decode()
    return whole[whole.index(">") + 1 : whole.rindex("<")]
