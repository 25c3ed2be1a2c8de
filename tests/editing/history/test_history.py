"""Every save is a version with author, time and reason; any two compare, any one comes back."""

import pytest
from django.core.management import call_command
from django.db.models.signals import post_save

from cities.models import City
from editing.models import Action, Activity
from editing.translation.difference import difference
from editing.versions import revisions
from editing.versions.comparison import compare
from news.models import Article
from pages.models import SiteSettings
from programmes.models import Milestone, PilotRole, Programme
from tests.support.desk_client import Desk, person, version_fields

pytestmark = pytest.mark.both_databases


def versions_of(obj):
    return list(revisions.get_for_object(obj))


def test_loading_content_keeps_a_first_version_of_each_item():
    for model in (Article, City, Programme, Milestone, SiteSettings):
        actions = [[line.action for line in versions_of(obj)] for obj in model.objects.all()]
        assert actions == [[Action.LOADED]] * len(actions) != []


def test_a_save_is_kept_with_author_and_text_beside_the_one_before_it(editor, draft):
    editor.save(draft, title_en="Second", title_zh_hans="第二")

    line, first = versions_of(draft)
    assert (line.user, line.action) == (editor.user, Action.CHANGED)
    fields = version_fields(line, draft)
    assert (fields["title_en"], fields["title_zh_hans"]) == ("Second", "第二")
    assert version_fields(first, draft)["title_en"] == "A draft"


def test_two_versions_show_words_in_english_and_characters_in_chinese():
    old, new, count = difference("taking climate action", "accelerating climate action")
    assert old == "<del>taking</del> climate action"
    assert new == "<ins>accelerating</ins> climate action"
    assert count == 1

    old, new, count = difference("城市采取气候行动", "城市加快气候行动")
    assert (old, new) == ("城市<del>采取</del>气候行动", "城市<ins>加快</ins>气候行动")
    assert count == 1
    assert difference("One, two, three", "A, two, b")[2] == 2


def test_marked_differences_never_let_html_through():
    assert difference("", "<script>")[1] == "<ins>&lt;script&gt;</ins>"


def test_comparing_shows_rows_and_relations(editor, draft):
    draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)
    wuhan = City.objects.get(slug="wuhan")
    editor.save(draft, cities=[wuhan.pk], **{"key_facts-0-value_en": "There"})

    page = editor.get(editor.url(draft, "compare"))

    rows = {
        " ".join(row[0].text_content().split()): [cell.text_content() for cell in row[1:]]
        for row in page.cssselect(".desk-compare tbody tr")
    }
    assert rows["Cities in this article 1 change"] == ["Fuzhou", "Wuhan"]
    assert any(cells == ["Here", "There"] for cells in rows.values())
    assert len(rows) == 2


def test_a_change_of_formatting_alone_is_said(editor, draft):
    editor.save(draft)
    editor.save(draft, body_en="<p>What the <strong>cities</strong> wrote.</p>")

    new, old = versions_of(draft)[:2]
    changed = [each for each in compare(old.revision, new.revision) if each.is_changed]
    assert [str(each.new) for each in changed] == [
        "What the cities wrote. (Only the formatting was changed.)"
    ]


def test_restoring_a_draft_brings_back_text_rows_and_relations(editor, draft):
    draft.key_facts.create(label_en="From", value_en="Here")
    revisions.record(draft, None, Action.CHANGED)
    line = versions_of(draft)[0]
    editor.save(draft, title_en="Worse", cities=[], **{"key_facts-0-DELETE": "on"})
    assert not draft.key_facts.exists()

    editor.client.post(editor.url(draft, "restore", line.pk))

    draft.refresh_from_db()
    assert draft.title_en == "A draft"
    assert [fact.value_en for fact in draft.key_facts.all()] == ["Here"]
    assert [city.slug for city in draft.cities.all()] == ["fuzhou"]
    assert versions_of(draft)[0].action == Action.RESTORED


def test_restoring_what_is_published_changes_nothing_for_readers(reviewer, live, client):
    title, line = live.title_en, versions_of(live)[0]
    reviewer.save(live, "_publish", title_en="Worse")

    reviewer.client.post(reviewer.url(live, "restore", line.pk))

    assert "Worse" in client.get("/en/news/2021/china-special-envoy-c40/").content.decode()
    reviewer.save(live, "_publish")
    assert live.title_en == title


def test_a_version_that_refers_to_something_deleted_is_not_restored(reviewer, draft, city):
    draft.cities.add(city)
    revisions.record(draft, None, Action.CHANGED)
    line = versions_of(draft)[0]
    reviewer.save(draft, cities=[])
    city.delete()

    reviewer.client.post(reviewer.url(draft, "restore", line.pk))

    assert "refers to something that has been deleted" in reviewer.messages()[0]
    assert draft.cities.count() == 0


