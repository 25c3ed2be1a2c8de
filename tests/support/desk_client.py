"""How a test works at the desk: people in their roles, and forms sent as a browser sends them."""

import lxml.html
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from accounts.models import User
from editing.models import Action, Activity
from editing.workflow.locking import read_item
from tests.support.html import form_values, parsed

ROLES = ("Editor", "Translator", "Reviewer", "Administrator")
# A time to publish at, as it is typed, and the same moment.
LATER = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00:00"}
MOMENT = "2030-01-01T01:00:00Z"


def person(role, name="", **fields):
    """Return a person of a role; a translator translates into Chinese unless told otherwise."""
    fields.setdefault("interface_language", "en")
    if role == "Translator":
        fields.setdefault("translates", "zh-hans")
    user = User.objects.create_user(name or role.lower(), password="x", is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def superuser(language="en"):
    """Return someone who may do everything, whose desk speaks a language."""
    return User.objects.create_superuser("chief", password="x", interface_language=language)


def code_of(secret):
    """Return the code that an authenticator app shows now."""
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def session_cookie(user, url):
    """Return the cookie of a browser in which a person is logged in at a site."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": Desk(user).client.cookies[name].value, "url": url}


def version_fields(line, obj):
    """Return what a line of the activity has kept of the item itself."""
    kind = ContentType.objects.get_for_model(obj)
    return line.revision.version_set.get(content_type=kind, object_id=obj.pk).field_dict


def workflow_state(obj):
    """Return the state of an item as the database has it."""
    return read_item(type(obj), obj.pk, None).workflow_state


class Desk:
    """The desk as one person has it open."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def url(self, obj, page="change", *args):
        opts = obj._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[obj.pk, *args])

    def get(self, url):
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return parsed(response)

    def form(self, obj):
        """Return what a browser would send if nothing was typed, and no button pressed."""
        return form_values(self.get(self.url(obj)))

    def send(self, obj, data):
        return self.client.post(self.url(obj), data)

    def save(self, obj, button="_save", value="", **changes):
        """Open the form, change it, press a button; return what the desk then says."""
        data = self.form(obj) | changes
        response = self.send(
            obj, {key: each for key, each in data.items() if each is not None} | {button: value}
        )
        assert response.status_code == 302, response.content.decode()[:3000]
        obj.refresh_from_db()
        return self.messages()

    def delete(self, obj):
        """Delete an item; return the line of the activity from which it can be recovered."""
        self.client.post(self.url(obj, "delete"), {"post": "yes"})
        return Activity.objects.filter(action=Action.DELETED).first()

    def recover(self, obj, line):
        """Recover what was deleted; return the item."""
        opts = obj._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_recover", args=[line.pk])
        self.client.post(url)
        return type(obj).objects.filter(pk=line.object_id).first()

    def messages(self):
        """Return what the next page would say, which no page says after that."""
        request = HttpRequest()
        request.COOKIES = {name: each.value for name, each in self.client.cookies.items()}
        request.session = self.client.session
        stored, response = default_storage(request), HttpResponse()
        said = [lxml.html.fromstring(f"<p>{conditional_escape(each)}</p>") for each in stored]
        stored.update(response)
        self.client.cookies.update(response.cookies)
        request.session.save()
        return [" ".join(each.text_content().split()) for each in said]

    def act(self, action, *objs, **more):
        """Choose rows of the list and run an action; return what the desk then says."""
        opts = objs[0]._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        data = {"action": action, "_selected_action": [obj.pk for obj in objs], **more}
        return self.client.post(url, data)
