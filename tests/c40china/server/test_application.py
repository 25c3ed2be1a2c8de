"""What the server makes of a request before a thread is needed."""

import threading
from types import SimpleNamespace

import pytest

from c40china.server.application import Application
from c40china.server.environ import environ_of
from c40china.wsgi import application as django


def scope(*headers, **more):
    """Return a request as Granian hands it over."""
    plain = {
        "http_version": "1.1",
        "server": "127.0.0.1:8000",
        "client": "127.0.0.1:50000",
        "scheme": "http",
        "method": "GET",
        "path": "/en/",
        "query_string": "",
        "authority": None,
        "headers": SimpleNamespace(items=lambda: headers),
    }
    return SimpleNamespace(**plain | more)


class Protocol:
    """Where Granian expects the answer."""

    def __init__(self):
        self.answers = []

    def response_bytes(self, *answer):
        self.answers.append(answer)


@pytest.mark.parametrize(
    ("headers", "name", "value"),
    [
        ([("host", "localhost")], "HTTP_HOST", "localhost"),
        ([], "HTTP_HOST", ""),
        ([("content-type", "text/plain")], "CONTENT_TYPE", "text/plain"),
        ([("accept", "a"), ("accept", "b")], "HTTP_ACCEPT", "a,b"),
        ([("cookie", "a=1"), ("cookie", "b=2")], "HTTP_COOKIE", "a=1;b=2"),
        ([("x_forwarded_proto", "https")], "HTTP_X_FORWARDED_PROTO", None),
        ([("x-forwarded-proto", "http"), ("x_forwarded_proto", "s")],
         "HTTP_X_FORWARDED_PROTO", "http"),
    ],
)  # fmt: skip
def test_headers_are_those_of_wsgi(headers, name, value):
    assert environ_of(scope(*headers)).get(name) == value


def test_address_is_that_of_wsgi():
    asked = {"path": "/en/气候/", "query_string": "q=%E6%B0%94", "server": "[::1]:80"}

    environ = environ_of(scope(**asked, client="[2001:db8::1]:5"))

    assert environ["PATH_INFO"].encode("latin-1").decode() == "/en/气候/"
    assert environ["QUERY_STRING"] == "q=%E6%B0%94"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("::1", "80")
    assert environ["REMOTE_ADDR"] == "2001:db8::1"


def test_kept_answer_needs_no_thread():
    kept = (200, [("ETag", '"1"')], b"Kept")
    application = Application(django, None, lambda environ: kept)
    application.threads.clear()
    protocol = Protocol()

    application.schedule(SimpleNamespace(proto=protocol, scope=scope()))

    assert protocol.answers == [kept]


def test_page_is_answered_though_what_is_kept_cannot_be_looked_up(caplog):
    def find(environ):
        raise OSError("The disk is gone")

    application = Application(django, None, find)
    waiting = []
    application.threads["page"].put = waiting.append

    # A thread of its own, as with Granian: it has no connection that a test could miss.
    watcher = SimpleNamespace(proto=Protocol(), scope=scope())
    thread = threading.Thread(target=application.schedule, args=[watcher])
    thread.start()
    thread.join()

    assert len(waiting) == 1
    assert "The disk is gone" in caplog.text
