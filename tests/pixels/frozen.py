"""A site at a fixed moment: ``frozen.py fill`` makes its data, ``serve`` shows it at the port told.

It runs with the code of the directory in which it is started, which may be of another commit: it
knows that code by its commands, its addresses and the names of its forms' fields alone.
"""

import contextlib
import datetime
import io
import json
import os
import re
import string
import sys
from functools import partial
from pathlib import Path

import django
import lxml.html
import PIL.Image
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.servers import basehttp

MOMENT = "2026-11-24T10:00:00+08:00"
LATER = {"publish_at_0": "2026-11-25", "publish_at_1": "09:00"}
ENDS = {"expire_at_0": "2026-11-23", "expire_at_1": "09:00"}
STATES = (
    *("draft", "review", "returned", "scheduled", "chinese", "expired", "published", "pending"),
    *("due", "withdrawn", "deleted"),
)
TEXTS = {
    "title_en": "What cities wrote: {}",
    "title_zh_hans": "各城市的|来信：{}",
    "standfirst_en": "Cities write to each other about what they have learnt this year.",
    "standfirst_zh_hans": "各城市就今年所学到的经验相互致信，交流气候行动的做法与体会。",
    "body_en": "<h2>By rail</h2><p>Letters <em>in full</em>, all {}.</p>",
    "body_zh_hans": "<h2>铁路</h2><p>来信<strong>全文</strong>：{}。</p>",
}


class FrozenPerson:
    """Someone at the desk; two hours pass before each form that they open."""

    def __init__(self, clock, group, name=""):
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from django.test import Client

        self.clock, name = clock, name or group.lower()
        self.user = get_user_model().objects.create_user(name, first_name=name, is_staff=True)
        self.user.groups.add(Group.objects.get(name=group))
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(self.user)

    def form(self, url):
        """Return what a browser would send of a form if nothing was typed, and the whole page."""
        self.clock.shift(datetime.timedelta(hours=2))
        page, values = self.client.get(url).content.decode(), {}
        for form in lxml.html.document_fromstring(page).cssselect("#content-main form")[:1]:
            for name, value in form.form_values():
                values.setdefault(name, []).append(value.removeprefix("\n"))
        return {name: values[name] for name in values if name[0] != "_"}, page

    def press(self, url, button="_save", **typed):
        """Open a form, type, and press a button; return the address to which that leads."""
        response = self.client.post(url, self.form(url)[0] | typed | {button: ""})
        faults = re.findall('(?s)class="errorlist".*?</ul>', response.content.decode())
        assert response.status_code == 302, (url, faults)
        return response.headers["Location"]

    def type(self, url):
        """Type into a form, let it keep itself, and leave it unsaved."""
        values, page = self.form(url)
        typed = values | {"title_en": "Typed and not saved"}
        answer = self.client.post(re.search(r'data-url="([^"]+)"', page)[1], typed)
        assert answer.status_code == 200, url


def key(url):
    """Return the key in the address of an item's form."""
    return url.split("/")[-3]


def articles(editor, reviewer, publisher, programme, image):
    """Bring an article into each state; return the addresses of their forms."""
    forms = {}
    for state in STATES:
        texts = {name: text.format(state) for name, text in TEXTS.items()}
        if state == "chinese":
            texts |= {"title_en": "", "standfirst_en": "", "body_en": ""}
        texts |= {"slug": state, "date": "2026-11-01"}
        forms[state] = editor.press("/admin/news/article/add/", **texts)
    editor.press(forms["draft"], title_en="A shorter title", programmes=programme, _note="Shorter")
    editor.press(forms["review"], "_submit")
    editor.press(forms["returned"], "_submit")
    reviewer.press(forms["returned"], "_return", _reason="Please add the date.")
    reviewer.press(forms["scheduled"], "_publish", **LATER)
    reviewer.press(forms["expired"], "_publish", **ENDS)
    for state in ("chinese", "published", "pending", "due", "withdrawn"):
        reviewer.press(forms[state], "_publish", image=image, cities=["1", "2"])
    publisher.press(forms["published"], "_publish", title_en="What cities wrote twice")
    pdf = b"".join(publisher.client.get("/en/news/2026/published.pdf"))
    publisher.press(forms["published"], "_publish", pdf_en=SimpleUploadedFile("a.pdf", pdf))
    editor.press(forms["pending"], "_submit", title_en="What cities will have written")
    reviewer.press(forms["due"], "_publish", title_en="What cities write tomorrow", **LATER)
    reviewer.press(forms["withdrawn"], "_withdraw")
    return forms


