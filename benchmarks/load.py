"""Readers and editors at once: ``make load``; see docs/performance.md. Only on this machine."""

import http.client
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import lxml.html

from benchmarks.report import table
from benchmarks.site import MeasuredServer, filled, get, is_hit, run, served

READERS = int(os.environ.get("READERS", "64"))
SECONDS = int(os.environ.get("SECONDS", "60"))
ARTICLES = int(os.environ.get("ARTICLES", "100"))
EDITORS = int(os.environ.get("EDITORS", "5"))
BARE_READERS = 8
LANGUAGES = ("en", "zh-hans")
# Each publication is looked for on so many new connections a language: some reach each process.
LOOKS = 4
ENCODINGS = ("br, gzip", "br, gzip", "gzip", "identity")
STARTS = ("", "news/", "cities/", "programmes/")
PATIENCE = 60  # seconds that the last answers may take


def moments(every: float, *, at_random: bool = False) -> Iterator[float]:
    """Wait for one moment after another until the time is over; yield what time it should be."""
    started, turn = time.monotonic(), 0
    while turn * every < SECONDS and time.monotonic() < started + SECONDS:
        moment = started + (turn + (random.random() if at_random else 0)) * every  # noqa: S311
        time.sleep(max(0, moment - time.monotonic()))
        yield moment
        turn += 1


