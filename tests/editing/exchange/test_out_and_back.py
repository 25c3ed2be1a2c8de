"""A file goes out to a translator, and what comes back goes in through the form."""

import pytest
from django.contrib import admin
from lxml import etree

from editing.exchange.admin import ExchangeMixin
from editing.models import Activity
from editing.versions import revisions
from news.models import Article
from tests.editing.exchange.returned_files import (
    NS,
    cell_of,
    send_back,
    send_out,
    units,
    with_cells,
    with_targets,
)
from tests.support.desk_client import workflow_state
from tests.support.items import article, library_image

KINDS = [("xliff", "back.xlf"), ("xlsx", "back.xlsx")]
LONG = "<p>" + "雨" * 100 + "</p>"
RICH = (
    '<p>one <strong>two <a href="/en/cities/fuzhou/">three</a></strong> CO<sub>2</sub></p>'
    "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
    '<table><thead><tr><th scope="col"><p>h</p></th></tr></thead>'
    "<tbody><tr><td><p>c<br>d</p></td></tr></tbody></table>"
    '<blockquote data-speaker="Mei Li" data-role="Mayor"><p>Said.</p></blockquote>'
    '<figure data-image="7"></figure><p><em>end</em> <span lang="zh-Hans">福州</span></p>'
)
PLAIN = (
    "=1+1",
    "+86 10",
    "-5 °C",
    "@city",
    "'quoted",
    "''=x",
    "＝1",
    "007",
    "1e5",
    "_x0041_",
    "1/2",
)
# Stored values, which go out and come back as they are.
VALUES = [
    {"body_en": LONG * 330, "body_zh_hans": LONG * 330},
    *({"title_en": each, "title_zh_hans": each} for each in (*PLAIN, "TRUE")),
    {"title_zh_hans": 'a "quoted", text; with\ttab', "standfirst_zh_hans": "one\r\ntwo"},
    {"title_en": "Both 文字 <2/> \\<1>", "title_zh_hans": "𠮷 🌧️ é e\u0301 <1> &lt;1> <b> &amp;"},
    {"title_en": "", "body_en": ""},
    {"title_zh_hans": "　 前后 ", "standfirst_zh_hans": " \u200b文\x0b "},
    {"body_en": RICH, "body_zh_hans": RICH.replace("one", "一").replace("/en/", "/zh-hans/")},
    # The translation has other blocks, and a link that its source lacks.
    {"body_en": "<p>One</p><p>Two</p>", "body_zh_hans": "<p>一</p>"},
    {"body_en": "<p>One</p>", "body_zh_hans": '<p>一<a href="/zh-hans/">二</a></p>'},
]


@pytest.mark.parametrize(("kind", "name"), KINDS, ids=["xliff", "xlsx"])
def test_what_comes_back_as_it_was_sent_changes_nothing(editor, kind, name):
    texts = [{"standfirst_en": f"s{place}\nt", **each} for place, each in enumerate(VALUES)]
    made = [article(f"value-{place}", **each) for place, each in enumerate(texts)]
    Article.objects.bulk_create(made)
    before = Activity.objects.count()

    comparison = send_back(editor, made[0], send_out(editor, *made, kind=kind), name)

    assert set(comparison.counts()) == {"unchanged", "untranslated"}
    assert not comparison.packed
    assert Activity.objects.count() == before


@pytest.mark.parametrize(("kind", "name"), KINDS, ids=["xliff", "xlsx"])
def test_a_changed_text_waits_as_pending_changes_with_a_version_named_after_the_file(
    translator, live, kind, name
):
    content = send_out(translator, live, kind=kind)
    if kind == "xliff":
        content = with_targets(content, title="新的标题")
    else:
        content = with_cells(
            content, lambda book: setattr(cell_of(book, "title"), "value", "新的标题")
        )
    versions = revisions.get_for_object(live).count()

    comparison = send_back(translator, live, content, name)
    assert [each.name for each in comparison.of("changed")] == ["Title"]
    assert "新的标题" in comparison.page.text_content()
    assert revisions.get_for_object(live).count() == versions

    result, _page = comparison.confirm()
    assert len(result.taken) == 1
    live.refresh_from_db()
    assert live.title_zh_hans != "新的标题"
    state = workflow_state(live)
    line = revisions.get_for_object(live)[0]
    assert (line.revision_id, line.reason, line.user) == (state.pending_id, name, translator.user)

    again, page = comparison.confirm()
    assert (len(again.already), again.taken, again.refused) == (1, [], [])
    assert "taken in already" in page
    assert revisions.get_for_object(live)[0] == line
    # Compared with the pending changes, the same file says nothing new.
    assert not send_back(translator, live, content, name).packed


