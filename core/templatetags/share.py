"""The ways to hand on a link, in templates."""

from django import template

from core.i18n import current_language
from core.seo import sharing

register = template.Library()
register.simple_tag(sharing.qr_code)


@register.simple_tag
def share_channels(url: str, title: str) -> list[sharing.Channel]:
    """Return the ways to hand on ``url``, in the order of the reader's language."""
    return sharing.channels(url, title, current_language())
