"""Articles as their cards show them, read by queries that are compiled once."""

from core.caching.statements import Statement
from news.models import Article, with_places

# Stand for keys in the compiled statements.
KEYS = range(-10, 0)
KEY, SLUG = KEYS[0], "-"
MOST_RELATED = 3
CARDS = Statement(lambda: Article.objects.filter(pk__in=KEYS).for_cards())
BY_SLUG = Statement(lambda: Article.objects.published().filter(slug=SLUG).for_cards())
RELATED = Statement(
    lambda: Article.objects.published().related_to(KEY).newest_first().for_cards()[:MOST_RELATED]
)


def cards(keys: list[int]) -> dict[int, Article]:
    """Return articles by their keys, with all that their cards draw."""
    found: list[Article] = []
    for start in range(0, len(keys), len(KEYS)):
        some = keys[start : start + len(KEYS)]
        filled = some + some[-1:] * (len(KEYS) - len(some))
        found += CARDS.objects(dict(zip(KEYS, filled, strict=True)))
    return {article.pk: article for article in with_places(found)}


def by_slug(slug: str) -> Article | None:
    """Return the article with this slug that the public may see, as for a card."""
    return next(iter(with_places(BY_SLUG.objects({SLUG: slug}))), None)


def related(article: Article) -> list[Article]:
    """Return the newest three articles that share a city or a programme with this one."""
    return with_places(RELATED.objects({KEY: article.pk}))
