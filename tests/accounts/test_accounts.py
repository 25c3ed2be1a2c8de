"""Accounts: names as their owners write them, passwords, and pages that are not for everyone."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from news.models import Article
from tests.support.desk_client import Desk, person, superuser
from tests.support.html import parsed


@pytest.fixture
def administrator():
    return Desk(person("Administrator"))


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


LOGIN = "/admin/login/"


def add_account(desk, role, **fields):
    """Send the form of a new account; return the answer."""
    form = {"username": "new", "interface_language": "zh-hans", "email": "new@example.org"}
    form |= {"role": (role and role.pk) or ""}
    return desk.client.post(reverse("admin:accounts_user_add"), form | fields)


def test_the_form_of_an_account_asks_for_what_an_office_knows(administrator, language):
    administrator.user.interface_language = language
    administrator.user.save()
    mei = person("Reviewer", "mei")
    new = administrator.get(reverse("admin:accounts_user_add"))
    form = administrator.get(administrator.url(mei))

    asked = {"username", "last_name", "first_name", "email", "role", "translates"}
    asked |= {"interface_language"}
    for page, more in ((new, set()), (form, {"is_active"})):
        fields = page.cssselect("#user_form fieldset :is(input, select)[name]")
        assert {each.get("name") for each in fields} == asked | more
    chosen = form.cssselect("[name=role][checked]")
    assert [each.getparent().text_content().strip() for each in chosen] == [
        {"en": "Reviewer", "zh-hans": "审核人"}[language]
    ]
    assert "pbkdf2" not in form.text_content()


def test_an_account_needs_a_role_and_a_translator_a_language(administrator):
    def faults(role, **fields):
        page = parsed(add_account(administrator, role, **fields))
        return [each.text_content().strip() for each in page.cssselect("ul.errorlist li")]

    assert faults(None) == ["Choose a role: it says what the person may do."]
    translator = Group.objects.get(name="Translator")
    assert faults(translator) == ["Choose the language that the person translates into."]
    assert add_account(administrator, translator, translates="en").status_code == 302


def test_whoever_may_do_everything_is_shown_to_administrators_and_keeps_access(administrator):
    chief = superuser()
    assert administrator.get(administrator.url(chief)).cssselect("[name=role]") == []
    desk = Desk(chief)

    desk.save(chief, email="chief@example.org")

    assert (chief.is_staff, chief.is_superuser, chief.email) == (True, True, "chief@example.org")


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com", "javascript:1", ""])
def test_a_login_that_may_not_lead_on_ends_on_the_first_page(target):
    person("Editor", "mei")
    data = {"login": "mei", "password": "x", "next": target}

    answer = Client().post(LOGIN, data)

    assert answer.headers["Location"] == "/admin/"
