"""An account begins with a link, which is mailed or shown, and works once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.support.desk_client import Desk, person
from tests.support.html import parsed

PASSWORD = "s3cret-and-plain"


@pytest.fixture
def administrator():
    return Desk(person("Administrator"))


def add_account(desk, role="Editor"):
    """Make an account; return the page after it."""
    form = {"username": "new", "interface_language": "zh-hans", "email": "new@example.org"}
    form["role"] = Group.objects.get(name=role).pk
    return desk.client.post(reverse("admin:accounts_user_add"), form, follow=True)


def link_in(text):
    return re.search(r"http://testserver(/admin/account/password/[\w-]+/)", text)[1]


def choose(link, again=PASSWORD, **headers):
    """Follow a link, and choose a password with it; return the last answer."""
    client = Client(headers=headers)
    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(path, {"password1": PASSWORD, "password2": again}, follow=True)


def test_who_gets_an_account_chooses_a_password_once_and_is_in(administrator):
    page = add_account(administrator)
    link = link_in(parsed(page).cssselect(".messagelist code.link")[0].text_content())
    assert link not in administrator.client.get("/admin/").content.decode()

    chinese = {"Accept-Language": "zh-CN"}
    assert "两次输入的密码不一致" in choose(link, "other", **chinese).content.decode()
    answer = choose(link)

    assert parsed(answer).cssselect("html")[0].get("lang") == "zh-hans"
    assert parsed(answer).cssselect("#user-tools")
    assert User.objects.get(username="new").check_password(PASSWORD)
    assert "已失效" in Client(headers={"Accept-Language": "zh-CN"}).get(link).content.decode()


def test_where_mail_is_set_up_the_link_is_in_the_letter_alone(administrator, settings, mailoutbox):
    settings.MAIL = "smtp://localhost"

    page = add_account(administrator).content.decode()

    [letter] = mailoutbox
    assert letter.to == ["new@example.org"]
    assert "C40中国编辑台" in letter.subject
    assert link_in(letter.body) not in page


def test_after_three_days_a_link_is_refused_and_another_can_be_had(administrator):
    link = link_in(add_account(administrator).content.decode())
    with time_machine.travel(timezone.localtime() + timedelta(hours=73)):
        assert "no longer valid" in Client().get(link).content.decode()
        user = User.objects.get(username="new")
        form = {"username": "new", "interface_language": "en", "email": "", "is_active": "on"}
        form |= {"role": user.groups.get().pk, "_link": ""}
        # The session of the administrator has ended, too.
        administrator.client.force_login(administrator.user)
        page = administrator.client.post(administrator.url(user), form, follow=True)
        answer = choose(link_in(page.content.decode()))
    assert parsed(answer).cssselect("#user-tools")
