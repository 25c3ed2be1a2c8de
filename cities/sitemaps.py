"""The cities for search engines."""

from typing import Any

from cities.models import City
from core.seo.sitemaps import PublishableSitemap


class CitySitemap(PublishableSitemap):
    """The page of every city."""

    def items(self) -> Any:
        """Return those that the public may see."""
        return City.objects.published().order_by("slug")
