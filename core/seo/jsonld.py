"""Structured data (JSON-LD, schema.org) of a page."""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

JsonLdNode = dict[str, Any]

# So that no text can end the element it stands in, nor begin another.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def script(nodes: list[JsonLdNode]) -> SafeString:
    """Return the nodes as a data block, which the content policy lets stand in a page, or ""."""
    if not nodes:
        return SafeString()
    data = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def filled(node: JsonLdNode) -> JsonLdNode:
    """Return the node without empty values."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def breadcrumbs(trail: list[tuple[str, str]]) -> JsonLdNode:
    """Return the way down to a page from (title, absolute address) pairs, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, start=1)
        ],
    }


def organization(root: str) -> JsonLdNode:
    """Return who publishes the site; ``root`` is its absolute address without a path."""
    return {
        "@type": "Organization",
        "@id": f"{root}/#organization",
        "name": gettext("C40 China"),
        "url": f"{root}/",
        "logo": f"{root}{static('img/favicon.svg')}",
        "parentOrganization": {
            "@type": "Organization",
            "name": gettext("C40 Cities Climate Leadership Group"),
            "url": "https://www.c40.org/",
        },
    }


def website(root: str, languages: list[str]) -> JsonLdNode:
    """Return the site as a whole, in the languages with these tags."""
    return {
        "@type": "WebSite",
        "@id": f"{root}/#website",
        "name": gettext("C40 China"),
        "url": f"{root}/",
        "inLanguage": languages,
        "publisher": {"@id": f"{root}/#organization"},
    }
