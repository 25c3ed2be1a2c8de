"""Every person at every address of the desk, with the answer written out in permissions.txt."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission

from editing.history.duplicating import DuplicateMixin
from editing.inlines import StackedRows, TabularRows
from news.models import Article
from news.wechat_admin import WeChatMixin
from programmes.models import FocusArea
from search.admin import SearchMixin
from tests.support import permission_matrix
from tests.support.desk_client import Desk, person, superuser
from tests.support.items import library_image

TABLES = permission_matrix.read_tables()
ASKED = [
    (model, page, method, section)
    for model in permission_matrix.SECTIONS
    for section in permission_matrix.sections_of(model)
    for page, method in TABLES[section]
]
ACTED = [
    (model, action, section)
    for model in permission_matrix.SECTIONS
    for section in [f"actions: {permission_matrix.SECTIONS[model]}"]
    for action, _method in TABLES[section]
]


@pytest.fixture(scope="module")
def people(module_db):
    """Everybody, logged in: the person and the cookies of their browser."""
    return {who: permission_matrix.log_in(who) for who in permission_matrix.PEOPLE}


# Of the kinds that are published, articles answer everybody. What the others add to the desk is
# shown below to be no rule of who may do what: they answer one who may little, and one who may all.
OTHER_KINDS = [model for model in permission_matrix.PUBLISHED if model is not Article]
FEW = ("Translator", "Reviewer")
SHOWN = {
    *("list_columns", "list_filter", "search_fields", "date_hierarchy", "add_words"),
    *("fieldsets", "inlines", "prepopulated_fields", "formfield_for_manytomany"),
    "get_changeform_initial_data",
    *("list_select_related", "get_preview_path"),
}
SHOWN_OF_ROWS = {"model", "fields", "max_num", "show_change_link"}


def those_who_ask(people, model):
    return {who: people[who] for who in FEW} if model in OTHER_KINDS else people


def written(people, section, page, method):
    return {who: TABLES[section][page, method][who] for who in people}


def own_names(cls):
    return {name for name in vars(cls) if not name.startswith("__")} - {"media"}


def label(value):
    return getattr(value, "__name__", str(value))


def test_a_kind_that_is_published_has_the_rules_of_articles_and_none_of_its_own():
    articles = type(admin.site.get_model_admin(Article))

    assert OTHER_KINDS
    for model in permission_matrix.PUBLISHED:
        kind = type(admin.site.get_model_admin(model))
        assert own_names(kind) <= SHOWN
        assert set(kind.__mro__[1:]) <= set(articles.__mro__[1:])
        assert set(articles.__mro__[1:]) - set(kind.__mro__) <= {
            SearchMixin,
            WeChatMixin,
            DuplicateMixin,
        }
        for rows in kind.inlines:
            assert own_names(rows) <= SHOWN_OF_ROWS
            assert rows.__mro__[1] in (TabularRows, StackedRows)


def test_every_address_of_the_desk_is_written_down():
    there = set(permission_matrix.pages()) | {(None, "set_interface_language")}
    written = {(model, page) for model, page, _method, _section in ASKED}
    written |= {(None, page) for page, _method in TABLES["site"]}

    assert there == written
    for table in (each for name, each in TABLES.items() if not name.startswith("actions")):
        for page, _method in table:
            assert {(page, "GET"), (page, "POST")} <= table.keys()


def test_every_action_is_written_down(rf):
    request = rf.get("/")
    request.user = superuser()

    # An account is deleted by who may do everything, and by nobody in the table.
    offered = {
        (model, action)
        for model in permission_matrix.SECTIONS
        for action in admin.site.get_model_admin(model).get_actions(request)
    }
    assert offered
    assert offered == {(model, action) for model, action, _section in ACTED}


@pytest.mark.parametrize(("model", "page", "method", "section"), ASKED, ids=label)
def test_each_page_answers_each_person_as_written(people, model, page, method, section):
    asking = those_who_ask(people, model)

    answers = permission_matrix.answers(asking, model, page, method)

    assert answers == written(asking, section, page, method)


@pytest.mark.parametrize(("page", "method"), TABLES["site"])
def test_what_is_about_no_kind_answers_each_person_as_written(people, page, method):
    answers = permission_matrix.answers_of_site(people, page, method)

    assert answers == TABLES["site"][page, method]


@pytest.mark.parametrize(("model", "action", "section"), ACTED, ids=label)
def test_an_action_that_is_posted_works_for_those_who_may_and_no_others(
    people, model, action, section
):
    asking = those_who_ask(people, model)

    done = permission_matrix.acts(asking, model, action)

    assert done == written(asking, section, action, "POST")


def test_an_administrator_cannot_make_or_change_someone_who_may_do_everything():
    chief, desk = superuser(), Desk(person("Administrator"))

    assert desk.send(chief, {"username": "chief"}).status_code == 403
    desk.send(desk.user, {"username": "administrator", "is_superuser": "on"})
    desk.user.refresh_from_db()
    assert not desk.user.is_superuser


def test_a_translator_reads_the_other_language_as_a_text_under_its_own_names(translator, draft):
    draft.body_en = "<p>What the <strong>cities</strong> wrote.</p>"
    draft.save()

    page = translator.get(translator.url(draft))

    box = page.cssselect(".field-body_en .readonly")[0]
    assert box.text_content() == "What the cities wrote."
    assert box.cssselect("strong")[0].text_content() == "cities"
    assert "[en]" not in page.text_content()
    draft.refresh_from_db()
    assert draft.body_en == "<p>What the <strong>cities</strong> wrote.</p>"


def test_a_translator_sees_pictures_lists_and_quotations_of_the_source(translator, draft):
    picture = library_image()
    draft.body_en = (
        "<ul><li><p>One</p></li></ul><blockquote data-speaker='Us'><p>Said.</p></blockquote>"
        f"<figure data-image='{picture.pk}'></figure>"
    )
    draft.save()

    box = translator.get(translator.url(draft)).cssselect(".field-body_en .readonly")[0]

    assert [each.get("alt") for each in box.cssselect("img")] == ["A roof"]
    assert [each.text_content() for each in box.cssselect("ul > li")] == ["One"]
    assert box.cssselect("blockquote + figcaption b")[0].text_content() == "Us"
    assert box.cssselect("br") == []


def test_whoever_may_not_change_a_text_of_a_row_reads_it_as_readers_do(translator):
    area = FocusArea.objects.first()
    area.body_en = "<p>What the <strong>area</strong> covers.</p>"
    area.save()
    looking = Desk(person("Editor", "former"))
    looking.user.groups.clear()
    looking.user.user_permissions.add(Permission.objects.get(codename="view_content"))

    for desk in (translator, looking):
        page = desk.get(desk.url(area.programme))
        shown = [box.text_content() for box in page.cssselect(".inline-related .readonly")]
        assert "What the area covers." in [text.strip() for text in shown]
        assert not [text for text in shown if "<p>" in text]
