"""The articles for search engines."""

from typing import Any

from core.seo.sitemaps import PublishableSitemap
from news.models import Article


class ArticleSitemap(PublishableSitemap):
    """The page of every article."""

    def items(self) -> Any:
        """Return those that the public may see."""
        return Article.objects.published().newest_first()
