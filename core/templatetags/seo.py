"""Template tags for the metadata of a page."""

from django import template

from core.seo.jsonld import script

register = template.Library()
register.simple_tag(script, name="json_ld")
