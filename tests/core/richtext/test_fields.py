"""What HTML is stored, and that no way in goes past the cleaning."""

import nh3
import pytest
from django.db.models import TextField, Value
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.richtext.fields import ALLOWED, MAX_LENGTH, RichTextField, RichTextFormField, clean
from core.richtext.rendering import blocks
from pages.models import Page

HOSTILE = "<p>Kept<script>alert(1)</script><img src=x onerror=alert(1)></p>"

TAGS = [*ALLOWED, "h1", "div", "b", "hr", "dl", "caption", "script", "svg", "style", "math", "img"]
TAGS += ["ruby", "rt", "rp", "s"]
ATTRIBUTES = [
    *("", ' href="/x"', ' href="javascript:x"', ' href="https://a.b/?x=1&y=\'"', ' onclick="x"'),
    *(' lang="zh-Hans"', ' data-image="3"', ' data-speaker=" A &quot; b"', ' colspan="2"'),
    *(' data-translated-from="en"', ' start="3"'),
]
PIECES = st.one_of(
    st.text(max_size=5),
    st.sampled_from([" ", "\n", "\u3000", "\xa0", "&nbsp;", "&lt;", "<br>", "“", "&#1;", "\ud800"]),
    st.builds(
        lambda tag, attribute: f"<{tag}{attribute}>",
        st.sampled_from(TAGS),
        st.sampled_from(ATTRIBUTES),
    ),
    st.builds(lambda tag: f"</{tag}>", st.sampled_from(TAGS)),
)
DOCUMENTS = st.lists(PIECES, max_size=30).map("".join)
STRICT = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: names for tag, names in ALLOWED.items() if names},
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


@given(DOCUMENTS)
def test_cleaning_twice_changes_nothing_more(html):
    once = clean(html)
    assert clean(once) == once


@given(DOCUMENTS)
def test_nothing_outside_the_allow_list_is_left(html):
    # Parsed anew and reduced to the list, the text is the same but for the spelling of quotes.
    cleaned = clean(html)
    assert clean(STRICT.clean(cleaned)) == cleaned


@given(DOCUMENTS)
def test_blocks_put_together_are_the_text(html):
    cleaned = clean(html)
    assert clean("".join(blocks(cleaned))) == cleaned


@pytest.mark.parametrize(
    "empty",
    [
        *("", None, " ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<p>\u3000</p>"),
        *("<ul><li></li></ul>", "<blockquote data-speaker='A'><p> </p></blockquote>"),
        "<table><tr><td></td></tr></table>",
    ],
)
def test_empty_html_is_stored_as_nothing(empty):
    assert clean(empty) == ""


@pytest.mark.parametrize(
    ("hostile", "stored"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p onclick='x()' class='y' id='z' style='color:red'>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<svg onload=alert(1)><text>x</text></svg><p>a</p>", "<p>a</p>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ('<img src="https://example.com/x.png"><p>a</p>', "<p>a</p>"),
        ('<iframe src="//example.com">x</iframe><p>a</p>', "<p>a</p>"),
        ('<form action="/x"><input name="a"><p>a</p></form>', "<p>a</p>"),
        ("<!-- c --><p>a</p>", "<p>a</p>"),
        ("<p>a\x00b\x08c</p>", "<p>abc</p>"),
        ('<figure data-image="1 onload=x">a</figure>', "<p>a</p>"),
        ('<figure><img src="data:image/png;base64,xx"></figure><p>a</p>', "<p>a</p>"),
        (
            '<blockquote data-speaker="&lt;script&gt;&quot;"><p>a</p></blockquote>',
            '<blockquote data-speaker="&lt;script&gt;&quot;"><p>a</p></blockquote>',
        ),
    ],
)
def test_hostile_html_is_taken_apart(hostile, stored):
    assert clean(hostile) == stored


def test_depth_beyond_what_a_page_can_show_is_flattened_and_nothing_is_lost():
    quoted = clean("<blockquote>" * 200 + "x" + "</blockquote>" * 200)
    listed = clean("<ul><li>x" * 200)

    assert quoted == "<blockquote><p>x</p></blockquote>"
    assert (listed.count("<ul>"), listed.count("<p>x</p>")) == (3, 200)
    assert clean("<p>word</p>" * 100_000) == "<p>word</p>" * 100_000


