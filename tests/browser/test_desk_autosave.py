"""A form of the desk keeps itself in a real browser, under the strict policy."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import User
from editing.models import Autosave, Presence
from news.models import Article
from tests.support.desk_client import Desk, person, session_cookie
from tests.support.visits import wait_for_editors


@pytest.fixture
def draft(db):
    return Article.objects.create(slug="a-draft", date="2026-11-01", title_en="A draft")


@pytest.fixture
def open_form(open_page, server, draft):
    """Open the form of the draft as an editor."""

    def opened():
        desk = Desk(person("Editor"))
        page = open_page(None, user=desk.user)
        # Its time goes by as the tests say: see ``pass_time``.
        page.clock.install()
        page.goto(server + desk.url(draft))
        return page

    return opened


def pass_time(page, seconds=5):
    """Let the page, which keeps its form every five seconds, believe that time has gone by."""
    page.clock.run_for(seconds * 1000)


def answered(page):
    """Wait in a block for the answer to what the form sends to be kept, or as a sign of life."""
    return page.expect_response(lambda answer: answer.url.endswith("/autosave/"), timeout=15_000)


def expect_to_say(page, words):
    expect(page.locator("#desk-autosave-state")).to_contain_text(words, timeout=15_000)


def test_a_form_tells_at_once_that_it_is_open_and_keeps_nothing_until_something_is_typed(
    open_form, draft
):
    page = open_form()
    page.wait_for_load_state("networkidle")
    assert [row.item for row in Presence.objects.all()] == [draft]

    page.locator("[name=_note]").fill("Only a note")
    with answered(page):
        pass_time(page, 31)
    assert not Autosave.objects.exists()

    with answered(page):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert not Presence.objects.exists()


def test_what_a_lost_connection_left_in_the_browser_arrives_at_the_next_opening(open_form):
    page = open_form()
    page.context.set_offline(True)
    page.locator("#id_title_en").fill("Written in a tunnel")
    pass_time(page)
    expect_to_say(page, "Not kept: no connection")
    page.context.set_offline(False)

    page.on("dialog", lambda dialog: dialog.accept())
    with answered(page):
        page.reload()

    expect(page.locator(".desk-offer")).to_be_visible()
    page.get_by_role("link", name="Take it over").click()
    expect(page.locator("#id_title_en")).to_have_value("Written in a tunnel")


def log_in(page, server, person):
    # As a log-in does: what an older page sends has a token that is no longer good.
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(person, server)])


def test_on_a_shared_computer_nobody_sends_what_another_typed(open_form, server, draft):
    page = open_form()
    first = User.objects.get()
    address = page.url
    page.context.set_offline(True)
    page.locator("#id_title_en").fill("The first person's words")
    pass_time(page)
    expect_to_say(page, "Not kept: no connection")
    page.goto("about:blank")
    page.context.set_offline(False)
    second = person("Editor", "second", interface_language="en")
    log_in(page, server, second)

    page.goto(address)
    page.wait_for_load_state("networkidle")
    with answered(page):
        pass_time(page, 31)
    assert not Autosave.objects.filter(user=second).exists()

    log_in(page, server, first)
    with answered(page):
        page.goto(address)
    expect(page.locator(".desk-offer")).to_be_visible()
    assert {row.user for row in Autosave.objects.all()} == {first}


def stored(page):
    """Return the names under which the browser holds texts of forms."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk:'))")


def test_a_new_text_sent_after_its_login_had_ended_is_offered_after_the_next(open_form, server):
    page = open_form()
    page.goto(f"{server}/admin/news/article/add/")
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Typed for an hour")
    page.get_by_role("button", name="Save draft").click()
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill("x")
    page.get_by_role("button", name="Log in", exact=True).click()

    page.get_by_role("link", name="Take it over").click()
    expect(page.locator("#id_title_en")).to_have_value("Typed for an hour")
    page.locator("#id_slug").fill("new-and-long")
    page.locator("#id_date").fill("2026-11-01")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    assert Article.objects.filter(title_en="Typed for an hour").count() == 1
    assert not Autosave.objects.exists()
    assert stored(page) == []


def test_a_form_from_before_another_login_is_opened_again_with_its_text(open_form, server):
    page = open_form()
    log_in(page, server, User.objects.get())
    page.locator("#id_title_en").fill("Typed before")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#content > h1")).to_have_text("Nothing was saved")

    page.get_by_role("link", name="Open the form again").click()
    page.get_by_role("link", name="Take it over").click()

    expect(page.locator("#id_title_en")).to_have_value("Typed before")


def test_what_was_typed_just_before_all_cookies_were_lost_is_offered_after_the_next_login(
    open_form, server, draft
):
    page = open_form()
    User.objects.update(interface_language="zh-hans")
    page.reload()
    wait_for_editors(page)
    page.locator("#id_title_en").fill("Typed at the last moment")
    page.context.clear_cookies()
    page.locator(".submit-row button.default").click()
    expect(page.locator("#content > h1")).to_have_text("内容未保存")

    page.get_by_role("link", name="重新打开表单").click()
    page.locator("#id_login").fill("editor")
    page.locator("#id_password").fill("x")
    page.locator("#id_password").press("Enter")

    page.locator(".desk-offer a[href^='?']").click()
    expect(page.locator("#id_title_en")).to_have_value("Typed at the last moment")


def test_a_form_that_is_refused_leaves_its_text_in_the_browser_until_it_is_saved(open_form, draft):
    page = open_form()
    page.route("**/autosave/", lambda route: route.abort())
    page.locator("#id_title_en").fill("Typed")
    page.locator("#id_slug").fill("no address")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#id_title_en")).to_have_value("Typed")
    assert len(stored(page)) == 1
    assert not Autosave.objects.exists()

    page.locator("#id_slug").fill("an-address")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    # The script takes the fragment away when it has dropped the text.
    expect(page).to_have_url(re.compile("^[^#]*$"))
    assert stored(page) == []
    expect(page.locator(".desk-offer")).to_have_count(0)


def test_coming_back_with_the_browsers_button_does_not_end_the_keeping(open_form):
    page = open_form()
    # The browser of the tests keeps no pages: the form is sent, and the page shown again as it was.
    page.evaluate(
        """() => {
          const form = document.getElementById("desk-autosave").closest("form");
          form.dispatchEvent(new SubmitEvent("submit"));
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )

    page.locator("#id_title_en").fill("Typed after coming back")
    pass_time(page)

    expect_to_say(page, "Kept as typed at")


def test_a_text_that_is_too_long_is_said_to_be(open_form, monkeypatch):
    monkeypatch.setattr("editing.autosave.storage.MAX_LENGTH", 100)
    page = open_form()

    page.locator("#id_title_en").fill("x" * 1000)
    pass_time(page)

    expect_to_say(page, "This text is too long to be kept.")
