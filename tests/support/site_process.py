"""One of several processes that serve the same database; the tests tell it what to do.

Run as ``python -m tests.support.site_process`` with the variables of the site. It reads a line of
JSON for each request, with a path and the time that it is to be, and answers in one: what a reader
sees, and whether that was kept. ``"run"`` instead of a path is code.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")
django.setup()

import time_machine  # noqa: E402
from django.test import Client  # noqa: E402

from delivery import page_cache  # noqa: E402


def read(path: str) -> list[object]:
    """Return status and text of a page, and whether it came from the page cache."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost"}
    found = page_cache.find(environ | {"wsgi.url_scheme": "http"})
    if found:
        return [found.status, found.body.decode(), True]
    answer = Client(HTTP_HOST="localhost").get(path)
    return [answer.status_code, answer.content.decode(), False]


for line in sys.stdin:
    asked = json.loads(line)
    with time_machine.travel(asked["at"], tick=False):
        if "run" in asked:
            exec(asked["run"])  # noqa: S102
        answer = read(asked["path"]) if "path" in asked else []
    print(json.dumps(answer), flush=True)  # noqa: T201
