"""The lists of the desk, and the frame that every page of it has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.models import City
from news.models import Article
from tests.support.desk_client import Desk, superuser
from tests.support.html import parsed

pytestmark = pytest.mark.usefixtures("fixture_articles")
ARTICLES = "/admin/news/article/"


@pytest.fixture
def chief(db):
    return Desk(superuser())


def row(page, article):
    link = page.cssselect(f'#result_list a[href^="{ARTICLES}{article.pk}/"]')[0]
    return link.getparent().getparent()


def test_a_title_stands_over_the_one_in_the_other_language_and_the_date_in_that_of_the_desk(
    language,
):
    article = Article.objects.get(slug="china-special-envoy-c40")

    found = row(Desk(superuser(language)).get(ARTICLES), article)
    head = found.cssselect("th a")[0]

    day, month, year = article.date.day, article.date.month, article.date.year
    date = {"en": f"{day} {article.date:%b} {year}", "zh-hans": f"{year}年{month}月{day}日"}[
        language
    ]
    assert found.cssselect(".field-date")[0].text_content() == date

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

    found = row(chief.get(f"{ARTICLES}?state={state}"), article)

    assert found.cssselect(f".state-pill-{state}")


@pytest.mark.both_databases
def test_a_missing_language_is_named_in_its_box(chief):
    article = Article.objects.get(slug="site-on-trial")
    Article.objects.filter(pk=article.pk).update(title_en="", body_en="")

    pills = row(chief.get(f"{ARTICLES}?languages=missing-en"), article).cssselect(".language-pill")

    assert ["language-pill-missing" in pill.get("class") for pill in pills] == [True, False]


@pytest.mark.both_databases
def test_quick_views_say_how_much_each_shows(chief):
    Article.objects.filter(slug="four-cities-begin").update(status="review")

    tabs = chief.get(ARTICLES).cssselect(".tabs a")

    counted = [tab for tab in tabs if tab.cssselect("small")]
    assert len(counted) >= 4
    for tab in counted:
        shown = chief.get(ARTICLES + tab.get("href")).cssselect("#result_list tbody tr")
        assert len(shown) == int(tab.cssselect("small")[0].text)


def test_the_chosen_filter_is_marked_and_all_can_be_cleared(chief):
    page = chief.get(f"{ARTICLES}?state=published")

    marked = page.cssselect('#changelist-filter [aria-current="true"]')
    assert any("state=published" in each.get("href") for each in marked)
    assert page.cssselect("#changelist-filter-extra-actions a")


def test_actions_are_buttons_and_the_one_pressed_is_done(chief):
    page = chief.get(ARTICLES)
    article = Article.objects.first()
    names = [each.get("value") for each in page.cssselect('.actions input[name="action"]')]
    buttons = [each.get("value") for each in page.cssselect('.actions button[name="index"]')]
    assert sorted(buttons) == [str(place) for place in range(len(names))]

    chosen = {"action": names, "index": names.index("withdraw_selected")}
    question = parsed(chief.client.post(ARTICLES, {"_selected_action": [article.pk], **chosen}))
    article.refresh_from_db()
    assert article.status == "published"
    assert str(article) in question.cssselect(".lined")[0].text_content()

    sent = dict(question.cssselect("#content form")[0].form_values())
    chief.client.post(ARTICLES, sent | {"_go": "1"})
    article.refresh_from_db()
    assert article.status == "draft"


def test_the_column_that_sorts_says_so(chief):
    page = chief.get(f"{ARTICLES}?o=1")

    heads = [head.get("aria-sort") for head in page.cssselect("#result_list th[aria-sort]")]
    assert heads == ["ascending"]


def test_the_menu_counts_each_kind_and_marks_where_one_is(chief):
    menu = chief.get(ARTICLES).get_element_by_id("nav-sidebar")

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
    "password_change/": ["content-main"],
    "news/article/1/history/": [],
    "news/article/1/delete/": [],
    "news/article/1/change/": ["article_form"],
}


def test_pages_keep_the_ids_that_scripts_and_styles_of_django_ask_for(chief):
    frame = set(PAGES[""]) - {"content-main"}
    for path, own in PAGES.items():
        ids = {element.get("id") for element in chief.get(f"/admin/{path}").iter()}
        assert set(own) | frame <= ids, path


def test_a_title_that_was_pasted_in_two_lines_is_kept_as_one(chief):
    City.objects.filter(slug="fuzhou").update(status="draft")
    city = City.objects.get(slug="fuzhou")

    chief.save(city, name_en="Fu\r\n zhou")

    assert city.name_en == "Fu zhou"


def test_each_column_says_what_it_lacks(chief):
    City.objects.filter(slug="fuzhou").update(name_zh_hans="")
    city = City.objects.get(slug="fuzhou")

    columns = chief.get(chief.url(city)).cssselect(".columns p")

    assert [(each.get("lang"), bool(each.cssselect(".lacks"))) for each in columns] == [
        ("en", False),
        ("zh-Hans", True),
    ]


def test_each_label_is_in_the_language_of_its_column(chief):
    labels = chief.get(f"{ARTICLES}add/").cssselect('label[for^="id_title_"] span[lang]')

    words = [(each.get("lang"), each.text) for each in labels]
    assert words == [("en", "Title"), ("zh-Hans", "标题")]
