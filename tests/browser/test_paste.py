"""What is pasted into a text: what is stored of it, and that the rest is named below the editor."""

from pathlib import Path

import lxml.html
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core.richtext.fields import clean
from tests.site.security.corpus import CORPUS
from tests.support.desk_client import superuser
from tests.support.visits import wait_for_editors

# wps.html and wechat.html are invented texts in the markup that public reports show:
# github.com/Ruszero01/clippi/issues/91 (WPS, its head and classes), the tests of
# github.com/88250/lute (WPS, its runs) and github.com/jin-yufeng/mp-html/issues/61 (WeChat).
CASES = Path(__file__).resolve().parents[1] / "cases"
EDITORS = {"en": ".ProseMirror[lang=en]", "zh-hans": ".ProseMirror[lang=zh-Hans]"}
# Each into an empty text; returns the value of the field, and what stands below the editor.
PASTE = """(element, all) => all.map(([html, text]) => {
  element.editor.commands.clearContent();
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', text);
  element.dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
  const frame = element.closest('.prose-editor');
  return [frame.querySelector('textarea').value, frame.querySelector('.left-out').textContent];
})"""
LISTS = (
    "<h2>Shade与树荫</h2><ul><li><p>Trees along ten streets</p><ul><li><p>planted in "
    "<strong>spring</strong></p></li></ul></li><li><p>遮阳棚与<em>座椅</em></p></li></ul>"
    "<h3>第二部分</h3><ol><li><p>收集雨水</p><ol><li><p>屋顶</p></li><li><p>路面</p></li></ol></li>"
    "<li><p>储存雨水</p></li></ol>"
    '<p>中间一段。See <a href="https://example.org/rain?a=1">the plan</a>.</p>'
    "<ol><li><p>First step</p></li><li><p>Second step</p></li></ol>"
)
NOTES = (
    "<p>降雨集中在夏季[1]，屋顶可以收集。书签</p>"
    '<p><span lang="en">Most rain falls in <strong>summer</strong><sup>i</sup></span>.</p>'
    "<p>[1] 按近十年的月降水量计算。</p>"
    '<p><sup>i</sup> <span lang="en">Monthly means of ten years.</span></p>'
)
DOCS = (
    "<h2>Cool roofs</h2><p>White roofs reflect <strong>four fifths</strong> of the light, says "
    "<em>the survey</em>; CO<sub>2</sub> falls.</p>"
    '<ul><li><p>See <a href="https://example.org/cool-roofs">the plan</a></p>'
    "<ul><li><p>二级条目</p></li></ul></li></ul>"
    "<table><tbody><tr><td><p><strong>City</strong></p></td><td><p><strong>Roofs</strong></p></td>"
    "</tr><tr><td><p>福州</p></td><td><p>12 30</p></td></tr></tbody></table>"
)
WPS = "<h2>屋顶与雨水</h2><h2>收集</h2><p>屋顶占<strong>五分之四</strong>，见附表。</p>"
WECHAT = (
    "<h2>城市行动</h2>"
    "<p>福州市长<strong>介绍</strong>了<strong>经验</strong>，<em>座椅</em>已更换。</p>"
    "<ul><li><p>建筑</p></li><li><p>交通</p></li></ul>"
)
FROM_PROGRAMS = [
    ("word-list.html", "en", LISTS, ""),
    ("word-footnote.html", "zh-hans", NOTES, "pictures"),
    ("google-docs.html", "en", DOCS, "itself) and the lines of tables within tables"),
    ("wps.html", "zh-hans", WPS, "itself) and struck-out"),
    ("wechat.html", "zh-hans", WECHAT, "itself) and struck-out"),
]


def item(listed, level, mark, words, tag="p"):
    """Return a paragraph of a list as Word writes it."""
    return (
        f"<{tag} style='text-indent:-21pt;mso-list:{listed} level{level} lfo1'>"
        f"<!--[if !supportLists]--><span style='mso-list:Ignore'>{mark}<span>&nbsp; </span></span>"
        f"<!--[endif]-->{words}</{tag}>"
    )


