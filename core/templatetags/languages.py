"""Template tags for languages."""

from typing import Any

from django import template
from django.utils.translation import pgettext_lazy

from core.i18n import Language, Translation

register = template.Library()

# In the reader's language; the names in each language's own script are in LANGUAGE_INFO.
NAMES = {
    "en": pgettext_lazy("language", "English"),
    "zh-hans": pgettext_lazy("language", "Chinese"),
}


@register.filter
def language_name(language: Language) -> str:
    """Return the name of a language in the reader's own, for "Chinese only"."""
    return str(NAMES[language.code])


@register.filter
def in_language_of(row: Any, text: Translation) -> Translation:
    """Return a row in the language in which the item is shown that it belongs to."""
    return Translation(row, text.language)


@register.filter
def others(item: Any) -> list[Translation]:
    """Return an item in every language it has besides the one it is shown in."""
    shown = item.localized.language
    return [Translation(item, code) for code in item.languages if code != shown]
