"""Rendering of stored rich text, and what is read from it: pictures, plain text, reading time.

Stored HTML names pictures by key and speakers by attributes; the page gets pictures with their
copies and captions, quotations with speaker and role, and tables that scroll on their own.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_noop
from lxml import html as lxml_html

from core.richtext.fields import clean
from core.richtext.outline import cut

WORDS_PER_MINUTE = 250
HAN_PER_MINUTE = 400
# So many texts are kept as they were cleaned and arranged last, each by all its characters.
KEPT_TEXTS = 128

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")

# Where a sentence ends: in Chinese at its mark, in English where a new one begins after it.
_SENTENCE_END = re.compile(
    r"[。！？]+[”’」』）]*|[.!?]+[”’\"')]*(?=\s+[“‘\"'(]?[A-Z0-9])|\n", re.ASCII
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“])(?:[A-Z]|[A-Z]\.[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e)$"
)

# Which words say that a quotation is a translation, by the language it was translated from.
_TRANSLATED_FROM = {
    "en": gettext_noop("Quotation translated from English; the speaker’s original words prevail."),
    "zh-hans": gettext_noop(
        "Quotation translated from Chinese; the speaker’s original words prevail."
    ),
}
_TRANSLATED = gettext_noop("Quotation translated; the speaker’s original words prevail.")


def blocks(html: str | None) -> list[str]:
    """Return the top-level blocks of ``html``, each as stored HTML that ``render`` accepts."""
    return [_written(element) for element in elements(html)]


def paired_blocks(*texts: str | None) -> list[tuple[str, ...]]:
    """Return the blocks of each text beside those of the others; [] if their numbers differ.

    Quotations with as many paragraphs are paired paragraph by paragraph.
    """
    columns = [blocks(text) for text in texts]
    if len({len(column) for column in columns}) > 1:
        return []
    rows: list[tuple[str, ...]] = []
    for row in zip(*columns, strict=True):
        parts = [_paragraphs(block) for block in row]
        alike = len({len(each) for each in parts}) == 1
        rows += zip(*parts, strict=True) if alike else [row]
    return rows


def _paragraphs(block: str) -> list[str]:
    """Return a quotation as one for each paragraph, the last with the speaker; else the block."""
    (element,) = elements(block)
    if element.tag != "blockquote":
        return [block]
    *before, last = element
    parts = [f"<blockquote>{_written(paragraph)}</blockquote>" for paragraph in before]
    element[:] = [last]
    return [*parts, _written(element)]


@lru_cache(maxsize=KEPT_TEXTS)
def image_ids(html: str | None) -> tuple[int, ...]:
    """Return the library keys of the figures in ``html``, in order, each once."""
    figures = (element for element in elements(html) if element.tag == "figure")
    return tuple(dict.fromkeys(int(figure.get("data-image")) for figure in figures))


@lru_cache(maxsize=KEPT_TEXTS)
def plain_text(html: str | None) -> str:
    """Return the words of ``html``, one line for each block, list item and table row."""
    lines: list[str] = []
    for element in elements(html):
        rows = list(element.iter("tr"))
        parts = rows or list(element.iter("p", "h2", "h3"))
        for part in parts:
            for line_break in part.iter("br"):
                line_break.tail = f" {line_break.tail or ''}"
            cells = [cell.text_content() for cell in part] if rows else [part.text_content()]
            # A narrow space holds a figure together.
            lines.append(_SPACE.sub(" ", " ".join(cells)).strip())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=KEPT_TEXTS)
def reading_minutes(html: str | None) -> int:
    """Return how many minutes a reader needs, at least 1: 250 words or 400 Han a minute."""
    text = plain_text(html)
    han = len(_HAN.findall(text))
    words = len(_WORD.findall(_HAN.sub(" ", text)))
    return max(1, math.ceil(words / WORDS_PER_MINUTE + han / HAN_PER_MINUTE))


def render(html: str | None, language: str, pictures: Mapping[int, Any]) -> SafeString:
    """Return ``html``, a text in ``language``, as safe HTML for a page.

    ``pictures`` maps the keys of ``image_ids`` to rows of the picture library; a figure whose
    row is missing is left out. The words that the page adds are in the language of the text,
    which need not be the reader's.
    """
    if image_ids(html):
        return _rendered(html, language, pictures)
    return _without_pictures(html, language)


@lru_cache(maxsize=KEPT_TEXTS)
def _without_pictures(html: str | None, language: str) -> SafeString:
    return _rendered(html, language, {})


def _rendered(html: str | None, language: str, pictures: Mapping[int, Any]) -> SafeString:
    with translation.override(language):
        parts = [_block(element, language, pictures) for element in elements(html)]
    return mark_safe("".join(parts))  # noqa: S308 - of cleaned HTML and escaping templates


def elements(html: str | None) -> Iterator[Any]:
    """Yield the top-level blocks of ``html`` as elements of lxml."""
    # Cleaned once more, whatever the database holds: an expression or a hand may have written it.
    if cleaned := _cleaned(html):
        yield from lxml_html.fragments_fromstring(cleaned)


@lru_cache(maxsize=KEPT_TEXTS)
def _cleaned(html: str | None) -> str:
    return clean(html)


def _written(element: Any) -> str:
    return lxml_html.tostring(element, encoding="unicode", with_tail=False)


def _inner(element: Any) -> SafeString:
    text = _written(element)
    return mark_safe(text[text.index(">") + 1 : text.rindex("<")])  # noqa: S308


def _block(element: Any, language: str, pictures: Mapping[int, Any]) -> str:
    if element.tag == "blockquote":
        return render_to_string("richtext/quotation.html", vars(quotation(element)))
    if element.tag == "figure":
        image = pictures.get(int(element.get("data-image")))
        context = {"image": image, "language": language}
        return render_to_string("richtext/figure.html", context) if image else ""
    for holder in element.iter("li", "td", "th"):
        # A sole paragraph is how the editor holds a line; on the page it would only add space.
        if len(holder) and holder[0].tag == "p" and len(holder.findall("p")) == 1:
            holder[0].drop_tag()
    if element.tag == "table":
        headings = ", ".join(filter(None, (cell.text_content() for cell in element.iter("th"))))
        context = {"table": mark_safe(_written(element)), "headings": ""}  # noqa: S308
        context["headings"] = Truncator(headings).chars(80)
        return render_to_string("richtext/table.html", context)
    return _written(element)


@dataclass(frozen=True)
class Quotation:
    """A quotation in its parts: its paragraphs, who said it, a note.

    The first paragraph is in two, its first sentence and what follows it. ``hung``: it opens with
    a quotation mark.
    """

    first: SafeString
    second: SafeString
    rest: list[SafeString]
    hung: bool
    speaker: str
    role: str
    note: str


def quotation(element: Any) -> Quotation:
    """Return the parts of a ``blockquote``; the note is in the active language."""
    # Cut from cleaned HTML, so as safe as the whole.
    end = _end_of_sentence(element[0])
    first, second = cut(_inner(element[0]), end)
    if element[0].text_content()[end : end + 1].isspace():
        second = f" {second}"
    return Quotation(
        first=mark_safe(first),  # noqa: S308
        second=mark_safe(second),  # noqa: S308
        rest=[_inner(paragraph) for paragraph in element[1:]],
        hung=element[0].text_content().startswith(("“", "‘", "「", "『", "«")),
        speaker=element.get("data-speaker", ""),
        role=element.get("data-role", ""),
        note=translation_note(element),
    )


def translation_note(element: Any) -> str:
    """Return the words that say that a ``blockquote`` is a translation, "" if it is none."""
    source = element.get("data-translated-from", "")
    return gettext(_TRANSLATED_FROM.get(source.lower(), _TRANSLATED)) if source else ""


def _end_of_sentence(paragraph: Any) -> int:
    """Return after how many characters the first sentence ends, all of them if it is the only."""
    for line_break in paragraph.iter("br"):
        line_break.text = "\n"
    text = paragraph.text_content()
    for match in _SENTENCE_END.finditer(text):
        if not match[0].startswith(".") or not _ABBREVIATION.search(text[: match.start()]):
            return match.end()
    return len(text)
