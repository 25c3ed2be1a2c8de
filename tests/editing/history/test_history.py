"""Every save is a version with author, time and reason; any two compare, any one comes back."""

import pytest
import time_machine
from django.core.management import call_command

from cities.models import City
from editing.models import Action, Activity
from editing.translation.difference import difference
from editing.versions import revisions
from editing.versions.comparison import compare
from news.models import Article
from pages.models import SiteSettings
from programmes.models import Milestone, Programme
from tests.support.desk_client import Desk, person, version_fields


def versions_of(obj):
    return list(revisions.get_for_object(obj))


def test_loading_content_keeps_a_first_version_of_each_item():
    for model in (Article, City, Programme, Milestone, SiteSettings):
        actions = [[line.action for line in versions_of(obj)] for obj in model.objects.all()]
        assert actions == [[Action.LOADED]] * len(actions) != []


def test_a_save_is_kept_with_author_and_text_beside_the_one_before_it(editor, draft):
    editor.save(draft, title_en="Second", title_zh_hans="第二")

    line, first = versions_of(draft)
    assert (line.user, line.action) == (editor.user, Action.CHANGED)
    fields = version_fields(line, draft)
    assert (fields["title_en"], fields["title_zh_hans"]) == ("Second", "第二")
    assert version_fields(first, draft)["title_en"] == "A draft"


def test_the_last_save_is_the_latest_version_though_the_clock_was_set_back(editor, draft):
    for hour, title in ((12, "At noon"), (11, "At eleven")):
        with time_machine.travel(f"2026-11-24T{hour}:00:00Z", tick=False):
            editor.client.force_login(editor.user)
            editor.save(draft, title_en=title)

    titles = [version_fields(line, draft)["title_en"] for line in versions_of(draft)]
    assert titles == ["At eleven", "At noon", "A draft"]


def test_two_versions_show_words_in_english_and_characters_in_chinese():
    old, new, count = difference("taking climate action", "accelerating climate action")
    assert old == "<del>taking</del> climate action"
    assert new == "<ins>accelerating</ins> climate action"
    assert count == 1

    old, new, count = difference("城市采取气候行动", "城市加快气候行动")
    assert (old, new) == ("城市<del>采取</del>气候行动", "城市<ins>加快</ins>气候行动")
    assert count == 1
    assert difference("One, two, three", "A, two, b")[2] == 2


def test_marked_differences_never_let_html_through():
    assert difference("", "<script>")[1] == "<ins>&lt;script&gt;</ins>"


@pytest.mark.both_databases
def test_comparing_shows_rows_and_relations(editor, draft):
    draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)
    wuhan = City.objects.get(slug="wuhan")
    editor.save(draft, cities=[wuhan.pk], **{"key_facts-0-value_en": "There"})

    page = editor.get(editor.url(draft, "compare"))

    rows = {
        " ".join(row[0].text_content().split()): [cell.text_content() for cell in row[1:]]
        for row in page.cssselect(".desk-compare tbody tr")
    }
    assert rows["Cities in this article 1 change"] == ["Fuzhou", "Wuhan"]
    assert any(cells == ["Here", "There"] for cells in rows.values())
    assert len(rows) == 2

    last = versions_of(draft)[0].pk
    page = editor.get(f"{editor.url(draft, 'compare')}?old={last}&new={last}")
    assert "Nothing differs between these two versions." in page.text_content()


def test_a_change_of_formatting_alone_is_said(editor, draft):
    editor.save(draft)
    editor.save(draft, body_en="<p>What the <strong>cities</strong> wrote.</p>")

    new, old = versions_of(draft)[:2]
    changed = [each for each in compare(old.revision, new.revision) if each.is_changed]
    assert [str(each.new) for each in changed] == [
        "What the cities wrote. (Only the formatting was changed.)"
    ]


def test_the_history_says_what_changed(editor, draft, language):
    words = {
        "en": ("Title (English), Text", "Key facts"),
        "zh-hans": ("标题（English）、正文", "要点"),
    }
    desk = Desk(person("Editor", "reader", interface_language=language))
    texts = {"body_en": "<p>New.</p>", "body_zh_hans": "<p>新。</p>"}
    editor.save(draft, title_en="Second", **texts)
    draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)

    rows = desk.get(desk.url(draft, "history")).cssselect(".desk-history tbody tr")

    said = [row.cssselect("td")[4].text_content() for row in rows]
    title, facts = words[language]
    assert title in said[1]
    assert facts in said[0]
    assert "Title" not in said[-1]


def test_a_long_history_is_listed_a_page_at_a_time(reviewer, draft):
    for _number in range(60):
        revisions.log(draft, reviewer.user, Action.CHANGED)

    page = reviewer.get(reviewer.url(draft, "history"))
    assert len(page.cssselect(".lines tbody tr")) == 50
    link = page.cssselect(".paginator a")[0].get("href")
    older = reviewer.get(reviewer.url(draft, "history") + link)
    assert len(older.cssselect(".lines tbody tr")) == 11


def test_deleting_many_keeps_a_version_of_each(reviewer, draft):
    other = Article.objects.create(slug="other", date="2026-01-01", title_en="Other")

    reviewer.act("delete_selected", draft, other, post="yes")

    lines = Activity.objects.filter(action=Action.DELETED)
    assert set(lines.values_list("title", flat=True)) == {"A draft", "Other"}


def test_a_version_costs_no_more_than_about_its_text(reviewer, live):
    live.body_en = live.body_en * 4
    live.body_zh_hans = live.body_zh_hans * 4
    live.save()
    line = revisions.record(live, None, Action.CHANGED)

    stored = sum(len(v.serialized_data.encode()) for v in line.revision.version_set.all())
    parts = [(live, ("title", "standfirst", "body"))]
    parts += [(fact, ("label", "value")) for fact in live.key_facts.all()]
    held = sum(
        len(getattr(part, f"{name}_{code}").encode())
        for part, names in parts
        for name in names
        for code in ("en", "zh_hans")
    )
    assert stored < held * 1.35


@pytest.mark.both_databases
def test_loading_over_a_change_keeps_versions_of_both(editor, reviewer, live):
    reviewer.save(live, "_publish", title_en="By hand")

    call_command("load_content", "--overwrite", verbosity=0)

    actions = [line.action for line in versions_of(live)]
    assert actions == [Action.LOADED, Action.PUBLISHED, Action.LOADED]


def test_deleting_begins_at_the_history_and_what_was_deleted_is_linked_from_the_list(
    editor, reviewer, draft
):
    url = editor.url(draft, "delete")
    assert editor.get(editor.url(draft, "history")).cssselect(f'a[href="{url}"]') == []
    link = reviewer.get(reviewer.url(draft, "history")).cssselect(f'a[href="{url}"]')

    reviewer.client.post(link[0].get("href"), {"post": "yes"})
    links = reviewer.get("/admin/news/article/").cssselect(".object-tools a")

    there = reviewer.get(next(a.get("href") for a in links if a.text_content() == "Deleted"))
    assert "A draft" in there.text_content()


def test_a_change_can_be_given_a_note_which_the_reviewer_meets(editor, reviewer, draft):
    editor.save(draft, "_submit", _note="The figures are of 2025 now.")

    assert versions_of(draft)[0].reason == "The figures are of 2025 now."
    assert "The figures are of 2025 now." in reviewer.get("/admin/").text_content()
    history = reviewer.get(reviewer.url(draft, "history"))
    assert "The figures are of 2025 now." in history.text_content()
