"""The 18 cases of what WeChat's editor keeps (``tests/cases/wechat.md``), and its filter."""

import re
from pathlib import Path

import lxml.html
import pytest

from core.richtext import wechat
from core.richtext.wechat import WeChatPicture, wechat_text

PAGE = "https://c40.example/zh-hans/news/2021/ours/"
S = 'style="S"'
# What the editor keeps, by rows 11 and 12; and what it does not drop from tables.
DECLARATIONS = re.compile(
    r"font-(size|weight|style)|line-height|letter-spacing|text-(align|indent)|color|background-color"
    r"|border[a-z-]*|padding[a-z-]*|(max-)?width|word-break|margin-(top|bottom)|overflow-x"
    r"|white-space|vertical-align"
)
TAGS = {
    *("section", "h2", "h3", "p", "strong", "em", "sub", "sup", "br", "a", "blockquote", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"style", "href", "src", "alt", "colspan", "rowspan"}
PICTURE = WeChatPicture("https://c40.example/media/roof-1.jpg", "屋顶", "办公楼屋顶", "林拍摄")
PARAGRAPHS = "".join(f"<p>{'各城市就气候行动交流经验。' * 8}</p>" for _ in range(24))


def output(html, language="zh-hans"):
    return wechat_text(html, language, {1: PICTURE}, PAGE)


def body(html, language="zh-hans"):
    """The output without its frame and its end, each style written as S."""
    root = lxml.html.fromstring(output(html, language).html)
    parts = [lxml.html.tostring(each, encoding="unicode") for each in root[:-1]]
    return re.sub(r'style="[^"]+"', S, "".join(parts))


def filtered(html):
    """What the editor makes of a text by rows 1 to 15, as far as that is known."""
    root = lxml.html.fromstring(html)
    for each in list(root.iter()):
        styles = [rule.partition(":")[::2] for rule in each.get("style", "").split(";") if rule]
        kept = [rule for rule in styles if DECLARATIONS.fullmatch(rule[0]) and is_colour(*rule)]
        if each.tag not in TAGS:
            each.drop_tag()
            continue
        for name in set(each.attrib) - ATTRIBUTES:
            del each.attrib[name]
        each.set("style", ";".join(map(":".join, kept)))
        if not kept:
            del each.attrib["style"]
        if each.tag == "a" and not each.get("href").startswith("https://mp.weixin.qq.com/"):
            each.drop_tag()
        if each.text and not re.search(r"(^|;)color:", each.get("style", "")):
            each.text = ""
        for place in ("text", "tail"):
            written = getattr(each, place)
            if written:
                setattr(each, place, re.sub(r"\s*\n\s*", "", re.sub(" +", " ", written)))
    return lxml.html.tostring(root, encoding="unicode")


def is_colour(name, value):
    found = re.findall(r"#\w+|\b(?:rgb|var|oklch|color-mix|currentColor|inherit)\b", value)
    return "color" not in name or (
        bool(re.fullmatch("#[0-9a-f]{6}", value)) and found != ["#000000"]
    )


ALL = (
    "<h2>甲</h2><h3>乙</h3><p>丙 <strong>丁</strong> <em>戊</em> CO<sub>2</sub> m<sup>2</sup><br>己"
    '<a href="/zh-hans/">庚</a> <a href="https://mp.weixin.qq.com/s/x">辛</a></p>'
    "<ul><li><p>一</p><ol><li><p>二</p></li></ol></li></ul>"
    '<blockquote data-speaker="张三" data-role="市长"><p>引</p></blockquote>'
    "<table><thead><tr><th><p>表</p></th></tr></thead><tbody><tr><td><p>一</p><p>二</p></td></tr>"
    '</tbody></table><figure data-image="1"></figure><p><span lang="en">AI</span></p>'
)


@pytest.mark.parametrize("html", [ALL, "", PARAGRAPHS], ids=["all", "empty", "long"])
def test_what_the_editor_drops_and_flattens_is_not_in_the_output(html, language):
    found = output(html, language).html

    assert filtered(found) == found
    assert not re.search("[\n\r\u2028\u2029\u200b]", found)


def link(address, words):
    return f'<a href="{address}">{words}</a>'


def note(number):
    return f"<sup {S}>[{number}]</sup>"


REPORT = link("https://x.example/r?a=1&amp;b=2", "report")
CASES = {
    "W1": ("<h2>A & B</h2><h3>C</h3>", f"<h2 {S}>A &amp; B</h2><h3 {S}>C</h3>"),
    "W2": (
        "<p>a <strong>b</strong> <em>c</em></p>",
        f"<p {S}>a <strong {S}>b</strong> <em {S}>c</em></p>",
    ),
    "W3": (
        "<p>CO<sub>2</sub>, m<sup>2</sup></p>",
        f"<p {S}>CO<sub {S}>2</sub>, m<sup {S}>2</sup></p>",
    ),
    "W4 break": ("<p>one<br>two</p>", f"<p {S}>one<br>two</p>"),
    "W4 line feeds": ("<p>城市\n  气候，\n行动 one\ntwo</p>", f"<p {S}>城市气候，行动 one two</p>"),
    "W5": (
        f"<p>{REPORT}, {REPORT}, {link('https://y.example', 'other')}</p>",
        f"<p {S}>report{note(1)}, report{note(1)}, other{note(2)}</p><h3 {S}>链接</h3>"
        f"<p {S}>[1] report：https://x.example/r?a=1&amp;b=2</p>"
        f"<p {S}>[2] other：https://y.example</p>",
    ),
    "W6": (
        f"<p>{link('https://x.example/', 'https://x.example/')}</p>",
        f"<p {S}>https://x.example/</p>",
    ),
    "W7": (
        f"<p>{link('/zh-hans/cities/fuzhou/', '福州')}</p>",
        f"<p {S}>福州{note(1)}</p><h3 {S}>链接</h3>"
        f"<p {S}>[1] 福州：https://c40.example/zh-hans/cities/fuzhou/</p>",
    ),
    "W8": (
        f"<p>{link('mailto:a@x.example?subject=b', 'write')}{link('#top', 'up')}</p>",
        f"<p {S}>write{note(1)}up</p><h3 {S}>链接</h3><p {S}>[1] write：a@x.example</p>",
    ),
    "W9": (
        f"<p>{link('https://mp.weixin.qq.com/s/x', 'here')}"
        f"{link('https://mp.weixin.qq.com.evil.example/', 'there')}</p>",
        f'<p {S}><a href="https://mp.weixin.qq.com/s/x" {S}>here</a>there{note(1)}</p>'
        f"<h3 {S}>链接</h3><p {S}>[1] there：https://mp.weixin.qq.com.evil.example/</p>",
    ),
    "W10": (
        '<ul><li><p>a</p><ol start="5"><li><p>b</p></li><li><p>c</p><ul><li><p>d</p></li></ul>'
        "</li></ol></li><li><p>e</p></li></ul>",
        "".join(
            f"<section {S}>{mark}\u00a0{word}</section>"
            for mark, word in [("•", "a"), ("5.", "b"), ("6.", "c"), ("•", "d"), ("•", "e")]
        ),
    ),
    "W11": (
        "<ul><li><p><strong>Label</strong>: rest</p><p>second</p></li></ul>",
        f"<section {S}>•\u00a0<strong {S}>Label</strong>: rest</section>"
        f"<section {S}>second</section>",
    ),
    "W12": (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        '<tbody><tr><td colspan="2"><p>c</p><p>d</p></td></tr></tbody></table>',
        f"<section {S}><table {S}><thead><tr><th {S}>a</th><th {S}>b</th></tr></thead>"
        f'<tbody><tr><td colspan="2" {S}>c<br>d</td></tr></tbody></table></section>',
    ),
    "W13": (
        '<blockquote data-speaker="张三" data-role="市长" data-translated-from="en">'
        "<p>一。二。</p><p>三。</p></blockquote>",
        f"<blockquote {S}><p {S}>一。二。</p><p {S}>三。</p><p {S}>— 张三，市长</p>"
        f"<p {S}>引语由英文新闻稿译出，以讲话人原话为准。</p></blockquote>",
    ),
    "W14": (
        '<figure data-image="1"></figure>',
        f'<section {S}><img src="{PICTURE.url}" alt="屋顶" {S}>'
        f"<p {S}>办公楼屋顶</p><p {S}>林拍摄</p></section>",
    ),
    "W15": ('<figure data-image="2"></figure>', ""),
    "W17": (
        '<p><span lang="en">AI</span>\u200b一　二</p><p></p><p>\u200b</p>',
        f"<p {S}>AI一　二</p>",
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_a_case_has_its_outcome(html, expected):
    assert body(html) == expected


@pytest.mark.parametrize(
    ("case", "path", "rule"),
    [
        ("W1", "h2", "font-size:20px;color:#10221e;font-weight:bold"),
        ("W2", "strong", "font-weight:bold"),
        ("W2", "em", "font-style:italic"),
        ("W3", "sub", "vertical-align:sub;font-size:12px"),
        ("W3", "sup", "vertical-align:super;font-size:12px"),
        ("W5", "p[contains(., 'https:')]", "word-break:break-all"),
        ("W10", "section[contains(., 'c')]", "padding-left:40px"),
        ("W10", "section[contains(., 'd')]", "padding-left:60px"),
        ("W11", "section[contains(., 'second')]", "padding-left:20px"),
        ("W12", "section[table]", "overflow-x:auto"),
        ("W12", "td", "border:1px solid #cfdad3;padding:6px 8px;line-height:1.6"),
        ("W13", "blockquote", "border-left:3px solid #0a6553"),
        ("W14", "section/img", "width:100%"),
        ("W14", "section[img]/p", "text-align:center"),
    ],
)
def test_what_the_look_of_a_case_depends_on_stands_at_its_element(case, path, rule):
    root = lxml.html.fromstring(output(CASES[case][0]).html)

    found = [
        each.get("style").split(";")
        for each in root[:-1]
        for each in each.xpath(f"./descendant-or-self::{path}")
    ]

    assert found
    assert all(set(rule.split(";")) <= set(styles) for styles in found)


def test_w3_the_plain_text_has_the_characters_for_raised_and_lowered_digits():
    found = output(f"<p>CO<sub>2</sub>, m<sup>2</sup></p>{ALL}", "en").plain

    assert found.startswith(
        "CO₂, m²\n甲\n乙\n丙 丁 戊 CO₂ m²\n己庚[1] 辛\n•\u00a0一\n1.\u00a0二\n引\n"
    )
    assert "\n一 二\n办公楼屋顶\n林拍摄\nAI\nLinks\n[1] 庚: https://c40.example/zh-hans/\n" in found
    assert found.endswith(PAGE)


def test_w16_the_end_has_the_address_and_a_picture_of_its_code(language):
    end = lxml.html.fromstring(output("", language).html)[-1]

    assert [each.text for each in end.iter("p")][1] == PAGE
    assert end.xpath(".//img/@src") == [f"{PAGE}qr.png"]
    assert "background-color:#ffffff" in end.xpath(".//img/@style")[0]


@pytest.mark.parametrize(("language", "words"), [("en", "Links"), ("zh-hans", "链接")])
def test_w18_the_words_are_in_the_language_of_the_text_and_it_is_short_enough(language, words):
    html = PARAGRAPHS + CASES["W5"][0]

    found = output(html, language)

    assert words in found.plain.splitlines()
    assert 2_500 < len(found.plain) < len(found.html) < 20_000


def test_the_colours_are_those_of_the_light_scheme():
    tokens = Path("static/css/tokens.css").read_text().split("@media screen")[0]
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", tokens))

    for name in ("INK", "MUTED", "LINK", "LINE", "WASH"):
        assert getattr(wechat, name) == light[name.lower()]
