"""The programmes for search engines."""

from typing import Any

from core.seo.sitemaps import PublishableSitemap
from programmes.models import Programme


class ProgrammeSitemap(PublishableSitemap):
    """The page of every programme."""

    def items(self) -> Any:
        """Return those that the public may see."""
        return Programme.objects.published().order_by("slug")
