"""Content files: one TOML file for each item, both languages side by side."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.characters import part_of_address


@dataclass(frozen=True)
class Fault:
    """An error in a content file: file, key and reason."""

    path: str
    key: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.key, self.reason) if part)


class ContentError(Exception):
    """Content that cannot be loaded; nothing is loaded then."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class ContentFile:
    """A parsed file. ``path`` is relative to the content folder, ``stem`` is the slug."""

    path: str
    stem: str
    digest: str
    data: dict[str, Any]


def read_file(root: Path, path: Path) -> ContentFile:
    """Read one file.

    Raises ContentError if it is not UTF-8 or not TOML.
    """
    name = str(path.relative_to(root))
    raw = path.read_bytes()
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise ContentError([Fault(name, "", "the file is not UTF-8 text")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError([Fault(name, "", f"not valid TOML: {error}")]) from None
    digest = hashlib.sha256(raw).hexdigest()
    return ContentFile(name, part_of_address(path.stem), digest, _with_slug(data))


def _with_slug(data: dict[str, Any]) -> dict[str, Any]:
    """Return a table with its slug as it is stored, by which its item is found again."""
    slug = data.get("slug")
    return data | {"slug": part_of_address(slug)} if isinstance(slug, str) else data


def rows_of(file: ContentFile, key: str) -> list[ContentFile]:
    """Return each table of a file's only array as a file of its own.

    Raises ContentError if there is anything else in the file, or a table without its slug.
    """
    rows = file.data.get(key)
    if set(file.data) - {key} or not isinstance(rows, list):
        raise ContentError([Fault(file.path, key, "must be an array of tables, and nothing else")])
    rows = [_with_slug(row) if isinstance(row, dict) else {} for row in rows]
    slugs = [str(row.get("slug", "")) for row in rows]
    if wrong := [n for n, slug in enumerate(slugs, 1) if not slug or slugs.count(slug) > 1]:
        reason = "must be there, and differ from that of all others"
        raise ContentError([Fault(file.path, f"{key}[{n}].slug", reason) for n in wrong])
    return [
        ContentFile(f"{file.path}: {slug}", slug, _digest_of_row(row), row)
        for slug, row in zip(slugs, rows, strict=True)
    ]


def _digest_of_row(row: dict[str, Any]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
