"""A rich text as a tree of blocks for the typesetter.

A piece is a string or a dict with a ``kind``: ``strong em sub sup`` and ``span`` (with ``lang``
and ``region``) hold pieces in ``content``, a ``link`` also has its ``target`` and the address to
be ``shown`` after it; ``break`` stands alone. Blocks are ``p heading ul ol quotation figure table
note``; what each holds is written where it is made. ``core.pdf.words`` adds the kind ``word``, in
which no line breaks. ``templates/pdf/document.typ`` reads them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django.utils import translation
from django.utils.translation import gettext
from lxml import html as lxml_html

from core.i18n import LANGUAGE_INFO
from core.pdf.document import Document, PdfPicture
from core.pdf.table import table
from core.pdf.text import pieces, printable
from core.richtext.rendering import elements, quotation

Data = dict[str, Any]
Pieces = list[Any]

# The sum of all text of a body; it may be stored longer, but who would print it?
MAX_CHARACTERS = 300_000
BANNER_RATIO = 170 / 48  # millimetres: as wide as the text
# A figure is shown at 150 pixels an inch at least, and never higher than this share of the width.
_TEXT_WIDTH_PIXELS, _TALLEST = 1000, 0.9


def language_and_region(tag: str) -> Data:
    """Split a BCP 47 tag as the typesetter takes it: zh-Hans is "zh" in the region "CN"."""
    language, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2), "CN" if language == "zh" else "GB")
    return {"lang": language.lower(), "region": region.upper()}


def line(text: str | None) -> Pieces:
    """Return a plain text as pieces."""
    return [
        {"kind": kind, "content": [part]} if kind else part for kind, part in pieces(text or "")
    ]


def figure(picture: PdfPicture) -> Data:
    """Return a picture as data; ``file`` is filled in when it has been prepared.

    ``alt`` is for machines, ``instead`` the same as pieces, for a picture that cannot be shown.
    """
    share = 1.0
    if picture.width and picture.height:
        widest = min(1.0, picture.width / _TEXT_WIDTH_PIXELS)
        share = min(widest, _TALLEST * picture.width / picture.height)
    return {
        "kind": "figure",
        "picture": picture.key,
        "share": round(share, 3),
        "decorative": picture.decorative or not picture.alt,
        "alt": printable(picture.alt),
        "instead": line(picture.alt),
        "caption": line(picture.caption),
        "credit": line(picture.credit),
    }


class Tree:
    """The blocks of one body. ``base`` is the address that its links start from."""

    def __init__(self, base: str, pictures: Mapping[int, PdfPicture]) -> None:
        self.base = base
        self.pictures = pictures
        self.level = 1

    def blocks(self, html: str) -> list[Data]:
        """Return the blocks of a stored rich text, with a last word if some had to be left out."""
        found: list[Data] = []
        left = MAX_CHARACTERS
        for element in elements(html):
            left -= len(element.text_content())
            if left < 0:
                found.append(self._continues())
                break
            found += self._block(element)
        return found

    def _block(self, element: Any) -> list[Data]:
        tag = element.tag
        if tag in ("h2", "h3"):
            return [self._heading(element)]
        if tag in ("ul", "ol"):
            items = [self._inside(item) for item in element]
            return [{"kind": tag, "items": items, "start": int(element.get("start", 1))}]
        if tag == "blockquote":
            return [self._quotation(element)]
        if tag == "figure":
            picture = self.pictures.get(int(element.get("data-image")))
            return [figure(picture)] if picture else []
        if tag == "table":
            data, is_cut = table(element, self._inside)
            return [data, self._continues()] if is_cut else [data]
        return [{"kind": "p", "content": self._line(element)}]

    def _inside(self, holder: Any) -> list[Data]:
        """Return the blocks of a list item or a cell."""
        return [block for element in holder for block in self._block(element)]

    def _heading(self, element: Any) -> Data:
        # The title is level 1; a level that is skipped is an error in PDF/UA.
        self.level = min(int(element.tag[1]), self.level + 1)
        return {"kind": "heading", "level": self.level, "content": self._line(element)}

    def _quotation(self, element: Any) -> Data:
        parts = quotation(element)
        return {
            "kind": "quotation",
            "first": self._inner(parts.first),
            "rest": [
                self._inner(paragraph)
                for paragraph in (parts.second.strip(), *parts.rest)
                if paragraph
            ],
            "hung": parts.hung,
            "speaker": line(parts.speaker),
            "role": line(parts.role),
            "note": line(parts.note),
        }

    def _continues(self) -> Data:
        words = gettext("This continues online: %(address)s") % {"address": self.base}
        return {"kind": "note", "content": line(words)}

    def _inner(self, html: str) -> Pieces:
        return self._line(lxml_html.fragment_fromstring(html, create_parent="p"))

    def _line(self, element: Any) -> Pieces:
        found = line(element.text)
        for child in element:
            found.append(self._mark(child))
            found += line(child.tail)
        return found

    def _mark(self, element: Any) -> Data:
        tag = element.tag
        if tag == "br":
            return {"kind": "break"}
        content = self._line(element)
        if tag == "a":
            href = element.get("href", "")
            # Paths on this site show nothing in brackets: the address at the end tells the host.
            shown = href if href.startswith("http") and href not in element.text_content() else ""
            target = urljoin(self.base, href)
            return {"kind": "link", "target": target, "shown": line(shown), "content": content}
        if tag == "span":
            return {"kind": "span", **language_and_region(element.get("lang")), "content": content}
        return {"kind": tag, "content": content}


def data(document: Document) -> Data:
    """Return the whole document as data, as ``templates/pdf/document.typ`` reads it."""
    with translation.override(document.language):
        blocks = Tree(document.url, dict(document.pictures)).blocks(document.body)
    banner = None
    if document.banner:
        focus = {"ratio": BANNER_RATIO, "focus": document.banner.focus}
        banner = figure(document.banner) | focus
    day = document.date.timetuple()[:3]
    return {
        **language_and_region(LANGUAGE_INFO[document.language].tag),
        "timestamp": int(datetime(*day, tzinfo=UTC).timestamp()),
        "date": day,
        "date-words": document.date_words,
        "origin": document.origin,
        "origin-url": document.origin_url,
        "name": document.site_name,
        "kicker": line(document.kicker),
        "title": printable(document.title.replace("|", "")),
        "title-parts": [line(part) for part in document.title.split("|")],
        "description": printable(document.standfirst),
        "standfirst": line(document.standfirst),
        "facts-title": document.facts_title,
        "facts": [[line(label), line(value)] for label, value in document.facts],
        "banner": banner,
        "blocks": blocks,
        "url": document.url,
    }
