"""Sitemaps that name each page in the languages in which it exists, and the others beside it."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from core.i18n import LANGUAGE_INFO
from core.models import Publishable, PublishableQuerySet


class LanguageSitemap(Sitemap):
    """Pages in their languages, each with its ``hreflang`` alternates."""

    i18n = True
    alternates = True

    def default_location(self, item: Any, locations: dict[str, str]) -> str:
        """Return the address for readers of no known language; ``locations`` are by code."""
        return locations.get(settings.LANGUAGE_CODE) or next(iter(locations.values()))

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """Return the addresses with alternates as the pages themselves have them."""
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            item, _language = url["item"]
            locations = {each["lang_code"]: each["location"] for each in url["alternates"]}
            named = {LANGUAGE_INFO[code].tag: where for code, where in locations.items()}
            named["x-default"] = self.default_location(item, locations)
            url["alternates"] = [
                {"lang_code": tag, "location": where} for tag, where in named.items()
            ]
        return urls


class PublishableSitemap(LanguageSitemap):
    """The published items of a kind."""

    def __init__(self, published: PublishableQuerySet) -> None:
        self.published = published

    def items(self) -> PublishableQuerySet:
        """Return those that the public may see."""
        return self.published.all()

    def get_languages_for_item(self, item: Publishable) -> list[str]:
        """Return the languages in which the item exists."""
        return item.languages

    def lastmod(self, item: Publishable) -> datetime.datetime:
        """Return when readers saw the page change: at the latest when it was published."""
        return max(filter(None, (item.updated_at, item.publish_at)))
