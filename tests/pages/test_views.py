"""Home, About and the text pages."""

from core.models import Status
from news.models import Article
from pages.models import Page, SiteSettings


def test_one_article_has_the_block_to_itself(open_html, one_article, language):
    page = open_html(f"/{language}/")

    assert len(page.cssselect(".latest .card")) == 1
    assert page.cssselect(".latest .only")


def test_of_many_articles_the_newest_is_large_and_three_follow(
    open_html, fixture_articles, language
):
    cards = open_html(f"/{language}/").cssselect(".latest .card")

    assert len(cards) == 4
    assert ["big" in card.get("class") for card in cards] == [True, False, False, False]


def test_home_names_every_city_in_both_languages(open_html, language):
    names = open_html(f"/{language}/").cssselect(".names li")

    assert len(names) == 13
    assert all(len(name.cssselect("[lang]")) == 2 for name in names)


def test_the_contact_appears_once_it_is_entered(open_html, language):
    SiteSettings.objects.update(email="office@example.org")

    page = open_html(f"/{language}/about/")

    assert "office@example.org" in page.cssselect("main")[0].text_content()
    assert f"/{language}/about/#contact" in {a.get("href") for a in page.cssselect("footer a")}


def test_the_legal_notice_is_neither_shown_nor_linked_until_it_is_published(
    open_html, client, language
):
    assert client.get(f"/{language}/legal/").status_code == 404
    assert "legal" not in client.get(f"/{language}/").content.decode()

    Page.objects.filter(slug="legal").update(
        status=Status.PUBLISHED, body_en="<p>Text</p>", body_zh_hans="<p>文字</p>", footer_order=3
    )

    hrefs = {a.get("href") for a in open_html(f"/{language}/legal/").cssselect("footer a")}
    assert f"/{language}/legal/" in hrefs


def test_the_page_of_the_cities_names_the_source_of_their_positions(open_html, language):
    links = {a.get("href") for a in open_html(f"/{language}/cities/").cssselect("main a")}

    assert any("geonames.org" in href for href in links)
    assert any("creativecommons.org/licenses/by/4.0" in href for href in links)


def test_the_site_stands_without_any_content(open_html, language):
    Article.objects.all().delete()
    Page.objects.all().delete()
    SiteSettings.objects.all().delete()

    for path in ("cities/", "programmes/", "news/"):
        open_html(f"/{language}/{path}")
    assert open_html(f"/{language}/").cssselect("#latest") == []
