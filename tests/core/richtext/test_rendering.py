"""A stored rich text as readers see it."""

import pytest

from core.richtext.rendering import blocks, image_ids, plain_text, reading_minutes, render

QUOTATION = (
    '<blockquote data-speaker="XIE Zhenhua" data-role="Special Envoy"{translated}>'
    "<p>{first}</p><p>{second}</p></blockquote>"
)


def quotation(first, second, translated=""):
    source = f' data-translated-from="{translated}"' if translated else ""
    return QUOTATION.format(first=first, second=second, translated=source)


def squeezed(html):
    return " ".join(html.split()).replace("> <", "><")


def test_the_first_sentence_of_a_quotation_is_large_and_the_rest_of_its_paragraph_runs_on():
    html = squeezed(render(quotation("“Act now. Then rest.", "“Go on.”"), "en", {}))

    first = '<p class="opening hung"><span class="first">“Act now.</span> Then rest.</p>'
    assert f"{first}<p>“Go on.”</p>" in html
    assert "<b>XIE Zhenhua</b>" in html


def test_a_chinese_sentence_ends_without_a_space():
    html = squeezed(render(quotation("“行动。然后休息。", "继续。”"), "zh-hans", {}))

    assert "“行动。</span>然后休息。</p><p>继续。”</p>" in html


@pytest.mark.parametrize(
    ("language", "translated", "note"),
    [
        ("zh-hans", "en", "引语由英文新闻稿译出，以讲话人原话为准。"),
        ("en", "zh-Hans", "Quotation translated from Chinese"),
    ],
)
def test_a_translated_quotation_says_so_in_the_language_of_the_text(language, translated, note):
    assert note in render(quotation("A.", "B.", translated), language, {})
    assert note not in render(quotation("A.", "B."), language, {})


def test_a_figure_without_its_picture_is_left_out():
    assert render('<p>a</p><figure data-image="7"></figure>', "en", {}) == "<p>a</p>"


def test_a_wide_table_scrolls_by_itself_and_has_a_name():
    html = render(
        "<table><tbody><tr><th>City</th></tr><tr><td>Fuzhou</td></tr></tbody></table>", "en", {}
    )

    assert 'role="region" aria-label="Table: City"' in squeezed(html)
    assert 'tabindex="0"' in html


def test_what_the_database_should_not_hold_is_not_shown_either():
    assert render("<script>alert(1)</script><p onclick=x>a</p>", "en", {}) == "<p>a</p>"


def test_blocks_are_those_that_the_side_by_side_page_pairs():
    html = "<h2>a</h2><p>b</p><ul><li><p>c</p></li><li><p>d</p></li></ul>"

    assert blocks(html) == ["<h2>a</h2>", "<p>b</p>", "<ul><li><p>c</p></li><li><p>d</p></li></ul>"]
    assert blocks(None) == []


def test_pictures_are_named_once_each_in_their_order():
    html = "".join(f'<figure data-image="{key}"></figure>' for key in (9, 3, 9))

    assert image_ids(html) == (9, 3)


def test_plain_text_has_a_line_for_each_block_item_and_row():
    html = "<p>a<br>b</p><ul><li><p>c</p></li></ul><table><tbody><tr><td><p>d</p></td><td><p>e</p></td></tr></tbody></table>"  # noqa: E501

    assert plain_text(html) == "a b\nc\nd e"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("", 1), ("word " * 250, 1), ("word " * 251, 2), ("字" * 400, 1), ("字" * 401, 2)],
)
def test_reading_takes_a_minute_for_250_words_or_400_han(words, minutes):
    assert reading_minutes(f"<p>{words}</p>") == minutes
