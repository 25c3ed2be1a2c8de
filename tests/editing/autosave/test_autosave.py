"""What is typed is kept on the server until it is saved, dropped, discarded or deleted."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editing.autosave import storage
from editing.models import Autosave
from news.models import Article
from tests.support.desk_client import Desk, person
from tests.support.html import form_values, parsed

ADD = "/admin/news/article/add/"


def take_over(desk, url):
    """Return what the form holds after taking over what it offers."""
    (link,) = desk.get(url).cssselect(".desk-offer a[href^='?']")
    return form_values(desk.get(url + link.get("href")))


def autosave(desk, obj, **changes):
    return desk.client.post(desk.url(obj, "autosave"), desk.form(obj) | changes)


def test_what_is_typed_is_kept_without_touching_the_item(editor, draft):
    with time_machine.travel("2026-11-24T02:12:00Z", tick=False):
        editor.client.force_login(editor.user)
        answer = autosave(editor, draft, title_en="Half a sent").json()

    assert (answer["kept"], answer["others"]) == ("Kept as typed at 10:12", "")
    draft.refresh_from_db()
    assert draft.title_en == "A draft"


def test_what_is_typed_is_kept_though_the_clock_was_set_back(editor, draft):
    for hour in (*range(12, 18), 3):
        with time_machine.travel(f"2026-11-24T{hour:02}:00:00Z", tick=False):
            editor.client.force_login(editor.user)
            autosave(editor, draft, title_en=f"At {hour}", form_key=f"window-{hour}")

    rows = storage.autosaves_of(type(draft), draft.pk, editor.user)
    assert "window-3" in [row.form_key for row in rows]


def test_the_form_offers_back_what_was_kept_with_a_comparison(editor, draft):
    autosave(editor, draft, title_en="Half a sentence")

    offer = editor.get(editor.url(draft)).cssselect(".desk-offer a")
    page = editor.get(offer[0].get("href"))

    assert [cell.text_content() for cell in page.cssselect(".desk-compare tbody td")] == [
        "A draft",
        "Half a sentence",
    ]
    again = form_values(editor.get(editor.url(draft) + offer[1].get("href")))
    assert again["title_en"] == "Half a sentence"


def test_rows_that_were_typed_come_back_as_well_and_once_saved_nothing_is_offered(editor, draft):
    fact = draft.key_facts.create(label_en="From", value_en="Here")
    row = {"order": "1", "label_en": "New", "value_en": "x"}
    new = {f"key_facts-1-{name}": value for name, value in row.items()}
    old = {"key_facts-TOTAL_FORMS": "2", "key_facts-0-value_en": "There"}
    autosave(editor, draft, **old, **new)

    again = take_over(editor, editor.url(draft))
    editor.send(draft, again)

    found = set(draft.key_facts.values_list("label_en", "value_en"))
    assert found == {("New", "x"), ("From", "There")}
    assert draft.key_facts.filter(pk=fact.pk).exists()
    assert not Autosave.objects.exists()


def test_what_was_kept_before_another_saved_clashes_and_overwrites_nothing(editor, other, draft):
    autosave(editor, draft, title_en="Mine")
    other.save(draft, title_en="Theirs")

    response = editor.send(draft, take_over(editor, editor.url(draft)))

    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.title_en == "Theirs"


def strict(desk):
    """Return a browser of the same person in which tokens of forms are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user)
    client.get("/admin/")
    return client


def test_a_form_from_an_earlier_login_is_refused_in_words(editor, draft):
    sent = editor.form(draft) | {"title_en": "Typed before", "csrfmiddlewaretoken": "a" * 64}
    client = strict(editor)
    before = dict(client.session)

    refused = client.post(editor.url(draft), sent)

    assert refused.status_code == 403
    page = parsed(refused)
    assert page.cssselect("#content > h1")[0].text_content() == "Nothing was saved"
    assert page.cssselect("#nav-sidebar")
    assert page.cssselect(f"#content a[href='{editor.url(draft)}']")
    assert not Autosave.objects.exists()
    assert dict(client.session) == before


@pytest.mark.parametrize(
    ("spoken", "title"), [("en", "Nothing was saved"), ("zh-hans", "内容未保存")]
)
def test_who_has_lost_all_cookies_is_answered_in_the_language_of_the_form(draft, spoken, title):
    desk = Desk(person("Editor", interface_language=spoken))
    field = desk.get(desk.url(draft)).cssselect("form [name=_language]")[0]
    sent = desk.form(draft) | {"title_en": "Typed before", "_language": field.get("value")}
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})

    refused = client.post(desk.url(draft), sent)

    page = parsed(refused)
    assert (refused.status_code, refused["Content-Language"]) == (403, spoken)
    assert page.cssselect("#content > h1")[0].text_content() == title
    assert page.cssselect(f"#content a[href='{desk.url(draft)}']")


