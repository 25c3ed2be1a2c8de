"""Characters that no text needs are kept out of what a translator sends, case by case."""

import io
import re
from collections import defaultdict

import pytest
from lxml import etree
from openpyxl import load_workbook

from cities.models import City
from core.i18n import localized
from library.models import Image
from news.models import Article, KeyFact
from pages.models import SiteSettings
from tests.editing.exchange.returned_files import NS, send_back, send_out, with_cells
from tests.support.characters import cases
from tests.support.items import article, library_image

# In a file the address of a link is not, a reference is text, and a line is wrapped at a line feed.
CASES = [case for case in cases() if not re.search("href|&#|\n", case.given)]
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def in_rows(found):
    """Return cases by model, language and row, which has one case of a field."""
    rows = defaultdict(dict)
    for case in found:
        number = sum(
            key[0] is case.model and case.column in [each.column for each in row.values()]
            for key, row in rows.items()
        )
        rows[case.model, case.language, number][case.name] = case
    return rows


def write_source(model, language, number, names):
    """Write an item with a text to translate in each field; return it with what has the fields."""
    source = "zh-hans" if language == "en" else "en"
    texts = {localized(name, language): "" for name in names}
    texts |= {localized(name, source): "<p>x</p>" if name == "body" else "x" for name in names}
    if model is Image:
        item = library_image(**texts)
    elif model is City:
        item = City.objects.create(slug="c", status="draft", latitude=3, longitude=1, **texts)
    elif model is SiteSettings:
        SiteSettings.objects.update(**texts)
        item = SiteSettings.objects.get()
    else:
        own = texts if model is Article else {}
        item = article(f"{model.__name__}-{language}-{number}", status="draft", **own)
        item.save()
        if model is KeyFact:
            return item, item.key_facts.create(**texts)
    return item, item


def texts_to_send(rows):
    """Return the items to translate by model and language, and texts by the start of their ids."""
    items, texts, written = defaultdict(list), {}, []
    for (model, language, number), row in rows.items():
        item, holder = write_source(model, language, number, row)
        items[type(item), language].append(item)
        written.append((holder, row))
        key = f"{language}:{item._meta.label_lower}.{item.pk}:"
        key += f"news.keyfact.{holder.pk}." if model is KeyFact else ""
        for name, case in row.items():
            text = case.given.removeprefix("<p>").removesuffix("</p>")
            texts[f"{key}{name}:0:"] = text
    return items, texts, written


def text_for(unit, texts):
    """Return the text of a unit, by its id."""
    return next((text for start, text in texts.items() if unit.startswith(start)), None)


def translated_xliff(contents, texts):
    """Return one file of the items of all, with the texts as targets."""
    first, *others = map(etree.fromstring, contents)
    for root in others:
        first.extend(root)
    for unit in first.iterfind(".//x:trans-unit", NS):
        text = text_for(unit.get("id"), texts)
        if text is not None:
            unit.insert(1, unit.makeelement(f"{{{NS['x']}}}target"))
            unit[1].text = text
    return etree.tostring(first)


def translated_xlsx(contents, texts):
    """Return one table of the rows of all, with the texts as Excel writes them."""
    first, *others = contents

    def fill(book):
        sheet = book.worksheets[0]
        for other in others:
            for row in (
                load_workbook(io.BytesIO(other))
                .worksheets[0]
                .iter_rows(min_row=2, values_only=True)
            ):
                sheet.append(row)
        for row in sheet.iter_rows(min_row=2):
            text = text_for(row[0].value, texts)
            if text is not None:
                row[4].value = NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)

    return with_cells(first, fill)


# XML, and so XLIFF, cannot hold all of them; a table has its own way of writing them.
@pytest.mark.parametrize("kind", ["xliff", "xlsx"])
def test_a_file_is_taken_in_without_them(administrator, kind):
    translated = {"xliff": translated_xliff, "xlsx": translated_xlsx}[kind]
    of_kind = [each for each in CASES if bool(NOT_IN_XML.search(each.given)) == (kind == "xlsx")]
    items, texts, written = texts_to_send(in_rows(of_kind))
    contents = [
        send_out(administrator, *each, language=language, kind=kind)
        for (_model, language), each in items.items()
    ]

    comparison = send_back(
        administrator, items[Article, "en"][0], translated(contents, texts), f"back.{kind}"
    )
    result, _page = comparison.confirm()

    assert (len(result.taken), result.refused) == (len(of_kind), [])
    wrong = []
    for holder, row in written:
        holder.refresh_from_db()
        found = [(case, getattr(holder, case.column)) for case in row.values()]
        wrong += [(case.line, text) for case, text in found if text not in case.stored]
    assert wrong == []
