"""Restoring an earlier version, and recovering what was deleted."""

import pytest
from django.db.models.signals import post_save

from cities.models import City
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from programmes.models import PilotRole, Programme
from tests.support.desk_client import Desk, person


def test_restoring_a_draft_brings_back_text_rows_and_relations(editor, draft):
    draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)
    line = revisions.get_for_object(draft)[0]
    editor.save(draft, title_en="Worse", cities=[], **{"key_facts-0-DELETE": "on"})
    assert not draft.key_facts.exists()

    editor.client.post(editor.url(draft, "restore", line.pk))

    draft.refresh_from_db()
    assert draft.title_en == "A draft"
    assert [fact.value_en for fact in draft.key_facts.all()] == ["Here"]
    assert [city.slug for city in draft.cities.all()] == ["fuzhou"]
    assert revisions.get_for_object(draft)[0].action == Action.RESTORED


def test_restoring_what_is_published_changes_nothing_for_readers(reviewer, live, client):
    title, line = live.title_en, revisions.get_for_object(live)[0]
    reviewer.save(live, "_publish", title_en="Worse")

    reviewer.client.post(reviewer.url(live, "restore", line.pk))

    assert "Worse" in client.get("/en/news/2021/china-special-envoy-c40/").content.decode()
    reviewer.save(live, "_publish")
    assert live.title_en == title


LEFT_OUT = [
    ("draft", "en", "Left out, because it has been deleted: Cities in this article: Gone."),
    ("live", "zh-hans", "以下内容已被删除，未能恢复：本文涉及城市：Gone。"),
]


@pytest.mark.parametrize(("kind", "language", "words"), LEFT_OUT)
def test_a_version_that_names_a_deleted_city_is_restored_without_it(
    request, city, kind, language, words
):
    desk = Desk(person("Reviewer", interface_language=language))
    obj = request.getfixturevalue(kind)
    fuzhou = City.objects.get(slug="fuzhou")
    button = "_save" if kind == "draft" else "_publish"
    desk.save(obj, button, cities=[city.pk, fuzhou.pk], title_en="With a city")
    line = revisions.get_for_object(obj)[0]
    desk.save(obj, button, cities=[], title_en="Without")
    desk.delete(city)
    desk.messages()

    desk.client.post(desk.url(obj, "restore", line.pk))

    assert words in desk.messages()
    form = desk.form(obj)
    assert form["title_en"] == "With a city"
    desk.save(obj, button)
    assert [*obj.cities.all()] == [fuzhou]


@pytest.mark.both_databases
def test_a_row_that_cannot_be_without_what_was_deleted_is_left_out(reviewer):
    programme = Programme.objects.get(slug="cbp")
    line = revisions.record(programme, None, Action.CHANGED)
    pilot = programme.pilots.first()
    others = {each.pk for each in programme.pilots.exclude(pk=pilot.pk)}
    city = pilot.city
    pilot.delete()
    revisions.record(programme, None, Action.CHANGED)
    city.delete()

    reviewer.client.post(reviewer.url(programme, "restore", line.pk))
    reviewer.save(programme, "_publish")

    assert {each.pk for each in programme.pilots.all()} == others


@pytest.mark.both_databases
def test_an_address_that_was_taken_meanwhile_is_said_in_words(draft):
    desk = Desk(person("Reviewer", interface_language="zh-hans"))
    line = revisions.record(draft, None, Action.CHANGED)
    draft.slug = "moved"
    draft.save()
    Article.objects.create(slug="a-draft", date="2026-01-01", title_en="Taker")

    desk.client.post(desk.url(draft, "restore", line.pk))

    said = desk.messages()[0]
    assert "已有文章使用此网址标识。" in said
    assert "UNIQUE" not in said
    assert "constraint" not in said
    draft.refresh_from_db()
    assert draft.slug == "moved"


