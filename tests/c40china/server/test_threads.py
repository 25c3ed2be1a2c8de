"""The queues before the threads, and what is said to those who cannot wait in one."""

import threading
from types import SimpleNamespace

import pytest

from c40china.server import threads
from c40china.server.application import Application, Request
from c40china.server.threads import KINDS, Threads
from c40china.wsgi import application as django


class Crowd:
    """Requests whose answers wait for a word."""

    def __init__(self, kind):
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()
        self.answered, self.refused = [], []
        self.threads = Threads(kind, self.answer, self.refused.append)

    def answer(self, request):
        self.begun.release()
        self.go_on.wait()
        self.answered.append(request)


@pytest.fixture
def crowd():
    """All threads for passwords are at work, and their queue is full."""
    crowd = Crowd("password")
    most = KINDS["password"]
    for number in range(most.threads):
        crowd.threads.put(number)
        crowd.begun.acquire()
    for number in range(most.threads, most.threads + most.waiting):
        crowd.threads.put(number)
    yield crowd
    crowd.go_on.set()


def test_only_those_are_refused_for_whom_the_queue_has_no_place(crowd):
    crowd.threads.put("late")
    assert crowd.refused == ["late"]

    crowd.go_on.set()
    for _ in range(KINDS["password"].waiting):
        crowd.begun.acquire()
    assert crowd.refused == ["late"]


def test_who_has_waited_too_long_is_refused(crowd, monkeypatch):
    monkeypatch.setattr(threads, "PATIENCE", -1)
    refused = threading.Semaphore(0)
    crowd.threads.refuse = lambda request: refused.release()

    crowd.go_on.set()

    assert all(refused.acquire(timeout=30) for _ in range(KINDS["password"].waiting))
    assert len(crowd.answered) <= KINDS["password"].threads


@pytest.mark.parametrize(
    ("path", "accept", "words"),
    [
        ("/en/", "zh-CN", "The site is busy. Please try again in a moment."),
        ("/zh-hans/", "en", "网站繁忙，请稍后再试。"),
        ("/admin/login/", "zh-CN", "网站繁忙，请稍后再试。"),
        ("/admin/login/", "en", "The site is busy. Please try again in a moment."),
    ],
)
def test_refusal_is_a_sentence_in_the_language_of_the_reader(path, accept, words):
    answers = []
    protocol = SimpleNamespace(response_bytes=lambda *answer: answers.append(answer))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": accept}

    Application(django, None).refuse(Request(protocol, environ))

    ((status, headers, body),) = answers
    assert (status, body.decode().strip()) == (503, words)
    assert int(dict(headers)["Retry-After"]) > 0
