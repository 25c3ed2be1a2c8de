"""A rich text as HTML for the editor of WeChat's official accounts.

That editor keeps styles that stand at an element and drops nearly all else: classes, scripts,
figures, nested lists, links to other sites. ``tests/cases/wechat.md`` has what is known of it.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import html as lxml_html
from lxml.html import builder as E  # noqa: N812 - as lxml writes it

from core.i18n import colon
from core.richtext.rendering import elements, translation_note

# The only links that an article may have.
OWN_LINKS = "https://mp.weixin.qq.com/"

# The light colours of static/css/tokens.css. The text has one each: they are not inherited.
INK, MUTED, LINK, LINE, WASH = "#10221e", "#4a5f58", "#0a6553", "#cfdad3", "#eef3ef"
_TEXT = f"color:{INK};font-size:16px;line-height:1.8"
_SMALL = f"color:{MUTED};font-size:14px;line-height:1.6"
_HEADING = f"color:{INK};font-weight:bold;line-height:1.4"
_CELL = f"padding:6px 8px;border:1px solid {LINE};color:{INK};font-size:14px;line-height:1.6"
_APART = "margin-top:24px;margin-bottom:24px"
STYLES = {
    "text": f"text-align:left;{_TEXT}",
    "p": f"margin-top:0;margin-bottom:16px;{_TEXT}",
    "h2": f"margin-top:28px;margin-bottom:12px;font-size:20px;{_HEADING}",
    "h3": f"margin-top:24px;margin-bottom:8px;font-size:17px;{_HEADING}",
    "strong": f"color:{INK};font-weight:bold",
    "em": f"color:{INK};font-style:italic",
    "sub": f"color:{INK};font-size:12px;vertical-align:sub",
    "sup": f"color:{INK};font-size:12px;vertical-align:super",
    "number": f"color:{MUTED};font-size:12px;vertical-align:super",
    "a": f"color:{LINK}",
    "blockquote": f"{_APART};padding-left:16px;border-left:3px solid {LINK}",
    "small": f"margin-top:0;margin-bottom:8px;{_SMALL}",
    "address": f"margin-top:0;margin-bottom:8px;word-break:break-all;{_SMALL}",
    "box": "margin-top:0;margin-bottom:16px",
    "scroll": "margin-top:0;margin-bottom:16px;overflow-x:auto",
    "table": "width:100%;border-collapse:collapse",
    "td": _CELL,
    "th": f"text-align:left;{_CELL};font-weight:bold;background-color:{WASH}",
    "img": "width:100%",
    "caption": f"margin-top:8px;margin-bottom:0;text-align:center;{_SMALL}",
    "end": f"margin-top:32px;padding-top:16px;border-top:1px solid {LINE};text-align:center",
    "centred": f"margin-top:0;margin-bottom:8px;text-align:center;word-break:break-all;{_SMALL}",
    "code": "width:160px;background-color:#ffffff",
}

_HAN = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_FEED = "\r\n\x0b\x0c\x85\u2028\u2029"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[ \t]*[{_FEED}]\s*(?=[{_HAN}])")
_LINE_FEEDS = re.compile(rf"[ \t]*[{_FEED}]\s*")
# Control characters, and spaces without width.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_BLOCKS = ("h2", "h3", "p", "section", "tr")
_NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class WeChatPicture:
    """A picture as a text shows it: absolute address, and its words in the language of the text."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class WeChatText:
    """A text for the clipboard, as HTML and as plain text."""

    html: str
    plain: str


def wechat_text(
    html: str, language: str, pictures: Mapping[int, WeChatPicture], address: str
) -> WeChatText:
    """Return ``html``, a text in ``language``, as the editor of WeChat keeps it.

    ``pictures`` are by the keys of ``image_ids``; one that is missing is left out. ``address`` is
    that of the page, with its host; its QR code is at ``qr.png`` below it.
    """
    writer = _Writer(pictures, address)
    with translation.override(language):
        blocks = [each for block in elements(one_line(html)) for each in writer.block(block)]
        root = E.SECTION(*blocks, *writer.links(), writer.end(), style=STYLES["text"])
    return WeChatText(lxml_html.tostring(root, encoding="unicode"), _plain(root))


def one_line(text: str) -> str:
    """Return a text without line feeds and invisible characters: its editor would break lines."""
    text = _BETWEEN_HAN.sub("", _INVISIBLE.sub("", text))
    return _LINE_FEEDS.sub(" ", text)


