"""Rows of an item whose language is held back: its own pages show them in the language it has."""

import pytest

from cities.models import City
from pages.models import Page
from programmes.models import Programme, ProgrammePoint

ROWS = [
    (
        City,
        "fuzhou",
        "facts",
        ("label", "value"),
        ["cities/fuzhou/", "cities/", "cities/cities.csv"],
    ),
    (Page, "about", "sections", ("title", "text"), ["about/"]),
    (Programme, "cap", "points", ("title", "text"), ["programmes/cap/"]),
    (
        Programme,
        "cbp",
        "pilots",
        ("district", "work"),
        ["programmes/cbp/", "cities/beijing/", "cities/", "cities/cities.csv"],
    ),
    (Programme, "cbp", "pilots.roles", ("plan",), ["programmes/cbp/", "cities/beijing/"]),
    (Programme, "cbp", "focus_areas", ("title",), ["programmes/cbp/", "cities/beijing/"]),
]


@pytest.mark.parametrize(("model", "slug", "rows", "fields", "paths"), ROWS)
@pytest.mark.parametrize(("held", "shown"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_no_row_is_in_a_language_that_is_held_back(
    client, model, slug, rows, fields, paths, held, shown
):
    obj = model.objects.get(slug=slug)
    obj.held_back = f" {held} "
    obj.save()
    columns = {
        code: [f"{name}_{code.replace('-', '_')}" for name in fields] for code in (held, shown)
    }
    texts = {name: f"marker-{code}" for code, names in columns.items() for name in names}
    *above, rows = rows.split(".")
    owner = getattr(obj, above[0]).get(city__slug="beijing") if above else obj
    row = getattr(owner, rows).first() or getattr(obj, rows).model(**{obj._meta.model_name: obj})
    for name, text in texts.items():
        setattr(row, name, text)
    if isinstance(row, ProgrammePoint):
        row.group = ProgrammePoint.Group.SUPPORTS
    row.save()

    pages = [b"".join(client.get(f"/{held}/{path}")).decode() for path in paths]

    assert all(f"marker-{held}" not in page for page in pages)
    assert f"marker-{shown}" in pages[0]
