"""What the form allows is saved; what is over a limit is refused in words, and never cut."""

import random
from urllib.parse import urlencode

import pytest

from editing.models import Autosave
from pages.models import Page
from tests.support.desk_client import Desk, person
from tests.support.html import parsed

TREES = "🌳" * 200


def send(desk, url, data):
    """Send a form as a browser does that has no file in it."""
    return desk.client.post(url, urlencode(data), "application/x-www-form-urlencoded")


@pytest.mark.both_databases
@pytest.mark.parametrize("title", [TREES, "城" * 199 + "𠮷", "\u200b".join(TREES)])
def test_a_title_counts_characters_and_none_that_is_left_out(reviewer, draft, title):
    reviewer.save(draft, title_zh_hans=title, title_en=title)

    assert draft.title_zh_hans == draft.title_en == title.replace("\u200b", "")


def test_a_title_that_is_too_long_is_refused_in_words_and_not_cut(editor, draft):
    page = editor.get(editor.url(draft))
    assert [field.get("maxlength") for field in page.cssselect("[name^=title_]")] == [None, None]

    response = editor.send(draft, editor.form(draft) | {"title_en": TREES + "🌳"})

    refused = parsed(response)
    assert "201" in refused.cssselect(".errorlist")[-1].text_content()
    assert refused.cssselect("[name=title_en]")[0].value.strip() == TREES + "🌳"


def test_a_title_that_shows_nothing_is_refused(draft):
    for language, said in (("en", "Enter a title"), ("zh-hans", "请填写标题")):
        desk = Desk(person("Editor", language, interface_language=language))
        form = desk.form(draft)
        for nothing in ("\u200b", "\u00ad \u2060", "\u3164"):
            refused = parsed(desk.send(draft, form | {"title_en": nothing}))
            assert said in refused.cssselect(".errorlist")[-1].text_content()
    draft.refresh_from_db()
    assert draft.title_en == "A draft"


@pytest.mark.both_databases
def test_the_longest_texts_are_kept_as_typed_and_saved(reviewer):
    characters = random.Random(20)  # noqa: S311
    text = "".join(chr(characters.randrange(0x4E00, 0x9FA5)) for _ in range(149_000))
    page = Page.objects.get(slug="privacy")
    texts = {"body_en": f"<p>{text}</p>", "body_zh_hans": f"<p>{text[::-1]}</p>"}
    data = reviewer.form(page) | texts

    kept = send(reviewer, reviewer.url(page, "autosave"), data | {"form_key": "1"})
    assert kept.status_code == 200
    assert Autosave.objects.get().data.count("%") > 800_000

    assert send(reviewer, reviewer.url(page), data | {"_publish": ""}).status_code == 302
    page.refresh_from_db()
    assert (page.body_en, page.body_zh_hans) == tuple(texts.values())


def test_a_form_that_cannot_be_read_is_answered_in_the_language_of_the_desk(draft, settings):
    desk = Desk(person("Editor", interface_language="zh-hans"))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = send(desk, desk.url(draft), {"body_en": "x" * 2000})

    assert response.status_code == 413
    assert "提交的内容过长" in parsed(response).text_content()
