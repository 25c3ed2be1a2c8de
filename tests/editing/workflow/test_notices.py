"""Who is written to, and what is said where the mail server does not take it."""

import socketserver
import threading
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import TestCase

from editing.workflow import notices
from news.models import Article
from tests.support.desk_client import person

FAILED = "An e-mail about this could not be sent."
SLOW = "The mail server is slow: an e-mail about this may arrive late or not at all."


def commit_at_the_end(get_response):
    """Middleware around the view alone: what waits for its commit is done once it has answered."""

    def answer(request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return get_response(request)

    return answer


@pytest.fixture(autouse=True)
def commits(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.commit_at_the_end"]


class MailServer(socketserver.ThreadingTCPServer):
    """Answers with ``behave``, and counts who calls."""

    def __init__(self, behave):
        self.calls, self.was_waited_for = 0, True
        self.is_over = threading.Event()
        self.behave = behave
        super().__init__(("127.0.0.1", 0), None)

    def finish_request(self, request, client_address):
        self.calls += 1
        self.behave(self, request)


def hang_up(server, connection):
    """Answer nothing and close."""


def be_silent(server, connection):
    """Take the call and say nothing for as long as the test runs."""
    server.was_waited_for = not server.is_over.wait(30)


def dawdle(server, connection):
    """Greet in ever more lines, each of them in time."""
    for _ in range(600):
        connection.sendall(b"220-Still looking for the pen.\r\n")
        if server.is_over.wait(0.05):
            server.was_waited_for = False
            break


@contextmanager
def mail_server(settings, behave):
    with MailServer(behave) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.is_over.set()
        server.shutdown()


@pytest.mark.parametrize("name", ["draft", "live"])
def test_submitting_and_returning_are_told_by_e_mail(request, editor, reviewer, name):
    article = request.getfixturevalue(name)

    editor.save(article, "_submit", title_zh_hans="新标题")
    reviewer.save(article, "_return", _reason="Too long.")

    assert [(email.to, email.subject) for email in mail.outbox] == [
        (["reviewer@example.org"], f"For review: {article}"),
        (["editor@example.org"], f"Returned: {article}"),
    ]
    address = f"http://testserver{editor.url(article)}"
    assert [email.body for email in mail.outbox] == [address, f"Too long.\n\n{address}"]


def test_a_new_text_that_is_submitted_at_once_is_told_too(editor, reviewer, draft):
    new = editor.form(draft) | {"slug": "another", "_submit": ""}

    answer = editor.client.post("/admin/news/article/add/", new)

    # It stays open.
    new = Article.objects.get(slug="another", status="review")
    assert answer["Location"].startswith(editor.url(new))
    assert [email.subject for email in mail.outbox] == ["For review: A draft"]


def test_a_mail_server_that_fails_is_asked_once_and_stops_nobody(
    editor, reviewer, draft, settings, caplog
):
    for name in ("second", "third"):
        person("Reviewer", name, email=f"{name}@example.org")
    with mail_server(settings, hang_up) as server:
        said = editor.save(draft, "_submit")

    assert said == ["Submitted for review.", FAILED]
    assert server.calls == 1
    assert "3 of 3 e-mails could not be sent." in caplog.text


def test_many_that_are_submitted_at_once_are_told_over_one_connection(
    editor, reviewer, draft, live, settings, caplog
):
    editor.save(live, title_en="Changed")

    with mail_server(settings, hang_up) as server:
        editor.act("submit_selected", draft, live)

    assert editor.messages() == [f"Submitted for review: “{draft}”, “{live}”.", FAILED]
    assert server.calls == 1
    assert "2 of 2 e-mails could not be sent." in caplog.text


@pytest.mark.parametrize("behave", [be_silent, dawdle])
def test_nobody_waits_for_a_mail_server_that_does_not_come_to_an_end(
    editor, reviewer, draft, settings, monkeypatch, behave
):
    monkeypatch.setattr(notices, "PATIENCE", 0.5)
    with mail_server(settings, behave) as server:
        said = editor.save(draft, "_submit")

    assert said == ["Submitted for review.", SLOW]
    assert not server.was_waited_for


def test_without_a_mail_server_nothing_is_said_of_e_mail(editor, reviewer, draft, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert editor.save(draft, "_submit") == ["Submitted for review."]
