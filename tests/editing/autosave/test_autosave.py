"""What is typed is kept on the server until it is saved, dropped, discarded or deleted."""

import lxml.html
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editing.autosave import presence
from editing.models import Autosave, Presence
from news.models import Article
from tests.support.desk_client import Desk, person

ADD = "/admin/news/article/add/"


def typed_again(page):
    """Return what the form of a page holds."""
    form = page.get_element_by_id("content-main").cssselect("form")[0]
    # A browser drops the line break with which Django opens a text area.
    return {
        name: value.removeprefix("\n")
        for name, value in form.form_values()
        if not name.startswith("_")
    }


def take_over(desk, url):
    """Return what the form holds after taking over what it offers."""
    (link,) = desk.get(url).cssselect(".desk-offer a[href^='?']")
    return typed_again(desk.get(url + link.get("href")))


def autosave(desk, obj, **changes):
    return desk.client.post(desk.url(obj, "autosave"), desk.form(obj) | changes)


@pytest.mark.both_databases
def test_what_is_typed_is_kept_without_touching_the_item(editor, draft):
    with time_machine.travel("2026-11-24T02:12:00Z", tick=False):
        editor.client.force_login(editor.user)
        answer = autosave(editor, draft, title_en="Half a sent").json()

    assert (answer["kept"], answer["others"]) == ("Kept as typed at 10:12", "")
    draft.refresh_from_db()
    assert draft.title_en == "A draft"


def test_the_form_offers_back_what_was_kept_with_a_comparison(editor, draft):
    autosave(editor, draft, title_en="Half a sentence")

    offer = editor.get(editor.url(draft)).cssselect(".desk-offer a")
    page = editor.get(offer[0].get("href"))

    assert [cell.text_content() for cell in page.cssselect(".desk-compare tbody td")] == [
        "A draft",
        "Half a sentence",
    ]
    again = typed_again(editor.get(editor.url(draft) + offer[1].get("href")))
    assert again["title_en"] == "Half a sentence"


def test_rows_that_were_typed_come_back_as_well(editor, draft):
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


def test_what_is_taken_over_and_saved_is_no_longer_offered(editor, draft):
    autosave(editor, draft, title_en="Whole sentence")
    editor.send(draft, take_over(editor, editor.url(draft)))

    draft.refresh_from_db()
    assert draft.title_en == "Whole sentence"
    assert not Autosave.objects.exists()


def test_what_was_kept_before_someone_else_saved_clashes_and_overwrites_nothing(editor, draft):
    autosave(editor, draft, title_en="Mine")
    Desk(person("Editor", "other")).save(draft, title_en="Theirs")

    response = editor.send(draft, take_over(editor, editor.url(draft)))

    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.title_en == "Theirs"


def test_what_is_kept_belongs_to_one_person(editor, draft):
    autosave(editor, draft, title_en="Mine")

    other = Desk(person("Editor", "other"))

    assert other.get(other.url(draft)).cssselect(".desk-offer") == []


def test_what_is_kept_can_be_dropped(editor, draft):
    autosave(editor, draft, title_en="Mine")

    page = editor.get(editor.url(draft)).cssselect(".desk-offer a")[0].get("href")
    editor.client.post(page)

    assert editor.get(editor.url(draft)).cssselect(".desk-offer") == []


def test_a_new_item_is_kept_before_it_exists(editor):
    editor.client.post(reverse("admin:news_article_autosave_new"), {"title_en": "Not yet there"})

    again = take_over(editor, ADD)

    assert again["title_en"] == "Not yet there"
    assert not Article.objects.filter(title_en="Not yet there").exists()


def test_only_who_may_change_an_item_can_keep_its_form(translator, draft):
    nobody = Desk(person("Translator", "nobody", translates=""))

    assert nobody.client.post(nobody.url(draft, "autosave"), {"title_en": "x"}).status_code == 403
    assert translator.client.post(reverse("admin:news_article_autosave_new"), {}).status_code == 403


