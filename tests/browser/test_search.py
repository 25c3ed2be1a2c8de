"""The search field as a combobox, and the page's accessibility."""

import pytest

from tests.support.visits import Visit, violations


def test_no_state_has_an_accessibility_violation(open_page, server, language):
    visit = Visit(open_page(None), server)
    for query in ("", "q=climate&page=2", "q=xylophone", "q=buildngs"):
        visit.goes_to(f"/{language}/search/?{query}")
        visit.looks_around(query, [1440, 390], language)

    assert visit.violations == {}
    assert visit.too_wide == {}


@pytest.mark.parametrize(("language", "words"), [("en", "fuz"), ("zh-hans", "福")])
def test_suggestions_are_announced_and_chosen_with_the_keyboard(open_page, language, words):
    page = open_page(f"/{language}/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially(words)
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert violations(page) == []

    field.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    field.press("Enter")
    page.wait_for_url(f"**/{language}/cities/fuzhou/")


def test_escape_closes_the_suggestions_and_keeps_the_words(open_page):
    page = open_page("/en/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("fuz")
    page.get_by_role("option").first.wait_for()

    field.press("Escape")

    assert page.get_by_role("listbox").is_hidden()
    assert field.input_value() == "fuz"


@pytest.mark.parametrize("leave", ["Escape", "Tab"])
def test_a_late_answer_does_not_open_the_suggestions_again(open_page, leave):
    page = open_page("/en/search/")
    held = []
    page.route("**/suggestions/**", lambda route: held.append(route))
    field = page.get_by_role("combobox")
    with page.expect_request("**/suggestions/**"):
        field.press_sequentially("fuz")

    field.press(leave)
    with page.expect_response("**/suggestions/**") as answered:
        held[0].continue_()
    answered.value.finished()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    assert page.locator("[role=listbox]").is_hidden()
    assert field.get_attribute("aria-expanded") == "false"


def test_a_finger_that_scrolls_the_suggestions_chooses_none(open_page):
    page = open_page("/en/search/", width=390, has_touch=True)
    page.get_by_role("combobox").press_sequentially("fuz")
    option = page.get_by_role("option").first
    option.wait_for()

    for kind in ("pointerdown", "pointercancel"):
        option.dispatch_event(kind, {"bubbles": True, "pointerType": "touch"})
    assert page.url.endswith("/en/search/")

    option.tap()
    page.wait_for_url("**/en/cities/fuzhou/")


def test_enter_without_a_choice_searches_for_what_was_typed_and_a_click_chooses(open_page):
    page = open_page("/en/search/")
    page.get_by_role("combobox").fill("climate")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/en/search/?q=climate")

    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially("fuz")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/en/cities/fuzhou/")


def test_it_works_without_script(open_page):
    page = open_page("/en/search/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("fuzhou")
    page.get_by_role("main").get_by_role("button", name="Search").click()

    assert page.locator(".result h3 a").first.get_attribute("href") == "/en/cities/fuzhou/"
