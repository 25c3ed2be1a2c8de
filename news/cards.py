"""Articles as their cards show them, read by queries that are compiled once."""

from cities.models import City
from core.caching.statements import Statement
from news.models import Article

# Stand for keys in the compiled statements.
KEYS = range(-10, 0)
CARDS = Statement(lambda: Article.objects.filter(pk__in=KEYS).for_cards())
RELATED = Statement(
    lambda: Article.objects.published().related_to(KEYS[0]).newest_first().for_cards()[:3]
)


def with_places(articles: list[Article]) -> list[Article]:
    """Return the articles, each with its cities, which one query finds among those listed."""
    keys = [article.pk for article in articles]
    rows = Article.cities.through.objects.filter(article_id__in=keys)
    named = set(rows.values_list("article_id", "city_id"))
    cities = sorted(City.objects.listed(), key=lambda city: city.longitude)
    for article in articles:
        article.places = [city for city in cities if (article.pk, city.pk) in named]
    return articles


def cards(keys: list[int]) -> dict[int, Article]:
    """Return articles by their keys, with all that their cards draw."""
    found: list[Article] = []
    for start in range(0, len(keys), len(KEYS)):
        some = keys[start : start + len(KEYS)]
        filled = some + some[-1:] * (len(KEYS) - len(some))
        found += CARDS.objects(dict(zip(KEYS, filled, strict=True)))
    return {article.pk: article for article in with_places(found)}


def related(article: Article) -> list[Article]:
    """Return the newest three articles that share a city or a programme with this one."""
    return RELATED.objects({KEYS[0]: article.pk})
