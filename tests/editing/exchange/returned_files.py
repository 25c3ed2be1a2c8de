"""Files that go out to a translator and come back, as a translator's program changes them."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from tests.support.html import parsed

NS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}


def address(obj, page="exchange"):
    opts = obj._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}")


def send_out(desk, *objs, language="zh-hans", kind="xliff"):
    """Return the bytes of the file that a person downloads."""
    data = {"item": [obj.pk for obj in objs], "language": language, "format": kind}
    response = desk.client.post(address(objs[0]), data)
    assert "attachment" in response.headers.get("Content-Disposition", ""), parsed(
        response
    ).text_content()
    return response.content


class Comparison:
    """The page that shows what a file would change."""

    def __init__(self, desk, obj, response):
        self.desk, self.obj, self.response = desk, obj, response
        self.page = parsed(response)

    def of(self, outcome):
        """Return the results of an outcome: name of the field with its reasons and marks."""
        groups = self.response.context_data.get("groups", ())
        return [each for key, _words, found in groups if key == outcome for each in found]

    def counts(self):
        """Return how many fields there are of each outcome."""
        groups = self.response.context_data.get("groups", ())
        return {str(key): len(found) for key, _words, found in groups}

    def reasons(self, outcome="refused"):
        return " ".join(reason for each in self.of(outcome) for reason in each.reasons)

    def said(self):
        """Return why the file as a whole was refused."""
        return " ".join(each.text_content() for each in self.page.cssselect(".errornote"))

    @property
    def packed(self):
        return self.response.context_data.get("packed", "")

    def confirm(self):
        """Press the button; return what was taken in."""
        response = self.desk.client.post(
            address(self.obj, "exchangeconfirm"), {"packed": self.packed}
        )
        assert response.status_code == 200
        return response.context_data.get("result"), parsed(response).text_content()


def send_back(desk, obj, content, name="back.xlf"):
    """Upload a file; return the comparison."""
    if isinstance(content, str):
        content = content.encode()
    upload = SimpleUploadedFile(name, content)
    response = desk.client.post(address(obj, "exchangecompare"), {"file": upload})
    assert response.status_code == 200
    return Comparison(desk, obj, response)


def units(content):
    """Return the units of a file by the field and block in their ids."""
    root = etree.fromstring(content)
    return {
        ":".join(unit.get("id").split(":")[2:4]): unit
        for unit in root.iterfind(".//x:trans-unit", NS)
    }


def with_targets(content, **targets):
    """Return a file with other targets, as XML: ``title="新"``, ``body_1="<g id='1'>…</g>"``."""
    root = etree.fromstring(content)
    for name, inside in targets.items():
        set_target(root, name, inside)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def set_target(root, name, inside):
    """Set the target of a block (``body_1``), or of a field's first block."""
    for unit in root.iterfind(".//x:trans-unit", NS):
        field, block = [*unit.get("id").split(":")[2:4], "", ""][:2]
        if name != f"{field}_{block}" and (name, "0") != (field, block):
            continue
        for old in unit.findall("x:target", NS):
            unit.remove(old)
        unit.insert(1, etree.fromstring(f'<target xmlns="{NS["x"]}">{inside}</target>'))


def with_cells(content, change):
    """Return a table in which ``change`` was done to its first sheet."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cell_of(book, field, block="0"):
    """Return the cell with the target of a block."""
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if (row[0].value or "").split(":")[2:4] == [field, block]:
            return row[4]
    raise LookupError(field)


def id_of(content, field, block="0"):
    return re.search(rf'id="(\S+:{field}:{block}:\S+)"', content.decode())[1]