def strict(desk):
    """Return a browser of the same person in which tokens of forms are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.user)
    client.get("/admin/")
    return client


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Nothing was saved"), ("zh-hans", "内容未保存")]
)
def test_a_form_from_an_earlier_login_is_refused_in_words(draft, language, title):
    desk = Desk(person("Editor", interface_language=language))
    sent = desk.form(draft) | {"title_en": "Typed before", "csrfmiddlewaretoken": "a" * 64}
    client = strict(desk)
    before = dict(client.session)

    refused = client.post(desk.url(draft), sent)

    assert refused.status_code == 403
    page = lxml.html.document_fromstring(refused.content.decode())
    assert page.cssselect("#content > h1")[0].text_content() == title
    assert page.cssselect("#nav-sidebar")
    assert page.cssselect(f"#content a[href='{desk.url(draft)}']")
    assert not Autosave.objects.exists()
    assert dict(client.session) == before


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


def test_who_else_has_the_item_open_is_counted_and_not_named(editor, reviewer, draft):
    assert beat(editor, draft)["others"] == shown_others(editor, draft) == ""

    assert shown_others(reviewer, draft) == "Also open: 1 other editor"
    beat(reviewer, draft)
    assert beat(editor, draft)["others"] == "Also open: 1 other editor"
    assert not Autosave.objects.exists()


def test_who_has_gone_is_no_longer_counted(editor, reviewer, draft):
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False):
        editor.client.force_login(editor.user)
        beat(editor, draft)
    with time_machine.travel("2026-11-24T02:01:31Z", tick=False):
        reviewer.client.force_login(reviewer.user)
        assert shown_others(reviewer, draft) == ""


def test_old_signs_of_life_are_pruned(editor, reviewer, draft):
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False):
        presence.mark_present(draft, editor.user)
    with time_machine.travel("2026-11-25T02:00:01Z", tick=False):
        presence.mark_present(draft, reviewer.user)

        assert presence.prune() == 1
    assert Presence.objects.get().user == reviewer.user


def test_opening_a_form_writes_nothing(editor, draft):
    autosave(editor, draft, title_en="Half a sentence")

    with CaptureQueriesContext(connection) as queries:
        editor.get(editor.url(draft))
        take_over(editor, editor.url(draft))

    writes = ("INSERT", "UPDATE", "DELETE")
    assert queries.captured_queries
    assert [each["sql"] for each in queries if each["sql"].startswith(writes)] == []


def test_who_may_only_look_at_a_form_is_offered_no_keeping(draft):
    nobody = Desk(person("Translator", "nobody", translates=""))

    page = nobody.get(nobody.url(draft))

    assert page.cssselect("#desk-autosave, script[src*=desk-autosave]") == []


@pytest.mark.both_databases
def test_deleting_an_item_drops_what_everybody_typed_into_it(editor, reviewer, draft, live):
    for desk in (editor, reviewer):
        autosave(desk, draft, title_en=f"By {desk.user}")
    autosave(editor, live, title_en="Stays")
    chief = Desk(person("Administrator"))

    chief.client.post(chief.url(draft, "delete"), {"post": "yes"})

    assert not Article.objects.filter(pk=draft.pk).exists()
    assert [row.item for row in Autosave.objects.all()] == [live]


def test_what_is_discarded_is_no_longer_offered(editor, live):
    editor.save(live, title_en="Pending")
    typed = editor.form(live) | {"title_en": "Typed and discarded"}
    other_tab = editor.form(live) | {"title_en": "In another tab"}
    for form in (typed, other_tab):
        editor.client.post(editor.url(live, "autosave"), form)

    editor.send(live, typed | {"_discard": ""})

    assert take_over(editor, editor.url(live))["title_en"] == "In another tab"


def test_what_could_not_be_discarded_is_still_offered(editor, live):
    editor.save(live, title_en="Pending")
    typed = editor.form(live) | {"title_en": "Typed"}
    editor.client.post(editor.url(live, "autosave"), typed)

    editor.send(live, typed | {"_discard": "", "loaded_token": ""})

    assert take_over(editor, editor.url(live))["title_en"] == "Typed"


def test_a_form_that_was_opened_before_the_rename_is_still_saved(editor, draft):
    url = editor.url(draft, "autosave").replace("/autosave/", "/keep/")
    assert editor.client.post(url, editor.form(draft) | {"title_en": "Half"}).status_code == 200
    assert "Half" in Autosave.objects.get().data
