"""The first page of the desk: what waits, how the languages stand, what is to come."""

from datetime import timedelta

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cities.models import City
from editing.models import Stage, WorkflowState
from editing.workflow.items import read_item
from news.models import Article
from pages.models import Page

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("fixture_articles")]
HOME = "/admin/"


@pytest.fixture
def chief(client, language):
    """Someone who may do everything, working in one of the languages."""
    user = User.objects.create_superuser("chief", password="x", interface_language=language)
    client.force_login(user)
    return client


def open_page(client, url=HOME):
    response = client.get(url)
    assert response.status_code == 200, url
    return lxml.html.document_fromstring(response.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def section(page, key):
    return page.get_element_by_id(f"board-{key}").getparent()


def rows_of(client, url):
    return open_page(client, url).cssselect("#result_list tbody tr")


def test_what_is_in_review_waits_for_whoever_may_publish(chief):
    article = Article.objects.get(slug="four-cities-begin")
    Article.objects.filter(pk=article.pk).update(status="review")

    listing = section(open_page(chief), "review")

    link = listing.cssselect(".waiting a")[0]
    assert link.get("href") == reverse("admin:news_article_change", args=[article.pk])
    assert "urgent" in listing.get("class")
    everything = listing.cssselect(".all a")
    assert [len(rows_of(chief, each.get("href"))) for each in everything] == [1]


def test_items_of_several_kinds_wait_in_one_list_the_latest_first(chief):
    Article.objects.filter(slug="four-cities-begin").update(
        status="review", updated_at=timezone.now() - timedelta(days=3)
    )
    Page.objects.filter(slug="privacy").update(status="review", updated_at=timezone.now())
    article = WorkflowState.objects.filter(content_type__model="article")
    article.update(moved_at=timezone.now() - timedelta(days=3))

    links = section(open_page(chief), "review").cssselect(".waiting a")

    assert ["/pages/" in link.get("href") for link in links] == [True, False]


def test_an_empty_list_says_so(chief):
    for key in ("review", "returned", "drafts"):
        assert section(open_page(chief), key).cssselect("p.none")


def test_each_number_of_the_languages_leads_to_as_many_items(chief):
    City.objects.filter(slug="zhenjiang").update(name_zh_hans="")

    numbers = section(open_page(chief), "languages").cssselect(".standings td a")

    assert len(numbers) >= 2
    for link in numbers:
        number = int(link.text)
        assert len(rows_of(chief, link.get("href"))) == number


def test_what_is_to_come_stands_in_its_order(chief):
    now = timezone.now()
    Article.objects.filter(slug="site-on-trial").update(publish_at=now + timedelta(days=2))
    Page.objects.filter(slug="privacy").update(expire_at=now + timedelta(days=1))

    entries = section(open_page(chief), "schedule").cssselect("li")

    assert ["/pages/" in each.cssselect("a")[0].get("href") for each in entries] == [True, False]
    assert words(entries[0].cssselect("span")[0]) != words(entries[1].cssselect("span")[0])


def test_the_filled_button_begins_an_article(chief):
    button = open_page(chief).cssselect(".desk-head a.default")

    assert [each.get("href") for each in button] == [reverse("admin:news_article_add")]


def test_the_number_of_queries_does_not_grow_with_what_waits(chief, django_assert_max_num_queries):
    Article.objects.update(status="review")
    Page.objects.update(status="draft")

    with django_assert_max_num_queries(20):
        chief.get(HOME)


def test_the_search_of_the_header_finds_every_kind_in_both_scripts(chief):
    for query in ("福州", "Fuzhou"):
        page = open_page(chief, f"{reverse('admin:search')}?q={query}")

        addresses = [link.get("href") for link in page.cssselect(".found .waiting a")]
        fuzhou = City.objects.get(slug="fuzhou")
        assert reverse("admin:cities_city_change", args=[fuzhou.pk]) in addresses


def test_a_search_without_words_or_without_result_says_what_to_do(chief):
    for query in ("", "qqqqqq", "\x00"):
        page = open_page(chief, reverse("admin:search") + f"?q={query}")

        assert page.cssselect("p.none")


def test_a_visitor_is_asked_to_log_in_before_searching(client):
    response = client.get(reverse("admin:search") + "?q=a")

    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


@pytest.fixture
def editor(client):
    """Someone who writes and submits."""
    user = User.objects.create_user("writer", is_staff=True, interface_language="en")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return user


def test_whoever_may_not_publish_is_shown_nothing_to_review(client, editor):
    Article.objects.filter(slug="four-cities-begin").update(status="review")

    page = open_page(client)

    assert not page.cssselect("#board-review")
    assert not page.cssselect('#nav-sidebar a[href="/admin/accounts/user/"]')


def test_what_was_returned_stands_with_its_reason_until_it_is_submitted_again(client, editor):
    article = Article.objects.get(slug="four-cities-begin")
    Article.objects.filter(pk=article.pk).update(status="draft")
    state = read_item(type(article), article.pk, None).workflow_state
    state.author, state.stage, state.reason = editor, Stage.RETURNED, "The Chinese is older."
    state.save()

    page = open_page(client)

    assert words(section(page, "returned").cssselect("blockquote")[0]) == "The Chinese is older."
    assert section(page, "drafts").cssselect("p.none")
    state.stage = Stage.DRAFT
    state.save()
    page = open_page(client)
    assert section(page, "returned").cssselect("p.none")
    assert len(section(page, "drafts").cssselect(".waiting li")) == 1


def test_changes_to_what_is_out_wait_like_new_items(chief):
    article = Article.objects.get(slug="four-cities-begin")
    address = reverse("admin:news_article_change", args=[article.pk])
    form = open_page(chief, address).get_element_by_id("article_form")
    data = {name: value for name, value in form.form_values() if not name.startswith("_")}

    chief.post(address, data | {"standfirst_en": "A new standfirst.", "_submit": ""})

    found = section(open_page(chief), "review").cssselect(".waiting a")
    assert [link.get("href") for link in found] == [address]
    states = rows_of(chief, "/admin/news/article/?view=review")[0].cssselect(".state-pill")
    assert [state.get("class") for state in states] == [
        "state-pill state-pill-published",
        "state-pill state-pill-review",
    ]


def test_what_was_done_names_the_item_in_the_language_of_the_desk(chief):
    article = Article.objects.get(slug="four-cities-begin")
    chief.post(
        "/admin/news/article/", {"_selected_action": [article.pk], "action": "withdraw_selected"}
    )

    line = section(open_page(chief), "recent").cssselect("li")[0]

    language = User.objects.get().interface_language
    titles = {"en": article.title_en, "zh-hans": article.title_zh_hans}
    assert words(line.cssselect("a")[0]) == titles[language].replace("|", "")
