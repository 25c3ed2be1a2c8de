"""Articles in any number, the same at every run: ``python -m benchmarks.content fill 10000``.

Each has the length and the blocks of the starting content's own article, with the sentences of the
judged documents in new combinations, cities, a programme and key facts. ``touch`` changes one for
each line of standard input, as staff do in another process; ``people`` makes accounts for editors.
"""

import json
import os
import random
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from c40china.search import index  # noqa: E402
from cities.models import City  # noqa: E402
from core.i18n import without_language  # noqa: E402
from core.models import Status  # noqa: E402
from news.models import Article, KeyFact  # noqa: E402
from programmes.models import Programme  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
JUDGED = ROOT / "tests" / "search" / "judged" / "documents.toml"
NEWEST = date(2025, 12, 1)  # ten thousand go back eleven years
BATCH = 500


def bodies(own: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, str]:
    """Return the own article's body in each language, its second paragraph said otherwise."""
    written = {}
    for code, key in (("en", "body_en"), ("zh-hans", "body_zh")):
        first, _second, rest = own["body"][code].strip().split("</p>\n", 2)
        paragraphs = "".join(f"<p>{part[key]}</p>\n" for part in parts)
        written[f"body_{code.replace('-', '_')}"] = f"{first}</p>\n{paragraphs}{rest}"
    return written


def article(number: int, own: dict[str, Any], documents: list[dict[str, Any]]) -> Article:
    """Return the article of a number, whatever others there are; the newest is number 0.

    The newest are thus the same however many there are, and so is what pages show of them.
    """
    chance = random.Random(number)  # noqa: S311
    parts = chance.sample(documents, k=2)
    return Article(
        slug=f"article-{number}",
        date=NEWEST - timedelta(days=number * 2 // 5),
        kind=chance.choice(Article.Kind.values),
        status=Status.PUBLISHED,
        title_en=parts[0]["title_en"],
        title_zh_hans=parts[0]["title_zh"],
        standfirst_en=own["standfirst"]["en"],
        standfirst_zh_hans=own["standfirst"]["zh-hans"],
        **bodies(own, parts),
    )


def attach(articles: list[Article], own: dict[str, Any]) -> None:
    """Give the articles up to three cities, one programme or none, and five key facts."""
    cities, programmes = (
        list(City.objects.order_by("slug")),
        list(Programme.objects.order_by("slug")),
    )
    of_city, of_programme = Article.cities.through, Article.programmes.through
    rows: dict[Any, list[Any]] = {of_city: [], of_programme: [], KeyFact: []}
    for each in articles:
        chance = random.Random(each.slug)  # noqa: S311
        for city in chance.sample(cities, k=chance.randrange(4)):
            rows[of_city].append(of_city(article=each, city=city))
        if programme := chance.choice([*programmes, None]):
            rows[of_programme].append(of_programme(article=each, programme=programme))
        for order, fact in enumerate(own["key_facts"]):
            words = {
                f"{name}_{code.replace('-', '_')}": text
                for name in ("label", "value")
                for code, text in fact[name].items()
            }
            rows[KeyFact].append(KeyFact(article=each, order=order, **words))
    for model, made in rows.items():
        model.objects.bulk_create(made)


def fill(number: int) -> None:
    """Make articles until there are ``number`` besides the starting content, and index them."""
    documents = tomllib.loads(JUDGED.read_text())["documents"]
    documents = [each for each in documents if all(each.values())]  # in both languages
    own = tomllib.loads((ROOT / "content/articles/china-special-envoy-c40.toml").read_text())
    present = Article.objects.filter(slug__startswith="article-").count()
    for start in range(present, number, BATCH):
        numbers = range(start, min(start + BATCH, number))
        with transaction.atomic():
            made = Article.objects.bulk_create(article(each, own, documents) for each in numbers)
            attach(made, own)
            for each in made:
                index.update(Article, each.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def touch() -> None:
    """Save an article for each line that is read, and answer with a line."""
    article = Article.objects.get(slug="article-0")
    for turn, _line in enumerate(sys.stdin):
        article.standfirst_en = f"Said for the {turn}th time."
        article.save()
        print(turn, flush=True)


def people(editors: int) -> None:
    """Print the sessions of a publisher and editors, and on which articles each may work."""
    made = []
    for number, role in enumerate(("Administrator", *["Editor"] * editors)):
        user, _is_new = User.objects.get_or_create(username=f"bench-{number}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        made.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    articles = Article.objects.filter(slug__startswith="article-").order_by("pk")[: 5 * editors]
    known = [(each.pk, without_language(each.get_absolute_url())) for each in articles]
    Article.objects.filter(pk__in=[key for key, _path in known[:editors]]).update(
        status=Status.DRAFT
    )
    print(json.dumps({"sessions": made, "drafts": known[:editors], "published": known[editors:]}))


if __name__ == "__main__":
    action, *number = sys.argv[1:]
    {"fill": fill, "touch": touch, "people": people}[action](*map(int, number))
