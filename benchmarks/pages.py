"""CPU time of each page beside that of a bare view: ``make bench``; see docs/performance.md."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from benchmarks.report import report
from benchmarks.site import (
    HAS_PAGE_CACHE,
    ROOT,
    MeasuredServer,
    environment,
    filled,
    free_port,
    get,
    is_hit,
    served,
)

ONLY = os.environ.get("ONLY", "*").split()
ROUNDS = int(os.environ.get("ROUNDS", "3"))
ARTICLES = [int(number) for number in os.environ.get("ARTICLES", "100 10000").split()]
# Requests of one figure: as many as take this many milliseconds of CPU, within these limits.
ENOUGH, FEWEST, MOST = 400, 3, 2000
CHANGES = 7
ARTICLE = "/en/news/2021/china-special-envoy-c40"
PAGES = {
    "article": f"{ARTICLE}/",
    "list": "/en/news/",
    "deepest-list": "/en/news/?page={deepest}",
    "city": "/en/cities/fuzhou/",
    "programme": "/en/programmes/cbp/",
    "home": "/en/",
    "bilingual": f"{ARTICLE}/bilingual/",
    "feed": "/en/news/feed/",
    "search-en": "/en/search/?q=climate+action",
    "search-zh": "/zh-hans/search/?q=%E6%B0%94%E5%80%99%E8%A1%8C%E5%8A%A8",
    "sitemap": "{sitemap}",
    "pdf": f"{ARTICLE}.pdf",
}
# In how many ways the page cache answers; all pages in the first, these pages in each.
WAYS = {"as it is": {}, "gzip": {"Accept-Encoding": "gzip"}, "br": {"Accept-Encoding": "br"},
        "304": {"If-None-Match": "{etag}"}}  # fmt: skip
IN_EACH_WAY = ("article", "home")
NGINX = """daemon off; user root; worker_processes 1; pid nginx.pid; error_log stderr;
events {{}} http {{ access_log off; sendfile on; keepalive_requests 1000000000; types {{}}
  default_type text/html;
  server {{ listen 127.0.0.1:{port}; location /bare/ {{ alias {bodies}/; }} }}
  client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .;
  scgi_temp_path .; }}"""


@dataclass
class MeasuredPage:
    """A page of a server, asked for in one way, and its figures: milliseconds of each round."""

    server: MeasuredServer
    page: str
    articles: int
    path: str
    way: str
    headers: dict[str, str]
    name: str  # of the file with its bytes
    size: int  # bytes
    hit: bool
    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def addresses(client: Any) -> dict[str, str]:
    """Return the address of each page.

    The site itself names its deepest full page of the list, and a part of its sitemap.
    """
    numbers = re.findall(rb'[?;&]page=(\d+)"', get(client, "/en/news/").body)
    sitemap, body = "/sitemap.xml", get(client, "/sitemap.xml").body.decode()
    if "<sitemapindex" in body:
        parts = re.findall(r"<loc>https?://[^/]+([^<]+)", body)
        sitemap = next((part for part in parts if "news" in part), parts[0])
    found = {"deepest": max(map(int, numbers)) - 1, "sitemap": sitemap}
    return {page: path.format(**found) for page, path in PAGES.items()
            if any(fnmatch(page, each) for each in ONLY)}  # fmt: skip


def asked(server: MeasuredServer, articles: int, bodies: Path, ways: Any) -> list[MeasuredPage]:
    """Ask a server for each page in each way, and keep the bytes for the baselines."""
    found = []
    with closing(server.client()) as client:
        for page, path in addresses(client).items():
            for way, wanted in ways.items():
                if way != "as it is" and page not in IN_EACH_WAY:
                    continue
                etag = get(client, path).getheader("ETag") or ""
                headers = {name: value.format(etag=etag) for name, value in wanted.items()}
                answer = get(client, path, headers)
                said = answer.getheader("Content-Encoding") or str(answer.status)
                if said != ("200" if way == "as it is" else way):
                    sys.exit(f"{page} {way}: the site answers {said}.")
                name = f"{page}-{articles}-{way.replace(' ', '-')}-{len(ways)}"
                (bodies / name).write_bytes(answer.body)
                size, hit = len(answer.body), is_hit(answer)
                found.append(
                    MeasuredPage(server, page, articles, path, way, headers, name, size, hit)
                )
    return found


def sample(server: MeasuredServer, path: str, headers: dict[str, str]) -> float:
    """Return the milliseconds of CPU that a server takes for a request.

    The requests follow each other, and those that show how many to take are not counted: a server
    that has just been asked nothing for a while takes more, which would flatter who is compared.
    """
    requests, spent = 1, 0.0
    with closing(server.client()) as client:
        while spent < ENOUGH and requests < MOST:
            wanted = int(1.2 * ENOUGH * requests / spent) if spent else FEWEST
            requests = max(FEWEST, min(MOST, wanted, requests * 20))
            get(client, path, headers)
            before = server.cpu()
            for _number in range(requests):
                get(client, path, headers)
            spent = server.cpu() - before
    return spent / requests


def sample_changed(server: MeasuredServer, path: str, editor: Any) -> float:
    """Return the same for the first request after another process has saved something."""
    spent = []
    with closing(server.client()) as client:
        get(client, path)
        for _number in range(CHANGES):
            editor.stdin.write("\n")
            editor.stdin.flush()
            editor.stdout.readline()
            before = server.cpu()
            get(client, path)
            spent.append(server.cpu() - before)
    return statistics.median(spent)


class Bench:
    """All servers of a run, side by side."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder, self.bodies = stack, folder, folder / "bodies"
        self.bodies.mkdir()
        self.vars = {number: shutil.copytree(filled(number), folder / str(number))
                     for number in ARTICLES}  # fmt: skip
        self.uncached = self.pages({"as it is": {}}, C40_PAGE_CACHE=0)
        self.cached = self.pages(WAYS) if HAS_PAGE_CACHE else []
        self.baselines = self.start_baselines()

    def pages(self, ways: Any, **settings: Any) -> list[MeasuredPage]:
        """Start a server for each number of articles; return what is to be asked for."""
        found = []
        for number, var in self.vars.items():
            server = self.stack.enter_context(served(var, number, **settings))
            found += asked(server, number, self.bodies, ways)
        return found

    def start_baselines(self) -> dict[str, MeasuredServer]:
        """Start the bare view on the site's server and on plain WSGI, and nginx if it is there."""
        number, var = next(iter(self.vars.items()))
        more = {"C40_PAGE_CACHE": 0, "BENCH_BODIES": self.bodies}
        servers = {"bare": served(var, number, "benchmarks", **more)}
        more["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        given, port = environment(var, number, **more), free_port()
        command = [sys.executable, "-m", "granian", "django.core.wsgi:get_wsgi_application"]
        command += ["--factory", "--interface=wsgi", f"--port={port}", "--blocking-threads=4"]
        servers["wsgi"] = MeasuredServer(command, port, given, self.folder / "wsgi.log")
        if nginx := shutil.which("nginx"):
            port, settings = free_port(), self.folder / "nginx.conf"
            settings.write_text(NGINX.format(port=port, bodies=self.bodies))
            command = [nginx, "-p", str(self.folder), "-c", str(settings)]
            servers["nginx"] = MeasuredServer(command, port, given, self.folder / "nginx.log")
        return {name: self.stack.enter_context(server) for name, server in servers.items()}

    def editor(self, number: int) -> Any:
        """Return another process of the site, which saves an article when it is sent a line."""
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command, given = (
            ["-m", "benchmarks.content", "touch"],
            environment(self.vars[number], number),
        )
        editor: Any = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=given, **pipes)
        self.stack.callback(editor.wait)
        self.stack.callback(editor.stdin.close)
        return editor

    def measure(self) -> None:
        """Measure everything in turn, as often as there are rounds; first requests once."""
        editors = {number: self.editor(number) for number in ARTICLES}
        for turn in range(ROUNDS):
            for place, each in enumerate((*self.uncached, *self.cached)):
                print(f"Round {turn + 1}: {each.name}", file=sys.stderr)
                each.figures["site"].append(sample(each.server, each.path, each.headers))
                for name, baseline in self.baselines.items():
                    if name != "wsgi" or place == 0:
                        each.figures[name].append(sample(baseline, f"/bare/{each.name}", {}))
                if place < len(self.uncached):
                    changed = sample_changed(each.server, each.path, editors[each.articles])
                    each.figures["changed"].append(changed)
        for each in self.uncached:
            print(f"First request: {each.name}", file=sys.stderr)
            server = served(self.vars[each.articles], each.articles, C40_PAGE_CACHE=0)
            with server, closing(server.client()) as client:
                before = server.cpu()
                get(client, each.path)
                each.figures["first"].append(server.cpu() - before)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        bench = Bench(servers, Path(temporary))
        bench.measure()
        print(report(bench, ARTICLES[0], ROUNDS))
