"""The server is killed, again and again, while people save, publish and upload through HTTP."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException

from tests.support.faults.newsroom import RemoteDesk, hire
from tests.support.items import photo
from tests.support.running_site import ROOT, environment

WRITERS = 4


def said_under(word):
    """Return the other text that is saved with a title."""
    return f"What is said under {word}, and of the same save."


class Writers:
    """People who write until it is over; each knows what was acknowledged, and what was not."""

    def __init__(self, machine):
        self.machine = machine
        people = [(f"writer-{number}", "en") for number in range(WRITERS)]
        settings = {"C40_DATABASE_URL": machine.url}
        self.sessions, self.keys = hire(machine.var, people, WRITERS, **settings)
        self.lock, self.over = threading.Condition(), threading.Event()
        self.kept, self.open, self.faults, self.slowest = [], [], [], 0.0

    def write(self, number):
        """Save, publish and upload in turn, each under a word of its own."""
        desk = RemoteDesk(self.machine.port, self.sessions[number], timeout=15)
        path = f"/admin/news/article/{self.keys[number]}/change/"
        for turn in itertools.count():
            if self.over.is_set():
                return
            word = f"word-{number}-{turn}-end"
            with suppress(OSError, HTTPException, AssertionError):
                if turn % 10 == 9:
                    self.upload(desk, word)
                else:
                    button = "_publish" if turn % 3 == 2 else "_save"
                    data = desk.form(path) | {"title_en": word, "standfirst_en": said_under(word)}
                    data[button] = ""
                    self.send(desk, path, data, ("article", self.keys[number], word))

    def upload(self, desk, word):
        """Upload a picture."""
        path = "/admin/library/image/add/"
        file = ("roof.png", photo((320, 200), kind="PNG"), "image/png")
        data = desk.form(path) | {"file": file, "alt_en": word, "alt_zh_hans": word, "_save": ""}
        self.send(desk, path, data, ("image", 0, word))

    def send(self, desk, path, data, change):
        """Send a form, and note whether the site said that it was saved."""
        with self.lock:
            self.open.append(change)
        began = time.monotonic()
        answer = desk.send(path, data)
        took = time.monotonic() - began
        where = answer.getheader("Location") or ""
        with self.lock:
            self.slowest = max(self.slowest, took)
            if answer.status == 302 and "/admin/login" not in where:
                self.open.remove(change)
                self.kept.append(change)
                self.lock.notify_all()
            elif answer.status != 503:
                self.faults.append(f"{change} is answered {answer.status} {where}")

    def wait_for(self, more):
        """Wait until so many more changes were acknowledged."""
        with self.lock:
            wanted = len(self.kept) + more
            assert self.lock.wait_for(lambda: len(self.kept) >= wanted, 60), "Nothing is saved."


def kill_often(machine, kills, least, most):
    """Kill the server so often while people write; return figures, and what is wrong afterwards.

    Between two kills from ``least`` to ``most`` changes are acknowledged.
    """
    machine.start()
    crowd, draw = Writers(machine), random.Random()  # noqa: S311
    threads = [threading.Thread(target=crowd.write, args=[each]) for each in range(WRITERS)]
    for each in threads:
        each.start()
    found = []
    try:
        for number in range(kills):
            crowd.wait_for(draw.randint(least, most))
            # At any moment of a save, and not just after one.
            crowd.over.wait(draw.random() / 10)
            if number % 5 in (1, 2, 4):
                with suppress(ProcessLookupError):
                    os.kill(draw.choice(machine.workers()), signal.SIGKILL)
            else:
                machine.kill()
                found += machine.damage()
                machine.start()
        crowd.wait_for(1)
    finally:
        crowd.over.set()
        for each in threads:
            each.join()
    machine.kill()
    found += machine.damage() + crowd.faults + not_kept(machine, crowd)
    figures = {"kills": kills, "acknowledged": len(crowd.kept), "not": len(crowd.open)}
    return figures | {"slowest, s": round(crowd.slowest, 2)}, found


def not_kept(machine, crowd):
    """Return what another process finds lost or half there."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.faults.kept"],
        cwd=ROOT,
        env=environment(machine.var, {"C40_DATABASE_URL": machine.url}),
        input=json.dumps([crowd.kept, crowd.open]),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
