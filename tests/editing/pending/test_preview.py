"""A draft is seen in the real page: by staff, next to its form, and by a link for others."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from programmes.models import Milestone
from tests.support.html import parsed


def shared(desk, obj):
    """Return the links for people without an account, by language tag."""
    page = desk.get(desk.url(obj))
    return {a.get("hreflang"): a.get("href") for a in page.cssselect(".desk-links a")}


def headline(response):
    page = parsed(response)
    return " ".join(page.cssselect("main h1")[0].text_content().split())


def assert_closed(response):
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(("code", "title"), [("en", "A draft"), ("zh-hans", "一份草稿")])
def test_staff_see_a_draft_in_the_real_page(editor, draft, client, code, title):
    response = editor.client.get(editor.url(draft, "preview", code))

    assert headline(response) == title
    assert response.headers["Content-Language"] == code
    assert_closed(response)
    # Only the desk may frame it.
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert client.get(f"/{code}/news/2026/a-draft/").status_code == 404


def test_the_form_is_previewed_as_it_is_typed_and_nothing_is_saved(editor, live, client):
    data = editor.form(live) | {"title_en": "Just typed", "key_facts-0-value_en": "Typed as well"}

    response = editor.send(live, data | {"_preview": "en"})

    assert headline(response) == "Just typed"
    assert "Typed as well" in response.content.decode()
    assert_closed(response)
    assert "Just typed" not in client.get("/en/news/2021/china-special-envoy-c40/").content.decode()
    assert editor.form(live)["title_en"] != "Just typed"


def test_a_form_with_a_mistake_says_next_to_the_form_what_is_wrong(editor, draft):
    data = editor.form(draft) | {"slug": "a/b", "key_facts-TOTAL_FORMS": "1"}
    data |= {"key_facts-0-order": "x", "key_facts-0-label_en": "x"}

    response = editor.send(draft, data | {"_preview": "en"})

    assert response.status_code == 422
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    page = parsed(response)
    assert [each.text_content() for each in page.cssselect(".mistakes dt")] == ["Slug", "Order"]
    assert page.cssselect("form, #nav-sidebar") == []


def test_a_link_shows_the_draft_in_both_languages_to_people_without_an_account(
    editor, draft, client
):
    response = client.get(shared(editor, draft)["en"])

    assert headline(response) == "A draft"
    assert_closed(response)
    assert response.headers["X-Frame-Options"] == "DENY"
    other = parsed(response).cssselect("header a[hreflang=zh-Hans]")[0].get("href")
    assert other.startswith("/preview/")
    assert headline(client.get(other)) == "一份草稿"


def test_a_link_ends_after_seven_days(editor, draft, client):
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        editor.client.force_login(editor.user)
        url = shared(editor, draft)["en"]
    with time_machine.travel("2030-01-07T23:59:00Z", tick=False):
        assert client.get(url).status_code == 200
    with time_machine.travel("2030-01-08T00:01:00Z", tick=False):
        assert client.get(url).status_code == 404


def test_revoking_makes_every_link_invalid(editor, draft, client):
    url = shared(editor, draft)["en"]

    editor.client.post(editor.url(draft, "revoke"))

    assert client.get(url).status_code == 404
    assert client.get(shared(editor, draft)["en"]).status_code == 200


def test_a_false_link_shows_nothing(editor, draft, live, client):
    token = shared(editor, draft)["en"].split("/")[2]
    editor.get(editor.url(live))
    for false in (token[:-1] + "x", "1", "1:x:y", token.replace(":", ":0", 1), "x" * 500, "²:a:b"):
        assert client.get(f"/preview/{false}/en/").status_code == 404
    assert client.get(f"/preview/{token}/fr/").status_code == 404


def test_a_link_after_the_item_is_deleted_shows_nothing(editor, reviewer, draft, client):
    url = shared(editor, draft)["en"]

    reviewer.delete(draft)

    assert not Article.objects.filter(slug="a-draft").exists()
    assert client.get(url).status_code == 404


def test_a_milestone_is_previewed_where_readers_meet_it(editor):
    milestone = Milestone.objects.create(slug="new", date="2026-01-01", title_en="A new step")

    page = editor.client.get(editor.url(milestone, "preview", "en")).content.decode()

    assert "A new step" in page


def test_a_preview_without_pending_changes_writes_nothing(editor, draft, client):
    shared_link = shared(editor, draft)["en"]
    pages = [(editor.client, editor.url(draft, "preview", "en")), (client, shared_link)]
    for visitor, url in pages:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(url).status_code == 200
        beginnings = {query["sql"].split()[0] for query in queries}
        assert beginnings == {"SELECT"}
