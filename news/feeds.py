"""The newest articles as an Atom feed, with their full text."""

import datetime

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cities.models import City
from core.i18n import Translation, current_language
from core.richtext.rendering import render
from core.seo.feeds import LanguageFeed, absolute_html, midnight
from core.typography import plain_title
from library.models import Image
from news.models import Article
from programmes.models import Programme


class ArticleFeed(LanguageFeed):
    """The newest articles of one language."""

    def title(self) -> str:
        return f"{_('C40 China')} · {_('News')}"

    def subtitle(self) -> str:
        return _("News of C40 in China, with full text.")

    def link(self) -> str:
        return reverse("news:list")

    def feed_url(self) -> str:
        return reverse("news:feed")

    def author_name(self) -> str:
        return _("C40 China")

    def items(self, request: HttpRequest) -> list[Article]:
        """Return the newest articles; the pictures of all texts cost one query."""
        newest = Article.objects.published().ready_in(current_language()).newest_first()
        named = (
            Prefetch("cities", City.objects.published()),
            Prefetch("programmes", Programme.objects.published()),
        )
        articles = list(newest.prefetch_related(*named)[: self.length])
        pictures = Image.objects.for_html(*(article.body for article in articles))
        for article in articles:
            html: str = render(article.body, current_language(), pictures) + _origin(article)
            address = request.build_absolute_uri(article.get_absolute_url())
            article.feed_html = absolute_html(html, address)
        return articles

    def item_title(self, item: Article) -> str:
        return plain_title(item.title, current_language())

    def item_description(self, item: Article) -> str | None:  # type: ignore[override]
        return escape(item.standfirst) if item.standfirst else None

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        return {"content": item.feed_html}  # type: ignore[attr-defined]

    def item_pubdate(self, item: Article) -> datetime.datetime:
        return midnight(item.date)

    def item_categories(self, item: Article) -> list[str]:
        named = [*item.cities.all(), *item.programmes.all()]
        language = current_language()
        names = (Translation(each, language).name for each in named)
        return [item.get_kind_display(), *(plain_title(name, language) for name in names if name)]


def _origin(article: Article) -> SafeString:
    """Return the line that says where the article was first published, or nothing."""
    words = article.origin_in(current_language())
    if words and article.first_address:
        return format_html('<p><a href="{}">{}</a></p>', article.first_address, words)
    return format_html("<p>{}</p>", words) if words else SafeString()
