"""The lists of the desk, and the frame that every page of it has."""

from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cities.models import City
from news.models import Article
from programmes.models import PilotCity, Programme

pytestmark = pytest.mark.usefixtures("fixture_articles")
ARTICLES = "/admin/news/article/"


@pytest.fixture
def chief(client, language):
    """Someone who may do everything, working in one of the languages."""
    user = User.objects.create_superuser("chief", password="x", interface_language=language)
    client.force_login(user)
    return client


def open_page(client, url, **data):
    response = client.post(url, data) if data else client.get(url)
    assert response.status_code == 200, url
    return lxml.html.document_fromstring(response.content.decode())


def row(page, article):
    address = reverse("admin:news_article_change", args=[article.pk])
    return page.cssselect(f'#result_list a[href^="{address}"]')[0].getparent().getparent()


def test_a_title_stands_over_the_one_in_the_other_language(chief, language):
    article = Article.objects.get(slug="china-special-envoy-c40")

    head = row(open_page(chief, ARTICLES), article).cssselect("th a")[0]

    english, chinese = article.title_en, article.title_zh_hans.replace("|", "")
    titles = [(each.get("lang"), each.text_content()) for each in head.iterchildren()]
    expected = [("en", english), ("zh-Hans", chinese)]
    assert titles == (expected if language == "en" else expected[::-1])


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("status", "publish_in", "expire_in", "state"),
    [
        ("draft", None, None, "draft"),
        ("review", None, None, "review"),
        ("published", None, None, "published"),
        ("published", 1, None, "scheduled"),
        ("published", -2, -1, "expired"),
        ("draft", -2, -1, "draft"),
    ],
)
def test_a_state_is_shown_and_found_as_it_is_now(chief, status, publish_in, expire_in, state):
    now = timezone.now()
    article = Article.objects.get(slug="four-cities-begin")
    Article.objects.filter(pk=article.pk).update(
        status=status,
        publish_at=publish_in and now + timedelta(days=publish_in),
        expire_at=expire_in and now + timedelta(days=expire_in),
    )

    found = row(open_page(chief, f"{ARTICLES}?state={state}"), article)

    assert found.cssselect(f".state-pill-{state}")


@pytest.mark.both_databases
def test_a_missing_language_is_named_in_its_box(chief, language):
    article = Article.objects.get(slug="site-on-trial")
    Article.objects.filter(pk=article.pk).update(title_en="", body_en="")

    pills = row(open_page(chief, f"{ARTICLES}?languages=missing-en"), article).cssselect(
        ".language-pill"
    )

    assert ["language-pill-missing" in pill.get("class") for pill in pills] == [True, False]


@pytest.mark.both_databases
def test_quick_views_say_how_much_each_shows(chief):
    Article.objects.filter(slug="four-cities-begin").update(status="review")

    tabs = open_page(chief, ARTICLES).cssselect(".tabs a")

    counted = [tab for tab in tabs if tab.cssselect("small")]
    assert len(counted) >= 4
    for tab in counted:
        shown = open_page(chief, ARTICLES + tab.get("href")).cssselect("#result_list tbody tr")
        assert len(shown) == int(tab.cssselect("small")[0].text)


def test_the_chosen_filter_is_marked_and_all_can_be_cleared(chief):
    page = open_page(chief, f"{ARTICLES}?state=published")

    marked = page.cssselect('#changelist-filter [aria-current="true"]')
    assert any("state=published" in each.get("href") for each in marked)
    assert page.cssselect("#changelist-filter-extra-actions a")


def test_actions_are_buttons_and_the_one_pressed_is_done(chief):
    page = open_page(chief, ARTICLES)
    article = Article.objects.first()
    names = [each.get("value") for each in page.cssselect('.actions input[name="action"]')]
    buttons = [each.get("value") for each in page.cssselect('.actions button[name="index"]')]
    assert sorted(buttons) == [str(place) for place in range(len(names))]

    chosen = {"action": names, "index": names.index("withdraw_selected")}
    chief.post(ARTICLES, {"_selected_action": [article.pk], **chosen})

    article.refresh_from_db()
    assert article.status == "draft"


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["Buildings", "建筑"])
def test_the_search_of_a_list_reads_both_languages(chief, words):
    article = Article.objects.get(slug="four-cities-begin")

    assert row(open_page(chief, f"{ARTICLES}?q={words}"), article) is not None


