"""What a page tells machines of itself, in templates."""

from django import template
from django.utils.safestring import SafeString

from core.seo.jsonld import Node, script

register = template.Library()


@register.simple_tag
def json_ld(nodes: list[Node]) -> SafeString:
    """Return what a page speaks of as a data block, or nothing."""
    return script(nodes) if nodes else SafeString()