def test_a_draft_takes_its_texts_and_those_of_its_rows_at_once(editor, draft):
    make = draft.key_facts.create
    first = make(label_en="From", value_en="Here", value_zh_hans="此地", order=0)
    second = make(label_en="To", label_zh_hans="往", value_en="There", order=1)
    # It has a translation alone, and is not in the file.
    third = make(label_zh_hans="只有中文", order=2)
    content = send_out(editor, draft)
    label, value = f"news.keyfact.{first.pk}.label", f"news.keyfact.{second.pk}.value"
    assert f"{label}:0" in units(content)

    file = with_targets(content, title="新", **{label: "来自", value: "彼处"})
    comparison = send_back(editor, draft, file)
    assert {each.name for each in comparison.of("new")} == {
        "Key fact 1 · Label",
        "Key fact 2 · Value",
    }
    comparison.confirm()

    draft.refresh_from_db()
    assert (draft.title_zh_hans, draft.body_zh_hans) == ("新", "<p>各城市的来信。</p>")
    rows = list(draft.key_facts.order_by("order").values_list("label_zh_hans", "value_zh_hans"))
    assert rows == [("来自", "此地"), ("往", "彼处"), ("只有中文", None)]
    assert third.pk == draft.key_facts.get(order=2).pk


def test_a_colleague_who_saves_in_between_loses_nothing(editor, other, draft):
    content = send_out(editor, draft)
    file = with_targets(content, title="文件里的标题", standfirst="文件里的导语")
    comparison = send_back(editor, draft, file)
    other.save(draft, title_zh_hans="同事的标题", body_zh_hans="<p>同事的正文。</p>")

    result, _page = comparison.confirm()
    draft.refresh_from_db()
    assert (draft.title_zh_hans, draft.standfirst_zh_hans) == ("同事的标题", "文件里的导语")
    assert draft.body_zh_hans == "<p>同事的正文。</p>"
    assert [len(result.taken), len(result.refused)] == [1, 1]

    later = send_back(editor, draft, file)
    assert [each.name for each in later.of("aside")] == ["Title"]
    # What the colleague changed and the file did not is no change of the file.
    assert "Text" in [each.name for each in later.of("unchanged")]


def test_only_who_may_write_an_item_and_language_sends_and_takes(editor, translator, draft):
    assert (
        translator.client.post(
            "/admin/news/article/exchange/", {"item": draft.pk, "language": "en", "format": "xliff"}
        )
        .context_data["send_out"]
        .errors
    )
    into_english = with_targets(send_out(editor, draft, language="en"), title="New")

    refused = send_back(translator, draft, into_english)
    assert "may not write English" in refused.reasons()
    assert not refused.packed

    packed = send_back(editor, draft, into_english).packed
    answer = translator.client.post("/admin/news/article/exchange/confirm/", {"packed": packed})
    assert "not yours" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title_en == "A draft"


def test_every_kind_of_item_takes_in_all_its_texts(administrator):
    library_image()
    for model, desk in admin.site._registry.items():
        if not isinstance(desk, ExchangeMixin):
            continue
        item = model._default_manager.first()
        root = etree.fromstring(send_out(administrator, item))
        for target in root.iterfind(".//x:target", NS):
            last = [*target][-1:]
            for place, name in [(each, "tail") for each in last] or [(target, "text")]:
                setattr(place, name, (getattr(place, name) or "") + "新")
        comparison = send_back(administrator, item, etree.tostring(root))
        changed = comparison.counts()["changed"]
        result, _page = comparison.confirm()
        assert (len(result.taken), result.refused) == (changed, []), model
        again = send_back(administrator, item, etree.tostring(root))
        assert set(again.counts()) <= {"unchanged", "untranslated"}, model
