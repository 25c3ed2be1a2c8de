"""Atom feeds with full text, one for each language, of what exists in that language."""

import datetime
import io
import logging
import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator, UnserializableContentError
from lxml import html as lxml_html

from core.caching.parts import kept_response
from core.i18n import LANGUAGE_INFO, current_language
from core.models import Publishable

logger = logging.getLogger(__name__)


class FullTextAtom(Atom1Feed):
    """Atom with the whole text of an entry, which Django's has no place for."""

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        """Leave out an entry that no XML may hold, so that the others reach their readers."""
        super().add_item(*args, **kwargs)
        try:
            self.add_item_elements(SimplerXMLGenerator(io.StringIO(), "utf-8"), self.items[-1])
        except UnserializableContentError as fault:
            logger.error("The feed leaves out %s: %s", self.items.pop()["link"], fault)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class LanguageFeed(Feed):
    """A feed in the language of its address."""

    feed_type = FullTextAtom
    length = 20

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Drop ``Last-Modified``: a date does not change when an entry is withdrawn."""
        key = ("feed", request.build_absolute_uri(request.path))
        response = kept_response(key, lambda: super(LanguageFeed, self).__call__(request))
        response.headers.pop("Last-Modified", None)
        return response

    @property
    def language(self) -> str:  # type: ignore[override]
        """The language as feeds write it."""
        return LANGUAGE_INFO[current_language()].tag

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """Return the request: entries name absolute addresses."""
        return request

    def item_guid(self, item: Publishable) -> str:
        """Return a name that stays when address and host change; each language has its own."""
        name = f"{item._meta.label_lower}/{item.pk}/{current_language()}"
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn

    def item_updateddate(self, item: Publishable) -> datetime.datetime:
        """Return when readers saw the entry change: at the latest when it was published."""
        return max(filter(None, (item.updated_at, item.publish_at)))


def midnight(date: datetime.date) -> datetime.datetime:
    """Return the first moment of a date, in the time of the site."""
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))


def absolute_html(html: str, address: str) -> str:
    """Return HTML of the page at an address, whose links and pictures also work elsewhere.

    Readers of feeds choose no sizes, so each picture keeps only its largest copy.
    """
    if not html:
        return ""
    whole = lxml_html.fragment_fromstring(html, create_parent="div")
    for picture in whole.iter("img"):
        for name in ("srcset", "sizes", "fetchpriority", "loading", "decoding"):
            picture.attrib.pop(name, None)
    whole.make_links_absolute(address)
    return lxml_html.tostring(whole, encoding="unicode")
