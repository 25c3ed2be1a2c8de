"""The database answers each public page in few queries, however much there is in it."""

import datetime
import io
import time

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cities.models import City
from core.models import ContentVersion, Status
from delivery.not_found import not_found
from library.models import Image
from news.models import Article, KeyFact
from programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LIMIT, LIMIT_UNCHANGED = 8, 4
PATHS = [
    "",
    "about/",
    "cities/",
    "cities/?programme=cbp",
    "cities/fuzhou/",
    "cities/wuhan/",
    "programmes/",
    "programmes/cap/",
    "programmes/cbp/",
    "news/",
    "news/?page=2",
    "news/?city=fuzhou&programme=cbp&year=2020",
    "news/?year=1999",
    "news/?kind=event",
    "news/2021/china-special-envoy-c40/",
    "news/2021/china-special-envoy-c40/bilingual/",
    "news/2020/article-1/",
    "privacy/",
    "accessibility/",
    "nothing-here/",
]


@pytest.fixture
def picture():
    file = io.BytesIO()
    PIL.Image.new("RGB", (640, 400)).save(file, "JPEG")
    image = Image(alt_en="A roof", alt_zh_hans="屋顶")
    image.file.save("roof.jpg", ContentFile(file.getvalue()))
    return image


def write_articles(numbers, picture):
    """Write articles that use whatever a page may have to load."""
    body = f'<p>Text</p><figure data-image="{picture.pk}"></figure>'
    articles = Article.objects.bulk_create(
        Article(
            slug=f"article-{number}",
            date=datetime.date(2020, 1, 1) + datetime.timedelta(days=number % 300),
            status=Status.PUBLISHED,
            title_en=f"Article {number}",
            title_zh_hans=f"文章{number}",
            body_en=body,
            body_zh_hans=body,
        )
        for number in numbers
    )
    fuzhou = City.objects.get(slug="fuzhou")
    programmes = {each.slug: each for each in Programme.objects.all()}
    Article.cities.through.objects.bulk_create(
        Article.cities.through(article=article, city=fuzhou) for article in articles[::2]
    )
    for slug in ("cap", "cbp"):
        Article.programmes.through.objects.bulk_create(
            Article.programmes.through(article=article, programme=programmes[slug])
            for article in articles
        )
    KeyFact.objects.bulk_create(
        KeyFact(article=article, label_en="From", value_en="Here") for article in articles
    )


def count_queries(client, language):
    """Count the queries of each page when all content is another, and when none is."""
    not_found.written_at = time.monotonic()
    first, second = {}, {}
    for path in PATHS:
        ContentVersion.objects.update(value=F("value") + 1)
        for counts in (first, second):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/{language}/{path}")
            counts[path] = len(queries)
    return first, second


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_asks_more_queries_than_it_may_nor_more_when_there_is_more(
    client, language, picture, fixture_articles
):
    write_articles(range(1, 11), picture)
    with_ten = count_queries(client, language)
    write_articles(range(11, 1001), picture)
    with_thousand = count_queries(client, language)

    first, second = with_thousand
    assert {path: n for path, n in first.items() if n > LIMIT} == {}
    assert {path: n for path, n in second.items() if n > LIMIT_UNCHANGED} == {}
    assert with_thousand == with_ten
