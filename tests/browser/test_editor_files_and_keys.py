"""Pictures that come as files, and tables and lists by keys alone, in the editor of the desk."""

import base64

import pytest
from playwright.sync_api import expect

from library.models import Image
from tests.support.desk_client import superuser
from tests.support.items import photo
from tests.support.visits import violations, violations_in_the_dark

ENGLISH = ".field-body_en .ProseMirror[lang=en]"
BRING = """([files, html, event]) => {
  const data = new DataTransfer();
  for (const [name, type, coded] of files) {
    const bytes = Uint8Array.from(atob(coded), (each) => each.charCodeAt(0));
    data.items.add(new File([bytes], name, {type}));
  }
  if (html) data.setData('text/html', html);
  const [at, options] = [document.activeElement, {bubbles: true, cancelable: true}];
  const box = at.lastElementChild.getBoundingClientRect();
  const where = {clientX: box.left + 5, clientY: box.top + 5};
  at.dispatchEvent(event === 'drop'
    ? new DragEvent('drop', {dataTransfer: data, ...where, ...options})
    : new ClipboardEvent('paste', {clipboardData: data, ...options}));
}"""
# Where the keyboard is: the name of a button of the toolbar, or the language of a text.
FOCUS = "document.activeElement.dataset.name ?? document.activeElement.lang"

SLOW = 15_000  # milliseconds; a picture is encoded in six copies meanwhile


@pytest.fixture
def form(open_page, server, language):
    """The form of a new article in the browser of someone who works in the language."""
    page = open_page(None, user=superuser(language))
    page.errors, page.hosts = [], set()
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
    page.goto(f"{server}/admin/news/article/add/")
    page.locator(ENGLISH).wait_for()
    page.locator(ENGLISH).focus()
    return page


def coded(data):
    return base64.b64encode(data).decode()


def bring(page, files=(), html="", event="paste"):
    """Paste or drop files, each with name, type and bytes, or HTML, where the cursor is."""
    settle(page)
    page.evaluate(BRING, [[[name, kind, coded(data)] for name, kind, data in files], html, event])


