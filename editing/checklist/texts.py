"""Checks of a single text: links, headings, words in the wrong script."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.i18n import join_names
from core.richtext.rendering import elements

HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
# A name in brackets or quotation marks may stand in its own script.
BRACKETED = re.compile(r"[(（“\"'‘《][^)）”\"'’》]{1,40}[)）”\"'’》]")
# Names, acronyms and addresses keep their letters in Chinese; a small-letter word is English.
LATIN_WORD = re.compile(r"(?<![\w.@/:-])[a-z]{3,}(?![\w.@/:-])")
# Units and the like that Chinese text uses as they are.
LATIN_ALLOWED = {"and", "for", "the", "von", "van", "del"}


def empty_links(html: str, language: str) -> Iterator[str]:
    """Yield a sentence for each link that nobody can see or hear."""
    for element in elements(html):
        for link in element.iter("a"):
            if not link.text_content().strip():
                yield _("a link to %(address)s has no words.") % {"address": link.get("href")}


def headings_out_of_order(html: str, language: str) -> Iterator[str]:
    """Yield a sentence if a heading of the third level comes before any of the second."""
    for element in elements(html):
        if element.tag == "h2":
            return
        if element.tag == "h3":
            yield _("the heading “%(words)s” has no heading above it.") % {
                "words": element.text_content()
            }
            return


def wrong_script(text: str, language: str) -> Iterator[str]:
    """Yield a sentence naming words of the other script, unless they are names."""
    plain = BRACKETED.sub(" ", "\n".join(own_words(text)))
    if language == "en":
        words = HAN_RUN.findall(plain)
        sentence = _("Chinese characters in the English text: %(words)s")
    else:
        # English between English words is a name, such as that of an organisation.
        words = [
            word
            for word in LATIN_WORD.findall(re.sub(r"[A-Z][\w’'-]*(?: [\w’'&-]+)+", " ", plain))
            if word not in LATIN_ALLOWED
        ]
        sentence = _("English words in the Chinese text: %(words)s")
    if words:
        yield sentence % {"words": join_names(dict.fromkeys(words[:5]))}


def own_words(text: str) -> Iterator[str]:
    """Yield the pieces of a text that are not marked as being in another language."""
    if "<" not in text:
        yield text
        return
    for element in elements(text):
        yield from _own_words(element)


def _own_words(element: Any) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if not child.get("lang"):
            yield from _own_words(child)
        if child.tail:
            yield child.tail
