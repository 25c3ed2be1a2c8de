"""A second visit with what the first one got costs no way: 304."""

import pytest

from news.models import Article
from tests.support.public_pages import PAGES

LANGUAGES = ["en", "zh-hans"]
FILES = ["/sitemap.xml", "/robots.txt"]
ADDRESSES = [f"/{language}/{page}" for language in LANGUAGES for page in [*PAGES, "news/feed/"]]
ENCODINGS = ["", "gzip"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", [*ADDRESSES, *FILES])
def test_a_repeat_visit_with_the_validator_gets_304_and_no_body(client, path, encoding):
    first = client.get(path, HTTP_ACCEPT_ENCODING=encoding)
    again = client.get(path, HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/")
    assert "Accept-Encoding" in again["Vary"]
    assert "cookie" not in again["Vary"].lower()


def test_a_compressed_page_has_a_weak_validator_and_a_plain_one_a_strong_one(client, language):
    plain = client.get(f"/{language}/")
    compressed = client.get(f"/{language}/", HTTP_ACCEPT_ENCODING="gzip")

    assert compressed["Content-Encoding"] == "gzip"
    assert compressed["ETag"] == f"W/{plain['ETag']}"


@pytest.mark.parametrize("path", ["", "news/", "news/feed/", "news/2021/china-special-envoy-c40/"])
def test_a_change_or_a_withdrawal_gives_the_whole_page_again(
    client, fixture_articles, language, path
):
    tag = client.get(f"/{language}/{path}")["ETag"]
    Article.objects.update(title_en="Changed", title_zh_hans="改过")
    changed = client.get(f"/{language}/{path}", HTTP_IF_NONE_MATCH=tag)
    Article.objects.update(status="draft")
    withdrawn = client.get(f"/{language}/{path}", HTTP_IF_NONE_MATCH=changed["ETag"])

    assert changed.status_code == 200
    assert withdrawn.status_code in (200, 404)


def test_who_is_signed_in_has_the_same_public_page(client, admin_client):
    assert client.get("/en/")["ETag"] == admin_client.get("/en/")["ETag"]


def test_the_pages_of_the_desk_are_never_kept(admin_client):
    response = admin_client.get("/admin/")

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response.headers