def settle(page):
    """Let the editor read where keys have put the cursor, which the browser tells it later."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def text(page):
    return page.locator("[name=body_en]").input_value()


def describe(page):
    """Give the words for which the open dialogue asks."""
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=alt_en]").fill("A roof")
    dialog.locator("[name=alt_zh_hans]").fill("屋顶")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0, timeout=SLOW)


def compose(page, words):
    """Type words as an input method does."""
    session = page.context.new_cdp_session(page)
    key = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"}
    session.send("Input.dispatchKeyEvent", key)
    session.send(
        "Input.imeSetComposition", {"text": "wuding", "selectionStart": 6, "selectionEnd": 6}
    )
    session.send("Input.insertText", {"text": words})
    session.detach()


@pytest.mark.parametrize("language", ["zh-hans"])
def test_files_go_into_the_library_and_into_the_text_where_typing_never_replaces_them(form, server):
    dialog, left_out = form.locator("dialog[open]"), form.locator(".field-body_en .left-out").first
    form.keyboard.type("Above")
    bring(form, [("roof.png", "image/png", photo(kind="PNG"))])
    expect(dialog.locator("canvas")).to_have_js_property("height", 240)
    dialog.locator("[type=submit]").click()
    expect(dialog.locator(".dialog-error")).to_have_count(2, timeout=SLOW)
    assert violations(form, "dialog[open]") + violations_in_the_dark(form, "dialog[open]") == []
    describe(form)
    first = Image.objects.get()
    figure = f'<figure data-image="{first.pk}"></figure>'
    form.keyboard.type("Behind")
    assert text(form) == f"<p>Above</p>{figure}<p>Behind</p>"
    for across, typed in ((20, form.keyboard.type), (200, lambda words: compose(form, words))):
        # Twice in one place would be a double click.
        form.locator(".editor-figure img").click(position={"x": across, "y": 20})
        expect(form.locator(".editor-figure.ProseMirror-selectednode")).to_have_count(1)
        typed("屋顶")
    assert text(form) == f"<p>Above</p>{figure}<p>屋顶</p><p>屋顶</p><p>Behind</p>"

    form.keyboard.press("Control+End")
    data = f"data:image/jpeg;base64,{coded(photo())}"
    bring(form, html=f'<p>One</p><img src="{data}"><p>Two<img src="file:///C:/a.png"></p>')
    describe(form)
    second = Image.objects.exclude(pk=first.pk).get()
    figure = f'<figure data-image="{second.pk}"></figure>'
    assert text(form).endswith(f"One</p>{figure}<p>Two</p>")

    before = text(form)
    heic = b"\x00\x00\x00\x24ftypheic" + b"\x00" * 24
    files = [("a.heic", "", heic), ("b.pdf", "application/pdf", b"%PDF")]
    bring(form, files, event="drop")
    expect(dialog.locator("[role=status]")).to_contain_text("HEIC", timeout=SLOW)
    form.keyboard.press("Escape")
    expect(left_out).to_contain_text("b.pdf")
    expect(left_out).to_contain_text("a.heic")
    assert text(form).replace("<p></p>", "") == before.replace("<p></p>", "")
    part = ".field-body_en"
    assert violations(form, part) + violations_in_the_dark(form, part) == []

    # The same from the dialogue of the library.
    form.locator(".field-body_en [data-name=libraryFigure]").first.click()
    expect(dialog.locator(".editor-pictures button")).to_have_count(2)
    assert violations(form, "dialog[open]") + violations_in_the_dark(form, "dialog[open]") == []
    with form.expect_file_chooser() as chooser:
        dialog.locator("button:text-matches('本机')").click()
    chooser.value.set_files(
        {"name": "third.png", "mimeType": "image/png", "buffer": photo(kind="PNG")}
    )
    describe(form)
    assert Image.objects.count() == 3
    assert (form.errors, form.hosts) == ([], {server.split("/")[2]})


@pytest.mark.parametrize("language", ["en"])
def test_tables_and_lists_are_written_and_left_by_keys_alone(form):
    press, words = form.keyboard.press, form.keyboard.type
    words("- one")
    press("Enter")
    words("two")
    press("Tab")
    assert "<ul><li><p>one</p><ul><li><p>two" in text(form)
    press("Shift+Tab")
    assert "</p></li><li><p>two" in text(form)
    press("Shift+Tab")
    assert form.evaluate(FOCUS) != "en"
    assert "</p></li><li><p>two" in text(form)

    form.locator(ENGLISH).focus()
    press("Enter")
    press("Enter")
    press("Escape")
    while form.evaluate(FOCUS) != "table":
        press("ArrowRight")
    press("Enter")
    for key, word in (("", "A"), ("ArrowRight", "B"), ("ArrowDown", "C"), ("Alt+Enter", "D")):
        if key:
            press(key)
        words(word)
    assert text(form).startswith("<ul><li><p>one</p></li><li><p>two</p></li></ul><table>")
    rows = [row.split("<td>") for row in text(form).split("<tr>")[1:]]
    assert len(rows) == 4
    assert ["A" in rows[0][0], "B" in rows[0][0], "C" in rows[1][2], "D" in rows[2][1]] == [
        True
    ] * 4
    row = form.locator(".field-body_en [data-name='table:addRowAfter']").first
    assert "Alt+Enter" in row.get_attribute("aria-label")
    press("Escape")
    assert form.evaluate(FOCUS) == "table"
    press("Escape")
    form.wait_for_function(f"({FOCUS}) === 'en'")
    press("Tab")
    assert form.evaluate(FOCUS) == "zh-Hans"
    form.locator(ENGLISH).focus()
    press("Shift+Tab")
    assert form.evaluate(FOCUS) != "en"
    assert text(form).count("<tr>") == 4
