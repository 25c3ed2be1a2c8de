"""A text as its blocks, each a line that a translator gets by itself, and the text made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html as lxml_html

from core.i18n import LANGUAGE_INFO
from core.richtext.fields import clean
from core.richtext.rendering import elements
from editing.exchange.codes import Marked, plain_line, rich_line

# The words of a quotation that are no paragraph of it.
SAID_BY = ("data-speaker", "data-role")


@dataclass(frozen=True)
class Block:
    """A line of a text, and where in it the line stands, such as ``ul/li/p``."""

    path: str
    marked: Marked


def blocks_of(text: str, *, is_rich: bool) -> list[Block]:
    """Return the blocks of a text, of one without mark-up the whole as one block."""
    if not is_rich:
        return [Block("", plain_line(text))] if text else []
    return [
        Block(path, plain_line(element.get(name)) if name else rich_line(element))
        for top in elements(text)
        for path, element, name in _places(top)
    ]


def rebuilt(text: str, insides: list[str], language: str = "") -> str:
    """Return a rich text with other words in its blocks; ``insides`` is HTML.

    With ``language``, the text is one in another language: a quotation that was translated from
    this one is now in its own.
    """
    tops = list(elements(text))
    rest = iter(insides)
    for top in tops:
        if language and top.get("data-translated-from") == LANGUAGE_INFO[language].tag:
            del top.attrib["data-translated-from"]
        for _path, element, name in list(_places(top)):
            inside = next(rest)
            if name:
                element.set(name, lxml_html.fragment_fromstring(f"<p>{inside}</p>").text_content())
                continue
            new = lxml_html.fragment_fromstring(f"<{element.tag}>{inside}</{element.tag}>")
            element[:] = list(new)
            element.text = new.text
    return clean(
        "".join(lxml_html.tostring(top, encoding="unicode", with_tail=False) for top in tops)
    )


def _places(element: Any, above: str = "") -> Iterator[tuple[str, Any, str]]:
    path = f"{above}{element.tag}"
    if element.tag in ("p", "h2", "h3"):
        yield path, element, ""
        return
    for name in SAID_BY:
        if element.get(name):
            yield f"{path}@{name}", element, name
    for child in element:
        yield from _places(child, f"{path}/")