def test_a_visitor_without_a_token_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)

    for path in ("/en/", "/admin/login/", "/admin/logout/"):
        refused = client.post(path, {"username": "x"})
        assert refused.status_code == 403
        assert "Nothing was saved" in refused.content.decode()


def test_what_another_site_sends_is_refused_and_not_kept(editor, draft):
    sent = {"title_en": "Forged", "csrfmiddlewaretoken": "a" * 64}

    refused = strict(editor).post(
        editor.url(draft), sent, headers={"origin": "http://elsewhere.example"}
    )

    assert refused.status_code == 403
    assert editor.form(draft)["title_en"] == "A draft"


def beat(desk, obj):
    """Send the sign of life that the script of an open form sends; return the answer."""
    return desk.client.post(desk.url(obj, "autosave"), {"_only_here": "1"}).json()


def shown_others(desk, obj):
    return desk.get(desk.url(obj)).get_element_by_id("desk-others").text_content()


def test_who_else_has_the_item_open_is_named(reviewer, other, draft):
    desk = Desk(person("Editor", first_name="Lin"))
    reader = Desk(person("Editor", "reader", interface_language="zh-hans"))

    with time_machine.travel(timezone.now(), tick=False):
        assert beat(desk, draft)["others"] == shown_others(desk, draft) == ""
        assert shown_others(reviewer, draft) == "Also open: Lin"
        assert beat(other, draft)["others"] == "Also open: Lin"
        assert beat(reader, draft)["others"] == "同时打开的还有：Lin、other"
    assert not Autosave.objects.exists()


def test_who_has_gone_is_no_longer_named(editor, reviewer, draft):
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False) as clock:
        editor.client.force_login(editor.user)
        reviewer.client.force_login(reviewer.user)
        for sent, seconds, is_there in (
            # The form of the one who looks asks every five seconds: 15 after leaving at most.
            ({"_only_here": "1"}, 9, True),
            ({"_only_here": "1"}, 10, False),
            # A tab in the background is let to send once a minute.
            ({"_only_here": "hidden"}, 80, True),
            ({"_only_here": "hidden"}, 90, False),
            ({"_only_here": "1", "_gone": "1"}, 0, False),
            ({"title_en": "The last words", "_gone": "1"}, 0, False),
        ):
            beat(editor, draft)
            editor.client.post(editor.url(draft, "autosave"), sent)
            clock.shift(seconds)
            assert bool(shown_others(reviewer, draft)) == is_there, (sent, seconds)

    assert "last" in Autosave.objects.get().data
    assert "_gone" not in Autosave.objects.get().data


def test_opening_a_form_writes_nothing(editor, draft):
    autosave(editor, draft, title_en="Half a sentence")

    with CaptureQueriesContext(connection) as queries:
        editor.get(editor.url(draft))
        take_over(editor, editor.url(draft))

    writes = ("INSERT", "UPDATE", "DELETE")
    assert queries.captured_queries
    assert [each["sql"] for each in queries if each["sql"].startswith(writes)] == []


def test_who_may_only_look_at_a_form_keeps_and_changes_nothing(draft):
    nobody = Desk(person("Translator", "nobody", translates=""))

    page = nobody.get(nobody.url(draft))

    assert page.cssselect("#desk-autosave, script[src*=desk-autosave]") == []
    for url in (nobody.url(draft, "autosave"), nobody.url(draft)):
        assert nobody.client.post(url, {"title_zh_hans": "标题"}).status_code == 403


@pytest.mark.both_databases
def test_deleting_an_item_drops_what_everybody_typed_into_it(editor, reviewer, draft, live):
    for desk in (editor, reviewer):
        autosave(desk, draft, title_en=f"By {desk.user}")
    autosave(editor, live, title_en="Stays")

    reviewer.delete(draft)

    assert not Article.objects.filter(pk=draft.pk).exists()
    assert [row.item for row in Autosave.objects.all()] == [live]


def test_what_is_discarded_is_offered_until_then(editor, live):
    editor.save(live, title_en="Pending")
    typed = editor.form(live) | {"title_en": "Typed and discarded"}
    editor.client.post(editor.url(live, "autosave"), typed)

    editor.send(live, typed | {"_discard": "", "loaded_token": ""})
    assert take_over(editor, editor.url(live))["title_en"] == "Typed and discarded"

    autosave(editor, live, title_en="In another tab")
    editor.send(live, typed | {"_discard": ""})
    assert take_over(editor, editor.url(live))["title_en"] == "In another tab"
