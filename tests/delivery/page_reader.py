"""The page cache of one process of the tests, and visitors to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from delivery import page_cache
from delivery.page_cache import PageCache

# One of each kind of answer.
ADDRESSES = [
    *("/en/", "/zh-hans/news/", "/en/news/feed/", "/sitemap.xml", "/en/search/?q=cities"),
    *("/en/cities/fuzhou/", "/zh-hans/cities/", "/zh-hans/programmes/cbp/", "/en/programmes/cap/"),
    *("/en/privacy/", "/en/about/"),
    *("/en/news/2021/china-special-envoy-c40/", "/en/search/suggestions/?q=c"),
    "/en/news/2021/china-special-envoy-c40/share-600x600.png",
]


@contextmanager
def page_cache_of(size: int) -> Iterator[PageCache]:
    """Within the block, this process keeps pages in a store of this many bytes."""
    before, page_cache.cache = page_cache.cache, PageCache(size)
    try:
        yield page_cache.cache
    finally:
        page_cache.cache = before


class PageReader(Client):
    """A browser without cookies."""

    def __init__(self, **headers: str) -> None:
        super().__init__(HTTP_HOST="testserver", **headers)

    def seen(self, addresses: list[str] = ADDRESSES) -> dict[str, tuple[int, bytes]]:
        """Return what a reader gets at each address."""
        answers = {each: self.get(each) for each in addresses}
        return {each: (answer.status_code, answer.content) for each, answer in answers.items()}

    def stale(self, addresses: list[str] = ADDRESSES) -> list[str]:
        """Return the addresses at which the page cache answers otherwise than the site would."""
        # A feed without entries tells the time.
        with time_machine.travel(timezone.now(), tick=False):
            kept = self.seen(addresses)
            # Whoever has a session gets what is made anew, parts of pages too.
            made = PageReader(HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=none").seen(addresses)
        return [each for each in addresses if kept[each] != made[each]]
