"""Share links of a page, by language, and its QR code."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What each way is called, and the address that takes a link and a title; "" is for the clipboard.
# They are plain links: nothing is asked of another host before the reader follows one.
CHANNELS: dict[str, tuple[Any, str]] = {
    "copy": (_("Copy link"), ""),
    "email": (pgettext_lazy("way to share", "Email"), "mailto:?subject={title}&body={url}"),
    "linkedin": (_("LinkedIn"), "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "x": (_("X"), "https://x.com/intent/post?text={title}&url={url}"),
    "weibo": (_("Weibo"), "https://service.weibo.com/share/share.php?url={url}&title={title}"),
}

# What the readers of a language use most comes first.
ORDER = {
    "en": ("copy", "email", "linkedin", "x", "weibo"),
    "zh-hans": ("copy", "weibo", "email", "linkedin", "x"),
}


@dataclass(frozen=True)
class Channel:
    """One way to hand on a link: what it is called, and where it leads ("" for the clipboard)."""

    label: str
    url: str


def channels(url: str, title: str, language: str) -> list[Channel]:
    """Return the ways to hand on ``url``, an absolute address, in the order of a language."""
    parts = {"url": quote(url, safe=""), "title": quote(title, safe="")}
    found = (CHANNELS[key] for key in ORDER[language])
    return [Channel(str(label), address.format(**parts)) for label, address in found]


@lru_cache(maxsize=256)
def qr_code(text: str) -> SafeString:
    """Return ``text`` as the ``<svg>`` of a QR code: black on white in any scheme.

    The words beside it must say what it is for.
    """
    svg = _code(text).svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, light="#fff", border=4
    )
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308


@lru_cache(maxsize=256)
def qr_code_png(text: str) -> bytes:
    """Return ``text`` as the PNG of a QR code: black on white, eight pixels for a module."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", scale=8, border=4, dark="#000", light="#fff")
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    # Level M still reads with a thumb over an eighth of it; four modules of margin are the norm.
    return segno.make(text, error="m", micro=False)
