"""Search at scale: size of the index, time of the judged queries, cost of a save.

    C40_VAR=var/bench-data .venv/bin/python -m benchmarks.search 100 10000 100000
    C40_VAR=var/bench-data C40_DATABASE_URL=postgres://user:password@host/name \
        .venv/bin/python -m benchmarks.search 100 10000 100000

The database is filled with articles made of the judged documents, in new combinations; run it on
one that holds nothing else, and a second time to measure what is already filled. Prints a line for
each number of articles, times in milliseconds, each the better of two.
"""

import os
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from c40china.search import index  # noqa: E402
from core.models import Status  # noqa: E402
from news.models import Article  # noqa: E402
from search.engine import search  # noqa: E402
from search.query import parse  # noqa: E402
from search.suggest import begun, suggested  # noqa: E402

JUDGED = Path(__file__).parent.parent / "tests" / "search" / "judged"
DOCUMENTS = tomllib.loads((JUDGED / "documents.toml").read_text())["documents"]
QUERIES = tomllib.loads((JUDGED / "queries.toml").read_text())["queries"]
# Words that stand in most of the articles, which nobody should have to wait for.
COMMON = ["the city", "城市", "climate", "的"]
# What readers have typed so far when titles are suggested.
BEGUN = ["b", "be", "bei", "beijing ult", "北", "北京", "北京超低", "c", "ci", "low car"]
BATCH = 1_000


def article(number: int, chance: random.Random) -> Article:
    """Return an article of four documents' sentences, about 200 words in each language."""
    parts = chance.choices(DOCUMENTS, k=4)
    return Article(
        slug=f"article-{number}",
        date=date(2015, 1, 1) + timedelta(days=chance.randrange(4_000)),
        status=Status.PUBLISHED,
        title_en=parts[0]["title_en"] or "Untitled",
        title_zh_hans=parts[0]["title_zh"] or "无题",
        body_en="".join(f"<p>{part['body_en']}</p>" for part in parts),
        body_zh_hans="".join(f"<p>{part['body_zh']}</p>" for part in parts),
    )


def fill(number: int) -> None:
    """Make articles until there are ``number`` of them, indexed."""
    chance = random.Random(7)  # noqa: S311
    present = Article.objects.count()
    for start in range(present, number, BATCH):
        with transaction.atomic():
            batch = [article(each, chance) for each in range(start, min(start + BATCH, number))]
            for each in Article.objects.bulk_create(batch):
                index.update(Article, each.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def size() -> float:
    """Return the megabytes of the index: its entries and the database's index of tokens."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size('search_entry')"
                " + pg_total_relation_size('search_tokens')"
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search\\_%' ESCAPE '\\'"
            )
        return cursor.fetchone()[0] / 1e6


def milliseconds(words: str, language: str) -> float:
    """Return the time of one query, as the page asks it."""
    return timed(lambda: search(parse(words), index.VISIBLE, language))


def milliseconds_to_suggest(words: str) -> float:
    """Return the time of one query for suggestions."""
    return timed(lambda: suggested(begun(words), index.VISIBLE, 8))


def timed(action: Callable[[], object]) -> float:
    """Return the milliseconds of the faster of two times, which other work disturbs less."""
    times = []
    for _repeat in range(2):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def main() -> None:
    """Print a line for each number of articles."""
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}\narticles  index MB   p50   p95 common suggest  save")
    for number in map(int, sys.argv[1:] or ["100"]):
        fill(number)
        times = sorted(milliseconds(each["q"], each["language"]) for each in QUERIES)
        common = max(milliseconds(words, "en") for words in COMMON)
        suggest = max(map(milliseconds_to_suggest, BEGUN))
        keys = Article.objects.values_list("pk", flat=True)[:50]
        save = statistics.median(timed(partial(index.update, Article, key)) for key in keys)
        p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
        figures = f"{p50:5.1f} {p95:5.1f} {common:6.1f} {suggest:7.1f} {save:5.1f}"
        print(f"{number:8} {size():9.1f} {figures}", flush=True)


if __name__ == "__main__":
    main()