@dataclass
class _Writer:
    """Turns the blocks of a text, and numbers the addresses that it leads to."""

    pictures: Mapping[int, WeChatPicture]
    page: str
    notes: dict[str, str] = field(default_factory=dict)  # address -> the words that lead there

    def block(self, element: Any) -> Iterator[Any]:
        """Yield a top-level block as one or more elements."""
        if element.tag in ("ul", "ol"):
            yield from self.lines(element)
        elif element.tag == "blockquote":
            yield self.quotation(element)
        elif element.tag == "table":
            yield self.table(element)
        elif element.tag == "figure":
            if picture := self.pictures.get(int(element.get("data-image"))):
                yield self.figure(picture)
        else:
            yield self.styled(element, element.tag)

    def styled(self, element: Any, style: str) -> Any:
        """Return a paragraph, heading or cell with its style, and all that is in it."""
        for each in element.iter("strong", "em", "sub", "sup"):
            each.set("style", STYLES[each.tag])
        for each in list(element.iter("a", "span")):
            if each.tag == "a":
                self.link(each)
            else:
                each.drop_tag()
        element.set("style", STYLES[style])
        return element

    def link(self, link: Any) -> None:
        """Replace a link by its words and, unless these are its address, the number of a note."""
        href, words = link.get("href", ""), link.text_content().strip()
        address = unquote(urlsplit(href).path) if _is_mail(href) else urljoin(self.page, href)
        if address.startswith(OWN_LINKS):
            link.set("style", STYLES["a"])
            return
        if words and not href.startswith("#") and _bare(words) != _bare(address):
            self.notes.setdefault(address, words)
            number = list(self.notes).index(address) + 1
            link.append(E.SUP(f"[{number}]", style=STYLES["number"]))
        link.drop_tag()

    def lines(self, listed: Any, level: int = 1) -> Iterator[Any]:
        """Yield a list as lines with their marks: nested lists lose their shape over there."""
        for number, item in enumerate(listed, int(listed.get("start", 1))):
            mark = f"{'•' if listed.tag == 'ul' else f'{number}.'}{_NO_BREAK_SPACE}"
            for part in list(item):
                if part.tag in ("ul", "ol"):
                    yield from self.lines(part, level + 1)
                    continue
                line = self.styled(part, "p")
                line.tag = "section"
                line.set("style", f"padding-left:{20 * level}px;{STYLES['p']}")
                line.text, mark = f"{mark}{line.text or ''}", ""
                yield line

    def quotation(self, element: Any) -> Any:
        said = [element.get(f"data-{name}") for name in ("speaker", "role")]
        note = translation_note(element)
        element.attrib.clear()
        for paragraph in element:
            self.styled(paragraph, "p")
        if line := pgettext("between speaker and role", ", ").join(filter(None, said)):
            element.append(E.P(f"— {line}", style=STYLES["small"]))
        if note:
            element.append(E.P(note, style=STYLES["small"]))
        element.set("style", STYLES["blockquote"])
        return element

    def table(self, element: Any) -> Any:
        for cell in element.iter("th", "td"):
            cell.attrib.pop("scope", None)
            for position, paragraph in enumerate(cell.findall("p")):
                if position:
                    paragraph.addprevious(E.BR())
                paragraph.drop_tag()
            self.styled(cell, cell.tag)
        element.set("style", STYLES["table"])
        return E.SECTION(element, style=STYLES["scroll"])

    def figure(self, picture: WeChatPicture) -> Any:
        words = [one_line(each) for each in (picture.caption, picture.credit) if each]
        image = E.IMG(src=picture.url, alt=one_line(picture.alt), style=STYLES["img"])
        return E.SECTION(
            image, *(E.P(each, style=STYLES["caption"]) for each in words), style=STYLES["box"]
        )

    def links(self) -> Iterator[Any]:
        """Yield the notes, one for each address."""
        if self.notes:
            yield E.H3(pgettext("addresses that a text names", "Links"), style=STYLES["h3"])
        for number, (address, words) in enumerate(self.notes.items(), 1):
            yield E.P(f"[{number}] {words}{colon()}{address}", style=STYLES["address"])

    def end(self) -> Any:
        """Return the address of the page, and its code."""
        return E.SECTION(
            E.P(_("Read this text on our site:"), style=STYLES["centred"]),
            E.P(self.page, style=STYLES["centred"]),
            E.IMG(src=f"{self.page}qr.png", alt=_("QR code of this address"), style=STYLES["code"]),
            style=STYLES["end"],
        )


def _is_mail(href: str) -> bool:
    return href.lower().startswith("mailto:")


def _bare(address: str) -> str:
    """Return an address as one would type it, to compare."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _plain(root: Any) -> str:
    """Return the text of the output, one line for each paragraph and row."""
    root = deepcopy(root)
    for each in root.iter("br"):
        each.tail = f"\n{each.tail or ''}"
    for each in root.iter("sub", "sup"):
        written = each.text_content()
        changed = written.translate(_LOWERED if each.tag == "sub" else _RAISED)
        if not any(old == new for old, new in zip(written, changed, strict=True)):
            for child in list(each):
                child.drop_tree()
            each.text = changed
    lines = []
    for block in root.iter(*_BLOCKS):
        if block.tag == "tr":
            lines.append("\t".join(" ".join(cell.text_content().split()) for cell in block))
        elif all(each is block for each in block.iter(*_BLOCKS)):
            lines.append(block.text_content())
    return "\n".join(line for line in lines if line.strip())
