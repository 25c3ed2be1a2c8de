"""An article in the words of schema.org."""

from django.utils import timezone

from core.i18n import Translation
from core.seo.jsonld import JsonLdNode, filled
from core.typography import plain_title
from news.models import Article


def news_article(
    text: Translation, url: str, images: list[str], publisher: JsonLdNode
) -> JsonLdNode:
    """Return an article read in one language; ``url`` and ``images`` are absolute addresses."""
    article: Article = text.original
    return filled(
        {
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "mainEntityOfPage": url,
            "url": url,
            "headline": plain_title(text.title, text.language),
            "description": text.standfirst,
            "image": images,
            "datePublished": article.date.isoformat(),
            "dateModified": timezone.localtime(article.updated_at).isoformat(),
            "inLanguage": text.tag,
            "articleSection": article.get_kind_display(),
            "author": publisher,
            "publisher": publisher,
            "isBasedOn": article.first_address,
            "about": [{"@type": "City", "name": city.localized.name} for city in article.places],
        }
    )
