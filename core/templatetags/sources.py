"""The source of a fact: its publisher, its date and, where it is not the page's, its language."""

from typing import Any

from django import template

from core.i18n import LANGUAGE_INFO, current_language

register = template.Library()


@register.inclusion_tag("includes/source.html")
def source(address: str, known: dict[str, Any]) -> dict[str, Any]:
    """Show a source; ``known`` maps addresses to what the library says of them."""
    page = known.get(address)
    language = LANGUAGE_INFO.get(page.language) if page else None
    foreign = language if language and language.code != current_language() else None
    return {"address": address, "page": page, "foreign": foreign}
