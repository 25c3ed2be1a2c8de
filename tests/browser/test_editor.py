"""Writing in the admin: quotations and pictures, by keyboard, under the strict policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support.desk_client import superuser
from tests.support.items import library_image
from tests.support.visits import violations

ENGLISH = ".field-body_en .ProseMirror[lang=en]"
CHINESE = ".field-body_zh_hans .ProseMirror[lang=zh-Hans]"


@pytest.fixture
def draft(article):
    """What is typed into it is saved in place, and not as a change that waits."""
    article.status = "draft"
    article.save()
    return article


@pytest.fixture
def language():
    """That of the desk, unless a test says another."""
    return "zh-hans"


@pytest.fixture
def form(open_page, server, draft, language):
    """The form of the draft in the browser of someone who works in the language."""
    page = open_page(None, user=superuser(language))
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(server + reverse("admin:news_article_change", args=[draft.pk]))
    page.locator(CHINESE).wait_for()
    return page


def type_into(page, editor, text):
    """Type at the beginning of the first paragraph, where the cursor stands at first."""
    page.locator(editor).focus()
    page.keyboard.type(text)


def save(page):
    page.locator("[name=_save]:not([hidden])").click()
    page.locator(".messagelist li").first.wait_for()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_opens_in_both_columns_in_the_language_of_the_desk(form, language):
    assert form.locator(ENGLISH).get_attribute("aria-label")
    assert form.locator(CHINESE).get_attribute("role") == "textbox"
    titles = form.evaluate(
        "[...document.querySelectorAll('.prose-menubar button')]"
        ".map(each => each.title || each.textContent)"
    )
    assert titles
    assert {title.isascii() for title in titles} == {language == "en"}
    assert form.complaints == []
    assert violations(form, ".field-body_en") == []

    # The toolbar is one tab stop, and arrows move in it.
    form.locator(ENGLISH).focus()
    form.keyboard.press("Alt+F10")
    first = form.evaluate("document.activeElement.dataset.name")
    form.keyboard.press("ArrowRight")
    second = form.evaluate("document.activeElement.dataset.name")
    form.keyboard.press("Home")
    assert form.evaluate("document.activeElement.dataset.name") == first != second
    toolbar = form.locator(".field-body_en .prose-menubar").first
    assert toolbar.locator("button[tabindex='0']").count() == 1


def test_an_unchanged_text_is_saved_unchanged(form, draft):
    save(form)

    before = (draft.body_en, draft.body_zh_hans)
    draft.refresh_from_db()
    assert (draft.body_en, draft.body_zh_hans) == before


def test_a_quotation_is_written_with_speaker_and_role(form, draft):
    type_into(form, ENGLISH, "We go on. ")
    form.keyboard.press("Control+Shift+B")
    dialog = form.locator("dialog[open]")
    dialog.locator("[name=speaker]").fill("A mayor")
    dialog.locator("[name=role]").fill("Mayor")
    dialog.locator("[name=translatedFrom]").select_option("zh-Hans")
    dialog.locator("[type=submit]").click()
    save(form)

    draft.refresh_from_db()
    assert (
        '<blockquote data-speaker="A mayor" data-role="Mayor" data-translated-from="zh-Hans">'
        "<p>We go on. A group of 16 mayors"
    ) in draft.body_en


def test_a_picture_of_the_library_is_put_into_the_text(form, draft):
    image = library_image()
    type_into(form, CHINESE, "下图为屋顶。")
    form.locator(".field-body_zh_hans [data-name=libraryFigure]").last.click()
    form.locator("dialog[open] .editor-pictures button").click()
    form.locator(".field-body_zh_hans .editor-figure img").wait_for()
    save(form)

    draft.refresh_from_db()
    assert f'<figure data-image="{image.pk}"></figure>' in draft.body_zh_hans
    assert "data-image" not in draft.body_en


def test_a_page_of_the_site_is_found_and_linked(form, draft):
    type_into(form, CHINESE, "大连")
    link = form.locator(".field-body_zh_hans [data-name=link]:not(.disabled)").last
    for _try in range(100):
        # The editor puts the cursor back once it has taken up what was typed.
        form.keyboard.press("Shift+Home")
        if link.is_visible():
            break
    link.click()
    form.locator("dialog[open] input[type=search]").fill("大连")
    pages = form.locator("dialog[open] .editor-pages button")
    expect(pages).to_have_text(["大连", "关于C40中国"])
    pages.first.click()
    save(form)

    draft.refresh_from_db()
    assert '<a href="/zh-hans/cities/dalian/">大连</a>' in draft.body_zh_hans
