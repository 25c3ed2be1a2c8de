"""The table of terms while a text is translated: listed beside its field, and looked for in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editing.checklist.checks import check, stopped_languages
from library.models import GlossaryTerm
from tests.support.desk_client import Desk, person


def table():
    return GlossaryTerm.objects.table()


def found(obj):
    return {(each.language, each.sentence) for each in check(obj, terms=table())}


def listed(desk, obj, column):
    """Return the terms beside a field, each with its translation, and with what is said of it."""
    field = desk.get(desk.url(obj)).cssselect(f"#id_{column}_helptext .terms > span")
    return [" ".join(each.text_content().rstrip(" ·").split()) for each in field]


def test_a_translation_without_the_agreed_term_and_a_word_to_avoid_are_warnings(draft):
    draft.body_en = "<p>Hosted by <em>CPAFFC</em> and the representative office.</p>"
    draft.body_zh_hans = "<p>由代表处的<strong>办公室</strong>、外交学会和市长办公室主办。</p>"

    assert found(draft) == {
        ("zh-hans", "Text: “办公室” is a word to avoid; the term is “C40北京代表处”."),
        (
            "zh-hans",
            "Text: “CPAFFC” is “中国人民对外友好协会”, which is not in the text.",
        ),
    }
    assert stopped_languages(draft, ["en", "zh-hans"]) == []
    assert not any(each.is_error for each in check(draft, terms=table()))


@pytest.mark.parametrize("form", ["中国人民对外友好协会", "全国|友协"])
def test_another_form_and_a_line_that_may_break_within_it_are_right(draft, form):
    draft.title_en, draft.title_zh_hans = "CPAFFC writes", f"{form}来信"

    assert found(draft) == set()


def test_the_source_of_an_item_may_be_chinese(draft):
    draft.title_en, draft.title_zh_hans = "Xie writes", "解振华来信"

    findings = check(draft, terms=table(), source="zh-hans")

    assert [(each.language, each.sentence) for each in findings] == [
        ("en", "Title: “解振华” is “XIE Zhenhua”, which is not in the text.")
    ]


def test_words_of_a_row_are_looked_at_too(draft):
    draft.key_facts.create(
        label_en="Host", label_zh_hans="召集", value_en="C40 China", value_zh_hans="城市"
    )

    assert found(draft) >= {
        ("zh-hans", "Label: “召集” is a word to avoid; the term is “主办”."),
        ("zh-hans", "Value: “C40 China” is “C40中国”, which is not in the text."),
    }


def test_the_terms_of_the_source_stand_beside_the_field_of_the_translation(draft):
    draft.body_en = "<p>MEE met C40 China.</p>"
    draft.body_zh_hans = "<p>生态环境部来访。</p>"
    draft.save()
    draft.key_facts.create(value_en="C40 China", value_zh_hans="城市")

    for desk in (Desk(person("Editor")), Desk(person("Translator"))):
        assert listed(desk, draft, "body_zh_hans") == [
            "C40 China → C40中国 not in the text",
            "MEE → 生态环境部",
        ]
        assert listed(desk, draft, "body_en") == []
        assert listed(desk, draft, "title_zh_hans") == []
        assert listed(desk, draft, "key_facts-0-value_zh_hans") == [
            "C40 China → C40中国 not in the text"
        ]


def test_a_form_reads_the_terms_once(editor, draft):
    editor.get(editor.url(draft))
    with CaptureQueriesContext(connection) as queries:
        editor.get(editor.url(draft))

    assert sum("avoided_zh_hans" in each["sql"] for each in queries) == 1
