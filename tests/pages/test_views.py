"""Home, About and the text pages."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.models import Status
from library.models import Image
from news.models import Article
from pages.models import MenuEntry, OfficeFact, Page, SiteSettings
from tests.support.desk_client import Desk, person
from tests.support.items import jpeg


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


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-10-30", {"en": "Latest", "zh-hans": "最新动态"}),
        ("2026-11-10", {"en": "News", "zh-hans": "新闻"}),
    ],
)
@pytest.mark.parametrize("path", ["", "news/?year=2021&city=beijing"])
def test_articles_are_called_the_latest_for_a_year(open_html, language, day, words, path):
    with time_machine.travel(day, tick=False):
        page = open_html(f"/{language}/{path}")

    assert page.cssselect("#latest")[0].text_content() == words[language]


def test_the_figures_lead_to_the_pages_that_tell_of_them(open_html, client, language):
    links = open_html(f"/{language}/").cssselect(".counts a")

    assert [link.get("href").removeprefix(f"/{language}/") for link in links] == [
        "about/",
        "news/2018/china-buildings-programme-launch/",
        "news/2019/cap-china-launch/",
        "cities/",
    ]
    assert {client.get(link.get("href")).status_code for link in links} == {200}


def test_a_figure_takes_any_form_of_an_address_and_none_that_no_reader_can_open():
    fact = OfficeFact.objects.all()[0]
    fact.path = "https://testserver/zh-hans/news/2019/cap-china-launch?x=1"
    fact.full_clean()
    assert fact.path == "news/2019/cap-china-launch/"

    Article.objects.filter(slug="cap-china-launch").update(status=Status.DRAFT)
    with pytest.raises(ValidationError, match="No page that readers can open"):
        fact.full_clean()
    fact.path = ""
    fact.full_clean()


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


@pytest.mark.parametrize(
    ("language", "heading", "labels"),
    [
        ("en", "Contact", ["Registered name", "Supervising unit", "Telephone"]),
        ("zh-hans", "联系我们", ["登记名称", "业务主管单位", "电话"]),
    ],
)
def test_what_the_office_enters_of_itself_is_shown(open_html, language, heading, labels):
    before = open_html(f"/{language}/about/").cssselect("#contact")[0].text_content()
    SiteSettings.objects.update(
        registered_name_en="The Office (Registered)",
        registered_name_zh_hans="代表处（登记名）",
        supervising_unit_en="A unit",
        supervising_unit_zh_hans="某单位",
        registration_number="G-0",
        address_en="A street",
        address_zh_hans="某街",
        telephone="010 0000 0000",
        email="office@example.org",
    )
    page = open_html(f"/{language}/about/")

    assert before in ("More information", "更多信息")
    assert page.cssselect("#contact")[0].text_content() == heading
    assert set(labels) <= {dt.text_content() for dt in page.cssselect(".contact dt")}
    own = {
        "en": ("The Office (Registered)", "A unit", "A street"),
        "zh-hans": ("代表处（登记名）", "某单位", "某街"),
    }[language]
    footer = open_html(f"/{language}/news/").cssselect("footer")[0].text_content()
    for words in (*own, "G-0", "010 0000 0000", "office@example.org"):
        assert words in footer


def test_the_picture_of_the_wechat_account_is_shown_with_its_words(open_html):
    words = {"alt_en": "QR code of the account C40", "alt_zh_hans": "C40公众号二维码"}
    picture = Image.objects.create(file=jpeg(), **words)
    SiteSettings.objects.update(wechat_picture=picture)

    page = open_html("/zh-hans/about/")

    assert [image.get("alt") for image in page.cssselect(".contact img")] == ["C40公众号二维码"]
    [in_footer] = page.cssselect("footer img")
    assert in_footer.get("src") == picture.file.url


def menu(page):
    return [
        (a.get("href"), a.text_content().strip(), a.get("aria-current"))
        for a in page.cssselect("#menu a")
    ]


MENU = {
    "en": ("Cities", "Programmes", "News", "About", "Search"),
    "zh-hans": ("城市", "项目", "新闻", "关于我们", "搜索"),
}


def test_the_main_menu_is_that_of_the_settings_in_its_order_and_without_what_is_hidden(
    open_html, language
):
    paths = ("cities/", "programmes/", "news/", "about/", "search/")
    urls = [f"/{language}/{path}" for path in paths]
    assert menu(open_html(f"/{language}/news/")) == [
        (url, words, "true" if words in ("News", "新闻") else None)
        for url, words in zip(urls, MENU[language], strict=True)
    ]
    desk = Desk(person("Reviewer"))
    settings = SiteSettings.objects.get()
    form = desk.form(settings)
    form |= {"menu-0-order": "9", "menu-1-label_en": "Work", "menu-1-label_zh_hans": "工作"}
    form.pop("menu-2-is_shown")

    assert desk.send(settings, form | {"_save": ""}).status_code == 302

    changed = {"en": ["Work", "About", "Search", "Cities"]}
    changed["zh-hans"] = ["工作", "关于我们", "搜索", "城市"]
    page = open_html(f"/{language}/news/")
    assert [words for _url, words, _current in menu(page)] == changed[language]
    assert page.cssselect("#menu .look")[0].text_content() == MENU[language][-1]


def test_an_entry_of_the_menu_leads_to_a_page_that_readers_can_open(language):
    entry = MenuEntry(settings=SiteSettings.objects.get(), label_en="Mayors")
    for path in ("news/2019/no-such-article/", "", "https://example.org/"):
        entry.path = path
        with pytest.raises(ValidationError):
            entry.full_clean()
    entry.path, entry.label = f"https://testserver/{language}/news/", "News"
    entry.full_clean()
    assert entry.path == "news/"
