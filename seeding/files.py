"""Content files: one TOML file for each item, both languages side by side."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    return ContentFile(name, path.stem, hashlib.sha256(raw).hexdigest(), data)
