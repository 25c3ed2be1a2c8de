"""Pictures with their words, from the upload to the page."""

import os

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ProtectedError
from django.urls import reverse

from core.images import sources
from editing.models import Activity
from library.models import Image
from news.models import Article
from tests.support.desk_client import Desk, person, superuser
from tests.support.html import form_values, parsed
from tests.support.items import jpeg, library_image

pytestmark = pytest.mark.usefixtures("one_article")

XIE = "news/2021/china-special-envoy-c40/"


@pytest.fixture
def image():
    words = {"caption_en": "Panels", "caption_zh_hans": "光伏板"}
    words |= {"credit_en": "The office", "credit_zh_hans": "办公室"}
    return library_image(jpeg((1_600, 1_000)), **words)


def show_in(article, image):
    figure = f'<figure data-image="{image.pk}"></figure>'
    article.body_en += figure
    article.body_zh_hans += figure
    article.save()


@pytest.mark.parametrize(
    ("language", "alt", "caption", "credit"),
    [("en", "A roof", "Panels", "The office"), ("zh-hans", "屋顶", "光伏板", "办公室")],
)
def test_a_figure_speaks_the_language_of_its_text(
    open_html, article, image, language, alt, caption, credit
):
    show_in(article, image)

    figure = open_html(f"/{language}/{XIE}").cssselect(".prose figure:not(.quote)")[0]

    picture = figure.cssselect("img")[0]
    assert picture.get("alt") == alt
    assert (picture.get("width"), picture.get("height")) == ("1280", "800")
    assert "640w" in picture.get("srcset")
    assert [caption in figure.text_content(), credit in figure.text_content()] == [True, True]


def test_the_picture_of_an_article_replaces_its_drawing_and_is_read_out(open_html, image, language):
    Article.objects.update(image=image)
    head = open_html(f"/{language}/{XIE}").cssselect("header.article-head")[0]
    assert head.cssselect("svg.drawing") == []
    assert [img.get("alt") for img in head.iter("img")] == [
        {"en": "A roof", "zh-hans": "屋顶"}[language]
    ]

    Image.objects.update(decorative=True)
    head = open_html(f"/{language}/{XIE}").cssselect("header.article-head")[0]
    assert [img.get("alt") for img in head.iter("img")] == [""]


def test_a_picture_without_words_must_be_decorative(image):
    image.alt_zh_hans = ""

    with pytest.raises(ValidationError) as error:
        image.full_clean()

    assert list(error.value.message_dict) == ["alt_zh_hans"]
    image.decorative = True
    image.full_clean()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "whatever its name says"), ("zh-hans", "JPEG、PNG")]
)
def test_a_wrong_file_is_refused_in_the_language_of_the_desk(language, words):
    data = {"file": SimpleUploadedFile("a.jpg", b"no picture"), "focus": "0.5x0.5"}

    response = Desk(superuser(language)).client.post(reverse("admin:library_image_add"), data)

    assert words in response.content.decode()
    assert not Image.objects.exists()


def test_the_editor_finds_pictures_by_their_words_in_either_language(admin_client, image):
    def found(**query):
        answer = admin_client.get(reverse("admin:library_image_choices"), query)
        return [picture["key"] for picture in answer.json()["pictures"]]

    for words in ("屋顶", "roof", "\x00"):
        assert found(q=words) == [image.pk], words
    assert found(q="river") == []
    assert found(key=image.pk) == [image.pk]
    assert found(key="9" * 40) == []


def test_a_picture_that_a_text_shows_cannot_be_deleted_and_the_desk_says_where(article, image):
    show_in(article, image)

    with pytest.raises(ProtectedError):
        image.delete()
    desk = Desk(superuser())
    page = desk.get(desk.url(image, "delete"))

    assert "Mayors from ten countries" in page.text_content()
    assert Image.objects.exists()


def add(desk, **data):
    """Send the form of a new picture; return the answer."""
    data = {"focus": "0.5x0.5", "alt_en": "A roof", "alt_zh_hans": "屋顶"} | data
    headers = {"Accept": data.pop("accept", "text/html")}
    return desk.client.post(reverse("admin:library_image_add"), data, headers=headers)


