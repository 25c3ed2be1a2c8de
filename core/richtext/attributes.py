"""Which tags of a rich text are read as others, and which attributes it may carry."""

import re
from html import escape

from core.characters import one_line
from core.richtext.links import stored_address

# Tags that are read as another one, as in text pasted from a word processor. '' only separates.
RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    **dict.fromkeys(("h4", "h5", "h6"), "h3"),
    **dict.fromkeys(("div", "section", "article", "header", "footer", "pre", "dl"), ""),
    **dict.fromkeys(("dt", "dd", "address", "figcaption", "caption", "tfoot", "main"), ""),
    "hr": "hr",
    "rt": "rt",
}

_SPACE = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_START = re.compile(r"[2-9]|[1-9][0-9]{1,3}")  # a list begins with 1 anyway
_SPAN = re.compile(r"[2-9]|[1-9][0-9]")  # 1 is what a cell spans anyway
_IMAGE_KEY = re.compile(r"[1-9][0-9]{0,17}")
# A quotation's attributes and how many characters each may have.
_QUOTATION = {"data-speaker": 200, "data-role": 300, "data-translated-from": 40}


def mark_attribute(tag: str, values: dict[str, str]) -> str:
    """Return the attribute of an element within a line as written, '' if it has none."""
    if tag == "a":
        href = stored_address(values.get("href", ""))
        return f' href="{escape(href)}"' if href else ""
    if tag == "span" and _LANGUAGE_TAG.fullmatch(values.get("lang", "")):
        return f' lang="{values["lang"]}"'
    return ""


def box_attributes(tag: str, values: dict[str, str]) -> str:
    """Return the attributes of a quotation, list or cell as written, each with a leading space."""
    kept = {}
    if tag == "blockquote":
        for name, longest in _QUOTATION.items():
            kept[name] = _SPACE.sub(" ", one_line(values.get(name, "")))[:longest].strip()
        if not _LANGUAGE_TAG.fullmatch(kept["data-translated-from"]):
            del kept["data-translated-from"]
    elif tag == "ol" and _START.fullmatch(values.get("start", "")):
        kept["start"] = values["start"]
    elif tag in ("td", "th"):
        for name in ("colspan", "rowspan"):
            kept[name] = values.get(name, "") if _SPAN.fullmatch(values.get(name, "")) else ""
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value)


def image_key(values: dict[str, str]) -> str:
    """Return the library key that a figure names, '' if it names none."""
    key = values.get("data-image", "")
    return key if _IMAGE_KEY.fullmatch(key) else ""
