"""The site as a WSGI application, asked by eight threads at a time."""

import io
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlencode
from wsgiref.util import setup_testing_defaults

import lxml.html
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connections
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.support.fuzz.cases import FILES, Case

THREADS = 8
CSRF = "x" * 32
FORM = "application/x-www-form-urlencoded"


class Form(NamedTuple):
    """What a browser would send of a page, the buttons that send it, and where it takes a file."""

    values: list[tuple[str, str]]
    buttons: list[tuple[str, str]]
    files: list[str]


class FuzzFault(NamedTuple):
    """A case that the site could not answer: the code, and where it failed."""

    status: int
    case: Case
    form: list[tuple[str, Any]]
    trace: str

    @property
    def place(self) -> str:
        """Where it failed, the same for all cases that fail there."""
        return f"{self.status} {' '.join(self.trace.splitlines()[-4:])}"


class FuzzedSite:
    """Answers cases; ``cookies`` are those of each person in each thread, who may log out."""

    def __init__(self, application: Any, cookies: list[dict[str, str]]) -> None:
        self.application, self.cookies = application, cookies
        self.forms: dict[str, list[Form]] = {}
        self.raised = threading.local()
        self.asked = 0
        got_request_exception.connect(self.note)
        self.start()

    def start(self) -> None:
        """Open threads whose connections are new."""
        self.pool = ThreadPoolExecutor(THREADS)
        self.together = threading.Barrier(THREADS)

    def stop(self) -> None:
        """Close the threads, and with each its connection."""

        def close(_number: int) -> None:
            self.together.wait(30)
            connections.close_all()

        list(self.pool.map(close, range(THREADS)))
        self.pool.shutdown()
        self.forms.clear()

    def note(self, **_more: Any) -> None:
        self.raised.trace = traceback.format_exc()

    def answer(self, batch: list[Case]) -> list[FuzzFault]:
        """Have all cases answered at the same time; return what failed."""
        self.asked += len(batch)
        found = list(self.pool.map(self.answer_one, range(len(batch)), batch))
        return [fault for faults in found for fault in faults]

    def answer_one(self, thread: int, case: Case) -> list[FuzzFault]:
        faults = []
        form: list[tuple[str, Any]] = []
        if case.method == "POST" and not case.body:
            if case.path not in self.forms:
                read = case._replace(method="GET", query="", headers={}, who="chief")
                status, body, trace = self.ask(thread, read, [])
                faults += [FuzzFault(status, read, [], trace)] if status >= 500 else []
                self.forms[case.path] = forms_of(body) if status == 200 else []
            form = filled(self.forms[case.path], case)
        status, _body, trace = self.ask(thread, case, form)
        return faults + ([FuzzFault(status, case, form, trace)] if status >= 500 else [])

    def ask(self, thread: int, case: Case, form: list[tuple[str, Any]]) -> tuple[int, bytes, str]:
        """Return status, body, and the trace of what was raised."""
        environ = environ_of(case, form, self.cookies[thread].get(case.who, ""))
        started: list[int] = []
        self.raised.trace = ""
        try:
            body = self.application(environ, lambda status, *_more: started.append(int(status[:3])))
            try:
                content = b"".join(body)
            finally:
                body.close()
        except Exception:
            started, content, self.raised.trace = [599], b"", traceback.format_exc()
        return started[0], content, self.raised.trace


def environ_of(case: Case, form: list[tuple[str, Any]], cookie: str) -> dict[str, Any]:
    """Return the WSGI environ of a case."""
    body, kind = case.body, FORM
    if any(isinstance(value, SimpleUploadedFile) for _name, value in form):
        values: dict[str, Any] = {}
        for name, value in form:
            values.setdefault(name, []).append(value)
        body, kind = encode_multipart(BOUNDARY, values), MULTIPART_CONTENT
    elif form:
        pairs = [
            (name.encode("utf-8", "surrogatepass"), str(value).encode("utf-8", "surrogatepass"))
            for name, value in form
        ]
        body = urlencode(pairs).encode()
    cookies = f"{settings.CSRF_COOKIE_NAME}={CSRF}; {settings.SESSION_COOKIE_NAME}={cookie}"
    environ = {
        "REQUEST_METHOD": case.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(case.path).decode("latin-1"),
        "QUERY_STRING": case.query,
        # Each from another place, so that no limit of tries is met.
        "REMOTE_ADDR": f"10.{case.button}.{len(case.path) % 256}.{len(case.query) % 256}",
        "HTTP_HOST": "localhost",
        "HTTP_X_CSRFTOKEN": CSRF,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        **case.headers,
        "HTTP_COOKIE": f"{cookies}; {case.headers.get('HTTP_COOKIE', '')}",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    setup_testing_defaults(environ)
    return environ


def forms_of(body: bytes) -> list[Form]:
    """Return the forms of a page."""
    try:
        page = lxml.html.document_fromstring(body.decode())
    except (ValueError, lxml.etree.ParserError):
        return []
    found = []
    for form in page.forms:
        boxes = [each for each in form.inputs if each.get("name")]
        files = [each.get("name") for each in boxes if each.get("type") == "file"]
        pressed = form.cssselect("button[name], input[type=submit][name]")
        buttons = [(each.get("name"), each.get("value", "")) for each in pressed]
        found.append(
            Form([(n, v) for n, v in form.form_values() if n not in files], buttons, files)
        )
    # The largest first: beside it a page of the desk has only those of its head.
    return sorted(found, key=lambda form: -len(form.values))


def filled(forms: list[Form], case: Case) -> list[tuple[str, Any]]:
    """Return what is sent of a page: most often its main form, with the changes of the case."""
    if not forms:
        return list(case.more)
    form = forms[0] if case.button % 4 else forms[case.button % len(forms)]
    values: list[tuple[str, Any]] = list(form.values)
    for place, value in case.changes:
        if values:
            name, _old = values[place % len(values)]
            values[place % len(values)] = (name, value)
    if form.buttons:
        values.append(form.buttons[case.button % len(form.buttons)])
    if form.files and case.file:
        content = FILES[case.file]
        values += [(name, SimpleUploadedFile(case.file, content)) for name in form.files]
    return values + case.more
