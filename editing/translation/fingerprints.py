"""Fingerprints of texts: equal for texts that differ in nothing a translator would act on."""

import hashlib
import re
import unicodedata
from typing import Any

from lxml import html as lxml_html

# Typographic quotation marks and apostrophes, and their straight forms.
QUOTES = str.maketrans(dict.fromkeys("“”„‟＂", '"') | dict.fromkeys("‘’‚‛＇", "'"))
# White space, and what takes no room at all.
SPACE = re.compile(r"[\s\u200b\u2060\ufeff]+")
LENGTH = 16


def normalised(text: str | None, *, is_rich: bool = False) -> str:
    """Return a text without white space, with straight quotation marks and ordered attributes."""
    if not text:
        return ""
    if is_rich:
        parts = lxml_html.fragments_fromstring(text)
        text = "".join(part if isinstance(part, str) else _written(part) for part in parts)
    return SPACE.sub("", unicodedata.normalize("NFC", text)).translate(QUOTES)


def fingerprint(text: str | None, *, is_rich: bool = False) -> str:
    """Return the fingerprint of a text, "" for an empty one."""
    plain = normalised(text, is_rich=is_rich)
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH] if plain else ""


def _written(element: Any) -> str:
    # Control characters stand for what is mark-up; no text has them.
    attributes = "".join(f"\x01{name}={value}" for name, value in sorted(element.items()))
    inside = "".join(_written(child) + (child.tail or "") for child in element)
    return f"\x02{element.tag}{attributes}\x03{element.text or ''}{inside}\x04"
