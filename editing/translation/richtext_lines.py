"""Rich text as plain lines to compare, with headings, lists and links written out."""

from typing import Any

from django.utils.translation import gettext as _
from lxml import html as lxml_html

from core.characters import without_invisible
from core.i18n import LANGUAGE_INFO

TAGS = {language.tag: language.name for language in LANGUAGE_INFO.values()}
PREFIXES = {"h2": "## ", "h3": "### ", "li": "• "}


def readable(html: str | None) -> str:
    """Return one line for each block, with headings, list items, links and pictures marked."""
    parts = lxml_html.fragments_fromstring(html) if html else []
    lines = [part if isinstance(part, str) else _block(part) for part in parts]
    return "\n".join(line for line in lines if line.strip())


def _block(element: Any) -> str:
    if element.tag == "figure":
        return _("[picture %(key)s]") % {"key": element.get("data-image")}
    for link in element.iter("a"):
        # As it comes back from a translator, an address may hold what no text may.
        address = without_invisible(link.get("href", ""))
        link.tail = f" <{address}>{without_invisible(link.tail or '')}"
    lines = [
        PREFIXES.get(
            each.getparent().tag if each.tag == "p" and each is not element else each.tag, ""
        )
        + " ".join(each.text_content().split())
        for each in element.iter("p", "h2", "h3")
    ] or [" ".join(each.text_content().split()) for each in element.iter("li", "th", "td")]
    if element.tag == "blockquote":
        said = [element.get("data-speaker", ""), element.get("data-role", "")]
        if source := TAGS.get(element.get("data-translated-from", "")):
            said.append(_("translated from %(language)s") % {"language": source})
        lines.append("— " + ", ".join(filter(None, said)))
    return "\n".join(lines)