def test_a_chosen_file_is_kept_while_the_form_has_errors_and_its_name_is_shown(language):
    desk = Desk(superuser(language))
    answer = add(desk, file=jpeg((320, 200)), alt_zh_hans="")
    page = parsed(answer)
    assert "roof.jpg" in page.cssselect(".kept-file")[0].text_content()
    again = add(desk, **form_values(page) | {"alt_en": "", "alt_zh_hans": "", "decorative": "on"})

    image = Image.objects.get()
    assert (answer.status_code, again.status_code) == (200, 302)
    assert (image.file_name, str(image), image.width) == ("roof.jpg", "roof.jpg", 320)
    assert "roof.jpg" in desk.get(desk.url(image)).text_content()
    choices = desk.client.get(reverse("admin:library_image_choices"), {"q": "roof.jpg"}).json()
    assert [each["name"] for each in choices["pictures"]] == ["roof.jpg"]
    kept = form_values(page)["file_kept"]
    stored = signing.loads(kept, salt="unsaved")[0]
    assert default_storage.exists(stored)
    assert desk.client.get(f"/media/{stored}").status_code == 404
    for forged in (kept + "x", signing.dumps(["secret_key", "a", "b"])):
        assert add(desk, file_kept=forged).status_code == 200
    assert Image.objects.count() == 1


def test_the_copies_of_a_picture_are_on_the_disk_before_its_row_is_written():
    desk, copies = Desk(superuser()), []

    def stored():
        folders = os.walk(default_storage.path("__processed__"))
        return {name for _path, _folders, names in folders for name in names}

    def look(execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE")) and '"library_image"' in sql.partition("(")[0]:
            copies.append(len(stored() - before))
        return execute(sql, *rest)

    page = parsed(add(desk, file=jpeg((1_000, 1_000)), alt_en=""))
    before = stored()
    with connection.execute_wrapper(look):
        again = form_values(page) | {"alt_en": "A roof"}
        assert add(desk, **again).status_code == 302
        image = Image.objects.get()
        desk.save(image, focus="0.5x0.9")

    # The form has shown a thumbnail meanwhile.
    assert (copies[0], copies[-1]) == (6, 13)
    names = {sources(Image.objects.get().file, shape).src for shape in ("card", "wide", "body")}
    assert all(default_storage.exists(name.removeprefix("/media/")) for name in names)


def test_the_editor_adds_a_picture_through_the_form_and_its_permissions():
    accept = "application/json"
    editor = Desk(person("Editor"))
    refused = add(editor, accept=accept, file=jpeg(), alt_en="")
    taken = add(editor, accept=accept, file=jpeg())
    translator = Desk(person("Translator"))

    assert list(refused.json()["errors"]) == ["alt_en"]
    assert taken.json()["name"] == "A roof"
    assert editor.messages() == []
    assert Activity.objects.filter(object_id=taken.json()["key"]).exists()
    assert add(translator, accept=accept, file=jpeg()).status_code == 403
    url = reverse("admin:library_image_choices")
    assert [each.client.get(url).json()["may_add"] for each in (editor, translator)] == [
        True,
        False,
    ]


def test_the_list_says_where_each_picture_is_shown(article, image, language):
    show_in(article, image)
    Article.objects.update(image=image)
    library_image(jpeg(), alt_en="", alt_zh_hans="", decorative=True)
    page = Desk(superuser(language)).get(reverse("admin:library_image_changelist"))

    first, _second = page.cssselect("#result_list tbody tr")
    assert "roof.jpg" in first.text_content()
    places = [each.text_content() for each in page.cssselect("td.field-shown_in")]
    assert len(places) == 2
    assert places[0] == "–"
    assert places[1].count({"en": "Mayors", "zh-hans": "市长"}[language]) == 1
    assert first.cssselect(".field-decorative img")[0].get("alt") in ("Yes", "是")
