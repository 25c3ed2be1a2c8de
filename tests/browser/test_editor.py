"""Writing in the admin: quotations and pictures, by keyboard, under the strict policy."""

import io

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from core.models import Status
from library.models import Image
from news.models import Article
from tests.support.visits import violations

ENGLISH = ".field-body_en .ProseMirror[lang=en]"
CHINESE = ".field-body_zh_hans .ProseMirror[lang=zh-Hans]"


@pytest.fixture
def article():
    """A draft: what is typed into it is saved in place, and not as a change that waits."""
    article = Article.objects.get(slug="china-special-envoy-c40")
    article.status = Status.DRAFT
    article.save()
    return article


@pytest.fixture
def image():
    out = io.BytesIO()
    PIL.Image.new("RGB", (800, 500), "teal").save(out, "JPEG")
    image = Image(alt_en="A roof", alt_zh_hans="屋顶")
    image.file.save("roof.jpg", ContentFile(out.getvalue()))
    return image


@pytest.fixture
def form(open_page, server, article, language):
    """The form of the article in the browser of someone who works in the language."""
    user = User.objects.create_superuser("chief", password="x", interface_language=language)
    page = open_page(None, user=user)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(server + reverse("admin:news_article_change", args=[article.pk]))
    page.locator(CHINESE).wait_for()
    yield page
    # The form asks for more while it is used: no answer may be on its way when the test's
    # transaction, which the server shares, is rolled back.
    page.wait_for_load_state("networkidle")


def type_into(page, editor, text):
    """Type at the beginning of the first paragraph, where the cursor stands at first."""
    page.locator(editor).focus()
    page.keyboard.type(text)


def save(page):
    page.locator("[name=_save]:not([hidden])").click()
    page.locator(".messagelist .success").wait_for()


def test_it_opens_without_a_complaint_in_both_columns(form):
    assert form.complaints == []
    assert form.locator(ENGLISH).get_attribute("aria-label")
    assert form.locator(CHINESE).get_attribute("role") == "textbox"


def test_an_unchanged_text_is_saved_unchanged(form, article):
    save(form)

    before = (article.body_en, article.body_zh_hans)
    article.refresh_from_db()
    assert (article.body_en, article.body_zh_hans) == before


def test_a_quotation_is_written_with_speaker_and_role(form, article):
    type_into(form, ENGLISH, "We go on. ")
    form.keyboard.press("Control+Shift+B")
    dialog = form.locator("dialog[open]")
    dialog.locator("[name=speaker]").fill("A mayor")
    dialog.locator("[name=role]").fill("Mayor")
    dialog.locator("[name=translatedFrom]").select_option("zh-Hans")
    dialog.locator("[type=submit]").click()
    save(form)

    article.refresh_from_db()
    assert (
        '<blockquote data-speaker="A mayor" data-role="Mayor" data-translated-from="zh-Hans">'
        "<p>We go on. A group of 16 mayors"
    ) in article.body_en


def test_a_picture_of_the_library_is_put_into_the_text(form, article, image):
    type_into(form, CHINESE, "下图为屋顶。")
    form.locator(".field-body_zh_hans [data-name=libraryFigure]").last.click()
    form.locator("dialog[open] .editor-pictures button").click()
    form.locator(".field-body_zh_hans .editor-figure img").wait_for()
    save(form)

    article.refresh_from_db()
    assert f'<figure data-image="{image.pk}"></figure>' in article.body_zh_hans
    assert "data-image" not in article.body_en


def test_a_page_of_the_site_is_found_and_linked(form, article):
    type_into(form, CHINESE, "大连")
    form.keyboard.press("Shift+Home")
    form.locator(".field-body_zh_hans [data-name=link]").last.click()
    form.locator("dialog[open] input[type=search]").fill("大连")
    pages = form.locator("dialog[open] .editor-pages button")
    expect(pages).to_have_text(["大连", "关于C40中国"])
    pages.first.click()
    save(form)

    article.refresh_from_db()
    assert '<a href="/zh-hans/cities/dalian/">大连</a>' in article.body_zh_hans


def test_the_toolbar_is_one_tab_stop_and_arrows_move_in_it(form):
    form.locator(ENGLISH).focus()
    form.keyboard.press("Alt+F10")
    first = form.evaluate("document.activeElement.dataset.name")
    form.keyboard.press("ArrowRight")
    second = form.evaluate("document.activeElement.dataset.name")
    form.keyboard.press("Home")

    assert form.evaluate("document.activeElement.dataset.name") == first != second
    toolbar = form.locator(".field-body_en .prose-menubar").first
    assert toolbar.locator("button[tabindex='0']").count() == 1


def paste(page, html):
    """Paste HTML where the cursor is, as another program puts it on the clipboard."""
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData('text/html', html);
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        html,
    )


def test_words_pasted_from_a_word_processor_keep_structure_and_lose_style(form, article):
    type_into(form, ENGLISH, "")
    paste(
        form,
        '<h2 class="MsoTitle">Pasted head</h2>'
        "<p class=MsoNormal><b>Bold</b> and <a href='https://example.org/'>a link</a></p>",
    )
    save(form)

    article.refresh_from_db()
    assert "<h2>Pasted head</h2>" in article.body_en
    link = '<a href="https://example.org/">a link</a>'
    assert f"<p><strong>Bold</strong> and {link}" in article.body_en


def test_words_pasted_from_wechat_keep_structure_and_lose_style(form, article):
    type_into(form, CHINESE, "")
    paste(
        form,
        '<section data-role="outer" style="font-size: 16px; font-family: 微软雅黑;">'
        '<section style="margin: 10px 0px; background: rgb(0, 128, 96);">'
        '<h2 style="color: rgb(255, 255, 255);"><span style="font-size: 18px;">城市行动</span></h2>'
        '</section><p style="text-indent: 2em;"><span style="color: rgb(62, 62, 62);">福州市长'
        '<strong style="max-width: 100%;">介绍</strong>了经验。</span><br></p>'
        '<section><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/a" data-w="1080">'
        '</section><ul class="list-paddingleft-2"><li><p style="margin: 0;">建筑</p></li></ul>'
        '<mp-common-profile data-id="x"></mp-common-profile></section>',
    )
    save(form)

    article.refresh_from_db()
    assert "<h2>城市行动</h2>" in article.body_zh_hans
    assert "福州市长<strong>介绍</strong>了经验。" in article.body_zh_hans
    assert "<ul><li><p>建筑" in article.body_zh_hans
    for left in ("style", "section", "img", "qpic", "mp-common"):
        assert left not in article.body_zh_hans


def test_the_editor_has_no_accessibility_violation(form):
    assert violations(form, ".field-body_en") == []


def test_the_buttons_speak_the_language_of_the_desk(form, language):
    titles = form.evaluate(
        "[...document.querySelectorAll('.prose-menubar button')]"
        ".map(each => each.title || each.textContent)"
    )

    assert titles
    assert {title.isascii() for title in titles} == {language == "en"}
