"""Prints what is lost of changes that were acknowledged, and what is half there of the others.

Standard input has both as JSON: lists of (kind, key, word).
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from PIL import Image as Picture  # noqa: E402
from reversion.models import Version  # noqa: E402

from c40china.search.index import passages_of  # noqa: E402
from core.images.copies import COPIES  # noqa: E402
from library.models import Image  # noqa: E402
from news.models import Article  # noqa: E402
from search.models import Entry  # noqa: E402
from tests.support.faults.kills import said_under  # noqa: E402
from tests.support.races.invariants import state_faults  # noqa: E402


def versions_of(article):
    """Return what all versions of an article hold, in the order in which they were saved."""
    kind = ContentType.objects.get_for_model(Article)
    rows = Version.objects.filter(content_type=kind, object_id=article.pk).order_by("pk")
    return [row.field_dict for row in rows]


def article_faults(article, kept, unsure):
    """Return what is wrong with an article."""
    found, versions = state_faults(article), versions_of(article)
    titles = [each["title_en"] for each in versions]
    words = [title for title in titles if title.startswith("word-")]
    found += [f"“{word}” was acknowledged and is lost." for word in kept if word not in titles]
    found += [f"“{word}” was never sent." for word in {*words} - {*kept} - {*unsure}]
    order = [word for word in dict.fromkeys(words) if word in kept]
    if order != [word for word in kept if word in titles]:
        found.append(f"The versions of {article} are not in the order in which they were saved.")
    for each in versions:
        word = each["title_en"]
        if word.startswith("word-") and each["standfirst_en"] != said_under(word):
            found.append(f"The version “{word}” is half there.")
    entry = Entry.objects.get(kind="news.Article", object_id=article.pk)
    if entry.passages["en"] != passages_of(article, "en"):
        found.append(f"Search finds {entry.passages} for “{article.title_en}”.")
    return found


def picture_faults(image):
    """Return which files of a picture are missing or incomplete."""
    storage, found = image.file.storage, []
    copies = (image.file._process_context(each).name for each in COPIES.values())
    for name in (image.file.name, *copies):
        try:
            with storage.open(name) as file:
                Picture.open(file).load()
        except OSError as fault:
            found.append(f"A file of “{image}” is not whole: {type(fault).__name__}.")
    return found


def main():
    kept, unsure = json.load(sys.stdin)
    found = []
    for key in {key for kind, key, _word in kept + unsure if kind == "article"}:
        own = [[word for _kind, at, word in each if at == key] for each in (kept, unsure)]
        found += article_faults(Article.objects.get(pk=key), *own)
    images = {image.alt_en: image for image in Image.objects.filter(alt_en__startswith="word-")}
    for kind, _key, word in kept:
        if kind == "image" and word not in images:
            found.append(f"The picture “{word}” was acknowledged and is lost.")
    for image in images.values():
        found += picture_faults(image)
    print(json.dumps(found))  # noqa: T201


main()
