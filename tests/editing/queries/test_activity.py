"""Who did what across the site can be seen, narrowed and taken along."""

import csv
import io
from urllib.parse import urlencode

import pytest

from editing.models import Action, Activity
from editing.versions import revisions
from tests.support.desk_client import Desk, person

URL = "/admin/activity/"


def lines(desk, **query):
    page = desk.get(f"{URL}?{urlencode(query)}")
    table = [row for row in page.cssselect(".desk-activity tbody tr") if len(row) > 1]
    return [[cell.text_content().strip() for cell in row][1:5] for row in table]


def rows(desk, **query):
    text = desk.client.get(URL, query | {"format": "csv"}).content
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def test_each_step_of_an_item_is_listed_with_who_and_what(editor, reviewer, draft):
    editor.save(draft, "_submit")
    reviewer.save(draft, "_publish")

    assert lines(reviewer)[:2] == [
        ["reviewer", "published", "Article", "A draft"],
        ["editor", "submitted for review", "Article", "A draft"],
    ]
    assert {row[0] for row in lines(editor, user=reviewer.user.pk)} == {"reviewer"}


def test_what_a_command_did_is_listed_without_a_person(editor):
    assert {row[0] for row in lines(editor, action="loaded")} == {"The site"}


def test_a_filter_that_is_none_shows_everything(editor, draft):
    assert lines(editor, since="yesterday-ish") == lines(editor)


@pytest.mark.both_databases
def test_the_list_can_be_narrowed_and_the_table_holds_what_it_holds(editor, draft):
    editor.save(draft, "_submit")

    for query, count in (
        ({"action": "submitted"}, 1),
        ({"action": "withdrawn"}, 0),
        ({"q": "a draft"}, 2),
        ({"since": "2000-01-01", "q": "a draft"}, 2),
        ({"until": "2000-01-01"}, 0),
    ):
        found = [row for row in lines(editor, **query) if row[3] == "A draft"]
        assert len(found) == count, query
    assert lines(editor, since="yesterday-ish") == lines(editor)
    table = rows(editor, action="submitted")
    assert table[0] == ["when", "who", "what", "kind", "title", "why"]
    assert [row[1:5] for row in table[1:]] == lines(editor, action="submitted")


def test_a_change_is_told_in_chinese_as_a_deed(draft):
    desk = Desk(person("Editor", interface_language="zh-hans"))
    desk.save(draft, title_en="Changed")

    assert lines(desk, action="changed")[0][1] == "修改"
    assert [row[2] for row in rows(desk, action="changed")] == ["操作", "修改"]


def test_no_cell_of_the_table_is_a_formula(editor, draft):
    draft.title_en = '=HYPERLINK("http://example.org")'
    draft.save()
    revisions.record(draft, editor.user, Action.CHANGED)

    titles = [row[4] for row in rows(editor, action="changed")]
    assert titles == ["title", '\'=HYPERLINK("http://example.org")']


def test_the_menu_leads_whoever_has_a_role_to_the_activity_on_every_page(editor):
    for page in ("/admin/", "/admin/news/article/"):
        assert editor.get(page).cssselect(f'#nav-sidebar a[href="{URL}"]')

    editor.user.groups.clear()
    assert editor.get("/admin/").cssselect(f'a[href="{URL}"]') == []


@pytest.mark.both_databases
def test_the_list_costs_the_same_however_long_it_is(editor, draft, django_assert_max_num_queries):
    for _number in range(120):
        revisions.log(draft, editor.user, Action.CHANGED)
    assert Activity.objects.count() > 120

    with django_assert_max_num_queries(20):
        editor.client.get(URL)
