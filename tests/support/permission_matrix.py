"""What every person gets at every address of the desk, asked for real; for test_permissions."""

from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Publishable
from delivery.models import NotFoundAddress, Redirect
from editing.admin import VersionedAdmin
from editing.autosave import storage
from editing.history.duplicating import DuplicateMixin
from editing.lists.transfer import TransferMixin
from editing.models import Action, Stage, WorkflowState
from editing.pending import changes
from editing.versions import revisions
from editing.workflow import items
from library.models import GlossaryTerm, Image, SourcePage
from news.wechat_admin import WeChatMixin
from pages.models import SiteSettings
from programmes.models import PilotCity
from tests.support.desk_client import LATER, ROLES, Desk, person, superuser
from tests.support.items import library_image

# Nobody is staff without a role.
PEOPLE = (*ROLES, "Nobody", "Anonymous")
PUBLISHED = [model for model in apps.get_models() if issubclass(model, Publishable)]
SECTIONS = {
    **dict.fromkeys(PUBLISHED, "workflow"),
    PilotCity: "at once",
    SiteSettings: "settings",
    Image: "picture",
    **dict.fromkeys([SourcePage, GlossaryTerm], "library"),
    Redirect: "old address",
    NotFoundAddress: "address not found",
    User: "account",
}
ABOUT_THE_KIND = {
    *("changelist", "add", "recoverlist", "autosave_new", "autosaved_new", "choices", "export"),
    *("exchange", "exchangecompare", "exchangeconfirm"),
}
SENT = {
    "delete": {"post": "yes"},
    "autosave": {"title_en": "x"},
    "autosave_new": {"title_en": "x"},
    "export": {"format": "0", "resource": "0"},
    "languages": {"source": "en"},
}


