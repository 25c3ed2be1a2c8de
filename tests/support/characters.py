"""The cases of characters that no text needs: what comes in, and what is stored."""

import re
from pathlib import Path
from typing import NamedTuple

from cities.models import City
from library.models import Image
from news.models import Article, KeyFact
from pages.models import SiteSettings

_FOLDER = Path(__file__).parent.parent / "cases"
_MODELS = {"key fact": KeyFact, "picture": Image, "city": City, "site settings, hero": SiteSettings}


class TextCase(NamedTuple):
    """A text for a column of a model, and what may be stored of it."""

    model: type
    column: str
    given: str
    stored: list[str]
    # The line of the file.
    line: str

    @property
    def language(self):
        """The language of the column."""
        return "en" if self.column.endswith("_en") else "zh-hans"

    @property
    def name(self):
        """The field of the column."""
        return self.column.removesuffix("_en").removesuffix("_zh_hans")


def _read(text):
    """Return a text of the cases with its characters."""
    return re.sub(
        r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(\\|n))",
        lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2]
        else {"n": "\n"}.get(found[3], found[3]),
        text,
    )  # fmt: skip


def cases():
    """Yield the cases of both files; those of queries and slugs alone are no text."""
    for name in ("control-characters.txt", "invisible-characters.txt"):
        for line in (_FOLDER / name).read_text().splitlines():
            number, field, given, stored, *_query = [*line.split(" | "), "", "", ""]
            if field == "link in a text":
                field, given = "body_en", f"<p>{given}</p>"
                stored = f'<p><a href="{stored.removeprefix("href ").strip()}">x</a></p>'
            if not number.isdigit() or ("_" not in field and "hero" not in field):
                continue
            model = next(
                (each for name, each in _MODELS.items() if field.startswith(name)), Article
            )
            column = field.split()[-1]
            column = "hero_title_en" if column == "title" else column
            wanted = given if stored.startswith("unchanged") else stored.partition(" (")[0]
            wanted = wanted.partition(", with")[0].split(" or ")
            given = _read(given.partition(" (")[0])
            yield TextCase(model, column, given, list(map(_read, wanted)), line[:40])
