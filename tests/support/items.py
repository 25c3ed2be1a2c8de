"""Items to work on: articles, and pictures of the library."""

import datetime
import io

import PIL.Image
from django.core.files.uploadedfile import SimpleUploadedFile

from library.models import Image
from news.models import Article


def article(slug="ours", **fields):
    """Return an article that readers would see in both languages, not yet in the database."""
    texts = {"title_en": "Ours", "body_en": "<p>Text</p>"}
    texts |= {"title_zh_hans": "我们的", "body_zh_hans": "<p>文字</p>"}
    return Article(slug=slug, **{"date": "2020-01-01", "status": "published"} | texts | fields)


def write_draft(slug):
    """Write a draft of both languages in which the checklist finds nothing to mend."""
    return Article.objects.create(
        slug=slug,
        date=datetime.date(2026, 11, 1),
        title_en="A draft",
        title_zh_hans="一份草稿",
        standfirst_en="Cities write to each other about what they have learnt this year.",
        standfirst_zh_hans="各城市就今年所学到的经验相互致信，交流气候行动的做法与体会。",
        body_en="<p>What the cities wrote.</p>",
        body_zh_hans="<p>各城市的来信。</p>",
    )


def write_articles(number):
    """Write so many articles."""
    Article.objects.bulk_create(article(f"article-{each}") for each in range(number))


def photo(size=(640, 400), mode="RGB", kind="JPEG", colour="teal", **options):
    """Return the bytes of a picture in one colour."""
    file = io.BytesIO()
    PIL.Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def jpeg(size=(640, 400), **options):
    """Return a picture as a browser uploads it."""
    return SimpleUploadedFile("roof.jpg", photo(size, **options), content_type="image/jpeg")


def library_image(file=None, **words):
    """Return a picture of the library, described in both languages unless told otherwise."""
    words = {"alt_en": "A roof", "alt_zh_hans": "屋顶"} | words
    return Image.objects.create(file=file or jpeg(), **words)
