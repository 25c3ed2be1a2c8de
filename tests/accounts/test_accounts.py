"""Accounts: names as their owners write them, passwords, and pages that are not for everyone."""

import pytest

from accounts.models import User
from news.models import Article
from tests.support.desk_client import Desk, person
from tests.support.html import parsed


@pytest.mark.parametrize(
    ("first", "last", "full", "short"),
    [("某", "孙", "孙某", "孙某"), ("Anna", "Berg", "Anna Berg", "Anna"), ("", "", "", "")],
)
def test_a_chinese_name_begins_with_the_family_name(first, last, full, short):
    user = User(username="x", first_name=first, last_name=last)

    assert (user.get_full_name(), user.get_short_name()) == (full, short)


def test_lists_and_header_name_a_person_alike():
    desk = Desk(person("Editor", first_name="某", last_name="孙"))
    article = Article.objects.get(slug="china-special-envoy-c40")
    desk.save(article, title_en="Changed")

    page = desk.get("/admin/news/article/")

    assert page.cssselect("#user-tools .who")[0].text_content() == "孙某"
    assert page.cssselect("#result_list .when small")[0].text_content() == "孙某"


def test_a_page_that_is_not_for_a_role_says_so_in_the_language_of_the_desk(language):
    desk = Desk(person("Editor", interface_language=language))

    refused = desk.client.get("/admin/accounts/user/")

    assert refused.status_code == 403
    heading = parsed(refused).cssselect("h1")[0]
    expected = {"en": "Not for your account", "zh-hans": "无权访问"}
    assert heading.text_content().strip() == expected[language]
