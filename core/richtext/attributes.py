"""Which attributes a rich text may carry, and with which values."""

import re
from html import escape

from core.characters import one_line

LINK_SCHEMES = {"http", "https", "mailto"}

# Browsers take them out of an address, and write a space as %20 (WHATWG, URL).
_LINE_ENDS = re.compile(r"[\t\n\r\f\v\u2028\u2029]+")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SPAN = re.compile(r"[2-9]|[1-9][0-9]")  # 1 is what a cell spans anyway
_IMAGE_KEY = re.compile(r"[1-9][0-9]{0,17}")
# A quotation's attributes and how many characters each may have.
_QUOTATION = {"data-speaker": 200, "data-role": 300, "data-translated-from": 40}


def mark_attribute(tag: str, values: dict[str, str]) -> str:
    """Return the attribute of an element within a line as written, '' if it has none."""
    if tag == "a":
        href = _LINE_ENDS.sub("", values.get("href", "")).strip(" ").replace(" ", "%20")
        return f' href="{escape(href)}"' if is_allowed_link(href) else ""
    if tag == "span" and _LANGUAGE_TAG.fullmatch(values.get("lang", "")):
        return f' lang="{values["lang"]}"'
    return ""


def is_allowed_link(href: str) -> bool:
    """True for an http, https or mailto address and for a path on this site (``/…``, ``#…``)."""
    scheme, colon, rest = href.partition(":")
    if colon and scheme.lower() in LINK_SCHEMES:
        return bool(rest.strip("/"))
    # Browsers read a backslash as a slash: `/\host` would leave the site as `//host` does.
    return href.startswith(("/", "#")) and not href.startswith("//") and "\\" not in href


def box_attributes(tag: str, values: dict[str, str]) -> str:
    """Return the attributes of a quotation or a cell as written, each with a leading space."""
    kept = {}
    if tag == "blockquote":
        for name, longest in _QUOTATION.items():
            kept[name] = _SPACE.sub(" ", one_line(values.get(name, "")))[:longest].strip()
        if not _LANGUAGE_TAG.fullmatch(kept["data-translated-from"]):
            del kept["data-translated-from"]
    elif tag in ("td", "th"):
        for name in ("colspan", "rowspan"):
            kept[name] = values.get(name, "") if _SPAN.fullmatch(values.get(name, "")) else ""
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value)


def image_key(values: dict[str, str]) -> str:
    """Return the library key that a figure names, '' if it names none."""
    key = values.get("data-image", "")
    return key if _IMAGE_KEY.fullmatch(key) else ""
