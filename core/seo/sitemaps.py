"""Sitemaps that name each page in the languages in which it exists, and the others beside it."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, TextField

from core.i18n import LANGUAGE_INFO, language_path
from core.models import Publishable, PublishableQuerySet

# The most addresses in one file.
MOST_ADDRESSES = 1000


class LanguageSitemap(Sitemap):
    """Pages in their languages, each with its ``hreflang`` alternates."""

    # In items, of which each may have an address in every language.
    limit = MOST_ADDRESSES // len(LANGUAGE_INFO)

    @property
    def paginator(self) -> Paginator:
        """Return the items in parts; Django's own would read all to know their languages."""
        items: Any = self.items()
        return Paginator(items, self.limit)

    def default_location(self, item: Any, locations: dict[str, str]) -> str:
        """Return the address for readers of no known language; ``locations`` are by code."""
        return locations.get(settings.LANGUAGE_CODE) or next(iter(locations.values()))

    def with_languages(self, items: Any) -> Iterable[tuple[Any, list[str]]]:
        """Return each item with the languages in which it exists."""
        return ((item, list(LANGUAGE_INFO)) for item in items)

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the addresses of one part, with alternates as the pages themselves have them."""
        root = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        items = self.with_languages(self.paginator.page(page).object_list)
        return [url for item, codes in items if codes for url in self.urls_of(item, codes, root)]

    def urls_of(self, item: Any, codes: list[str], root: str) -> Iterator[dict[str, Any]]:
        """Yield the addresses of an item, as the template writes them."""
        path = self.location(item)
        locations = {code: root + language_path(path, code) for code in codes}
        named = {LANGUAGE_INFO[code].tag: where for code, where in locations.items()}
        named["x-default"] = self.default_location(item, locations)
        alternates = [{"lang_code": tag, "location": where} for tag, where in named.items()]
        lastmod = self.lastmod(item)
        for where in locations.values():
            yield {"location": where, "lastmod": lastmod, "alternates": alternates}

    def lastmod(self, item: Any) -> datetime.datetime | None:
        """Return None: a page that gathers others does not know when they changed."""
        return None

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """Return when the newest change was, for the index."""
        return None


class PublishableSitemap(LanguageSitemap):
    """The published items of a kind."""

    def __init__(self, published: PublishableQuerySet) -> None:
        self.published = published

    def items(self) -> PublishableQuerySet:
        """Return those that the public may see, without their long texts."""
        texts = [f.name for f in self.published.model._meta.fields if isinstance(f, TextField)]
        return self.published.defer(*texts)

    def with_languages(self, items: Any) -> Iterable[tuple[Any, list[str]]]:
        """Return each item with the languages in which it exists, by one query for each."""
        found = list(items)
        rows = self.published.model.objects.filter(pk__in=[item.pk for item in found])
        ready = {
            code: set(rows.ready_in(code).values_list("pk", flat=True)) for code in LANGUAGE_INFO
        }
        return ((item, [code for code in ready if item.pk in ready[code]]) for item in found)

    def lastmod(self, item: Publishable) -> datetime.datetime:
        """Return when readers saw the page change: at the latest when it was published."""
        return max(filter(None, (item.updated_at, item.publish_at)))

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """Return when readers saw any of them change."""
        newest = self.published.aggregate(Max("updated_at"), Max("publish_at"))
        return max(filter(None, newest.values()), default=None)
