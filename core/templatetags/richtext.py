"""Rich text in templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.richtext.rendering import render

register = template.Library()


@register.simple_tag
def richtext(
    html: str | None, language: str, pictures: Mapping[int, Any] | None = None
) -> SafeString:
    """Return a stored rich text as the page shows it.

    The view hands over ``pictures`` for all texts of the page at once, so that they cost one
    query: ``{% richtext text.body text.language pictures %}``.
    """
    return render(html, language, pictures or {})
