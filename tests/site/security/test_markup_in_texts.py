"""No text that somebody writes becomes an element, an attribute or a script, wherever it is shown.

The corpus (tests/cases/markup.txt) stands in every text of every model; all that shows texts, to
readers and to staff, is asked for and parsed.
"""

import csv
import io
import json

import lxml.etree
import lxml.html
import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from accounts.models import User
from core.richtext.fields import clean
from delivery.models import NotFoundAddress, Redirect
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from tests.editing.exchange.returned_files import send_back, send_out, with_targets
from tests.site.security.corpus import CORPUS, infect
from tests.support.desk_client import Desk, superuser
from tests.support.html import asked, parsed
from tests.support.items import library_image, write_draft
from tests.support.public_pages import ARTICLE, PAGES

# One process of the tests writes the corpus.
pytestmark = pytest.mark.xdist_group("markup")

# What no page needs, or no page of this site has.
NEVER = {
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "math",
    "frame",
    "noembed",
    "xmp",
    "animate",
}
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "{http://www.w3.org/1999/xlink}href",
)
KINDS = [model for model in admin.site._registry if model is not NotFoundAddress]


@pytest.fixture(scope="module")
def desk(module_db):
    """Somebody at the desk of a site whose every text is the corpus; its name is too."""
    chief = Desk(superuser())
    write_draft("a-draft")
    library_image()
    Redirect.objects.create(old_path="news/old/", new_path="cities/fuzhou/")
    NotFoundAddress.objects.create(path="/en/x/", last_asked_at="2026-01-01T00:00Z")
    chief.save(Article.objects.get(slug="china-special-envoy-c40"), "_save", title_en="Pending")
    for model in KINDS:
        if model is not User:
            revisions.record(model.objects.first(), chief.user, Action.CHANGED, reason="x")
    infect()
    for model in KINDS:
        for item in model.objects.all()[:3]:
            item.save()
            if model is not User:
                revisions.record(item, chief.user, Action.CHANGED, reason="x")
    infect()
    return chief


def faults(page):
    """Return what of a parsed page no template has written."""
    found = []
    for element in page.iter(lxml.etree.Element):
        tag = str(element.tag)
        is_preview = tag == "iframe" and element.get("name") == "desk-preview"
        found += [tag] if (tag in NEVER and not is_preview) or "xss" in tag else []
        for name, value in element.attrib.items():
            address = "".join(value.split()).lower() if name in ADDRESSES else ""
            if (
                name.startswith("on")
                or name in ("style", "srcdoc", "formaction")
                or address.startswith(("javascript:", "data:", "vbscript:"))
            ):
                found.append(f"{tag} {name}={value}")
            elif tag in ("script", "link", "img", "form", "use") and address:
                is_ours = address.startswith(("/", "http://testserver/", "#", "?"))
                if not is_ours or address.startswith("//"):
                    found.append(f"{tag} {name}={value}")
        if tag == "script" and not element.get("src"):
            text = element.text or ""
            if "json" in (element.get("type") or ""):
                json.loads(text)
            elif "xss" in text:
                found.append(text)
        if tag in ("style", "meta") and (
            element.get("http-equiv") or "xss" in (element.text or "")
        ):
            found.append(lxml.html.tostring(element))
    if "x4977x" in page.text_content():
        found.append("a template was run")
    return found


def texts_of(client, addresses):
    """Return what is at each address and wrong with it; see that the corpus is there."""
    wrong, shown = {}, 0
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.status_code in (200, 403), address
        shown += b"xss" in response.content
        if response.headers["Content-Type"].startswith("application/json"):
            continue
        if found := faults(parsed(response)):
            wrong[address] = found[:4]
    assert shown > len(addresses) * 0.7
    return wrong


def test_readers_are_shown_text(client, desk, language):
    paths = [*PAGES, "search/?q=xss", "news/?city=fuzhou", "search/?q=%3Cimg"]

    assert texts_of(client, [f"/{language}/{path}" for path in paths]) == {}


