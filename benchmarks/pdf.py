"""The PDF of an article: our own way against WeasyPrint, on the same articles in one run.

    .venv/bin/python -m pip install --require-hashes -r requirements/bench.txt
    .venv/bin/python -m benchmarks.pdf

WeasyPrint also needs Pango (Debian: libpango-1.0-0, libpangoft2-1.0-0). It prints the article's
page with its style sheet for paper; ours sets the article as data. "First" is a new process, as
after a start of the server; "again" is the same document once more: with WeasyPrint in the process
that has everything loaded, with ours in the new child that each file costs. Memory is the peak of
the process that sets. Ratios are within this run; a hit is what readers after the first wait for.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 5
PATH = "/{language}/news/2021/china-special-envoy-c40/"


def start() -> None:
    """Start the site on an empty directory with its own content."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_memory(whose: int) -> float:
    """Return the peak of memory in megabytes, of this process or of its largest child."""
    return resource.getrusage(whose).ru_maxrss / 1024


def ours(language: str) -> dict[str, Any]:
    """Measure our own way."""
    start()
    from django.core.files.storage import default_storage

    from core.pdf import files
    from news.pdf import documents

    document = next(each for each in documents() if each.language == language)

    def anew() -> None:
        default_storage.delete(document.storage_name)
        files.ensure(document)

    first = seconds(anew)
    again = [seconds(anew) for _round in range(ROUNDS)]
    hits = [seconds(lambda: files.ensure(document)) for _round in range(100)]
    with default_storage.open(files.ensure(document)) as file:
        content = file.read()
    memory = peak_memory(resource.RUSAGE_CHILDREN)
    return result(first, again, memory, content) | {"hit": statistics.median(hits)}


def weasyprint(language: str) -> dict[str, Any]:
    """Measure WeasyPrint."""
    start()
    from django.contrib.staticfiles import finders
    from django.test import Client

    response = Client().get(PATH.format(language=language), headers={"host": "localhost"})
    assert response.status_code == 200
    began = time.perf_counter()
    import weasyprint as library

    class Static(library.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            found = finders.find(url.partition("/static/")[2])
            return super().fetch(Path(found).as_uri(), headers)

    page = library.HTML(
        string=response.content.decode(), base_url="http://site/", url_fetcher=Static()
    )
    made: list[bytes] = []

    def anew() -> None:
        made[:] = [page.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)]

    anew()
    first = time.perf_counter() - began
    again = [seconds(anew) for _round in range(ROUNDS)]
    return result(first, again, peak_memory(resource.RUSAGE_SELF), made[0])


def result(first: float, again: list[float], memory: float, content: bytes) -> dict[str, Any]:
    """Return the figures of one way, with the rules of both standards that its file breaks."""
    import page

    broken = {
        profile: sorted({fault.rule_id for fault in report.failures})
        for profile in ("2a", "ua1")
        for report in [page.validate_pdf_bytes(content, profile=profile)]
    }
    return {
        "first": first,
        "again": statistics.median(again),
        "memory": memory,
        "bytes": len(content),
        "breaks": broken,
    }


def measured(way: str, language: str) -> dict[str, Any]:
    """Run one way in a process of its own, so that neither warms the other."""
    command = [sys.executable, "-m", "benchmarks.pdf", way, language]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])


def main() -> None:
    """Print a table for each language."""
    for language in ("en", "zh-hans"):
        own, other = measured("ours", language), measured("weasyprint", language)
        print(f"{language:12}{'ours':>12}{'WeasyPrint':>12}{'ratio':>8}")
        for name in ("first", "again", "memory", "bytes"):
            ratio = other[name] / own[name]
            print(f"{name:12}{own[name]:12.3f}{other[name]:12.3f}{ratio:8.1f}")
        print(f"{'hit':12}{own['hit']:12.6f}{'':12}{own['again'] / own['hit']:8.0f}")
        print(f"breaks      ours {own['breaks']}, WeasyPrint {other['breaks']}\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps({"ours": ours, "weasyprint": weasyprint}[sys.argv[1]](sys.argv[2])))
    else:
        main()
