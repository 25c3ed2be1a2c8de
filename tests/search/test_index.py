"""What is saved is found, and only what the public may see."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone

from c40china.search.index import KINDS, VISIBLE
from c40china.search.owners import OWNERS
from cities.models import City
from core.models import Status
from news.models import Article, KeyFact
from pages.models import Page, PageSection
from programmes.models import FocusArea, PilotCity, PilotRole, Programme, ProgrammePoint
from search.engine import Visible, search
from search.models import Entry, Word
from search.query import parse
from tests.support import items

pytestmark = pytest.mark.both_databases

HOUR = datetime.timedelta(hours=1)


def found(words):
    return [(hit.kind, hit.key) for hit in search(parse(words), VISIBLE, "en").hits]


@pytest.fixture
def article():
    texts = {"title_en": "Zephyr", "title_zh_hans": "西风", "body_zh_hans": "<p>风筝满天</p>"}
    article = items.article(body_en="<p>Quixotic <strong>kites</strong></p>", **texts)
    article.save()
    return article


@pytest.mark.parametrize("words", ["Zephyr", "西风", "kite", "风筝", "quixotic kites"])
def test_an_object_is_found_by_title_and_text_in_both_languages(article, words):
    assert found(words) == [("news.Article", article.pk)]


def test_a_change_is_found_once_and_what_was_there_no_longer(article):
    article.title_en, article.date = "Monsoon", "2019-01-01"
    article.save()

    assert found("monsoon") == [("news.Article", article.pk)]
    assert found("zephyr") == []


def test_rows_that_belong_to_an_object_are_found_with_it(article):
    fact = KeyFact.objects.create(article=article, label_en="Wind", value_en="Sirocco")
    assert found("sirocco") == [("news.Article", article.pk)]

    fact.delete()
    assert found("sirocco") == []


@pytest.fixture
def atlantis():
    status = Status.PUBLISHED
    return City.objects.create(slug="x", name_en="Atlantis", latitude=1, longitude=1, status=status)


def test_a_part_that_moves_is_found_with_its_new_owners_only(atlantis):
    cap, cbp = Programme.objects.get(slug="cap"), Programme.objects.get(slug="cbp")
    city = ("cities.City", atlantis.pk)
    pilot = PilotCity.objects.create(programme=cap, city=atlantis, district_en="Sirocco")
    assert set(found("sirocco")) == {city, ("programmes.Programme", cap.pk)}

    pilot.programme = cbp
    pilot.save()
    assert set(found("sirocco")) == {city, ("programmes.Programme", cbp.pk)}

    pilot.city = City.objects.get(slug="wuhan")
    pilot.save()
    assert city not in found("sirocco")

    pilot.delete()
    assert found("sirocco") == []


def test_what_a_city_does_in_a_programme_is_found_while_both_are_public(atlantis):
    cap = Programme.objects.get(slug="cap")
    area = FocusArea.objects.create(programme=cap, title_en="Mistral")
    pilot = PilotCity.objects.create(programme=cap, city=atlantis)
    PilotRole.objects.create(pilot_city=pilot, focus_area=area, plan_en="Sirocco")
    city, programme = ("cities.City", atlantis.pk), ("programmes.Programme", cap.pk)
    assert set(found("sirocco")) == {city, programme}
    assert city in found("mistral pilot focus")

    area.title_en = "Tramontane"
    area.save()
    assert city in found("tramontane")
    assert city not in found("mistral")

    for hidden in ({"status": Status.DRAFT}, {"expire_at": timezone.now() + 24 * HOUR}):
        Programme.objects.filter(pk=cap.pk).update(status=Status.PUBLISHED, expire_at=None)
        for name, value in hidden.items():
            setattr(cap, name, value)
        cap.save()
        assert city not in found("sirocco"), hidden
        cap.refresh_from_db()
        cap.status, cap.expire_at = Status.PUBLISHED, None
        cap.save()
        assert city in found("sirocco")

    cap.delete()
    assert found("sirocco") == []


@pytest.mark.parametrize("model", OWNERS, ids=lambda model: model._meta.label)
def test_a_changed_row_leaves_the_index_as_a_rebuilt_one(model):
    PageSection.objects.create(page=Page.objects.get(slug="about"))
    ProgrammePoint.objects.create(programme=Programme.objects.get(slug="cap"))
    row = model.objects.order_by("pk").last()
    fields = [field.name for field in model._meta.fields if field.name.endswith(("_en", "_hans"))]
    for name in fields:
        setattr(row, name, "Sirocco")
    row.save()
    entries = Entry.objects.order_by("kind", "object_id").values_list(
        "title_en", "body_en", "body_zh_hans", "passages"
    )
    changed = list(entries)
    assert any("sirocco" in each[0] + each[1] for each in changed)

    call_command("rebuild_search", verbosity=0)

    assert list(entries.all()) == changed


def test_no_phrase_runs_from_one_field_into_the_next(article):
    article.title_zh_hans = ""
    article.save()

    assert found("“zephyr quixotic”") == []
    assert found("“quixotic kites”") == [("news.Article", article.pk)]


def test_a_deleted_object_leaves_the_index(article):
    key = article.pk
    article.delete()

    assert not Entry.objects.filter(kind="news.Article", object_id=key).exists()
    assert found("zephyr") == []


def test_what_is_rolled_back_is_not_found():
    with transaction.atomic():
        City.objects.create(
            slug="x", name_en="Atlantis", latitude=1, longitude=1, status=Status.PUBLISHED
        )
        assert len(found("atlantis")) == 1
        transaction.set_rollback(True)

    assert found("atlantis") == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"status": Status.REVIEW},
        {"publish_at": timezone.now() + 24 * HOUR},
        {"expire_at": timezone.now() - 24 * HOUR},
    ],
    ids=["draft", "in review", "scheduled", "expired"],
)
def test_what_is_not_public_is_never_found_counted_or_suggested(client, article, hidden, language):
    Article.objects.filter(pk=article.pk).update(**hidden)

    assert found("zephyr") == []
    for words in ("zephyr", "西风", "kites", "zephir"):
        page = client.get(f"/{language}/search/", {"q": words}).content.decode().lower()
        assert "/news/2020/ours/" not in page
        assert ">zephyr<" not in page
    suggested = client.get(f"/{language}/search/suggestions/", {"q": "zeph"}).json()
    assert suggested == {"suggestions": []}


def test_rebuilding_finds_what_was_written_past_the_index(article):
    Article.objects.filter(pk=article.pk).update(title_en="Tramontane")
    Entry.objects.create(kind="news.Article", object_id=10**9)
    assert found("tramontane") == []

    call_command("rebuild_search", verbosity=0)

    assert found("tramontane") == [("news.Article", article.pk)]
    assert not Entry.objects.filter(object_id=10**9).exists()


def test_misspelt_words_are_mended_while_the_index_is_rebuilt(article):
    def ask(instance, **kwargs):
        if instance.kind != "news.Article":
            answers.append(search(parse("quixotik"), Visible([Article]), "en").meant)

    answers = []
    post_save.connect(ask, sender=Entry)
    try:
        call_command("rebuild_search", verbosity=0)
    finally:
        post_save.disconnect(ask, sender=Entry)

    assert len(answers) > 2
    assert all(answer == {"quixotik": "Quixotic"} for answer in answers)


def test_rebuilding_forgets_words_that_no_text_has_any_more(article):
    Article.objects.filter(pk=article.pk).update(body_en="<p>Plain kites</p>")

    call_command("rebuild_search", verbosity=0)

    assert not Word.objects.filter(text="Quixotic").exists()
    assert Word.objects.filter(text="Plain").exists()


def test_the_loaded_content_is_indexed_whole():
    call_command("rebuild_search", verbosity=0)
    entries = Entry.objects.order_by("kind", "object_id").values_list("title_en", "body_zh_hans")
    rebuilt = list(entries)

    City.objects.get(slug="fuzhou").save()

    again = list(entries.all())
    assert again == rebuilt
    assert len(again) == sum(kind.model.objects.count() for kind in KINDS)
