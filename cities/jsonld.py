"""A city, and the table of cities, in the words of schema.org."""

from django.utils.translation import gettext as _

from cities.models import City
from core.i18n import Translation
from core.seo.jsonld import JsonLdNode, filled


def city_node(text: Translation, url: str, images: list[str]) -> JsonLdNode:
    """Return a city read in one language; ``url`` and ``images`` are absolute addresses."""
    city: City = text.original
    others = [Translation(city, code).name for code in city.languages if code != text.language]
    region = {"@type": "AdministrativeArea", "name": text.region} if text.region else None
    return filled(
        {
            "@type": "City",
            "@id": f"{url}#city",
            "name": text.name,
            "alternateName": [name for name in [*others, text.official_name] if name],
            "description": text.summary,
            "url": url,
            "mainEntityOfPage": url,
            "image": images,
            "sameAs": city.website,
            "containedInPlace": region,
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": city.latitude,
                "longitude": city.longitude,
            },
        }
    )


def dataset_node(url: str, files: dict[str, str], licence: dict[str, str]) -> JsonLdNode:
    """Return the table of cities; ``files`` are absolute addresses by format.

    The licence has ``name`` and ``url``; without a name it is left out.
    """
    types = {"csv": "text/csv", "json": "application/json"}
    node = {
        "@type": "Dataset",
        "@id": f"{url}#table",
        "name": _("The member cities of C40 in China"),
        "description": _("Region, membership and pilot programmes of each city, with sources."),
        "url": f"{url}#table",
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": types[kind], "contentUrl": address}
            for kind, address in files.items()
        ],
    }
    if licence["name"]:
        node["license"] = filled({"@type": "CreativeWork", **licence})
    return node
