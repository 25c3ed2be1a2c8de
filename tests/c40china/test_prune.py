"""What piles up is deleted once nobody needs it, by ``manage.py prune``."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import PIL.Image
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from core import share_images
from core.images import encode_anew, unsaved
from core.pdf import files as pdf_files
from editing.autosave import presence, storage
from editing.models import Autosave, Presence
from library.models import Image
from news.models import Article
from tests.support.desk_client import Desk, superuser
from tests.support.items import jpeg
from tests.support.threads import taking_turns_often


def prune(days):
    """Prune in so many days from now."""
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        call_command("prune")


def files(folder):
    """Return the names in a folder of the storage and in those below it."""
    if not default_storage.exists(folder):
        return set()
    folders, names = default_storage.listdir(folder)
    return {*names, *(name for each in folders for name in files(f"{folder}/{each}"))}


def test_pdfs_that_no_article_would_be_sent_as_go_after_a_week(client):
    made = []
    for words in ("Said once.", "Said anew."):
        before = files("pdf")
        Article.objects.filter(slug="china-special-envoy-c40").update(standfirst_en=words)
        b"".join(client.get("/en/news/2021/china-special-envoy-c40.pdf"))
        made.append(files("pdf") - before)
    old, new = made
    prune(6)
    after_six_days = files("pdf")
    prune(8)

    assert len(old) == len(new) == 1
    assert old | new <= after_six_days
    assert new <= files("pdf")
    assert not old & files("pdf")


def test_share_images_go_after_three_months_and_are_drawn_again_when_asked_for(client):
    url = "/en/cities/fuzhou/share-600x600.png"
    drawn = client.get(url).content
    prune(89)
    drawn_before = files("share")
    prune(91)

    assert drawn_before
    assert files("share") == set()
    assert client.get(url).content == drawn


def test_a_picture_of_a_form_with_errors_goes_after_a_day():
    found = []
    kept = unsaved.keep(encode_anew(PIL.Image.new("RGB", (8, 8)), "roof.jpg"))
    for days in (0, 2):
        prune(days)
        found.append(unsaved.find(kept) is not None)

    assert found == [True, False]
    assert files("unsaved") == set()


def test_files_of_a_picture_go_after_a_day_unless_a_row_or_a_version_names_it():
    desk, folders = Desk(superuser()), ("library", "__processed__")
    data = {"focus": "0.5x0.5", "alt_en": "A roof", "alt_zh_hans": "屋顶"}
    made = []
    for alt in ("A roof", "Deleted", ""):
        before = set().union(*map(files, folders))
        desk.client.post(reverse("admin:library_image_add"), data | {"file": jpeg(), "alt_en": alt})
        made.append(set().union(*map(files, folders)) - before)
    desk.client.post(desk.url(Image.objects.get(alt_en="Deleted"), "delete"), {"post": "yes"})

    left = []
    for days in (0, 2):
        prune(days)
        left.append([[len(files(name) & each) for name in folders] for each in made])
    assert Image.objects.count() == 1
    assert left == [[[1, 6]] * 3, [[1, 6], [1, 6], [0, 0]]]


@pytest.mark.both_databases
def test_autosaves_go_after_three_months_and_signs_of_open_forms_after_a_day(admin_user):
    article = Article.objects.get(slug="china-special-envoy-c40")
    storage.save(Article, article.pk, admin_user, QueryDict("title_en=Typed&form_key=1"))
    presence.mark_present(article, admin_user)

    left = []
    for days in (0, 2, 89, 91):
        prune(days)
        left.append((Autosave.objects.count(), Presence.objects.count()))
    assert left == [(1, 1), (1, 0), (1, 0), (0, 0)]


@pytest.mark.both_databases
def test_sessions_that_have_ended_go(client, admin_client):
    prune(0)
    assert Session.objects.count() == 1
    prune(1)
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("folder", "delete"),
    [
        ("pdf", lambda: pdf_files.prune(set(), datetime.timedelta())),
        ("share/aa", lambda: share_images.prune(datetime.timedelta())),
    ],
)
def test_two_machines_may_delete_the_same_at_once(folder, delete):
    for number in range(100):
        default_storage.save(f"{folder}/{number}", ContentFile(b"x"))

    start = threading.Barrier(2)
    with taking_turns_often(), ThreadPoolExecutor(2) as machines:
        for done in [machines.submit(lambda: (start.wait(), delete())) for _ in range(2)]:
            done.result()

    assert files(folder) == set()
