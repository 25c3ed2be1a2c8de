"""What a reader sees of a text in which something was found."""

from search import highlight
from search.query import parse


def marked(text, query):
    return highlight.marked(text, highlight.places(text, query))


def snippet(text, query):
    line = highlight.in_line(text)
    return highlight.snippet(line, highlight.places(line, query))


FILLER = "Nothing of it is told in this sentence. " * 20
HAN_FILLER = "这一句话里什么也没有提到。" * 20


def test_the_snippet_shows_where_most_of_the_words_stand():
    text = f"Buses run. {FILLER}Electric buses run in Shenzhen. {FILLER}Electric cars."

    part = snippet(text, parse("electric buses shenzhen"))

    assert "<mark>Electric</mark> <mark>buses</mark> run in <mark>Shenzhen</mark>." in part


def test_the_snippet_of_chinese_shows_where_most_of_the_words_stand():
    text = f"公交车很多。{HAN_FILLER}深圳公交车全部电动。{HAN_FILLER}"

    assert "<mark>深圳公交车</mark>全部<mark>电动</mark>" in snippet(
        text, parse("公交车 深圳 电动")
    )


def test_no_space_stands_between_paragraphs_of_chinese():
    text = "第一段写到北京。\n第二段写到“上海。”\n第三段写到C40。 C40在中国。"

    assert " " not in snippet(text, parse("没有"))
    assert snippet("One.\nTwo.", parse("three")) == "One. Two."


def test_a_run_is_marked_whole_where_it_stands_and_by_its_pairs_elsewhere():
    query = parse("福州市长")

    assert marked("福州市长来了", query) == "<mark>福州市长</mark>来了"
    assert marked("市长在福州", query) == "<mark>市长</mark>在<mark>福州</mark>"


def test_what_was_written_is_shown_as_text():
    assert marked("<b> 福州 & C40", parse("c40")) == "&lt;b&gt; 福州 &amp; <mark>C40</mark>"
