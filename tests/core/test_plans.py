"""What the database reads for a page does not grow with the number of articles.

Its own plans are read: no page may scan all articles or sort them.
"""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test import Client

from cities.models import City
from core.models import Status
from news.models import Article, KeyFact
from programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.xdist_group("plans")]

FEW, MANY = 100, 10_000
# The tables that have as many rows as there are articles, or more.
GROWING = ("news_article", "news_article_cities", "news_article_programmes", "news_keyfact")
# Reads, in the words of SQLite, that find a row or a few: those with an equality of these.
KEYS = re.compile(r"\b(rowid|id|slug|article_id)=\?")
# A plan of PostgreSQL that sorts fewer rows sorts what belongs to the articles of one page.
ONE_PAGE = 100
PAGES = {
    "home": "/en/",
    "list": "/en/news/",
    "filtered list": "/en/news/?city=fuzhou&programme=cbp&year=2020",
    "list of a type": "/en/news/?kind=event",
    "deepest list": "/en/news/?page={deepest}",
    "article": "/en/news/2021/china-special-envoy-c40/",
    "bilingual": "/en/news/2021/china-special-envoy-c40/bilingual/",
    "feed": "/en/news/feed/",
    "city": "/en/cities/fuzhou/",
    "programme": "/en/programmes/cbp/",
}


def write_articles(numbers):
    """Write articles of some years, cities, programmes and types, and tell the database of them."""
    articles = Article.objects.bulk_create(
        Article(
            slug=f"planned-{number}",
            date=datetime.date(2025, 12, 31) - datetime.timedelta(days=number // 3),
            kind=Article.Kind.values[number % 4],
            status=Status.PUBLISHED,
            title_en=f"Article {number}",
            title_zh_hans=f"文章{number}",
            body_en="<p>Text</p>",
            body_zh_hans="<p>正文</p>",
        )
        for number in numbers
    )
    for relation, field, others in (
        (Article.cities.through, "city_id", City.objects.values_list("pk", flat=True)),
        (
            Article.programmes.through,
            "programme_id",
            Programme.objects.values_list("pk", flat=True),
        ),
    ):
        keys = [*others]
        relation.objects.bulk_create(
            relation(article=article, **{field: keys[place % len(keys)]})
            for place, article in enumerate(articles)
        )
    KeyFact.objects.bulk_create(
        KeyFact(article=article, label_en="From", value_en="Here") for article in articles
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries_of(client, path):
    """Return the queries of a page that has been shown before."""
    found = []

    def noted(execute, sql, params, *rest):
        found.append((sql, params))
        return execute(sql, params, *rest)

    client.get(path)
    with connection.execute_wrapper(noted):
        assert client.get(path).status_code == 200, path
    return found


@pytest.fixture(scope="module")
def queries(module_db):
    """The queries of each page: with few articles, and with many, which are still there."""
    client, found = Client(), []
    for numbers in (range(FEW), range(FEW, MANY)):
        write_articles(numbers)
        paths = {name: path.format(deepest=numbers.stop // 10) for name, path in PAGES.items()}
        found.append({name: queries_of(client, path) for name, path in paths.items()})
    return found


def sqlite_faults(sql, params):
    """Return the lines of the plan that read all articles, or sort what is not a few."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [(parent, words) for _key, parent, _unused, words in cursor.fetchall()]
    faults = []
    for level in {parent for parent, _words in lines}:
        here = [words for parent, words in lines if parent == level]
        loops = [words.split() for words in here if words.startswith(("SCAN ", "SEARCH "))]
        sorts = [words for words in here if words.startswith("USE TEMP B-TREE")]
        names = [words[1] for words in loops]
        # The first loop decides how often the others run.
        is_bounded = not loops or (loops[0][0] == "SEARCH" and KEYS.search(" ".join(loops[0])))
        if sorts and "news_article" in names and not is_bounded:
            faults += [f"{' '.join(loops[0])}: {each}" for each in sorts]
        for words, said in zip(loops, map(" ".join, loops), strict=True):
            reads_all = words[0] == "SCAN" or said.endswith("(status=?)")
            in_order = "INDEX" in words and "LIMIT" in sql
            if words[1] in GROWING and reads_all and not in_order:
                faults.append(said)
    return faults


def postgresql_faults(sql, params):
    """Return the nodes of the plan that read all articles, or sort what is not a few."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [[plan]] = cursor.fetchall()
    faults = []

    def visit(node, *, is_limited):
        """Visit a node, and return whether a table that grows is read below it."""
        kind, table = node["Node Type"], node.get("Relation Name")
        limited = is_limited or kind == "Limit"
        # A sort must have all rows before it hands over the first.
        is_sort = kind in ("Sort", "Incremental Sort")
        grows = table in GROWING
        for child in node.get("Plans", []):
            grows |= visit(child, is_limited=limited and not is_sort)
            if is_sort and grows and child["Plan Rows"] > ONE_PAGE:
                faults.append(f"{kind} by {node['Sort Key']} of {child['Plan Rows']} rows")
        is_whole = "Scan" in kind and node["Plan Rows"] > MANY / 2 and not limited
        if table in GROWING and (kind == "Seq Scan" or is_whole):
            faults.append(f"{kind} on {table} of {node['Plan Rows']} rows")
        return grows

    visit((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"], is_limited=False)
    return faults


FAULTS = {"sqlite": sqlite_faults, "postgresql": postgresql_faults}


def test_a_page_asks_as_many_queries_of_many_articles_as_of_few(queries):
    few, many = ({name: len(each) for name, each in pages.items()} for pages in queries)
    assert many == few


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_or_sorts_all_articles(queries, page):
    about_articles = [query for query in queries[1][page] if "news_" in query[0]]
    assert about_articles, "the page asks for no articles"
    faults = [
        f"{fault}, in {sql}"
        for sql, params in about_articles
        for fault in FAULTS[connection.vendor](sql, params)
    ]
    assert not faults, "\n".join(faults)
