"""Pictures with their words, from the upload to the page."""

import io

import lxml.html
import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse

from accounts.models import User
from library.models import Image
from news.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_article")]

LANGUAGES = ["en", "zh-hans"]
XIE = "news/2021/china-special-envoy-c40/"


def jpeg(name="roof.jpg"):
    out = io.BytesIO()
    PIL.Image.new("RGB", (1_600, 1_000), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def image():
    image = Image(
        alt_en="A roof",
        alt_zh_hans="屋顶",
        caption_en="Panels",
        caption_zh_hans="光伏板",
        credit_en="The office",
        credit_zh_hans="办公室",
    )
    image.file.save("roof.jpg", jpeg())
    return image


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("chief", password="x"))
    return client


def show_in(article, image):
    figure = f'<figure data-image="{image.pk}"></figure>'
    article.body_en += figure
    article.body_zh_hans += figure
    article.save()


@pytest.mark.parametrize(
    ("language", "alt", "caption", "credit"),
    [("en", "A roof", "Panels", "The office"), ("zh-hans", "屋顶", "光伏板", "办公室")],
)
def test_a_figure_speaks_the_language_of_its_text(open_html, image, language, alt, caption, credit):
    show_in(Article.objects.get(), image)

    figure = open_html(f"/{language}/{XIE}").cssselect(".prose figure:not(.quote)")[0]

    picture = figure.cssselect("img")[0]
    assert picture.get("alt") == alt
    assert (picture.get("width"), picture.get("height")) == ("1280", "800")
    assert "640w" in picture.get("srcset")
    assert [caption in figure.text_content(), credit in figure.text_content()] == [True, True]


@pytest.mark.parametrize(("language", "alt"), [("en", "A roof"), ("zh-hans", "屋顶")])
def test_the_picture_of_an_article_replaces_its_drawing(open_html, image, language, alt):
    Article.objects.update(image=image)

    page = open_html(f"/{language}/{XIE}")

    assert [img.get("alt") for img in page.cssselect("header.article-head img")] == [alt]
    assert page.cssselect("header.article-head svg.drawing") == []


def test_a_decorative_picture_is_not_read_out(open_html, image):
    image.decorative = True
    image.save()
    Article.objects.update(image=image)

    assert open_html(f"/en/{XIE}").cssselect("header.article-head img")[0].get("alt") == ""


def test_a_picture_without_words_must_be_decorative(image):
    image.alt_zh_hans = ""

    with pytest.raises(ValidationError) as error:
        image.full_clean()

    assert list(error.value.message_dict) == ["alt_zh_hans"]
    image.decorative = True
    image.full_clean()


def test_staff_upload_a_picture_with_its_words_in_both_languages(staff):
    data = {
        "file": jpeg(),
        "focus": "0.5x0.5",
        "alt_en": "A roof",
        "alt_zh_hans": "屋顶",
    }

    response = staff.post(reverse("admin:library_image_add"), data)

    assert response.status_code == 302, response.context["errors"]
    assert (Image.objects.get().width, Image.objects.get().alt_zh_hans) == (1600, "屋顶")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "whatever its name says"), ("zh-hans", "JPEG、PNG")]
)
def test_a_wrong_file_is_refused_in_the_language_of_the_desk(staff, language, words):
    User.objects.update(interface_language=language)
    data = {"file": SimpleUploadedFile("a.jpg", b"no picture"), "focus": "0.5x0.5"}

    response = staff.post(reverse("admin:library_image_add"), data)

    assert words in response.content.decode()
    assert not Image.objects.exists()


def test_the_editor_finds_pictures_by_their_words_in_either_language(staff, image):
    url = reverse("admin:library_image_choices")

    for query, found in (("屋顶", 1), ("roof", 1), ("river", 0), ("\x00", 1)):
        assert len(staff.get(url, {"q": query}).json()["pictures"]) == found, query
    assert [p["key"] for p in staff.get(url, {"key": image.pk}).json()["pictures"]] == [image.pk]
    assert staff.get(url, {"key": "9" * 40}).json()["pictures"] == []


def test_the_list_of_pictures_is_for_staff_only(client):
    assert client.get(reverse("admin:library_image_choices")).status_code == 302


def test_a_picture_that_a_text_shows_cannot_be_deleted_and_the_desk_says_where(staff, image):
    show_in(Article.objects.get(), image)

    with pytest.raises(ProtectedError):
        image.delete()
    page = lxml.html.document_fromstring(
        staff.get(reverse("admin:library_image_delete", args=[image.pk])).content.decode()
    )

    assert "Mayors from ten countries" in page.text_content()
    assert Image.objects.exists()


def test_a_picture_that_nothing_shows_can_be_deleted(staff, image):
    staff.post(reverse("admin:library_image_delete", args=[image.pk]), {"post": "yes"})

    assert not Image.objects.exists()
