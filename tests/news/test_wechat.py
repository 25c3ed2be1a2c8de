"""An article for WeChat: when it is offered, what of it is copied, and the code of its address."""

import io
import json

import lxml.html
import PIL.Image
import pytest
import zxingcpp
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.images import jpeg_copy
from tests.support.desk_client import Desk, person
from tests.support.items import library_image, photo

ARTICLE = "news/2021/china-special-envoy-c40/"


@pytest.fixture
def reader(db, language):
    """Someone who may only look at articles and translate them."""
    return Desk(person("Translator", interface_language=language))


def copied(desk, article, language):
    """Return what the page copies."""
    page = desk.get(desk.url(article, "wechat", language))
    return json.loads(page.get_element_by_id("wechat-output").text)


def offered(desk, article):
    return [a.get("href") for a in desk.get(desk.url(article)).cssselect("#bar-more a")][:-1]


def png(colour, mode="RGBA"):
    name = "plan.png"
    return SimpleUploadedFile(name, photo((800, 400), mode, "PNG", colour), "image/png")


def test_it_is_offered_once_the_article_is_out_and_for_each_language_that_is(reader, article):
    chinese, english = (reader.url(article, "wechat", code) for code in ("zh-hans", "en"))
    assert offered(reader, article) == [chinese]
    assert [a.get("href") for a in reader.get(chinese).cssselect(".desk-links a")] == [
        chinese,
        english,
    ]

    article.held_back = " zh-hans "
    article.save()
    assert offered(reader, article) == [english]
    assert reader.client.get(chinese).status_code == 404

    article.status = "draft"
    article.save()
    assert offered(reader, article) == []
    assert reader.client.get(english).status_code == 404


def test_what_is_copied_is_what_readers_see_and_not_what_is_pending(article, settings, language):
    settings.PUBLIC_URL = "https://c40.example"
    editor = Desk(person("Editor"))
    editor.save(article, title_en="Pending", standfirst_en="Pending", standfirst_zh_hans="待发布")

    page = editor.get(editor.url(article, "wechat", language))
    output = copied(editor, article, language)

    column = "title_zh_hans" if language == "zh-hans" else "title_en"
    title, summary, address = (each.text.strip() for each in page.cssselect(".wechat textarea"))
    assert title == getattr(article, column).replace("|", "")
    assert not {"Pending", "待发布"} & set(output["text/plain"].splitlines())
    assert summary == output["text/plain"].splitlines()[0]
    assert address == f"https://c40.example/{language}/{ARTICLE}"
    assert output["text/plain"].endswith(address)
    assert {"en": "10 September 2021", "zh-hans": "2021年9月10日"}[language] in output["text/html"]
    # The facts in the margin of its page.
    for fact in article.facts_in(language):
        assert f"{fact.label}\t{fact.value}" in output["text/plain"]


def test_pictures_are_public_jpegs_and_those_that_cannot_be_fetched_are_named(
    reader, article, settings, client
):
    settings.PUBLIC_URL = "https://c40.example"
    drawn, photographed = library_image(png((0, 0, 0, 0))), library_image(caption_en="The roof")
    lost = library_image(alt_en="Lost", alt_zh_hans="Lost")
    default_storage.delete(lost.file.name)
    for name in (lost.file.body_640, lost.file.body_1280):
        default_storage.delete(name.removeprefix("/media/"))
    figures = (f'<figure data-image="{each.pk}"></figure>' for each in (drawn, lost))
    article.image, article.body_en = photographed, f"<p>Text</p>{''.join(figures)}"
    article.save()

    page = reader.get(reader.url(article, "wechat", "en"))
    root = lxml.html.fromstring(copied(reader, article, "en")["text/html"])

    images = root.xpath(".//img[@alt='A roof']/@src")
    assert len(images) == 2 == len(set(images))
    for address in images:
        path = address.removeprefix("https://c40.example")
        sent = b"".join(client.get(path))
        assert (PIL.Image.open(io.BytesIO(sent)).format, address[-4:]) == ("JPEG", ".jpg")
    # What was transparent is white, not black.
    assert PIL.Image.open(io.BytesIO(sent)).getpixel((5, 5)) == (255, 255, 255)
    assert root.xpath("count(.//p[.='The roof'])") == 1
    assert [a.text for a in page.cssselect(".errornote a")] == ["Lost"]


def test_no_picture_can_be_fetched_from_an_address_within_the_office(reader, article, settings):
    article.image = library_image()
    article.save()
    for address, named in [("http://192.168.1.5:8000", 1), ("https://c40.example", 0)]:
        settings.PUBLIC_URL = address
        page = reader.get(reader.url(article, "wechat", "en"))
        assert len(page.cssselect(".errornote a")) == named


def test_a_copy_that_is_too_heavy_gives_way_to_a_smaller_one(db):
    image = library_image(png("teal", "RGB"))
    with default_storage.open(jpeg_copy(image.file, 10**6).removeprefix("/media/")) as file:
        assert PIL.Image.open(file).width == 800
    largest = default_storage.size(jpeg_copy(image.file, 10**6).removeprefix("/media/"))

    with default_storage.open(jpeg_copy(image.file, largest - 1).removeprefix("/media/")) as file:
        assert PIL.Image.open(file).width == 640
    assert jpeg_copy(image.file, 10) == ""


@pytest.mark.parametrize("length", [100, 30_000])
def test_the_length_is_said_and_over_the_limits_these_too(reader, article, length):
    article.body_en = "".join(f"<p>{'word ' * 19}word.</p>" for _ in range(length // 100))
    article.save()

    page = reader.get(reader.url(article, "wechat", "en"))

    said = page.cssselect("button[value=text] + span")[0].text_content()
    assert str(len(copied(reader, article, "en")["text/html"])) in said
    assert all(limit in said for limit in ("20000", "50000")) == (length > 100)


def test_the_code_leads_to_the_article_whatever_host_is_asked(client, article, settings, language):
    settings.PUBLIC_URL = "https://c40.example"

    response = client.get(f"/{language}/{ARTICLE}qr.png")

    assert response.headers["Content-Type"] == "image/png"
    code = PIL.Image.open(io.BytesIO(response.content)).convert("L")
    found = zxingcpp.read_barcodes(code)
    assert [each.text for each in found] == [f"https://c40.example/{language}/{ARTICLE}"]
    # Four modules of eight pixels, white.
    assert code.crop((0, 0, code.width, 32)).getextrema() == (255, 255)
    again = client.get(f"/{language}/{ARTICLE}qr.png", HTTP_IF_NONE_MATCH=response.headers["ETag"])
    assert again.status_code == 304


def test_what_readers_do_not_have_has_no_code(client, article):
    article.held_back = " en "
    article.save()
    assert client.get(f"/en/{ARTICLE}qr.png").status_code == 404
    assert client.get(f"/zh-hans/{ARTICLE}qr.png").status_code == 200
    article.status = "draft"
    article.save()
    assert client.get(f"/zh-hans/{ARTICLE}qr.png").status_code == 404
