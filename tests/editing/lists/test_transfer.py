"""Cities and articles go out as tables, in which no text is a formula."""

import csv
import io

import openpyxl
import pytest

from cities.models import City
from news.models import Article

CSV, XLSX = "0", "1"


def exported(desk, kind="news/article", form=CSV):
    response = desk.client.post(f"/admin/{kind}/export/", {"format": form, "resource": "0"})
    assert response.status_code == 200
    return response.content


def row_of(slug, desk, kind="news/article"):
    """Return what the table of a kind has of an item."""
    rows = csv.DictReader(io.StringIO(exported(desk, kind).decode()))
    return next(row for row in rows if row["slug"] == slug)


def test_a_table_holds_both_languages_and_relations_and_nothing_of_the_workflow(reviewer, draft):
    row = row_of("a-draft", reviewer)

    told = [row[name] for name in ("title_en", "title_zh_hans", "cities")]
    assert told == ["A draft", "一份草稿", "fuzhou"]
    assert not {"status", "publish_at", "title", "id"} & row.keys()


def test_cities_go_out_as_a_spreadsheet(reviewer):
    book = openpyxl.load_workbook(io.BytesIO(exported(reviewer, "cities/city", XLSX)))

    names = [cell.value for cell in next(book.active.iter_rows())]
    assert {"name_en", "name_zh_hans", "latitude"} <= set(names)
    assert book.active.max_row == City.objects.count() + 1


def test_the_page_of_the_export_has_nothing_inline(reviewer):
    document = reviewer.get("/admin/news/article/export/")

    assert document.cssselect("[style], [onclick], [onchange]") == []
    assert [each for each in document.cssselect("script:not([src])") if not each.get("nonce")] == []


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "'=1+1", "'quoted'"]


def sheet(content):
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
    names = [cell.value for cell in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_an_exported_table_is_a_formula(reviewer, draft, text):
    Article.objects.filter(pk=draft.pk).update(title_en=text)

    written = next(r for r in sheet(exported(reviewer, form=XLSX)) if r["slug"].value == "a-draft")

    for cell in (row_of("a-draft", reviewer)["title_en"], written["title_en"].value):
        assert not cell.startswith(("=", "+", "-", "@", "＝"))
    assert written["title_en"].data_type == "s"


def test_a_negative_number_goes_out_as_a_number(reviewer):
    City.objects.filter(slug="fuzhou").update(latitude=-26.5)

    assert row_of("fuzhou", reviewer, "cities/city")["latitude"] == "-26.5"
