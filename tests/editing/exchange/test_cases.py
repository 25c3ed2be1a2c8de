"""What translators' programs do to a file, and what becomes of it; the letters are those of the
list of cases that programs were measured for.
"""

import re

import pytest

from news.models import Article
from tests.editing.exchange.returned_files import (
    send_back,
    send_out,
    with_targets,
)

SOURCE = (
    '<p>One <strong>bold</strong> <a href="/en/cities/fuzhou/">link</a></p>'
    '<p>CO<sub>2</sub><br>and <a href="/en/cities/no-such/">more</a></p>'
)
FIRST = '一<g id="1">粗</g><g id="2">链</g>'
SECOND = '二<g id="1">2</g><x id="2"/>和<g id="3">更多</g>'


@pytest.fixture
def text(draft):
    """A draft whose English text has every kind of code, and whose Chinese text is missing."""
    Article.objects.filter(pk=draft.pk).update(body_en=SOURCE, body_zh_hans="")
    draft.refresh_from_db()
    return draft


@pytest.fixture
def sent(editor, text):
    return send_out(editor, text)


def test_a_new_text_links_to_the_pages_of_its_own_language(editor, text, sent):
    comparison = send_back(editor, text, with_targets(sent, body_0=FIRST, body_1=SECOND))
    comparison.confirm()

    text.refresh_from_db()
    assert text.body_zh_hans == (
        '<p>一<strong>粗</strong><a href="/zh-hans/cities/fuzhou/">链</a></p>'
        '<p>二<sub>2</sub><br>和<a href="/en/cities/no-such/">更多</a></p>'
    )
    # L16: from now on the translation has its own address.
    Article.objects.filter(pk=text.pk).update(
        body_zh_hans=text.body_zh_hans.replace("/zh-hans/cities/fuzhou/", "https://example.org/")
    )
    again = with_targets(send_out(editor, text), body_0=FIRST.replace("一", "壹"))
    send_back(editor, text, again).confirm()
    text.refresh_from_db()
    assert '壹<strong>粗</strong><a href="https://example.org/">链</a>' in text.body_zh_hans


REFUSED = {
    "L14 twice": (FIRST + '<g id="1">粗</g>', "codes that are there twice: bold 1"),
    "L14 unknown": (FIRST + '<g id="9">九</g>', "unknown codes: 9"),
    "L14 link lost": ('一<g id="1">粗</g>链', "codes that are lost: link 2"),
    "L12 ph": (FIRST + '<ph id="4"/>', "a code that this site does not write: ph 4"),
    "L4": ('一&lt;g id="1"&gt;粗&lt;/g&gt;<g id="2">链</g>', "its codes came back as text"),
    "L14 line break lost": (FIRST, "codes that are lost: line break 2"),
    "E7 crossed": (
        '<bx id="1"/>粗<g id="2">链<ex id="5" rid="1"/></g>',
        "codes that cross: bold 1, link 2",
    ),
    "no block": ("", "1 of its 2 paragraphs have no translation"),
}


@pytest.mark.parametrize(("first", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_field_that_lost_what_it_needs_is_refused_by_name(editor, text, sent, first, reason):
    second = SECOND.replace('<x id="2"/>', "") if "line break" in reason else SECOND
    targets = {"body_0": first, "body_1": second, "title": "新标题"}
    comparison = send_back(editor, text, with_targets(sent, **targets))
    assert reason in comparison.reasons()
    assert comparison.counts()["refused"] == 1
    # The other fields of the item go in.
    comparison.confirm()
    text.refresh_from_db()
    assert (text.title_zh_hans, text.body_zh_hans) == ("新标题", "")


TAKEN = {
    "L13 order": ('<g id="2">链</g><g id="1">粗</g>', ""),
    "L13 nested": ('<g id="2">链<g id="1">粗</g></g>', ""),
    "L14 bold lost": ('一粗<g id="2">链</g>', "lost: bold 1"),
    "L12 bx, ex": ('一<bx id="1"/>粗<ex id="7" rid="1"/><g id="2">链</g>', ""),
    "L7 mrk": (
        '<mrk mtype="seg" mid="0">甲。<g id="1">粗</g></mrk> '
        '<mrk mtype="seg" mid="1"><g id="2">乙。</g></mrk>',
        "",
    ),
    "L7 other mrk in a code": (
        '<g id="1"><mrk mtype="term">粗</mrk></g> <mrk mtype="x-n"><g id="2">链</g></mrk>',
        "",
    ),
    "L8 CDATA, comment": ('<![CDATA[一 & 二]]><!-- x --><g id="1">粗</g><g id="2">链</g>', ""),
    "L9 wrapped": ('\n  一\n  二<g id="1">粗</g>\n  <g id="2">链</g>\n', ""),
}


@pytest.mark.parametrize(("first", "mark"), TAKEN.values(), ids=TAKEN)
def test_another_way_to_write_the_same_codes_is_taken(editor, text, sent, first, mark):
    second = SECOND.replace('<x id="2"/>', '<x id="2"></x>')
    comparison = send_back(editor, text, with_targets(sent, body_0=first, body_1=second))
    (result,) = comparison.of("new")
    assert result.marks == ([mark] if mark else [])
    assert "  " not in result.value
    assert "一\n" not in result.value
    assert "一 二" not in result.value


def test_a_source_that_changed_meanwhile_sets_its_field_aside_with_both_texts(editor, draft):
    sent = send_out(editor, draft)
    file = with_targets(sent, title="新标题", standfirst="新导语")
    editor.save(draft, title_en="Another draft")

    # L17: even what came back as it was.
    assert send_back(editor, draft, sent).counts()["aside"] == 1
    comparison = send_back(editor, draft, file)
    assert comparison.counts()["aside"] == 1
    shown = comparison.page.get_element_by_id("exchange-aside").getparent().text_content()
    for words in ("Another draft", "A draft", "新标题"):
        assert words in shown.replace("Another draft", "Another draft A draft")
    comparison.confirm()
    draft.refresh_from_db()
    assert (draft.title_zh_hans, draft.standfirst_zh_hans) == ("一份草稿", "新导语")


def test_an_empty_target_empties_nothing_and_what_is_long_is_said(editor, draft):
    sent = send_out(editor, draft)
    files = [with_targets(sent, title=empty, body_0="新正文") for empty in ("", "  ")]
    files.append(re.sub(rb"(:title:.*?)<target.*?</target>", rb"\1", files[0], count=1, flags=re.S))
    for file in files:
        comparison = send_back(editor, draft, file)
        assert "Title" in [each.name for each in comparison.of("untranslated")]
    # L18: more than is enough is said, more than there is room for is refused.
    (result,) = send_back(editor, draft, with_targets(sent, title="长" * 90)).of("changed")
    assert result.marks == ["Title has 90 characters; 40 are enough."]
    too_long = send_back(editor, draft, with_targets(sent, title="长" * 201))
    assert "200" in too_long.reasons()
