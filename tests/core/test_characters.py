"""Characters that no text needs are kept out on every way in."""

import datetime
from functools import cache

import pytest
from django.contrib import admin
from django.test import RequestFactory

from accounts.models import User
from core.richtext.fields import clean
from news.models import Article, KeyFact
from tests.support.characters import cases
from tests.support.desk_client import Desk, person

pytestmark = pytest.mark.django_db

CASES = [pytest.param(*case[:4], id=case.line) for case in cases()]


def row(model):
    found = model._default_manager.first()
    return found or model.objects.create(
        **{"article": Article.objects.first()} if model is KeyFact else {}
    )


@pytest.mark.both_databases
@pytest.mark.parametrize(("model", "column", "given", "stored"), CASES)
def test_code_stores_a_text_without_them(model, column, given, stored):
    item = row(model)
    setattr(item, column, given)
    item.save()
    item.refresh_from_db()
    assert getattr(item, column) in stored

    setattr(item, column, given)
    model._default_manager.bulk_update([item], [column])
    item.refresh_from_db()
    assert getattr(item, column) in stored

    if model is Article:
        other = Article(slug="bulk", date=datetime.date(2026, 1, 1), **{column: given})
        Article.objects.bulk_create([other])
        assert Article.objects.filter(slug="bulk").values_list(column, flat=True)[0] in stored

    model._default_manager.filter(pk=item.pk).update(**{column: ""})
    model._default_manager.filter(pk=item.pk).update(**{column: given})
    item.refresh_from_db()
    assert getattr(item, column) in stored


@pytest.fixture(scope="module")
def fields_of():
    """Return the fields of a kind's form, as the desk makes them."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)

    @cache
    def fields(model):
        kind = model if model in admin.site._registry else Article
        desk = admin.site.get_model_admin(kind)
        inlines = {each.model: each for each in desk.get_inline_instances(request)}
        if model in inlines:
            return inlines[model].get_formset(request).form.base_fields
        return desk.get_form(request).base_fields

    return fields


@pytest.mark.parametrize(("model", "column", "given", "stored"), CASES)
def test_a_form_takes_a_text_without_them(fields_of, model, column, given, stored):
    typed = fields_of(model)[column].clean(given)

    assert model._meta.get_field(column).clean(typed, None) in stored


def test_the_desk_stores_texts_without_them_and_feed_page_and_pdf_are_made(client, language):
    article = Article.objects.get(slug="china-special-envoy-c40")
    texts = {
        "title_en": "Rain\u0002 gardens\u000b",
        "standfirst_en": "One\u2028two\u200b",
        "title_zh_hans": "六条\u200b街\u000b花园",
        "body_en": "<h2>\u200b</h2><p>A\u0001\u000bb</p>",
        "body_zh_hans": "<h2>\u00ad</h2><p>一\u2028二</p>",
    }
    Desk(person("Reviewer")).save(article, "_publish", **texts)

    article.refresh_from_db()
    assert article.title_en == "Rain gardens"
    assert article.standfirst_en == "One\ntwo"
    assert article.title_zh_hans == "六条街 花园"
    assert article.body_en == "<p>A<br>b</p>"
    assert article.body_zh_hans == "<p>一<br>二</p>"
    assert client.get(f"/{language}/news/feed/").status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200
    pdf = client.get(f"/{language}/news/2021/{article.slug}.pdf")
    assert b"".join(pdf).startswith(b"%PDF")
    pdf.close()


@pytest.mark.parametrize("title", ["\u200b", "\u00ad", " \u2060", "\u3164", "\ufe0f", "\u200d"])
def test_a_title_that_shows_nothing_is_missing(title):
    article = Article(slug="nothing", date=datetime.date(2026, 1, 1), title_en=title)
    article.save()

    assert article.title_en == ""
    assert not article.is_ready_in("en")


@pytest.mark.parametrize(
    "nothing", ["\u200b", "\u00ad", "\ufeff \u2060", "<strong>\u3164</strong>"]
)
def test_a_block_that_shows_nothing_is_dropped(nothing):
    assert clean(f"<h2>{nothing}</h2><p>{nothing}</p><p>Text</p>") == "<p>Text</p>"


@pytest.mark.both_databases
def test_a_slug_is_small_so_that_two_never_differ_by_case_alone():
    Article.objects.create(slug="\ufeffCool-Roofs\u200b", date=datetime.date(2026, 1, 1))

    assert Article.objects.filter(slug="cool-roofs").exists()
