"""Every kind of content goes out as a table, whatever is stored, and no text of it is a formula."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.contrib import admin
from django.db import connection

from cities.models import City
from editing.admin import ContentAdmin
from library.models import SourcePage
from news.models import Article
from tests.support.desk_client import Desk, superuser

CSV, XLSX = "0", "1"
KINDS = [kind for kind, each in admin.site._registry.items() if isinstance(each, ContentAdmin)]


def export(desk, form, kind="news/article", query=""):
    data = {"format": form, "resource": "0"}
    response = desk.client.post(f"/admin/{kind}/export/{query}", data)
    assert response.status_code == 200
    return response.content


def rows_of(desk, kind="news/article", query=""):
    """Return the rows of a CSV, each by the headings."""
    content = export(desk, CSV, kind, query)
    assert content.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert len(set(headings)) == len(headings)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def sheet(desk, kind="news/article", query=""):
    """Return the rows of a spreadsheet, each by the headings, as cells."""
    book = openpyxl.load_workbook(io.BytesIO(export(desk, XLSX, kind, query)))
    headings, *rows = book.active.iter_rows()
    names = [cell.value for cell in headings]
    return [dict(zip(names, row, strict=True)) for row in rows]


def write(obj, column, text):
    """Store a text past the fields, whatever it holds."""
    with connection.cursor() as cursor:
        statement = f"UPDATE {obj._meta.db_table} SET {column} = %s WHERE id = %s"  # noqa: S608
        cursor.execute(statement, [text, obj.pk])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.label)
def test_every_kind_goes_out_in_both_forms_in_the_language_of_the_desk(kind):
    desk, path = Desk(superuser()), kind._meta.label_lower.replace(".", "/")
    for code, own, other in (("en", "(English)", "（英文）"), ("zh-hans", "（英文）", "(English)")):
        desk.user.interface_language = code
        desk.user.save()
        written = rows_of(desk, path)
        assert len(written) == kind.objects.count()
        for headings in map(" ".join, written[:1]):
            assert own in headings
            assert other not in headings
            assert "_" not in headings

    assert len(sheet(desk, path)) == kind.objects.count()
    listed = desk.client.get(f"/admin/{path}/")
    assert listed.status_code == 302 or f'href="/admin/{path}/export/' in listed.text


def test_a_row_holds_both_languages_relations_state_dates_and_address(reviewer, draft, live):
    rows = {row["Slug"]: row for row in rows_of(reviewer)}

    row = rows[draft.slug]
    names = ("Title (English)", "Title (Chinese)", "Cities in this article", "Date")
    told = [row[name] for name in names]
    assert told == ["A draft", "一份草稿", "fuzhou", "2026-11-01"]
    told = [row[name] for name in ("Status", "Address (English)", "State of translation (Chinese)")]
    assert told == ["Draft", "", "in step"]
    row = rows[live.slug]
    assert row["Status"] == "Published"
    assert row["Address (Chinese)"].endswith(f"/zh-hans/news/2021/{live.slug}/")
    assert row["Last changed"].startswith(str(datetime.date.today().year))


def test_a_held_back_language_has_no_address(reviewer, live):
    Article.objects.filter(pk=live.pk).update(held_back=" en ")

    row = next(row for row in rows_of(reviewer) if row["Slug"] == live.slug)
    assert row["Address (English)"] == ""
    assert row["Address (Chinese)"]


def test_the_filters_of_the_list_hold_for_the_table(reviewer, draft):
    assert [row["Slug"] for row in rows_of(reviewer, query="?state=draft")] == [draft.slug]


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "'=1+1", "'quoted'"]


def test_no_text_of_an_exported_table_is_a_formula(reviewer):
    for number, text in enumerate(FORMULAS):
        Article.objects.create(slug=f"formula-{number}", date="2026-01-01", title_en=text)

    written = [row["Title (English)"] for row in rows_of(reviewer, query="?state=draft")]
    typed = [row["Title (English)"] for row in sheet(reviewer, query="?state=draft")]

    assert len(written) == len(typed) == len(FORMULAS)
    for cell in (*written, *(each.value for each in typed)):
        assert not cell.startswith(("=", "+", "-", "@", "＝"))
    assert {each.data_type for each in typed} == {"s"}


@pytest.mark.both_databases
def test_numbers_stay_numbers_and_days_that_spreadsheets_do_not_know_are_texts(reviewer):
    City.objects.filter(slug="fuzhou").update(latitude=-26.5)
    [written], [typed] = (each(reviewer, "cities/city", "?q=fuzhou") for each in (rows_of, sheet))
    assert (written["Latitude"], typed["Latitude"].value) == ("-26.5", -26.5)

    first, second = SourcePage.objects.all()[:2]
    SourcePage.objects.filter(pk=first.pk).update(date="1899-12-31")
    SourcePage.objects.filter(pk=second.pk).update(date="1900-03-01")
    days = {row["Slug"].value: row["Date"].value for row in sheet(reviewer, "library/sourcepage")}
    assert days[first.slug] == "1899-12-31"
    assert days[second.slug] == datetime.datetime(1900, 3, 1)


@pytest.mark.both_databases
def test_no_stored_character_stops_a_table(reviewer, draft):
    write(draft, "title_en", "Rain\u0002 gar\u000bdens\ufffe\u200b")
    query = f"?q={draft.slug}"

    [written], [typed] = rows_of(reviewer, query=query), sheet(reviewer, query=query)

    assert written["Title (English)"] == typed["Title (English)"].value == "Rain gar\ndens"


def test_a_text_that_no_cell_can_hold_is_named_before_the_file_leaves(reviewer, draft):
    text = "<p>" + "雨" * 32_761 + "</p>"
    Article.objects.filter(pk=draft.pk).update(body_zh_hans=text)

    assert rows_of(reviewer, query="?state=draft")[0]["Text (Chinese)"] == text
    answer = export(reviewer, XLSX, query="?state=draft").decode()
    assert "A draft, Text (Chinese): the text has more than the 32767 characters" in answer

    Article.objects.filter(pk=draft.pk).update(body_zh_hans=text.replace("雨", "", 1))
    assert len(sheet(reviewer, query="?state=draft")[0]["Text (Chinese)"].value) == 32_767
