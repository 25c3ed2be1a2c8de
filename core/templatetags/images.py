"""Pictures of the library in templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.i18n import Translation, current_language
from core.images import sources

register = template.Library()

# Which copy serves a place of which ratio; the style sheet crops the rest.
_SHAPES = {"8:5": "card", "10:3": "wide", "12:5": "wide"}


@register.filter
def in_language(obj: Any, language: str) -> Translation:
    """Return a bilingual object read in one language: ``image|in_language:text.language``."""
    return Translation(obj, language)


@register.simple_tag
def image_tag(
    image: Any,
    ratio: str = "",
    sizes: str = "",
    language: str = "",
    eager: bool = False,
) -> SafeString:
    """Return the ``<img>`` of a library picture, or nothing where there is none.

    ``ratio`` is 8:5, 10:3 or 12:5; without it the picture keeps its own. ``language`` is that of
    the text around it, the reader's by default; a text that is missing in it stays empty.
    ``eager`` is for what is seen first: it is not put off until it scrolls into view.
    """
    if not image or not image.file or not image.width:
        return SafeString()
    found = sources(image.file, _SHAPES.get(ratio, "body"))
    words = Translation(image, language or current_language())
    return format_html(
        '<img src="{}"{}{} width="{}" height="{}" alt="{}"{}>',
        found.src,
        format_html(' srcset="{}"', found.srcset) if found.srcset else "",
        format_html(' sizes="{}"', sizes or found.sizes) if found.srcset else "",
        found.width,
        found.height,
        "" if image.decorative else words.alt,
        SafeString(' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'),
    )
