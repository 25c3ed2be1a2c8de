"""Template tags for the metadata of a page."""

from django import template
from django.utils.safestring import SafeString

from core.seo.jsonld import JsonLdNode, script

register = template.Library()


@register.simple_tag
def json_ld(nodes: list[JsonLdNode]) -> SafeString:
    """Return what a page speaks of as a data block, or nothing."""
    return script(nodes) if nodes else SafeString()
