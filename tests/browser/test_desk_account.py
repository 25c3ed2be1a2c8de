"""A passkey in a real browser: added after the password, then enough by itself."""

import pytest

from tests.support.desk_client import person

# A device that has a finger on it, as Chromium makes one for tests.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def public(settings):
    settings.SECOND_FACTOR = True


def test_a_passkey_is_added_at_the_first_login_and_opens_the_desk_by_itself(
    public, open_page, server, language
):
    person("Editor", interface_language=language)
    page = open_page("/admin/login/?next=/admin/news/article/", locale=language[:2])
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    page.locator("[name=login]").fill("editor")
    page.locator("[name=password]").fill("x")
    page.locator("#account-button").click()
    page.wait_for_url("**/admin/account/")
    page.locator("[href$='/passkeys/add/']").click()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes code").count() == 10
    page.locator("#logout-form button").click()
    page.wait_for_url("**/admin/logout/")

    page.goto(f"{server}/admin/login/?next=/admin/news/article/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/admin/news/article/")
    assert faults == []


def test_a_device_without_a_passkey_is_said_in_words(open_page, language):
    page = open_page("/admin/login/", locale={"en": "en-GB", "zh-hans": "zh-CN"}[language])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    page.locator("#passkey_login").click()

    said = page.locator("[data-passkey-fault]")
    said.wait_for(state="visible", timeout=20_000)
    assert {"en": "Try again", "zh-hans": "请重试"}[language] in said.text_content()
