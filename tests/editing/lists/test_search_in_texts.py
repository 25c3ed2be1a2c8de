"""The search of a list looks into the texts, also of what readers must not see or find."""

import pytest

from news.models import Article

pytestmark = pytest.mark.both_databases

WORDS = ("xylophone", "木琴")
TEXTS = {"body_en": "<p>A xylophone</p>", "body_zh_hans": "<p>一架木琴</p>"}


def listed(desk, words):
    page = desk.client.get("/admin/news/article/", {"q": words})
    return [row.pk for row in page.context["cl"].result_list]


def found(client, words):
    pages = [client.get(f"/{code}/search/", {"q": words}) for code in ("en", "zh-hans")]
    hits = [hit.key for page in pages for hit in page.context["answer"].hits]
    offered = client.get("/en/search/suggestions/", {"q": words}).json()["suggestions"]
    return [*hits, *offered]


def test_a_draft_is_found_in_the_list_and_not_by_readers(editor, draft, client):
    editor.save(draft, title_en="A xylophone", **TEXTS)

    for words in (*WORDS, "xylophones", "a xylo\u00adphone"):
        assert listed(editor, words) == [draft.pk]
        assert found(client, words) == []


def test_a_text_that_is_held_back_is_found_in_the_list_alone(reviewer, live, client):
    Article.objects.filter(pk=live.pk).update(held_back=" en ", **TEXTS)
    Article.objects.get(pk=live.pk).save()

    assert [listed(reviewer, words) for words in WORDS] == [[live.pk], [live.pk]]
    assert found(client, WORDS[0]) == []
    assert live.pk in found(client, WORDS[1])
