"""The picture that goes with a link: the page's own drawing and title, for every public page."""

import io
from concurrent.futures import ThreadPoolExecutor

import PIL.Image
import pytest
from django.core.files.storage import default_storage

from cities.models import City
from core.pdf import process
from core.share_images import Drawing, ShareImage, render, stored
from news.models import Article
from tests.support.html import parsed
from tests.support.items import jpeg, library_image, write_articles
from tests.support.public_pages import ARTICLE, PAGES

LANGUAGES = ["en", "zh-hans"]
SIZES = {"1200x630": (1200, 630), "600x600": (600, 600)}


@pytest.fixture
def pictures_of(client):
    """Return the addresses of a page's pictures, as its head names them."""

    def found(path):
        page = parsed(client.get(path))
        return [
            each.get("content").removeprefix("http://testserver")
            for each in page.cssselect('meta[property="og:image"]')
        ]

    return found


def opened(content):
    return PIL.Image.open(io.BytesIO(content))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "shape"), [*zip(LANGUAGES, SIZES, strict=True)])
def test_every_page_names_a_wide_and_a_square_picture_that_can_be_had(
    client, pictures_of, language, shape, path
):
    named = dict(zip(SIZES, pictures_of(f"/{language}/{path}"), strict=True))
    picture = client.get(named[shape])

    assert opened(picture.content).size == SIZES[shape]
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "no-cache")
    # Some chat applications show none that are larger.
    assert len(picture.content) < 300_000


def test_the_head_says_size_and_words_of_each_picture(client):
    page = parsed(client.get(f"/en/{ARTICLE}"))

    def said(name):
        return [each.get("content") for each in page.cssselect(f'meta[property="og:image:{name}"]')]

    assert said("width") == ["1200", "600"]
    assert said("height") == ["630", "600"]
    assert said("alt") == [page.cssselect("h1")[0].text_content()] * 2
    assert page.cssselect('meta[name="twitter:card"]')[0].get("content") == "summary_large_image"


def test_the_first_picture_of_a_page_is_the_square_one_and_no_reader_sees_it(client, language):
    page = parsed(client.get(f"/{language}/{ARTICLE}"))
    first = page.cssselect("img")[0]

    assert first.get("src").startswith(f"/{language}/{ARTICLE}share-600x600.png?v=")
    assert int(first.get("width")) >= 300
    assert (first.get("alt"), first.get("hidden"), first.get("loading")) == ("", "", "lazy")


def test_a_changed_title_is_another_picture_at_every_address(client, pictures_of):
    url, tag = f"/en/{ARTICLE}share-1200x630.png", "If-None-Match"
    before, sent = pictures_of(f"/en/{ARTICLE}"), client.get(url)
    assert client.get(url, headers={tag: sent["ETag"]}).status_code == 304
    Article.objects.update(title_en="Another title")

    after = pictures_of(f"/en/{ARTICLE}")

    assert set(before).isdisjoint(after)
    newest = client.get(url, headers={tag: sent["ETag"]}).content
    assert newest == client.get(before[0]).content == client.get(after[0]).content
    assert newest not in (sent.content, client.get(f"/zh-hans/{ARTICLE}share-1200x630.png").content)


def test_an_article_in_one_language_has_one_picture_wherever_it_is_opened(
    client, pictures_of, fixture_articles
):
    english, chinese = (
        pictures_of(f"/{language}/news/2026/site-on-trial/") for language in LANGUAGES
    )

    assert english == chinese
    assert client.get(chinese[0]).status_code == 200
    assert client.get("/en/news/2026/site-on-trial/share-600x600.png").status_code == 404


def test_every_page_of_the_list_has_the_same_picture(pictures_of):
    write_articles(20)

    assert pictures_of("/en/news/?page=2") == pictures_of("/en/news/")


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


def test_nobody_can_put_words_of_their_own_into_a_picture(client, language):
    asked = client.get(f"/{language}/search/share-600x600.png?q=Their+words&page=2")

    assert asked.content == client.get(f"/{language}/search/share-600x600.png").content


def test_a_picture_is_drawn_once_for_all_who_ask_at_the_same_time():
    image = ShareImage("en", "Twenty at once", "A site", Drawing())
    with ThreadPoolExecutor(20) as readers:
        names = list(readers.map(lambda _: stored(image, "600x600"), range(20)))

    assert len(names) == 20
    assert len(set(names)) == 1
    _folders, kept = default_storage.listdir(f"share/{image.key[:2]}")
    assert [name for name in kept if image.key in name] == [f"{image.key}-600x600.png"]


def test_who_would_wait_too_long_is_told_to_come_again(client, monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 0)
    City.objects.filter(slug="fuzhou").update(name_en="Not drawn before")
    with process.lock(["picture"]):
        response = client.get("/en/cities/fuzhou/share-600x600.png")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_the_picture_shows_the_photograph_of_an_article(client, pictures_of):
    Article.objects.update(image=library_image(jpeg(colour="#ff0000")))

    shown = opened(client.get(pictures_of(f"/en/{ARTICLE}")[0]).content).getpixel((600, 100))
    assert shown[0] > 240
    assert max(shown[1:3]) < 20


def test_a_photograph_that_is_lost_leaves_the_emblem():
    lost = ShareImage("en", "A title", "A site", Drawing(photo="library/lost.jpg"))

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
    image = ShareImage("zh-hans", title, "A site", Drawing())
    assert opened(render(image, shape)).size == SIZES[shape]