def desk_pages():
    """Return the addresses of all pages of the desk that show an item, a list or a choice."""
    found = [reverse(f"admin:{name}") for name in ("index", "activity", "links")]
    found += [f"{reverse('admin:search')}?q=xss", "/admin/?q=img"]
    for model in KINDS:
        opts, item = model._meta, model._default_manager.order_by("pk").first()
        for page in ("changelist", "add", "recoverlist", "export", "exchange"):
            found += reversed_(f"admin:{opts.app_label}_{opts.model_name}_{page}")
        for page in ("change", "history", "compare", "delete"):
            found += reversed_(f"admin:{opts.app_label}_{opts.model_name}_{page}", item.pk)
    live = Article.objects.get(slug="china-special-envoy-c40").pk
    for code in ("en", "zh-hans"):
        found += reversed_("admin:news_article_wechat", live, code)
        found += reversed_("admin:news_article_preview", live, code)
    return found


def reversed_(name, *args):
    try:
        return [reverse(name, args=args)]
    except NoReverseMatch:
        return []


def test_staff_are_shown_text(desk):
    assert texts_of(desk.client, desk_pages()) == {}


def test_a_clash_and_a_kept_form_show_text(desk):
    draft = Article.objects.get(slug="a-draft")
    mine = desk.form(draft)
    bad = {"title_en": CORPUS[3] + CORPUS[8], "body_en": "".join(CORPUS), "_save": ""}
    desk.send(draft, mine | {"title_en": "Theirs", "_save": ""})

    clash = desk.send(draft, mine | bad)
    refused = desk.send(draft, desk.form(draft) | bad | {"date": CORPUS[4]})
    desk.client.post(desk.url(draft, "autosave"), mine | bad | {"form_key": "1"})
    kept = desk.client.get(desk.url(draft, "autosaved"), {"autosave": "1"})

    assert (clash.status_code, refused.status_code, kept.status_code) == (409, 200, 200)
    for response in (clash, refused, kept):
        assert b"xss" in response.content
        assert faults(parsed(response)) == []


def test_a_file_of_a_translator_shows_text(desk):
    draft = Article.objects.get(slug="a-draft")
    sent = send_out(desk, draft)
    inside = "".join(CORPUS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    comparison = send_back(desk, draft, with_targets(sent, standfirst=inside, body_0=inside))

    assert b"xss" in comparison.response.content
    assert faults(comparison.page) == []


def test_a_feed_holds_text(client, desk, language):
    feed = lxml.etree.fromstring(asked(client, f"/{language}/news/feed/").whole)
    parts = feed.xpath("//*[@type='html']/text()")

    assert parts
    assert [faults(lxml.html.fragment_fromstring(part, "div")) for part in parts] == [[]] * len(
        parts
    )
    lxml.etree.fromstring(asked(client, "/sitemap.xml").whole)


def test_a_document_runs_nothing(client, desk, language):
    document = asked(client, f"/{language}/{ARTICLE.removesuffix('/')}.pdf").whole

    assert document.startswith(b"%PDF")
    assert not [
        word for word in (b"/JavaScript", b"/JS", b"/Launch", b"(javascript:") if word in document
    ]


def test_no_cell_of_a_table_is_a_formula(client, desk):
    answers = [asked(client, f"/en/cities/cities.{kind}").whole for kind in ("csv", "json")]
    cells = [
        cell for row in csv.reader(io.StringIO(answers[0].decode("utf-8-sig"))) for cell in row
    ]
    for model in KINDS:
        opts = model._meta
        for url in reversed_(f"admin:{opts.app_label}_{opts.model_name}_export"):
            tables = [desk.client.post(url, {"format": n, "resource": "0"}).content for n in "01"]
            rows = csv.reader(io.StringIO(tables[0].decode("utf-8-sig")))
            cells += [cell for row in rows for cell in row]
            sheet = load_workbook(io.BytesIO(tables[1])).active
            assert [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []

    assert json.loads(answers[1])
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any("xss" in cell for cell in cells)


def test_what_is_pasted_is_cleaned_to_text_and_links():
    page = lxml.html.fragment_fromstring(clean("<p>" + "</p><p>".join(CORPUS) + "</p>"), "div")

    assert faults(page) == []
    assert {each.tag for each in page.iter()} <= {"div", "p", "a", "figure", "blockquote", "em"}
