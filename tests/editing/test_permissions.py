"""Every role at every address of the desk, with the answer written out."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from core.models import Publishable
from pages.models import SiteSettings
from programmes.models import FocusArea, PilotCity
from tests.editing.desk import ROLES, Desk, person

pytestmark = pytest.mark.django_db

PUBLISHED = [model for model in apps.get_models() if issubclass(model, Publishable)]
# What is public the moment it is saved.
AT_ONCE = [PilotCity, SiteSettings]
NOBODY = "Nobody"  # staff without a role

# page, method: the answer to Editor, Translator, Reviewer, Administrator and staff without a role.
# 302 is an answer that leads on after the work is done.
WORKFLOW = {
    ("changelist", "GET"): (200, 200, 200, 200, 403),
    ("add", "GET"): (200, 403, 200, 200, 403),
    ("add", "POST"): (200, 403, 200, 200, 403),
    ("change", "GET"): (200, 200, 200, 200, 403),
    ("change", "POST"): (302, 302, 302, 302, 403),
    ("change", "_submit"): (302, 403, 302, 302, 403),
    ("change", "_return"): (403, 403, 302, 302, 403),
    ("change", "_publish"): (403, 403, 302, 302, 403),
    ("change", "_withdraw"): (403, 403, 302, 302, 403),
    ("change", "_discard"): (403, 403, 302, 302, 403),
    ("history", "GET"): (200, 200, 200, 200, 403),
    ("compare", "GET"): (200, 200, 200, 200, 403),
    ("restore", "GET"): (405, 405, 405, 405, 405),
    ("restore", "POST"): (302, 403, 302, 302, 403),
    ("delete", "GET"): (403, 403, 200, 200, 403),
    ("delete", "POST"): (403, 403, 302, 302, 403),
    ("recoverlist", "GET"): (200, 403, 200, 200, 403),
    ("recover", "POST"): (302, 403, 302, 302, 403),
}
ACTIONS = {
    "submit_selected": (True, False, True, True, False),
    "publish_selected": (False, False, True, True, False),
    "schedule_selected": (False, False, True, True, False),
    "withdraw_selected": (False, False, True, True, False),
    "delete_selected": (False, False, True, True, False),
}
IMMEDIATE = {
    ("change", "GET"): (200, 200, 200, 200, 403),
    ("change", "POST"): (403, 403, 302, 302, 403),
    ("add", "POST"): (403, 403, 200, 200, 403),
}


@pytest.fixture(params=(*ROLES, NOBODY))
def role(request):
    return request.param


@pytest.fixture
def client_of(db):
    def made(role):
        from accounts.models import User

        user = (
            User.objects.create_user("nobody", password="x", is_staff=True)
            if role == NOBODY
            else person(role)
        )
        client = Client()
        client.force_login(user)
        return client

    return made


def expected(answers, role):
    return answers[(*ROLES, NOBODY).index(role)]


def address(obj, page, version=None):
    opts = obj._meta
    args = {"changelist": [], "add": [], "recoverlist": [], "recover": [version]}.get(
        page, [obj.pk, version] if page == "restore" else [obj.pk]
    )
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def answer(client, obj, page, method):
    """Return the status with which the desk answers one request for the item."""
    import lxml.html

    from editing import pending, versions, workflow
    from editing.models import Action, Docket, Stage

    kept = versions.record(obj, None, Action.CHANGED)
    if method in ("_return", "_discard"):
        item = workflow.Item(obj, Docket.objects.get_for(obj), None)
        pending.keep(item, kept.revision.version_set.all(), Stage.REVIEW, Action.SUBMITTED)
    if page == "recover":
        obj.refresh_from_db()
        kept = versions.record(obj, None, Action.DELETED)
        Docket.objects.of(obj).delete()
        obj.delete()
        obj.pk = kept.object_id
    url = address(obj, page, kept.pk)
    if method == "GET":
        return client.get(url).status_code
    data = {}
    if page == "change":
        opened = client.get(url)
        if opened.status_code == 200:
            form = lxml.html.document_fromstring(opened.content.decode()).get_element_by_id(
                "content-main"
            )
            data = dict(form.cssselect("form")[0].form_values())
        data = {key: value for key, value in data.items() if not key.startswith("_")}
        data |= {"_reason": "Because."} | ({method: ""} if method != "POST" else {})
    elif page == "delete":
        data = {"post": "yes"}
    return client.post(url, data).status_code


def sample(model):
    """Return an item that can be deleted: nothing that others need points to it."""
    rows = model.objects.all()
    if model._meta.model_name == "city":
        rows = rows.filter(pilots=None)
    return rows.first()


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(("page", "method"), WORKFLOW)
def test_each_page_answers_each_role_as_written(client_of, role, model, page, method):
    assert answer(client_of(role), sample(model), page, method) == expected(
        WORKFLOW[page, method], role
    )


@pytest.mark.parametrize("model", AT_ONCE, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(("page", "method"), IMMEDIATE)
def test_what_is_public_at_once_is_changed_by_who_may_publish(client_of, role, model, page, method):
    if model is SiteSettings and page == "add":
        # There is one row, which nobody adds again.
        assert answer(client_of(role), sample(model), page, method) == 403
        return
    assert answer(client_of(role), sample(model), page, method) == expected(
        IMMEDIATE[page, method], role
    )


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_is_offered_its_actions_and_no_others(client_of, role, model, action, rf):
    client = client_of(role)
    request = rf.get("/")
    request.user = client.get("/admin/").wsgi_request.user

    offered = admin.site.get_model_admin(model).get_actions(request)

    assert (action in offered) == expected(ACTIONS[action], role)


def test_only_an_administrator_sees_accounts(client_of, role):
    answers = client_of(role).get(reverse("admin:accounts_user_changelist")).status_code

    assert answers == (200 if role == "Administrator" else 403)


def test_an_administrator_cannot_make_or_change_someone_who_may_do_everything(client_of):
    from accounts.models import User

    chief = User.objects.create_superuser("chief", password="x")
    client = client_of("Administrator")
    me = User.objects.get(username="administrator")

    assert client.post(address(chief, "change"), {"username": "chief"}).status_code == 403
    client.post(address(me, "change"), {"username": "administrator", "is_superuser": "on"})
    me.refresh_from_db()
    assert not me.is_superuser


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
