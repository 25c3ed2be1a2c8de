"""The picture that goes with a link: the page's own drawing and title, for every public page."""

import io
import threading

import lxml.html
import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from cities.models import City
from core.locks import held
from core.share_images import image as share_image
from core.share_images.image import BusyError, Drawing, ShareImage, render, stored
from library.models import Image
from news.models import Article
from tests.site.test_pages import PAGES

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "zh-hans"]
ARTICLE = "news/2021/china-special-envoy-c40/"
SIZES = {"1200x630": (1200, 630), "600x600": (600, 600)}
IMAGE = ShareImage("A title", "A site", Drawing())


@pytest.fixture
def pictures_of(client):
    """Return the addresses of a page's pictures, as its head names them."""

    def found(path):
        page = lxml.html.document_fromstring(client.get(path).content)
        return [
            each.get("content").removeprefix("http://testserver")
            for each in page.cssselect('meta[property="og:image"]')
        ]

    return found


def opened(content):
    return PIL.Image.open(io.BytesIO(content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_a_wide_and_a_square_picture_that_can_be_had(
    client, pictures_of, language, path
):
    responses = [client.get(url) for url in pictures_of(f"/{language}/{path}")]

    assert [opened(each.content).size for each in responses] == list(SIZES.values())
    assert {each["Content-Type"] for each in responses} == {"image/png"}
    assert {each["Cache-Control"] for each in responses} == {"public, no-cache"}
    # Some chat applications show none that are larger.
    assert max(len(each.content) for each in responses) < 300_000


def test_the_head_says_size_and_words_of_each_picture(client):
    page = lxml.html.document_fromstring(client.get(f"/en/{ARTICLE}").content)

    def said(name):
        return [each.get("content") for each in page.cssselect(f'meta[property="og:image:{name}"]')]

    assert said("width") == ["1200", "600"]
    assert said("height") == ["630", "600"]
    assert said("alt") == [page.cssselect("h1")[0].text_content()] * 2
    assert page.cssselect('meta[name="twitter:card"]')[0].get("content") == "summary_large_image"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_picture_of_a_page_is_the_square_one_and_no_reader_sees_it(client, language):
    page = lxml.html.document_fromstring(client.get(f"/{language}/{ARTICLE}").content)
    first = page.cssselect("img")[0]

    assert first.get("src").startswith(f"/{language}/{ARTICLE}share-600x600.png?v=")
    assert int(first.get("width")) >= 300
    assert (first.get("alt"), first.get("hidden"), first.get("loading")) == ("", "", "lazy")


def test_a_changed_title_is_another_picture_and_an_unchanged_one_the_same(pictures_of):
    before, again = pictures_of(f"/en/{ARTICLE}"), pictures_of(f"/en/{ARTICLE}")
    Article.objects.filter(slug="china-special-envoy-c40").update(title_en="Another title")

    assert before == again
    assert set(before).isdisjoint(pictures_of(f"/en/{ARTICLE}"))


def test_the_two_languages_have_each_their_own_picture(client, pictures_of):
    english, chinese = (pictures_of(f"/{language}/{ARTICLE}")[0] for language in LANGUAGES)

    assert client.get(english).content != client.get(chinese).content


def test_an_article_in_one_language_has_one_picture_wherever_it_is_opened(client, pictures_of):
    call_command("load_content", "tests/content", verbosity=0)
    english, chinese = (
        pictures_of(f"/{language}/news/2026/site-on-trial/") for language in LANGUAGES
    )

    assert english == chinese
    assert client.get(chinese[0]).status_code == 200
    assert client.get("/en/news/2026/site-on-trial/share-600x600.png").status_code == 404


def test_every_page_of_the_list_has_the_same_picture(pictures_of):
    Article.objects.bulk_create(
        Article(
            slug=f"a-{number}", date="2020-01-01", status="published",
            title_en="A", body_en="<p>A</p>",
        )
        for number in range(20)
    )  # fmt: skip

    assert pictures_of("/en/news/?page=2") == pictures_of("/en/news/")


def test_an_old_address_gives_the_newest_picture(client, pictures_of):
    newest = client.get(pictures_of("/en/cities/fuzhou/")[0])
    response = client.get("/en/cities/fuzhou/share-1200x630.png?v=00000000")

    assert response.content == newest.content


def test_whoever_has_the_picture_is_not_sent_it_again(client, pictures_of):
    url = pictures_of("/en/cities/fuzhou/")[0]
    tag = client.get(url)["ETag"]

    assert client.get(url, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "cities/nowhere/share-600x600.png",
        "cities/fuzhou/share-601x600.png",
        "news/feed/share-600x600.png",
        "nothing/here/share-600x600.png",
        "cities/fuzhou/share-600x600.png/",
    ],
)
def test_what_is_no_page_has_no_picture(client, path):
    assert client.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_can_put_words_of_their_own_into_a_picture(client, language):
    asked = client.get(f"/{language}/search/share-600x600.png?q=Their+words&page=2")

    assert asked.content == client.get(f"/{language}/search/share-600x600.png").content


def test_a_picture_is_drawn_once_for_all_who_ask_at_the_same_time():
    image = ShareImage("Twenty at once", "A site", Drawing())
    names = []
    threads = [
        threading.Thread(target=lambda: names.append(stored(image, "600x600"))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names) == 20
    assert len(set(names)) == 1
    _folders, kept = default_storage.listdir(f"share/{image.key[:2]}")
    assert [name for name in kept if image.key in name] == [f"{image.key}-600x600.png"]


def test_half_a_file_is_never_sent():
    image = ShareImage("Half a file", "A site", Drawing())
    whole = stored(image, "600x600")
    name = f"share/{image.key[:2]}/{image.key}-600x600.png"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(whole[:1000]))

    assert stored(image, "600x600") == whole
    with default_storage.open(name) as file:
        assert file.read() == whole


def test_who_would_wait_too_long_is_told_to_come_again(client, monkeypatch):
    monkeypatch.setattr(share_image, "PATIENCE", 0)
    City.objects.filter(slug="fuzhou").update(name_en="Not drawn before")
    with held(["picture"], 0, BusyError):
        response = client.get("/en/cities/fuzhou/share-600x600.png")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_the_picture_shows_the_photograph_of_an_article(client, pictures_of):
    file = io.BytesIO()
    PIL.Image.new("RGB", (640, 400), "#ff0000").save(file, "JPEG")
    image = Image(alt_en="A roof", alt_zh_hans="屋顶")
    image.file.save("roof.jpg", ContentFile(file.getvalue()))
    Article.objects.update(image=image)

    shown = opened(client.get(pictures_of(f"/en/{ARTICLE}")[0]).content).getpixel((600, 100))
    assert shown[0] > 240
    assert max(shown[1:3]) < 20


def test_a_photograph_that_is_lost_leaves_the_emblem():
    lost = ShareImage("A title", "A site", Drawing(photo="library/lost.jpg"))

    assert opened(render(lost, "600x600")).size == (600, 600)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "|",
        "长" * 200,
        "W" * 200,
        "国家，。、；：“四”五" * 30,
        "\u202e\u0f40\u0f74 😀 e\u0301\u0301\u0301 עברית",
        "CO₂ 与 CO₂",
    ],
)
@pytest.mark.parametrize("shape", SIZES)
def test_any_title_makes_a_picture(title, shape):
    assert opened(render(ShareImage(title, "A site", Drawing()), shape)).size == SIZES[shape]
