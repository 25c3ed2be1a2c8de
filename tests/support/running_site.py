"""A site that runs as in production: a directory of its own, the server and its workers."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(var, settings):
    """What a fresh machine has, and the settings of one test."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "C40_VAR": str(var), **settings}


def manage(var, *command, **settings):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(var, settings),
        capture_output=True,
        text=True,
        timeout=120,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Site:
    """A running site. Its requests name any host, and follow no redirect."""

    def __init__(self, var, port, process):
        self.var, self.port, self.process = var, port, process
        # What it has said so far.
        self.words = ""

    def get(self, path, host="localhost", **headers):
        return self.request("GET", path, headers={"Host": host, **headers})

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            response.body = response.read()
            return response

    def connect(self, request):
        """Send the beginning of a request, as text, and leave it to the test how to go on."""
        connection = socket.create_connection(("127.0.0.1", int(self.port)), timeout=30)
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection

    def hear(self, pattern):
        """Wait until the server says a line that matches; return what it has said of a worker."""
        while line := self.process.stdout.readline():
            self.words += line
            if re.search(pattern, line):
                process = re.search(r"process (\d+)", line)
                return process and int(process[1])
        raise AssertionError(self.words)


@contextlib.contextmanager
def serving(var, *options, **settings):
    """Run the server until the end of the block, from the moment at which it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options],
        cwd=ROOT,
        env=environment(var, {"PORT": port, **settings}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    site = Site(var, port, process)
    try:
        site.hear("The site is at")
        site.workers = [site.hear("worker is ready"), site.hear("worker is ready")]
        yield site
    finally:
        process.terminate()
        process.communicate(timeout=30)
