"""Several forms that one person has open at a time: each keeps its own text."""

from editing.models import Autosave
from news.models import Article
from tests.editing.autosave.test_autosave import ADD, take_over
from tests.support.html import form_values, parsed

AUTOSAVE_NEW = ADD.replace("add", "autosave")


def offers(desk, url):
    """Return the addresses under which the form offers back what was kept."""
    links = desk.get(url).cssselect(".desk-offer a[href^='?']")
    return [url + each.get("href") for each in links]


def open_tab(desk, url, title):
    """Open a form, type a title, let the form keep itself; return what the form then holds."""
    typed = form_values(desk.get(url)) | {"title_en": title}
    desk.client.post(url.replace("/add/", "/autosave/").replace("/change/", "/autosave/"), typed)
    return typed


def titles(desk, url):
    return {form_values(desk.get(each))["title_en"] for each in offers(desk, url)}


def test_two_new_items_are_kept_side_by_side(editor):
    open_tab(editor, ADD, "Tab one")
    open_tab(editor, ADD, "Tab two")

    assert titles(editor, ADD) == {"Tab one", "Tab two"}
    assert not Article.objects.filter(title_en__startswith="Tab").exists()


def test_saving_one_new_item_leaves_what_the_other_tab_keeps(editor):
    first = open_tab(editor, ADD, "Tab one")
    open_tab(editor, ADD, "Tab two")

    answer = editor.client.post(ADD, first | {"slug": "one", "date": "2026-01-01", "_save": ""})

    assert answer.status_code == 302
    assert titles(editor, ADD) == {"Tab two"}


def test_a_new_item_that_is_refused_first_and_then_saved_is_no_longer_offered(editor):
    typed = open_tab(editor, ADD, "Without an address") | {"date": "2026-01-01", "slug": "a/b"}
    refused = editor.client.post(ADD, typed | {"_save": ""})
    assert refused.status_code == 200

    again = form_values(parsed(refused))
    editor.client.post(ADD, again | {"slug": "now-with", "_save": ""})

    assert Article.objects.filter(slug="now-with").exists()
    assert not Autosave.objects.exists()


def test_what_is_taken_over_is_typed_on_and_kept_in_its_place(editor):
    open_tab(editor, ADD, "Begun")

    editor.client.post(AUTOSAVE_NEW, take_over(editor, ADD) | {"title_en": "Typed on"})

    assert titles(editor, ADD) == {"Typed on"}


def test_two_tabs_of_one_item_keep_each_their_own(editor, draft):
    url = editor.url(draft)
    first = open_tab(editor, url, "Tab one")
    open_tab(editor, url, "Tab two")

    assert editor.send(draft, first).status_code == 302

    assert titles(editor, url) == {"Tab two"}


def test_each_of_several_is_compared_and_dropped_by_itself(editor, draft):
    url = editor.url(draft)
    open_tab(editor, url, "Tab one")
    open_tab(editor, url, "Tab two")
    links = editor.get(url).cssselect(".desk-offer a[href*='/autosaved/']")

    pages = [each.get("href") for each in links]
    editor.client.post(next(each for each in pages if "Tab one" in editor.get(each).text_content()))

    assert titles(editor, url) == {"Tab two"}


def test_what_is_kept_is_offered_in_one_bar_the_newest_first_and_each_can_be_dropped(editor, draft):
    url = editor.url(draft)
    for title in ("One", "Two", "Three"):
        open_tab(editor, url, title)

    page = editor.get(url)

    (bar,) = page.cssselect(".desk-offer")
    assert len(bar.cssselect(":scope > p")) == 1
    assert "2 older texts" in bar.cssselect("details summary")[0].text_content()
    newest, *_older = [each.get("href") for each in bar.cssselect("a[href^='?']")]
    assert form_values(editor.get(url + newest))["title_en"] == "Three"
    drops = bar.cssselect("button[form=desk-drop]")
    assert len(drops) == 3
    assert page.get_element_by_id("desk-drop").get("method") == "post"
    editor.client.post(drops[1].get("formaction"))
    assert titles(editor, url) == {"One", "Three"}


def test_text_of_an_item_that_was_never_saved_stands_on_the_first_page(editor, other, draft):
    open_tab(editor, editor.url(draft), "Of a draft")
    assert not editor.get("/admin/").cssselect("#board-never-saved")
    open_tab(editor, ADD, "Never saved")
    typed = form_values(editor.get(ADD)) | {"title_zh_hans": "从未保存"}
    editor.client.post(AUTOSAVE_NEW, typed)

    links = editor.get("/admin/").get_element_by_id("board-never-saved").getparent()
    links = links.cssselect(".waiting a")

    assert [each.text_content() for each in links] == ["从未保存", "Never saved"]
    assert form_values(editor.get(links[1].get("href")))["title_en"] == "Never saved"
    assert not other.get("/admin/").cssselect("#board-never-saved")


def test_nobody_is_given_what_another_person_keeps(editor, other, draft):
    open_tab(editor, editor.url(draft), "Mine")
    row = Autosave.objects.get()

    page = other.get(other.url(draft) + f"?autosave={row.form_key}")

    assert offers(other, other.url(draft)) == []
    assert form_values(page)["title_en"] == "A draft"
    autosaved_page = other.url(draft, "autosaved") + f"?autosave={row.form_key}"
    assert other.client.get(autosaved_page).status_code == 404
    assert other.client.post(autosaved_page).status_code == 404
    assert Autosave.objects.exists()


def test_an_address_that_names_nothing_kept_shows_the_form(editor, draft):
    for name in ("", "²", "9" * 40):
        page = editor.get(editor.url(draft) + f"?autosave={name}")
        assert form_values(page)["title_en"] == "A draft"


def test_a_text_that_arrives_late_does_not_replace_what_was_typed_since(editor):
    typed = open_tab(editor, ADD, "In the tunnel")
    editor.client.post(AUTOSAVE_NEW, typed | {"title_en": "On another computer"})

    editor.client.post(AUTOSAVE_NEW, typed | {"_after": ""})

    assert titles(editor, ADD) == {"In the tunnel", "On another computer"}


def test_a_text_that_arrives_late_goes_on_where_its_form_had_been_kept_last(editor):
    typed = form_values(editor.get(ADD))
    answer = editor.client.post(AUTOSAVE_NEW, typed | {"title_en": "Before the tunnel"}).json()

    late = typed | {"title_en": "In the tunnel", "_after": answer["version"]}
    editor.client.post(AUTOSAVE_NEW, late)

    assert titles(editor, ADD) == {"In the tunnel"}


def test_the_same_text_that_comes_twice_is_offered_once(editor, draft):
    typed = editor.form(draft) | {"title_en": "Typed once"}
    for key in ("1", "2"):
        editor.client.post(editor.url(draft, "autosave"), typed | {"form_key": key})

    assert len(editor.get(editor.url(draft)).cssselect(".desk-offer")) == 1


def test_a_new_item_that_is_saved_from_the_window_of_another_is_no_longer_offered(editor):
    typed = open_tab(editor, ADD, "Small window") | {"date": "2026-01-01", "slug": "small"}

    answer = editor.client.post(ADD, typed | {"_popup": "1", "_save": ""})

    assert answer.status_code == 200
    assert Article.objects.filter(slug="small").exists()
    assert not Autosave.objects.exists()
