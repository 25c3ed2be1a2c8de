"""A judged set: 84 documents, 160 queries, and the documents that each of them should find.

Which documents answer a query was judged by hand and then held to what the words of the query
allow; the first of them is the best. The set measures folding, stemming and ranking. It does not
tell how well the search does on words that no text has.
"""

import math
import tomllib
from pathlib import Path

import pytest

from c40china.search.terms import parsed
from news.models import Article
from search.engine import Visible, search
from tests.support.items import article

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("judged")]

FOLDER = Path(__file__).parent / "judged"
DOCUMENTS = tomllib.loads((FOLDER / "documents.toml").read_text())["documents"]
QUERIES = tomllib.loads((FOLDER / "queries.toml").read_text())["queries"]


@pytest.fixture(scope="module")
def documents(module_db):
    Article.objects.all().delete()
    for document in DOCUMENTS:
        texts = {"title_en": document["title_en"], "title_zh_hans": document["title_zh"]}
        texts |= {"body_en": f"<p>{document['body_en']}</p>"}
        texts |= {"body_zh_hans": f"<p>{document['body_zh']}</p>"}
        article(document["slug"], date=document["date"], **texts).save()
    return dict(Article.objects.values_list("pk", "slug"))


def found(documents, query):
    hits = search(parsed(query["q"]), Visible([Article]), query["language"]).hits
    return [documents[hit.key] for hit in hits[:10]]


def recall(relevant, found):
    return len(set(relevant) & set(found)) / min(len(relevant), 10)


def ndcg(relevant, found):
    """Return the gain of what was found; the best document is worth 2, the others 1."""
    worth = {slug: 2 if slug == relevant[0] else 1 for slug in relevant}
    gain = sum(worth.get(slug, 0) / math.log2(place + 2) for place, slug in enumerate(found))
    ideal = sorted(worth.values(), reverse=True)
    return gain / sum(value / math.log2(place + 2) for place, value in enumerate(ideal))


def test_what_should_be_found_is_found_and_the_best_comes_first(documents, language):
    queries = [query for query in QUERIES if query["language"] == language]
    assert len(DOCUMENTS) >= 60
    assert len(queries) >= 40

    results = [(query["relevant"], found(documents, query)) for query in queries]

    assert sum(recall(*each) for each in results) / len(results) >= 0.95
    assert sum(ndcg(*each) for each in results) / len(results) >= 0.93


def test_both_databases_put_the_same_document_first(documents):
    """The order is ours and not the database's: these are the first of every fifth query."""
    first = {query["q"]: found(documents, query)[0] for query in QUERIES[::5]}
    expected = tomllib.loads((FOLDER / "first.toml").read_text())

    assert first == expected
