"""Copying an article for WeChat: what is on the clipboard after a click, and what is said."""

import re

import pytest
from django.urls import reverse

from tests.support.desk_client import superuser

WORDS = {
    "en": {
        "link": "Copy for WeChat",
        "title": "Copy: Title",
        "original": "Copy: Read the original",
        "said": r"Copied: {} characters\.",
        "long": r"{} characters; 32 fit\.",
    },
    "zh-hans": {
        "link": "复制到微信",
        "title": "复制：标题",
        "original": "复制：阅读原文",
        "said": "已复制：{}个字符。",
        "long": "{}个字符，最多32个。",
    },
}
READ = """async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""
# What a copy event would put on the clipboard; where there is no https, nobody else can read it.
LISTEN = """() => {
  window.copied = {};
  addEventListener("copy", (event) => {
    for (const type of event.clipboardData.types) copied[type] = event.clipboardData.getData(type);
  });
}"""


@pytest.fixture
def open_copy(open_page, article, language):
    """Go from the form of an article to the page that copies it, as an editor would."""

    def opened(**options):
        path = reverse("admin:news_article_change", args=[article.pk])
        page = open_page(path, user=superuser(language), **options)
        page.locator("[popovertarget=bar-more]").click()
        page.get_by_role("link", name=WORDS[language]["link"]).click()
        page.locator("#wechat-shown section").first.wait_for()
        return page

    return opened


def wait_until_said(page, words, length):
    page.locator(".wechat").get_by_text(re.compile(words.format(length))).wait_for()


def test_a_click_puts_the_text_on_the_clipboard_byte_for_byte_and_says_its_length(
    open_copy, language
):
    page = open_copy(permissions=["clipboard-read", "clipboard-write"])
    output = page.evaluate("JSON.parse(document.getElementById('wechat-output').textContent)")

    page.evaluate(LISTEN)
    page.get_by_role("button", name=WORDS[language]["link"], exact=True).click()

    wait_until_said(page, WORDS[language]["said"], len(output["text/html"]))
    assert page.evaluate("copied") == output
    assert output["text/html"].startswith("<section style=")
    assert output["text/html"] in page.evaluate(READ, "text/html")
    assert page.evaluate(READ, "text/plain") == output["text/plain"]


def test_title_and_address_are_copied_by_themselves_the_title_as_it_was_shortened(
    open_copy, article, language
):
    page = open_copy(permissions=["clipboard-read", "clipboard-write"])
    words = WORDS[language]
    wait_until_said(page, words["long"], len(article.title_zh_hans.replace("|", "")))

    page.locator("#wechat-title").fill("短")
    wait_until_said(page, words["long"], 1)
    page.get_by_role("button", name=words["title"]).click()
    wait_until_said(page, words["said"], 1)
    assert page.evaluate("navigator.clipboard.readText()") == "短"

    page.get_by_role("button", name=words["original"]).click()
    wait_until_said(page, words["said"], "[2-9][0-9]")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/zh-hans/news/2021/{article.slug}/")