def test_a_long_history_is_listed_a_page_at_a_time(reviewer, draft):
    for _number in range(60):
        revisions.log(draft, reviewer.user, Action.CHANGED)

    page = reviewer.get(reviewer.url(draft, "history"))
    assert len(page.cssselect(".lines tbody tr")) == 50
    link = page.cssselect(".paginator a")[0].get("href")
    older = reviewer.get(reviewer.url(draft, "history") + link)
    assert len(older.cssselect(".lines tbody tr")) == 11


TAKEN = [("en", "Article with this Slug already exists."), ("zh-hans", "已有文章使用此网址标识。")]


@pytest.mark.parametrize(("language", "words"), TAKEN)
def test_an_address_that_was_taken_meanwhile_is_said_in_words(draft, language, words):
    desk = Desk(person("Reviewer", interface_language=language))
    line = revisions.record(draft, None, Action.CHANGED)
    draft.slug = "moved"
    draft.save()
    Article.objects.create(slug="a-draft", date="2026-01-01", title_en="Taker")

    desk.client.post(desk.url(draft, "restore", line.pk))

    said = desk.messages()[0]
    assert words in said
    assert "UNIQUE" not in said
    assert "constraint" not in said
    draft.refresh_from_db()
    assert draft.slug == "moved"


@pytest.mark.parametrize(("language", "words"), TAKEN)
def test_a_deleted_item_whose_address_was_taken_is_not_recovered(draft, language, words):
    desk = Desk(person("Reviewer", interface_language=language))
    line = desk.delete(draft)
    Article.objects.create(slug="a-draft", date="2026-01-01", title_en="Taker")
    desk.messages()

    assert desk.recover(draft, line) is None
    assert words in desk.messages()[0]


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


def test_a_programme_comes_back_with_its_rows_and_the_rows_of_those(reviewer):
    def roles():
        columns = ("pilot_city__city__slug", "focus_area__title_en", "role")
        return sorted(PilotRole.objects.values_list(*columns))

    programme, before = Programme.objects.get(slug="cbp"), roles()
    line = reviewer.delete(programme)
    assert roles() == []

    reviewer.recover(programme, line)

    assert roles() == before


def test_deleting_many_keeps_a_version_of_each(reviewer, draft):
    other = Article.objects.create(slug="other", date="2026-01-01", title_en="Other")

    reviewer.act("delete_selected", draft, other, post="yes")

    lines = Activity.objects.filter(action=Action.DELETED)
    assert set(lines.values_list("title", flat=True)) == {"A draft", "Other"}


def test_a_version_costs_no_more_than_about_its_text(reviewer, live):
    live.body_en = live.body_en * 4
    live.body_zh_hans = live.body_zh_hans * 4
    live.save()
    line = revisions.record(live, None, Action.CHANGED)

    stored = sum(len(v.serialized_data.encode()) for v in line.revision.version_set.all())
    parts = [(live, ("title", "standfirst", "body"))]
    parts += [(fact, ("label", "value")) for fact in live.key_facts.all()]
    held = sum(
        len(getattr(part, f"{name}_{code}").encode())
        for part, names in parts
        for name in names
        for code in ("en", "zh_hans")
    )
    assert stored < held * 1.35


def test_loading_over_a_change_keeps_versions_of_both(editor, reviewer, live):
    reviewer.save(live, "_publish", title_en="By hand")

    call_command("load_content", "--overwrite", verbosity=0)

    actions = [line.action for line in versions_of(live)]
    assert actions == [Action.LOADED, Action.PUBLISHED, Action.LOADED]


def test_deleting_begins_at_the_history_and_what_was_deleted_is_linked_from_the_list(
    editor, reviewer, draft
):
    url = editor.url(draft, "delete")
    assert editor.get(editor.url(draft, "history")).cssselect(f'a[href="{url}"]') == []
    link = reviewer.get(reviewer.url(draft, "history")).cssselect(f'a[href="{url}"]')

    reviewer.client.post(link[0].get("href"), {"post": "yes"})
    links = reviewer.get("/admin/news/article/").cssselect(".object-tools a")

    there = reviewer.get(next(a.get("href") for a in links if a.text_content() == "Deleted"))
    assert "A draft" in there.text_content()


def test_a_change_can_be_given_a_note_which_the_reviewer_meets(editor, reviewer, draft):
    editor.save(draft, "_submit", _note="The figures are of 2025 now.")

    assert versions_of(draft)[0].reason == "The figures are of 2025 now."
    assert "The figures are of 2025 now." in reviewer.get("/admin/").text_content()
    history = reviewer.get(reviewer.url(draft, "history"))
    assert "The figures are of 2025 now." in history.text_content()


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