def test_the_column_that_sorts_says_so(chief):
    page = open_page(chief, f"{ARTICLES}?o=1")

    heads = [head.get("aria-sort") for head in page.cssselect("#result_list th[aria-sort]")]
    assert heads == ["ascending"]


def test_the_menu_counts_each_kind_and_marks_where_one_is(chief):
    menu = open_page(chief, ARTICLES).get_element_by_id("nav-sidebar")

    entry = menu.cssselect('a[aria-current="page"]')
    assert [each.get("href") for each in entry] == [ARTICLES]
    assert entry[0].cssselect("small")[0].text == str(Article.objects.count())


PAGES = {
    "": ["header", "branding", "user-tools", "nav-sidebar", "toggle-nav-sidebar", "content-main"],
    "news/article/": ["changelist", "result_list", "changelist-filter", "changelist-form"],
    "news/article/add/": ["article_form", "id_title_en", "key_facts-group"],
    "news/": ["content-main"],
    "accounts/user/": ["changelist", "result_list"],
    "accounts/user/add/": ["user_form"],
    "password_change/": ["content-main", "header", "user-tools"],
}


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_the_ids_that_scripts_and_styles_of_django_ask_for(chief, path):
    page = open_page(chief, f"/admin/{path}")

    ids = {element.get("id") for element in page.iter()} - {None}
    frame = set(PAGES[""]) - {"content-main"}
    assert set(PAGES[path]) | frame <= ids


@pytest.mark.parametrize("page", ["history", "delete", "change"])
def test_pages_of_one_item_keep_them_too(chief, page):
    article = Article.objects.first()

    found = open_page(chief, reverse(f"admin:news_article_{page}", args=[article.pk]))

    ids = {element.get("id") for element in found.iter()} - {None}
    assert set(PAGES[""]) - {"content-main"} <= ids


def test_a_list_keeps_the_boxes_by_which_rows_are_selected(chief):
    page = open_page(chief, ARTICLES)

    assert len(page.cssselect("input.action-select")) == Article.objects.count()
    assert page.cssselect(".actions .action-counter")


def test_a_form_asks_at_most_40_queries_however_many_rows_it_has(
    chief, django_assert_max_num_queries
):
    programme = Programme.objects.get(slug="cbp")
    pilots = PilotCity.objects.filter(programme=programme)
    for place, city in enumerate(City.objects.exclude(pk__in=pilots.values("city")), 10):
        PilotCity.objects.create(programme=programme, city=city, order=place)
    address = reverse("admin:programmes_programme_change", args=[programme.pk])

    with django_assert_max_num_queries(40):
        page = open_page(chief, address)

    assert len(page.cssselect("tr.has_original td.field-city")) == City.objects.count()


def test_a_title_that_was_pasted_in_two_lines_is_kept_as_one(chief):
    City.objects.filter(slug="fuzhou").update(status="draft")
    city = City.objects.get(slug="fuzhou")
    address = reverse("admin:cities_city_change", args=[city.pk])
    form = open_page(chief, address).get_element_by_id("city_form")
    data = {name: value for name, value in form.form_values() if not name.startswith("_")}

    chief.post(address, data | {"name_en": "Fu\r\n zhou"})

    city.refresh_from_db()
    assert city.name_en == "Fu zhou"


def test_each_column_says_what_it_lacks(chief):
    City.objects.filter(slug="fuzhou").update(name_zh_hans="")
    city = City.objects.get(slug="fuzhou")

    columns = open_page(chief, reverse("admin:cities_city_change", args=[city.pk])).cssselect(
        ".columns p"
    )

    assert [(each.get("lang"), bool(each.cssselect(".lacks"))) for each in columns] == [
        ("en", False),
        ("zh-Hans", True),
    ]


def test_each_label_is_in_the_language_of_its_column(chief):
    page = open_page(chief, reverse("admin:news_article_add"))

    labels = {
        name: page.cssselect(f'label[for="id_title_{name}"] span')[0] for name in ("en", "zh_hans")
    }
    assert [(each.get("lang"), each.text) for each in labels.values()] == [
        ("en", "Title"),
        ("zh-Hans", "标题"),
    ]