@pytest.mark.both_databases
def test_a_deleted_item_whose_slug_was_taken_is_looked_at_and_offered_a_free_one(reviewer, draft):
    desk = reviewer
    desk.save(draft, body_en="<p>What was deleted.</p>")
    line = desk.delete(draft)
    for slug in ("a-draft", "a-draft-2"):
        Article.objects.create(slug=slug, date="2026-01-01", title_en="Taker")
    listed = desk.get("/admin/news/article/recover/").cssselect("ul.lined li a")
    url = listed[0].get("href")

    page = desk.get(url)
    assert "What was deleted." in page.get_element_by_id("content").text_content()
    assert page.cssselect("input[name=_slug]")[0].get("value") == "a-draft-3"
    assert desk.client.post(url).status_code == 200
    assert desk.client.post(url, {"_slug": "a-draft-2"}).status_code == 302
    assert desk.client.post(url, {"_slug": "no slug"}).status_code == 302
    assert not Article.objects.filter(pk=line.object_id).exists()

    desk.client.post(url, {"_slug": "a-draft-3"})

    found = Article.objects.get(pk=line.object_id)
    assert (found.slug, found.status, found.title_en) == ("a-draft-3", "draft", "A draft")


def test_deleting_shows_what_breaks_and_recovering_mends_it(reviewer, live):
    city = City.objects.create(
        slug="testville", name_en="Testville", name_zh_hans="测试城", latitude=30, longitude=114
    )
    live.cities.add(city)
    body = '<p><a href="/en/cities/testville/">Testville</a></p>'
    Article.objects.create(slug="linking", date="2026-01-01", title_en="Linking", body_en=body)

    page = " ".join(reviewer.get(reviewer.url(city, "delete")).text_content().split())
    assert "A link in article “Linking” would lead nowhere." in page
    assert f"article “{live}” would no longer name it." in page
    line = reviewer.delete(city)
    assert not City.objects.filter(slug="testville").exists()

    recovered = reviewer.recover(city, line)

    assert (recovered.status, recovered.name_zh_hans) == ("draft", "测试城")
    assert [*recovered.articles.all()] == [live]


@pytest.mark.both_databases
def test_a_programme_comes_back_with_its_rows_and_the_rows_of_those(reviewer):
    def roles():
        columns = ("pilot_city__city__slug", "focus_area__title_en", "role")
        return sorted(PilotRole.objects.values_list(*columns))

    programme, before = Programme.objects.get(slug="cbp"), roles()
    line = reviewer.delete(programme)
    assert roles() == []

    reviewer.recover(programme, line)

    assert roles() == before


def test_readers_no_longer_find_a_programme_by_a_row_that_a_restored_one_took_back(
    reviewer, open_html
):
    ours, theirs = Programme.objects.get(slug="cbp"), Programme.objects.get(slug="cap")
    Programme.objects.filter(pk=ours.pk).update(status="draft")
    pilot = ours.pilots.first()
    reviewer.save(pilot, district_en="Quokkaville")
    line = revisions.record(ours, None, Action.CHANGED)
    reviewer.save(pilot, programme=theirs.pk)
    found = f'main a[href="{theirs.get_absolute_url()}"]'
    assert open_html("/en/search/?q=Quokkaville").cssselect(found)

    reviewer.client.post(reviewer.url(ours, "restore", line.pk))

    pilot.refresh_from_db()
    assert pilot.programme == ours
    assert not open_html("/en/search/?q=Quokkaville").cssselect(found)


def test_whoever_watches_saves_sees_that_rows_alone_were_restored(reviewer):
    pilot = PilotRole.objects.first().pilot_city
    line = revisions.record(pilot, None, Action.CHANGED)
    pilot.roles.all().delete()
    seen = []

    def watch(instance, **kwargs):
        seen.append(instance.roles.count())

    post_save.connect(watch, sender=type(pilot))
    try:
        reviewer.client.post(reviewer.url(pilot, "restore", line.pk))
    finally:
        post_save.disconnect(watch, sender=type(pilot))

    assert seen == [pilot.roles.count()] != [0]
