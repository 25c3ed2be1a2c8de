"""The text pages for search engines."""

from typing import Any

from core.seo.sitemaps import PublishableSitemap
from pages.models import Page


class PageSitemap(PublishableSitemap):
    """Every text page."""

    def items(self) -> Any:
        """Return those that the public may see."""
        return Page.objects.published().order_by("slug")
