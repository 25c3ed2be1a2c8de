"""Staff of a site that runs: they send forms through HTTP, as browsers do."""

import http.client
import json
import re
from contextlib import closing
from urllib.parse import urlencode
from uuid import uuid4

import lxml.html

from tests.support.html import form_values
from tests.support.running_site import manage

# Makes a session of each name: a superuser's, whose desk speaks a language. Then drafts.
HIRE = """
import json
from uuid import uuid4
from django.conf import settings
from django.test import Client
from accounts.models import User
from tests.support.items import write_draft
sessions, keys = [], []
for name, language in {people}:
    user, _new = User.objects.get_or_create(username=name, is_staff=True, is_superuser=True)
    user.interface_language = language
    user.save()
    client = Client()
    client.force_login(user)
    sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
for number in range({articles}):
    keys.append(write_draft(uuid4().hex).pk)
print(json.dumps([sessions, keys]))
"""


def hire(var, people, articles=0, **settings):
    """Return the sessions of new people, (name, language) each, and the keys of new drafts."""
    words = HIRE.format(people=people, articles=articles)
    done = manage(var, "shell", "--no-imports", "-c", words, **settings)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


class RemoteDesk:
    """The desk of a running site, as one person has it open; a reader has no session."""

    def __init__(self, port, session, timeout=30):
        self.port, self.timeout = int(port), timeout
        self.cookies = {"session": session} if session else {}

    def ask(self, method, path, body=None, **headers):
        """Return the answer to a request, and its ``page`` as text; raises OSError and the like."""
        if self.cookies:
            headers["Cookie"] = "; ".join("=".join(each) for each in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        with closing(connection):
            connection.request(method, path, body, {"Host": f"localhost:{self.port}", **headers})
            answer = connection.getresponse()
            answer.page = answer.read().decode()
        if cookie := re.match(r"csrf=(\w+)", answer.getheader("Set-Cookie") or ""):
            self.cookies["csrf"] = cookie[1]
        return answer

    def form(self, path):
        """Return what a browser would send of the form at a path if nothing was typed."""
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return form_values(lxml.html.document_fromstring(answer.page))

    def send(self, path, data):
        """Send a form; with a file (name, content, type) as its browser would send that."""
        if any(isinstance(value, tuple) for value in data.values()):
            body, kind = multipart(data)
            return self.ask("POST", path, body, **{"Content-Type": kind})
        body = urlencode(data, doseq=True)
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})


def multipart(data):
    """Return the body of a form with files, and its type."""
    mark, parts = uuid4().hex, []
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
            if isinstance(each, tuple):
                file, content, kind = each
                head += f'; filename="{file}"\r\nContent-Type: {kind}'
            else:
                content = each.encode()
            parts += [f"{head}\r\n\r\n".encode(), content, b"\r\n"]
    body = b"".join([*parts, f"--{mark}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={mark}"