class Load:
    """A server, the people who use it until the time is over, and what they see of it."""

    def __init__(self, server: MeasuredServer, known: dict[str, Any], bodies: Path) -> None:
        self.server, self.known = server, known
        self.times: dict[str, list[float]] = defaultdict(list)  # milliseconds of each sort
        self.faults: list[str] = []
        self.hits: list[bool] = []
        self.memory: list[float] = []
        with closing(server.client()) as client:
            seen = [get(client, f"/en/{start}").body.decode() for start in STARTS]
            found = [*STARTS, *re.findall(r'href="/en/([^"?#]*/)"', "".join(seen))]
            self.paths = [f"/{code}/{each}" for each in dict.fromkeys(found) for code in LANGUAGES]
            (bodies / "page").write_bytes(get(client, self.paths[0]).body)
        # The second is asked for half as often as the first, the third a third as often.
        self.weights = [1 / (place + 1) for place in range(len(self.paths))]

    def run(self, *writers: Callable[[], None]) -> None:
        """Let everybody begin, and wait until all have ended."""
        people = [*[self.read] * READERS, *[self.read_bare] * BARE_READERS, *writers]
        threads = [Thread(target=each, daemon=True) for each in people]
        before, until = self.server.cpu(), time.monotonic() + SECONDS + PATIENCE
        self.memory.append(self.server.memory())
        for each in threads:
            each.start()
        time.sleep(SECONDS / 2)
        self.memory.append(self.server.memory())
        for each in threads:
            each.join(max(0, until - time.monotonic()))
        self.faults += ["somebody is still waiting" for each in threads if each.is_alive()]
        self.memory.append(self.server.memory())
        self.cpu = self.server.cpu() - before

    def ask(self, sort: str, since: float, client: Any, request: Callable[[], Any]) -> Any:
        """Return the answer to a request, and note how long it took since the moment for it."""
        try:
            answer = request()
        except (OSError, http.client.HTTPException) as fault:
            self.faults.append(f"{sort}: {fault!r}")
            client.close()
            return None
        self.times[sort].append((time.monotonic() - since) * 1000)
        if answer.status != (302 if sort == "save" else 200):
            self.faults.append(f"{sort}: {answer.status}")
        return answer

    def read(self) -> None:
        """Ask for a page a second, each at a random moment."""
        with closing(self.server.client()) as client:
            headers = {"Accept-Encoding": random.choice(ENCODINGS)}  # noqa: S311
            for moment in moments(1, at_random=True):
                [path] = random.choices(self.paths, self.weights)  # noqa: S311
                answer = self.ask("read", moment, client, partial(get, client, path, headers))
                if answer is not None:
                    self.hits.append(is_hit(answer))

    def read_bare(self) -> None:
        """Do the same with the bare view."""
        with closing(self.server.client()) as client:
            for moment in moments(1, at_random=True):
                self.ask("bare", moment, client, partial(get, client, "/bare/page"))

    def edit(self, number: int) -> None:
        """Save a draft and pending changes in turn, of articles that no other editor has."""
        with closing(self.server.client()) as client:
            time.sleep(number)
            for turn, moment in enumerate(moments(EDITORS)):
                key, _path = self.known[("drafts", "published")[turn % 2]][number]
                words = {"standfirst_en": f"Said for the {turn}th time."}
                self.save(client, number + 1, key, moment, words, "_save")

    def publish(self) -> None:
        """Publish something each second; new readers must see it at once in both languages."""
        items = self.known["published"]
        with closing(self.server.client()) as client:
            for turn, moment in enumerate(moments(1)):
                key, path = items[turn % len(items)]
                words = {"standfirst_en": f"Issue {turn}.", "standfirst_zh_hans": f"第{turn}次。"}
                self.save(client, 0, key, moment, words, "_publish")
                for code, said in zip(LANGUAGES, words.values(), strict=True):
                    for _look in range(LOOKS):
                        self.look(f"/{code}/{path}", said)

    def look(self, path: str, words: str) -> None:
        """Note whether a page says this to a reader who comes now."""
        with closing(self.server.client()) as client:
            answer = self.ask("look", time.monotonic(), client, partial(get, client, path))
            if answer is not None and words not in answer.body.decode():
                self.faults.append(f"look: {path} does not say {words}")

    def save(self, client: Any, who: int, key: int, since: float, words: Any, button: str) -> None:
        """Open the form of an article, change it and press a button."""
        path = f"/admin/news/article/{key}/change/"
        headers = {"Cookie": f"session={self.known['sessions'][who]}"}
        answer = self.ask("form", since, client, partial(get, client, path, headers))
        if answer is None or answer.status != 200:
            return
        page = lxml.html.document_fromstring(answer.body.decode())
        form = page.get_element_by_id("content-main").cssselect("form")[0]
        # A browser drops the line break with which Django opens a text area.
        fields = [(name, value.removeprefix("\n")) for name, value in form.form_values()
                  if not name.startswith("_") and name not in words]  # fmt: skip
        headers["Cookie"] += f"; {answer.getheader('Set-Cookie').partition(';')[0]}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Host"] = f"localhost:{client.port}"
        data = urlencode([*fields, *words.items(), (button, "")])

        def send() -> Any:
            client.request("POST", path, data, headers)
            sent = client.getresponse()
            sent.read()
            return sent

        self.ask("save", time.monotonic(), client, send)

    def column(self) -> dict[str, str]:
        """Return what happened, by the titles of the table."""
        found = {
            "pages read": str(len(self.times["read"])),
            "saves": str(len(self.times["save"])),
            "errors": str(len(self.faults)),
            "hit rate": f"{sum(self.hits) / max(1, len(self.hits)):.1%}",
        }
        for sort in ("read", "bare", "save", "form", "look"):
            times = self.times[sort]
            shares = statistics.quantiles(times, n=100) if len(times) > 1 else None
            for share in (50, 95):
                found[f"{sort}, p{share}, ms"] = f"{shares[share - 1]:.0f}" if shares else "–"
        found["memory at start, middle, end, MB"] = ", ".join(f"{mb:.0f}" for mb in self.memory)
        found["CPU, of one core"] = f"{self.cpu / SECONDS / 1000:.0%}"
        return found


def main() -> None:
    """Run (a) with editors who save, and (b) with somebody who publishes."""
    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        var = shutil.copytree(filled(ARTICLES), Path(folder, "site"))
        bodies = Path(folder)
        known = json.loads(run(var, ARTICLES, "-m", "benchmarks.content", "people", str(EDITORS)))
        more = {"BENCH_BODIES": bodies, "BENCH_BESIDE": 1}
        for title in ("(a) a save a second", "(b) a publication a second"):
            print(f"{title}: {SECONDS} seconds ...", file=sys.stderr)
            with served(var, ARTICLES, "benchmarks", **more) as server:
                load = Load(server, known, bodies)
                editors = [partial(load.edit, number) for number in range(EDITORS)]
                load.run(*([load.publish] if columns else editors))
                columns[title] = load.column()
            print("\n".join(sorted(set(load.faults))[:20]), file=sys.stderr)
    rows = [[title, *(column[title] for column in columns.values())] for title in load.column()]
    print(table([f"{READERS} readers", *columns], rows))


if __name__ == "__main__":
    main()
