"""Files of the storage: what has a public name, and that nothing unpublished has one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from core.images import COPIES
from news.models import Article
from tests.support import pdf
from tests.support.desk_client import ROLES, Desk, person
from tests.support.html import asked
from tests.support.items import library_image

LANGUAGES = {"en": "pdf_en", "zh-hans": "pdf_zh_hans"}
PATH = "news/2021/china-special-envoy-c40"


def upload(article, language):
    """Give an article a file of its own; return its name."""
    file = getattr(article, LANGUAGES[language])
    file.save("own.pdf", ContentFile(pdf.blank("Own")))
    return file.name


def links_of(desk, article, language):
    """Return where the form leads for the file of a language."""
    page = desk.get(desk.url(article))
    return [link.get("href") for link in page.cssselect(f".field-{LANGUAGES[language]} a")]


def draft(article):
    Article.objects.update(status="draft")


def in_review(article):
    Article.objects.update(status="review")


def scheduled(article):
    Article.objects.update(publish_at=timezone.now() + timedelta(days=1))


def expired(article):
    Article.objects.update(expire_at=timezone.now() - timedelta(seconds=1))


def withdrawn(article):
    Desk(person("Reviewer")).save(article, "_withdraw")


def deleted(article):
    article.delete()


ENDS = [draft, in_review, scheduled, expired, withdrawn, deleted]
every_end = pytest.mark.parametrize("end", ENDS)


@every_end
@pytest.mark.parametrize("is_own", [True, False], ids=["own", "made"])
def test_the_pdf_of_an_article_ends_with_it_and_has_no_other_address(
    client, article, is_own, language, end
):
    own = upload(article, language) if is_own else ""
    url = f"/{language}/{PATH}.pdf"
    sent = asked(client, url)
    assert (sent.status_code, sent["Cache-Control"]) == (200, "public, no-cache")
    tag = sent["ETag"].strip('"')
    name = own or f"pdf/{tag}.pdf"
    assert default_storage.exists(name)
    assert asked(client, f"/media/{name}").status_code == 404

    end(article)

    assert asked(client, url, **{"If-None-Match": sent["ETag"]}).status_code == 404
    assert asked(client, f"/media/{name}").status_code == 404


def test_a_language_that_is_held_back_has_no_pdf(client, article, language):
    name = upload(article, language)
    article.held_back = f" {language} "
    article.save()

    assert asked(client, f"/{language}/{PATH}.pdf").status_code == 404
    assert asked(client, f"/media/{name}").status_code == 404


def test_a_pdf_that_waits_with_pending_changes_is_for_staff_alone(client, article, language):
    upload(article, language)
    editor = Desk(person("Editor"))
    newer = SimpleUploadedFile("newer.pdf", pdf.blank("Newer"))
    editor.save(article, **{LANGUAGES[language]: newer})

    (link,) = links_of(editor, article, language)

    assert asked(client, f"/{language}/{PATH}.pdf").whole == pdf.blank("Own")
    assert asked(client, link).status_code == 404
    assert asked(editor.client, link).whole == pdf.blank("Newer")


@pytest.mark.parametrize("role", ROLES)
def test_staff_open_an_uploaded_pdf_from_the_form_and_no_cache_keeps_it(article, role, language):
    upload(article, language)
    draft(article)
    desk = Desk(person(role))

    (link,) = links_of(desk, article, language)

    response = asked(desk.client, link)
    assert response.whole == pdf.blank("Own")
    assert (response["Cache-Control"], response["Vary"]) == ("private, no-store", "Cookie")


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_staff": False}])
def test_an_uploaded_pdf_is_not_for_every_account(article, fields):
    name = upload(article, "en")
    account = User.objects.create_user("account", password="x", **fields)
    if not account.is_staff:
        account.groups.add(Group.objects.get(name="Editor"))

    assert asked(Desk(account).client, f"/media/{name}").status_code == 404


@every_end
def test_the_share_image_of_an_article_ends_with_it(client, article, language, end):
    url = f"/{language}/{PATH}/share-600x600.png"
    assert asked(client, url).status_code == 200

    end(article)

    assert asked(client, url).status_code == 404


def test_a_picture_and_its_copies_are_open_to_all_and_kept_for_ever(client):
    image = library_image()
    urls = [image.file.url, *(getattr(image.file, copy) for copy in COPIES)]

    responses = [asked(client, url) for url in urls]

    assert len({*urls}) == 7
    assert {each.status_code for each in responses} == {200}
    assert {each["Cache-Control"] for each in responses} == {"public, max-age=31536000, immutable"}
    assert not any("Vary" in each for each in responses)


@pytest.mark.parametrize(
    "path",
    [
        *("{}", "./{}", "/{}", "library/../{}", "library/x/../../{}"),
        *("__processed__/../{}", "library/%2e%2e/{}", "Library/../{}"),
    ],
)
@pytest.mark.parametrize("name", ["pdf/made.pdf", "share/ab/drawn.png", "articles/own.pdf", "x"])
def test_no_path_leads_from_the_pictures_to_another_file(client, path, name):
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"Not for readers"))

    assert asked(client, f"/media/{path.format(name)}").status_code == 404