def read_tables():
    """Return the written answers: by section, then by page and method, one for each person."""
    tables, table = {}, {}
    for line in (
        (Path(__file__).parent.parent / "editing" / "permissions.txt").read_text().splitlines()
    ):
        if line.startswith("["):
            table = tables[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            page, method, *answers = line.split()
            table[page, method] = dict(zip(PEOPLE, answers, strict=True))
    return tables


def sections_of(model):
    """Return the sections of the tables that hold for a kind."""
    kind = admin.site.get_model_admin(model)
    more = {"table": TransferMixin, "wechat": WeChatMixin, "duplicate": DuplicateMixin}
    return [SECTIONS[model], *(name for name, mixin in more.items() if isinstance(kind, mixin))]


def pages():
    """Return every address of the desk: the kind that it is about, or None, and its page."""
    kinds = {f"{m._meta.app_label}/{m._meta.model_name}/": m for m in admin.site._registry}
    for pattern in admin.site.get_urls():
        inner = getattr(pattern, "url_patterns", [pattern])
        start = str(pattern.pattern) if hasattr(pattern, "url_patterns") else ""
        model = kinds.get(start)
        for each in inner:
            if model is None:
                yield None, each.name or "anything-else"
            else:
                opts = model._meta
                name = each.name or "bare"
                yield model, name.removeprefix(f"{opts.app_label}_{opts.model_name}_")


def sample(model):
    """Return an item that can be deleted: nothing that others need points to it."""
    if model is Image:
        return library_image()
    if model is NotFoundAddress:
        return NotFoundAddress.objects.create(path="/en/x/", last_asked_at="2026-01-01T00:00Z")
    if model is Redirect:
        return Redirect.objects.create(old_path="news/old/", new_path="cities/fuzhou/")
    if model is User:
        return person("Editor", "mei")
    rows = model.objects.all()
    return (rows.filter(pilots=None) if model._meta.model_name == "city" else rows).first()


def log_in(who):
    """Return a person, or None for whoever has no account, and the cookies of their browser."""
    client = Client()
    if who == "Anonymous":
        return None, client.cookies
    if who == "Nobody":
        user = User.objects.create_user("asks-as-nobody", password="x", is_staff=True)
    else:
        user = person(who, f"asks-as-{who}")
    client.force_login(user)
    return user, client.cookies


@contextmanager
def browser(cookies):
    """Give a person's browser as it was after the log-in; nothing that it does stays."""
    client = Client()
    client.cookies.update(cookies)
    with rolled_back():
        yield client


@contextmanager
def rolled_back():
    """Undo in the end whatever was written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address(obj, page, version=0):
    """Return the address of a page about an item, or about its kind."""
    opts = obj._meta
    if page == "bare":
        return f"/admin/{opts.app_label}/{opts.model_name}/{obj.pk}/"
    special = {"recover": [version], "restore": [obj.pk, version]}
    special |= {name: [obj.pk, "en"] for name in ("preview", "wechat")}
    args = [] if page in ABOUT_THE_KIND else special.get(page, [obj.pk])
    found = reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)
    return f"{found}?autosave=1" if page in ("autosaved", "autosaved_new") else found


def answers(people, model, page, method):
    """Return what the desk answers each person for the same item; nothing of it stays."""
    found = {}
    with rolled_back():
        obj = sample(model)
        version = prepare(obj, page, method)
        url, data = address(obj, page, version), sent(obj, page, method)
        for who, (user, cookies) in people.items():
            with browser(cookies) as client:
                if page in ("autosaved", "autosaved_new") and user is not None:
                    typed = QueryDict("title_en=x&form_key=1")
                    storage.save(model, obj.pk if page == "autosaved" else 0, user, typed)
                found[who] = status(client.get(url) if method == "GET" else client.post(url, data))
    return found


def prepare(obj, page, method):
    """Bring an item to where the request finds it; return the key of its last version, if any."""
    if not isinstance(admin.site.get_model_admin(type(obj)), VersionedAdmin):
        return 0
    line = revisions.record(obj, None, Action.CHANGED)
    if method in ("_return", "_discard"):
        item = items.read_item(type(obj), obj.pk, None)
        changes.store(item, line.revision.version_set.all(), Stage.REVIEW, Action.SUBMITTED)
    if page == "recover":
        line = revisions.record(obj, None, Action.DELETED)
        key = obj.pk
        WorkflowState.objects.of(obj).delete()
        obj.delete()
        obj.pk = key
    return line.pk


def sent(obj, page, method):
    """Return what is sent: of a form all that whoever may do everything would send."""
    if page != "change":
        return SENT.get(page, {})
    data = Desk(superuser()).form(obj) | {"_reason": "Because."}
    return data | ({} if method == "POST" else {method: "en" if method == "_preview" else ""})


def acts(people, model, action):
    """Return for each person whether an action of the list, when posted, does its work."""
    found = {}
    with rolled_back():
        obj = sample(model)
        if action in ("submit_selected", "publish_selected", "schedule_selected"):
            model.objects.filter(pk=obj.pk).update(status="draft")
        before = _there(obj)
        data = {"action": action, "_selected_action": [obj.pk], "post": "yes", "_go": "1"}
        data |= LATER
        for who, (_user, cookies) in people.items():
            with browser(cookies) as client:
                answer = status(client.post(address(obj, "changelist"), data))
                done = "done" if _there(obj) != before else "no"
                found[who] = answer if answer == "login" else done
    return found


def _there(obj):
    """Return what an action may change of an item, or nothing where it is gone."""
    columns = {"status", "publish_at"} & {field.name for field in obj._meta.fields}
    return list(type(obj)._base_manager.filter(pk=obj.pk).values_list("pk", *sorted(columns)))


def status(response):
    """Return the code of an answer, or that it asks for a log-in."""
    location = response.headers.get("Location", "")
    return "login" if location.startswith("/admin/login/") else str(response.status_code)


def answers_of_site(people, page, method):
    """Return what the desk answers each person at an address that is about no kind."""
    addresses = {
        "anything-else": "/admin/no/such/page/",
        "app_list": "/admin/news/",
        "view_on_site": "/admin/r/1/1/",
        "set_interface_language": reverse("set_interface_language"),
    }
    url = addresses.get(page) or reverse(f"admin:{page}")
    found = {}
    for who, (_user, cookies) in people.items():
        with browser(cookies) as client:
            found[who] = status(client.get(url) if method == "GET" else client.post(url))
    return found