BULLETS = ["·", "o", "l", "§", "Ø", "ü", "-", "•"]
# With the number that each stands for.
NUMBERS = [("2", 2), ("1.2.3", 3), ("d)", 4), ("iv.", 4), ("⑤", 5), ("（三）", 3), ("二十一、", 21)]
FRAGMENTS = [
    *(
        (item("l0", 1, mark, "x"), f'<ol start="{number}"><li><p>x</p></li></ol>', "")
        for mark, number in NUMBERS
    ),
    (
        "".join(item("l0", 1, mark, "x") for mark in BULLETS),
        f"<ul>{'<li><p>x</p></li>' * len(BULLETS)}</ul>",
        "",
    ),
    (
        item("l0", 1, "1.", "a") + "<p>b</p>" + item("l0", 1, "2.", "c") + item("l0", 1, "1.", "d"),
        '<ol><li><p>a</p></li></ol><p>b</p><ol start="2"><li><p>c</p></li></ol>'
        "<ol><li><p>d</p></li></ol>",
        "",
    ),
    (item("l0", 1, "一、", "<b>总则</b>", "h1"), "<h2>一、总则</h2>", ""),
    (
        "<style>.a {font: bold 9px serif} .b {font-style: italic; vertical-align: super}</style>"
        '<p>1 <span class="a">two</span> <span class="b">3</span></p>',
        "<p>1 <strong>two</strong> <em><sup>3</sup></em></p>",
        "",
    ),
    (
        '<p><span lang="EN-US">own</span> <span lang="zh-CN">福州</span> <b lang="zh-CN">2</b></p>',
        '<p>own <span lang="zh-Hans">福州</span> <strong>2</strong></p>',
        "",
    ),
    (
        "<p>The roof covers <del>12</del><ins>13</ins> ha, <s>not</s> all of it new.</p>",
        "<p>The roof covers 13 ha, all of it new.</p>",
        "struck-out",
    ),
    ("<p><ruby>鄞<rt>yín</rt></ruby>州区</p>", "<p>鄞（yín）州区</p>", ""),
    (
        '<ol start="5"><li>five</li><li>six</li></ol>',
        '<ol start="5"><li><p>five</p></li><li><p>six</p></li></ol>',
        "",
    ),
    (
        '<a href="https://example.org/rain plan.pdf">plan</a> <a href="file:///C:/a.doc">a</a> '
        '<a href="https://example.org/x">https://example.org/…</a>',
        '<p><a href="https://example.org/rain%20plan.pdf">plan</a> a '
        '<a href="https://example.org/x">https://example.org/…</a></p>',
        "links that no reader can follow",
    ),
    (
        "<pre><code>a = 1\nb</code></pre><hr><dl><dt>c</dt><dd>d</dd></dl><video src=x></video>",
        "<p>a = 1<br>b</p><p>c</p><p>d</p>",
        "embedded media, rules, the shape of code blocks and the shape of lists of terms",
    ),
    (
        "<blockquote><p>We go on.</p><footer>— A mayor</footer></blockquote><p>收集\n雨水</p>",
        '<blockquote data-speaker="A mayor"><p>We go on.</p></blockquote><p>收集雨水</p>',
        "",
    ),
]


def linked(address, href=""):
    return f'<a href="{href or address}">{address}</a>'


AB = "https://example.org/a/b"
PLAIN = [
    *((f"请看{AB}{sign}谢", f"<p>请看{linked(AB)}{sign}谢</p>") for sign in "，（、。；：》）谢"),
    (
        "See (www.example.org/a_(b)), a@example.org.",
        f"<p>See ({linked('www.example.org/a_(b)', 'https://www.example.org/a_(b)')}), "
        f"{linked('a@example.org', 'mailto:a@example.org')}.</p>",
    ),
    ("https://example.org/福州", f"<p>{linked('https://example.org/福州')}</p>"),
]


