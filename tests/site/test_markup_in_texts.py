"""No text that somebody writes becomes an element, an attribute or a script, wherever it is shown.

The corpus (tests/cases/markup.txt) stands in every text of every model; all that shows texts, to
readers and to staff, is asked for and parsed.
"""

import csv
import io
import json
from itertools import cycle, islice
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from accounts.models import User
from core.richtext.fields import RichTextField, clean
from delivery.models import NotFoundAddress, Redirect
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from tests.editing.exchange.returned_files import send_back, send_out, with_targets
from tests.support.desk_client import Desk, superuser
from tests.support.html import asked, parsed
from tests.support.items import library_image, write_draft
from tests.support.public_pages import ARTICLE, PAGES

CORPUS = (Path(__file__).parent.parent / "cases" / "markup.txt").read_text().splitlines()
WRITTEN_BY_PEOPLE = {
    *("accounts", "cities", "delivery", "library", "news", "pages", "programmes"),
}
# Of other kinds: who did what, and why.
MORE = {"editing.Activity", "editing.WorkflowState"}
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


def is_written(field):
    """Whether people write a text into a field: not a key, a choice or a number."""
    is_text = isinstance(field, models.CharField | models.TextField)
    is_key = isinstance(field, models.SlugField) or field.unique or field.choices
    is_original = revisions.is_original_field(field)
    return (
        is_text and not is_key and not is_original and field.name not in ("password", "held_back")
    )


def accepted(field, start):
    """Return as much of the corpus, from a place on, as a field takes; "" if it takes none."""
    found = ""
    for payload in islice(cycle(CORPUS), start, start + len(CORPUS)):
        joined = f"{found} {payload}".strip()
        try:
            field.clean(joined, None)
        except ValidationError:
            continue
        found = joined
    return found


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


def infect():
    """Write the corpus into every text, past every form; what begins it is another in each."""
    start = 0
    for model in apps.get_models():
        if model._meta.app_label not in WRITTEN_BY_PEOPLE and model._meta.label not in MORE:
            continue
        fields = [field for field in model._meta.concrete_fields if is_written(field)]
        for pk in model._base_manager.values_list("pk", flat=True) if fields else ():
            texts = {}
            for field in fields:
                start += 1
                if isinstance(field, RichTextField):
                    # An expression is not cleaned on its way in.
                    text = " ".join(islice(cycle(CORPUS), start, start + len(CORPUS)))
                    texts[field.name] = Value(f"<p>{text}</p>")
                elif text := accepted(field, start):
                    texts[field.name] = text
            if texts:
                model._base_manager.filter(pk=pk).update(**texts)


def faults(page):
    """Return what of a parsed page no template has written."""
    found = []
    for element in page.iter(lxml.etree.Element):
        tag = str(element.tag)
        found += [tag] if tag in NEVER or "xss" in tag else []
        for name, value in element.attrib.items():
            address = "".join(value.split()).lower() if name in ADDRESSES else ""
            if (
                name.startswith("on")
                or name in ("style", "srcdoc", "formaction", "autofocus")
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
        response = client.get(address)
        assert response.status_code == 200, address
        shown += b"xss" in response.content
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
        for page in ("change", "history", "compare", "delete", "languages", "duplicate"):
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
    inside = "".join(CORPUS).replace("&", "&amp;").replace("<", "&lt;")

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
        word for word in (b"/JavaScript", b"/JS", b"/Launch", b"javascript:") if word in document
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