def test_words_of_a_word_processor_find_their_place():
    pasted = (
        "<h1>Title</h1><div><b>Bold</b> and <i>set off</i><hr>next</div><p class=x>　　Indented</p>"
    )
    assert blocks(clean(pasted)) == [
        "<h2>Title</h2>",
        "<p><strong>Bold</strong> and <em>set off</em></p>",
        "<p>next</p>",
        "<p>Indented</p>",
    ]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("<p><del>12</del><ins>13</ins> ha, <s>not</s> all</p>", "<p>13 ha, all</p>"),
        ("<p><ruby>鄞<rt>yín</rt></ruby>州区</p>", "<p>鄞（yín）州区</p>"),
        ("<p><ruby>鄞<rp>(</rp><rt>yín</rt><rp>)</rp></ruby>州区</p>", "<p>鄞(yín)州区</p>"),
        ("<ol start='5'><li>five</ol>", '<ol start="5"><li><p>five</p></li></ol>'),
        ("<ol start='1' type='a'><li>one</ol>", "<ol><li><p>one</p></li></ol>"),
    ],
)
def test_struck_out_words_go_and_readings_and_numbers_stay(written, stored):
    assert clean(written) == stored


def test_table_of_the_editor_gets_its_head_and_scopes():
    edited = (
        '<table style="min-width: 50px"><colgroup><col></colgroup><tbody>'
        '<tr><th colspan="1" rowspan="1"><p>City</p></th><th><p>Year</p></th></tr>'
        '<tr><th><p>Fuzhou</p></th><td colspan="2"><p>2018</p></td></tr></tbody></table>'
    )
    assert clean(edited) == (
        '<table><thead><tr><th scope="col"><p>City</p></th>'
        '<th scope="col"><p>Year</p></th></tr></thead>'
        '<tbody><tr><th scope="row"><p>Fuzhou</p></th>'
        '<td colspan="2"><p>2018</p></td></tr></tbody></table>'
    )


def test_quotation_and_figure_keep_what_they_refer_to():
    stored = (
        '<blockquote data-speaker="XIE Zhenhua" data-role="China Special Envoy" '
        'data-translated-from="en"><p>“One.</p><p>“Two.”</p></blockquote>'
        '<figure data-image="12"></figure>'
        '<p>CO<sub>2</sub> in <span lang="zh-Hans">福州</span></p>'
    )
    assert clean(stored) == stored


def test_figure_within_a_list_moves_behind_it():
    assert (
        clean('<ul><li>a<figure data-image="3"></figure></li><li>b</li></ul>')
        == '<ul><li><p>a</p></li><li><p>b</p></li></ul><figure data-image="3"></figure>'
    )


@pytest.fixture
def page(db):
    return Page.objects.create(slug="page", body_en=HOSTILE, body_zh_hans="<p> </p>")


def stored(page, column="body_en"):
    return Page.objects.values_list(column, flat=True).get(pk=page.pk)


def test_save_and_update_clean_every_column_and_the_object_shows_it(page):
    assert page.body_en == stored(page) == "<p>Kept</p>"
    assert stored(page, "body_zh_hans") == ""
    with translation.override("zh-hans"):
        page.body = HOSTILE
        page.save()
    assert stored(page, "body_zh_hans") == "<p>Kept</p>"
    Page.objects.filter(pk=page.pk).update(body_en=f"<p>New</p>{HOSTILE}")
    assert Page.objects.filter(body_en__contains="<p>Ne").get() == page
    assert stored(page) == "<p>New</p><p>Kept</p>"


def test_bulk_create_and_bulk_update_clean(page):
    (other,) = Page.objects.bulk_create([Page(slug="other", body_en=HOSTILE)])
    assert stored(other) == "<p>Kept</p>"
    other.body_en = f"<p>New</p>{HOSTILE}"
    Page.objects.bulk_update([other], ["body_en"])
    assert stored(other) == "<p>New</p><p>Kept</p>"


def test_what_an_expression_writes_is_cleaned_on_the_page(page):
    Page.objects.filter(pk=page.pk).update(body_en=Value(HOSTILE))
    assert "script" in stored(page)
    assert blocks(stored(page)) == ["<p>Kept</p>"]


def test_form_field_cleans_and_calls_respelled_html_unchanged():
    field = RichTextFormField()
    assert field.clean(HOSTILE) == "<p>Kept</p>"
    assert not field.has_changed("<p>Kept</p>", "<p>Kept<br></p>\n")
    assert field.has_changed("<p>Kept</p>", "<p>Lost</p>")


def test_required_field_does_not_accept_an_empty_paragraph():
    with pytest.raises(Exception, match="required"):
        RichTextFormField().clean("<p>&nbsp;</p>")
    with pytest.raises(Exception, match="blank"):
        RichTextField().clean("<p></p>", None)


def test_form_refuses_a_text_that_is_too_long():
    with pytest.raises(Exception, match="longer than 200,000 characters"):
        RichTextFormField().clean("x" * (MAX_LENGTH + 1))


def test_migrations_see_a_plain_text_field():
    _, path, args, kwargs = RichTextField(blank=True).deconstruct()
    assert (path, args, kwargs) == ("django.db.models.TextField", [], {"blank": True})
    assert isinstance(Page._meta.get_field("body_zh_hans"), RichTextField)
    assert isinstance(Page._meta.get_field("body_zh_hans"), TextField)
