"""Characters that no text needs are kept out of what is loaded, case by case."""

import json

import pytest
from django.core.management import call_command

from cities.models import City
from library.models import Image, SourcePage
from news.models import Article, KeyFact
from pages.models import SiteSettings
from tests.support.characters import cases

pytestmark = pytest.mark.both_databases

# Pictures are uploaded by hand.
CASES = [case for case in cases() if case.model is not Image]
HEADS = {
    City: "latitude = 30.0\nlongitude = 110.0\n",
    Article: "date = 2026-01-01\n",
    KeyFact: "date = 2026-01-01\n[[key_facts]]\n",
    SiteSettings: "",
}


def write_file(folder, number, case):
    """Write a case as the only text of a content file."""
    text = json.dumps(case.given, ensure_ascii=False).replace("\x7f", "\\u007f")
    texts = f"{case.name}.{case.language} = {text}\n"
    if case.model is SiteSettings:
        (folder / "settings.toml").write_text(texts)
        return
    place = folder / ("cities" if case.model is City else "articles")
    place.mkdir(exist_ok=True)
    slug = rf"\uFEFFcase-{number}\u200B"
    (place / f"case-{number}.toml").write_text(f'slug = "{slug}"\n{HEADS[case.model]}{texts}')


def stored(number, case):
    """Return what was stored of a case."""
    slug = f"case-{number}"
    rows = {
        KeyFact: lambda: KeyFact.objects.get(article__slug=slug),
        SiteSettings: SiteSettings.objects.get,
    }
    item = rows.get(case.model, lambda: case.model.objects.get(slug=slug))()
    return getattr(item, case.column)


def test_a_content_file_is_loaded_without_them(tmp_path, capsys):
    for number, case in enumerate(CASES):
        write_file(tmp_path, number, case)
    (tmp_path / "sources.toml").write_text(
        '[[sources]]\nslug = "\\uFEFFa-source"\naddress = "https://example.org/\\u200Ba"\n'
        'publisher = { en = "Example", zh-hans = "示例" }\nlanguage = "en"\n'
    )

    call_command("load_content", tmp_path, overwrite=True)

    wrong = [
        (case.line, found)
        for number, case in enumerate(CASES)
        if (found := stored(number, case)) not in case.stored
    ]
    assert wrong == []
    assert SourcePage.objects.get(slug="a-source").address == "https://example.org/a"

    # What was left out is no change by staff.
    call_command("load_content", tmp_path)
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == f"Content: 0 created, 0 updated, {len(CASES) + 1} unchanged, 0 kept."
