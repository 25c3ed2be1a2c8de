"""An article as a PDF: Typst in its child process against WeasyPrint, in one run.

    apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk
    python3 -m venv var/bench
    var/bench/bin/pip install -r requirements/run.txt
    var/bench/bin/pip install -r requirements/bench.txt
    C40_DEBUG=true C40_VAR=var/bench-data var/bench/bin/python -m benchmarks.pdf

Prints, for each language, milliseconds of the first render and the median of the later ones, the
size of the file, and the time of a request for a file that is stored already.
"""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")
django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402

from news.pdf import Download, downloads  # noqa: E402

REPEATS = 5
PRINT = CSS(
    string="@page { size: A4; margin: 22mm 20mm } header.top, footer, nav { display: none }"
)


def milliseconds(action: Callable[[], object]) -> tuple[float, float]:
    """Return the time of the first call, and the median of those after it."""
    times = []
    for _repeat in range(REPEATS + 1):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return times[0], statistics.median(times[1:])


def typst(download: Download) -> bytes:
    """Render anew: what is stored is deleted first."""
    name = download.document.storage_name  # type: ignore[union-attr]
    default_storage.delete(name)
    with default_storage.open(download.ensure()) as file:
        return file.read()


def weasyprint(page: str) -> bytes:
    """Render the article's own page, with the rules of print."""
    return HTML(string=page, base_url="http://127.0.0.1:9/").write_pdf(stylesheets=[PRINT])


def main() -> None:
    """Print a table."""
    call_command("migrate", verbosity=0)
    call_command("load_content")
    client = Client(HTTP_HOST="localhost")
    print("language  tool        first ms  again ms  KB")
    for download in downloads():
        with translation.override(download.language):
            page = client.get(download.article.get_absolute_url()).content.decode()
        for tool, action in (
            ("Typst", lambda download=download: typst(download)),
            ("WeasyPrint", lambda page=page: weasyprint(page)),
        ):
            first, again = milliseconds(action)
            size = len(action()) / 1024
            print(f"{download.language:9} {tool:11} {first:8.0f} {again:9.0f} {size:4.0f}")
        download.ensure()
        _first, stored = milliseconds(lambda url=download.url: b"".join(client.get(url)))
        print(f"{download.language:9} stored file          {stored:9.1f}")


if __name__ == "__main__":
    main()