def fill(clock):
    """Leave traces of all that people do at the desk; return what a visitor has to know."""
    from django.contrib.auth.models import Permission

    groups = ("Editor", "Translator", "Reviewer", "Administrator")
    people = {group.lower(): FrozenPerson(clock, group) for group in groups}
    editor, _translator, reviewer, administrator = people.values()
    publisher = people["publisher"] = FrozenPerson(clock, "Editor", "publisher")
    publisher.user.user_permissions.add(Permission.objects.get(codename="publish_content"))
    PIL.Image.linear_gradient("L").resize((1200, 800)).save(sky := io.BytesIO(), "JPEG")
    texts = {"alt_en": "A sky", "alt_zh_hans": "天空", "credit_en": "The office"}
    texts |= {"file": SimpleUploadedFile("sky.jpg", sky.getvalue())}
    image = administrator.press("/admin/library/image/add/", **texts)
    texts = {"name_en": "Rails", "name_zh_hans": "铁路", "slug": "rails", "acronym": "RAIL"}
    texts |= {"layout": "pathway"}
    programme = administrator.press("/admin/programmes/programme/add/", **texts)
    forms = articles(editor, reviewer, publisher, key(programme), key(image)) | {"image": image}
    began = reviewer.form(forms["pending"])[0]["loaded_token"][0]
    editor.press(forms["pending"], title_en="What cities will have written by then")
    editor.press("/admin/cities/city/1/change/", summary_en="A city by the sea.")
    editor.press("/admin/programmes/milestone/1/change/", "_submit", title_en="A first step")
    forms["page"] = editor.press("/admin/pages/page/add/", slug="letters", title_en="Letters")
    texts = {"old_path": "news/old/", "new_path": "cities/fuzhou/"}
    forms["redirect"] = administrator.press("/admin/delivery/redirect/add/", **texts)
    administrator.press("/admin/pages/sitesettings/1/change/", email="office@example.org")
    for gone in (programme, forms["deleted"]):
        reviewer.press(gone.replace("change", "delete"), post="yes")
    administrator.type(forms["draft"])
    editor.type(forms["pending"])
    editor.type("/admin/news/article/add/")
    clock.move_to(datetime.datetime.fromisoformat(MOMENT))
    return look(people, forms, began)


def look(people, forms, began):
    """Look at every page, so that whatever its first reader makes is there for both sides."""
    page = people["administrator"].client.get(forms["draft"]).content.decode()
    known = {
        "sessions": {name: each.client.cookies["session"].value for name, each in people.items()},
        "preview": re.search(r'href="(/preview/[^"]+/)en/"', page)[1],
        "began": began,
    } | {name: key(url) for name, url in forms.items()}
    for _name, _status, who, address, *_step in pages(known, "en"):
        if who in people:
            people[who].client.get(address)
    return known


def pages(known, language):
    """Yield what stands in ``pages.txt``: name, status, who asks, address, and perhaps a step."""
    for line in Path(__file__).with_name("pages.txt").read_text().splitlines():
        if line[:1] not in "#":
            yield string.Template(line).substitute(known, language=language).split(maxsplit=4)


def main(command, moment=MOMENT):
    """Do what the command says, at the moment."""
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False) as clock:
        django.setup()
        if command == "fill":
            clock.shift(-datetime.timedelta(days=10))
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("prepare")
        if command == "fill":
            Path(os.environ["C40_VAR"], "known.json").write_text(json.dumps(fill(clock)))
            return
        site, tell = basehttp.get_internal_wsgi_application(), partial(print, flush=True)
        basehttp.run("127.0.0.1", 0, site, threading=True, on_bind=tell)


if __name__ == "__main__":
    # The code of the directory, and nothing that stands beside this file.
    sys.path[0] = os.getcwd()
    os.environ["DJANGO_SETTINGS_MODULE"] = "c40china.settings"
    main(*sys.argv[1:])