@pytest.fixture
def policy():
    """Whether the browser obeys the policy of the desk."""
    return True


@pytest.fixture
def form(open_page, server, article, language, policy):
    """The form of an article in the browser of someone who works in the language."""
    page = open_page(None, user=superuser(language), bypass_csp=not policy)
    page.complaints, page.asked_for = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.asked_for.append(request.url))
    page.goto(server + reverse("admin:news_article_change", args=[article.pk]))
    wait_for_editors(page)
    return page


def pasted(page, column, clipboards):
    """Return for each pair of HTML and text what is stored, and what stands below the editor."""
    found = page.locator(EDITORS[column]).evaluate(PASTE, clipboards)
    return [(clean(value), note) for value, note in found]


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_what_is_pasted_keeps_its_structure_and_what_is_lost_is_named(form):
    for column in EDITORS:
        cases = [(name, *case) for name, field, *case in FROM_PROGRAMS if field == column]
        texts = [(CASES / name).read_text("utf-8") for name, *_case in cases]
        if column == "en":
            cases += FRAGMENTS
            texts += [html for html, *_case in FRAGMENTS]
        found = pasted(form, column, [(html, "") for html in texts])
        for (name, stored, lost), (value, note) in zip(cases, found, strict=True):
            assert value == stored, name
            assert lost in note
            assert bool(lost) == bool(note), name
    found = pasted(form, "zh-hans", [("", text) for text, _stored in PLAIN])
    assert found == [(stored, "") for _text, stored in PLAIN]

    # The policy of the desk saw no style, and nobody was asked for a picture.
    assert form.complaints == []
    assert [url for url in form.asked_for if not url.startswith(form.url.split("/admin/")[0])] == []


@pytest.mark.parametrize("language", ["zh-hans"], indirect=True)
def test_an_address_ends_where_the_sentence_goes_on(form):
    editor = form.locator(EDITORS["en"])
    pasted(form, "en", [("", "x")])
    editor.press("Control+a")
    form.keyboard.type(f"See {AB}，and")
    assert editor.locator("a").inner_text() == AB

    # In the dialogue, it need not be complete.
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+k")
    address = form.locator("dialog[open] [name=href]")
    address.fill("c40")
    form.locator("dialog[open] [type=submit]").click()
    assert "请输入网址" in address.evaluate("input => input.validationMessage")
    address.fill("www.c40.org")
    form.locator("dialog[open] [type=submit]").click()
    expect(editor.locator("a")).to_have_attribute("href", "https://www.c40.org")

    ((_stored, note),) = pasted(form, "en", [('<p>x<img src="/x.png"></p><hr>', "")])
    assert "图片（可逐张复制粘贴）和分隔线" in note


@pytest.mark.parametrize("policy", [False])
@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_hostile_markup_runs_nothing_and_is_not_kept_even_without_the_policy(form):
    form.evaluate("() => { window.ran = []; window.xss = (number) => ran.push(number); }")

    found = pasted(form, "en", [(each, "") for each in [*CORPUS, "<p>".join(CORPUS)]])
    # What an image or a frame would run, it runs after the paste.
    form.wait_for_load_state("networkidle")
    assert form.evaluate("ran") == []
    form.keyboard.press("Control+s")
    expect(form.locator(".messagelist")).to_contain_text("Saved")
    wait_for_editors(form)

    kept = form.locator("textarea[name=body_en]").input_value()
    assert "链接" in kept
    for text in [kept, *(value for value, _note in found)]:
        for element in lxml.html.fragment_fromstring(text, create_parent=True).iter():
            assert not [name for name, _value in element.items() if name.startswith("on")], text
            assert not element.get("href", "").startswith(("javascript:", "data:")), text
    assert [url for url in form.asked_for if not url.startswith(form.url.split("/admin/")[0])] == []
