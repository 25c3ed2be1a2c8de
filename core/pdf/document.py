"""The content of a PDF, and the hash that names its file."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings

from core.pdf.text import FONTS

FOLDER = "pdf"  # in the default storage
TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
# What shapes a file besides its document: by name, so that one that is missing is an error.
CODE = (
    *("files.py", "document.py", "table.py", "text.py", "tree.py", "typeset.py", "words.py"),
    "worker.py",
)
TEMPLATE_FILES = ("document.typ", "text.typ")
FONT_FILES = ("coverage.txt", "LibreFranklin[wght].ttf", "NotoSansSC[wght].ttf")


@dataclass(frozen=True)
class PdfPicture:
    """A picture with its words: an uploaded file by its name in the storage, or SVG as text."""

    key: str
    name: str = ""
    svg: str = ""
    width: int = 0
    height: int = 0
    focus: tuple[float, float] = (0.5, 0.5)
    alt: str = ""
    caption: str = ""
    credit: str = ""
    decorative: bool = False


@dataclass(frozen=True)
class Document:
    """What a PDF says, in one language. Two that are equal are one file."""

    language: str
    url: str  # of the page that it stands for, with host
    site_name: str
    kicker: str
    title: str  # a Chinese one may hold | where a line may break
    standfirst: str
    date: date
    date_words: str
    facts_title: str
    facts: tuple[tuple[str, str], ...]
    body: str  # stored rich text
    banner: PdfPicture | None
    pictures: tuple[tuple[int, PdfPicture], ...]  # of the body, by library key
    origin: str = ""  # where the text was first published, in words
    origin_url: str = ""

    @property
    def key(self) -> str:
        """The fingerprint of content, template, fonts and typesetter: 64 letters and digits."""
        return hashlib.sha256(f"{_craft()}{self!r}".encode()).hexdigest()

    @property
    def storage_name(self) -> str:
        """The name under which the file is kept."""
        return f"{FOLDER}/{self.key}.pdf"


@lru_cache(maxsize=1)
def _craft() -> str:
    """A fingerprint of all that shapes a PDF besides its content."""
    try:
        digest = hashlib.sha256(f"{version('typst')} {version('rjieba')}".encode())
    except PackageNotFoundError:
        # Without a typesetter there are no new files, but every other part of the site works.
        digest = hashlib.sha256()
    templates = [TEMPLATES / name for name in TEMPLATE_FILES]
    code = [Path(__file__).with_name(name) for name in CODE]
    for path in [*templates, *code, *(FONTS / name for name in FONT_FILES)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
