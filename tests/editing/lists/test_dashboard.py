"""The first page of the desk: what waits, how the languages stand, what is to come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from editing.models import Stage, WorkflowState
from news.models import Article
from pages.models import Page
from tests.support.desk_client import Desk, superuser, workflow_state

pytestmark = pytest.mark.usefixtures("fixture_articles")
HOME = "/admin/"


@pytest.fixture
def chief(db):
    return Desk(superuser())


def words(element):
    return " ".join(element.text_content().split())


def section(page, key):
    return page.get_element_by_id(f"board-{key}").getparent()


def rows_of(desk, url):
    return desk.get(url).cssselect("#result_list tbody tr")


@pytest.mark.both_databases
def test_what_is_in_review_waits_for_whoever_may_publish_the_latest_of_any_kind_first(chief):
    article, page = Article.objects.get(slug="four-cities-begin"), Page.objects.get(slug="privacy")
    for item, days in ((article, 3), (page, 0)):
        type(item).objects.filter(pk=item.pk).update(status="review")
        workflow_state(item)
        moment = timezone.now() - timedelta(days=days)
        WorkflowState.objects.of(item).update(moved_at=moment)

    listing = section(chief.get(HOME), "review")

    links = [link.get("href") for link in listing.cssselect(".waiting a")]
    assert links == [chief.url(page), chief.url(article)]
    assert "urgent" in listing.get("class")
    everything = listing.cssselect(".all a")
    assert [len(rows_of(chief, each.get("href"))) for each in everything] == [1, 1]


def test_an_empty_list_says_so(chief):
    for key in ("review", "returned", "drafts"):
        assert section(chief.get(HOME), key).cssselect("p.none")


@pytest.mark.both_databases
def test_each_number_of_the_languages_leads_to_as_many_items(chief):
    City.objects.filter(slug="zhenjiang").update(name_zh_hans="")

    numbers = section(chief.get(HOME), "languages").cssselect(".standings td a")

    assert len(numbers) >= 2
    for link in numbers:
        number = int(link.text)
        assert len(rows_of(chief, link.get("href"))) == number


@pytest.mark.both_databases
def test_what_is_to_come_stands_in_its_order(chief):
    now = timezone.now()
    Article.objects.filter(slug="site-on-trial").update(publish_at=now + timedelta(days=2))
    Page.objects.filter(slug="privacy").update(expire_at=now + timedelta(days=1))

    entries = section(chief.get(HOME), "schedule").cssselect("li")

    assert ["/pages/" in each.cssselect("a")[0].get("href") for each in entries] == [True, False]
    assert words(entries[0].cssselect("span")[0]) != words(entries[1].cssselect("span")[0])


def test_the_number_of_queries_does_not_grow_with_what_waits(chief, django_assert_max_num_queries):
    Article.objects.update(status="review")
    Page.objects.update(status="draft")

    with django_assert_max_num_queries(20):
        chief.client.get(HOME)


@pytest.mark.both_databases
def test_the_search_of_the_header_finds_every_kind_in_both_scripts(chief):
    for query in ("福州", "Fuzhou"):
        page = chief.get(f"{reverse('admin:search')}?q={query}")

        addresses = [link.get("href") for link in page.cssselect(".found .waiting a")]
        fuzhou = City.objects.get(slug="fuzhou")
        assert reverse("admin:cities_city_change", args=[fuzhou.pk]) in addresses


def test_a_search_without_words_or_without_result_says_what_to_do(chief):
    for query in ("", "qqqqqq", "\x00"):
        page = chief.get(reverse("admin:search") + f"?q={query}")

        assert page.cssselect("p.none")


def test_whoever_may_not_publish_is_shown_nothing_to_review(editor):
    Article.objects.filter(slug="four-cities-begin").update(status="review")

    page = editor.get(HOME)

    assert not page.cssselect("#board-review")
    assert not page.cssselect('#nav-sidebar a[href="/admin/accounts/user/"]')


def test_what_was_returned_stands_with_its_reason_until_it_is_submitted_again(editor):
    article = Article.objects.get(slug="four-cities-begin")
    Article.objects.filter(pk=article.pk).update(status="draft")
    state = workflow_state(article)
    state.author, state.stage, state.reason = editor.user, Stage.RETURNED, "The Chinese is older."
    state.save()

    page = editor.get(HOME)

    assert words(section(page, "returned").cssselect("blockquote")[0]) == "The Chinese is older."
    assert section(page, "drafts").cssselect("p.none")
    state.stage = Stage.DRAFT
    state.save()
    page = editor.get(HOME)
    assert section(page, "returned").cssselect("p.none")
    assert len(section(page, "drafts").cssselect(".waiting li")) == 1


def test_changes_to_what_is_out_wait_like_new_items(language):
    chief, article = Desk(superuser(language)), Article.objects.get(slug="four-cities-begin")

    chief.save(article, "_submit", standfirst_en="A new standfirst.")

    found = section(chief.get(HOME), "review").cssselect(".waiting a")
    assert [link.get("href") for link in found] == [chief.url(article)]
    (row,) = rows_of(chief, "/admin/news/article/?view=review")
    (sign,) = row.cssselect(".state-pill")
    assert "state-pill-published" in sign.get("class")
    words = {"en": "Published · changes in review", "zh-hans": "已发布 · 修改待审"}
    assert sign.text_content().strip() == words[language]


def test_what_was_done_names_the_item_in_the_language_of_the_desk(language):
    chief, article = Desk(superuser(language)), Article.objects.get(slug="four-cities-begin")
    chief.act("withdraw_selected", article, _go="1")

    line = section(chief.get(HOME), "recent").cssselect("li")[0]

    titles = {"en": article.title_en, "zh-hans": article.title_zh_hans}
    assert words(line.cssselect("a")[0]) == titles[language].replace("|", "")
