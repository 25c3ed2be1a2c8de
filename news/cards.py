"""Articles as their cards show them, read by queries that are compiled once."""

from datetime import timedelta
from typing import Any

from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _

from core.caching.parts import kept
from core.caching.statements import Statement
from core.richtext.fields import RichTextField
from core.share_images import Drawing
from news.models import Article, with_places
from programmes.models import PilotCity, Programme

# Stand for keys in the compiled statements.
KEYS = range(-10, 0)
KEY, SLUG = KEYS[0], "-"
MOST_RELATED = 3
CARDS = Statement(lambda: Article.objects.filter(pk__in=KEYS).for_cards())
BY_SLUG = Statement(lambda: Article.objects.published().filter(slug=SLUG).for_cards())
RELATED = Statement(
    lambda: Article.objects.published().related_to(KEY).newest_first().for_cards()[:MOST_RELATED]
)


# What the card of an article shows of its row; of the texts, whether they are there.
COLUMNS = [
    field.attname
    for field in Article._meta.concrete_fields
    if not isinstance(field, RichTextField | FileField) and field.name != "updated_at"
]


def card_key(article: Article) -> tuple[Any, ...]:
    """Return all that the card of an article shows, but for cities, programmes and pictures.

    Under it a card stays while other articles change.
    """
    own = (getattr(article, name) for name in COLUMNS)
    return *own, *article.languages, *(article.place_keys or ()), article.layout  # type: ignore[attr-defined]


def cards(keys: list[int]) -> dict[int, Article]:
    """Return articles by their keys, with all that their cards draw, and ``card_key``."""
    found: list[Article] = []
    for start in range(0, len(keys), len(KEYS)):
        some = keys[start : start + len(KEYS)]
        filled = some + some[-1:] * (len(KEYS) - len(some))
        found += CARDS.objects(dict(zip(KEYS, filled, strict=True)))
    for article in with_places(found):
        article.card_key = card_key(article)  # type: ignore[attr-defined]
    return {article.pk: article for article in found}


def by_slug(slug: str) -> Article | None:
    """Return the article with this slug that the public may see, as for a card."""
    return next(iter(with_places(BY_SLUG.objects({SLUG: slug}))), None)


def related(article: Article) -> list[Article]:
    """Return the newest three articles that share a city or a programme with this one."""
    return with_places(RELATED.objects({KEY: article.pk}))


def drawing_of(article: Article) -> Drawing | None:
    """Return what an article without a photograph shows: its cities, or its programme."""
    if article.places:
        return Drawing(positions=tuple(city.position for city in article.places))
    if article.layout == Programme.Layout.SKYLINE:
        cities = PilotCity.objects.skyline_places()
        return Drawing("skylines", tuple(city.position for city in cities))
    return Drawing("pathway") if article.layout else None


def heading(rows: list[tuple[int, Article]]) -> str:
    """Return what the newest articles, as ``lazily`` gives them, are called: "Latest" for a year.

    Their cards are read for this only while they are not kept.
    """
    date = kept("date of the newest article", lambda: rows[0][1].date if rows else None)
    is_recent = date is not None and date > timezone.localdate() - timedelta(days=365)
    return _("Latest") if is_recent else _("News")
