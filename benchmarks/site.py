"""Copies of the site with any number of articles, and servers that are measured from outside."""

import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HAS_PAGE_CACHE = "C40_PAGE_CACHE" in (ROOT / "c40china/settings.py").read_text()
# What decides how a filled database looks.
SOURCES = ("benchmarks/content.py", "content/**/*.toml", "*/migrations/*.py", "search/*.py")
DEADLINE = 60  # seconds until a server must answer
# Blocks end, and their servers with them.
signal.signal(signal.SIGTERM, lambda *_told: sys.exit("Told to stop."))


def environment(var: Path, articles: int, **more: Any) -> dict[str, str]:
    """Return what a process of the site is given, and nothing that is set for the site elsewhere.

    But for ``C40_DATABASE_URL``, in which ``{articles}`` stands for the number of articles.
    """
    given = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    if url := os.environ.get("C40_DATABASE_URL"):
        given["C40_DATABASE_URL"] = url.replace("{articles}", str(articles))
    if not HAS_PAGE_CACHE:
        more.pop("C40_PAGE_CACHE", None)
    return {**given, "C40_VAR": str(var), **{name: str(value) for name, value in more.items()}}


def run(var: Path, articles: int, *words: str) -> str:
    """Run a part of the site until it ends; return what it says."""
    command, given = [sys.executable, *words], environment(var, articles)
    return subprocess.check_output(command, cwd=ROOT, env=given, text=True)


def filled(articles: int) -> Path:
    """Return the site's own content and so many articles; made once, and kept in DATA."""
    paths = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    state = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    var = Path(os.environ.get("DATA") or ROOT / "var" / "filled").resolve() / str(articles)
    stamp = var / "filled"
    if not stamp.exists() or stamp.read_text() != state:
        print(f"Filling a database with {articles} articles ...", file=sys.stderr)
        shutil.rmtree(var, ignore_errors=True)
        var.mkdir(parents=True)
    run(var, articles, "manage.py", "prepare")
    run(var, articles, "-m", "benchmarks.content", "fill", str(articles))
    stamp.write_text(state)
    return var


class MeasuredServer:
    """A server on the loopback interface with all its processes, until the end of a block."""

    def __init__(self, command: list[str], port: int, given: dict[str, str], log: Path) -> None:
        self.command, self.port, self.given, self.log = command, port, given, log

    def __enter__(self) -> "MeasuredServer":
        with self.log.open("ab") as log:
            pipes = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.given, **pipes)
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                self.come_to_rest(until)
                return self
            time.sleep(0.05)
        self.__exit__()
        raise RuntimeError(f"No answer of {' '.join(self.command)}: see {self.log}.")

    def __exit__(self, *_fault: Any) -> None:
        tree = self.tree()
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in tree:
                with suppress(ProcessLookupError):
                    os.kill(pid, 9)
            self.process.wait()

    def come_to_rest(self, until: float) -> None:
        """Wait until its processes have nothing left to do, such as to start."""
        last = -1.0
        while time.monotonic() < until and self.cpu() - last > 2:
            last = self.cpu()
            time.sleep(0.3)

    def tree(self) -> list[int]:
        """Return its process and all below it."""
        children: dict[int, list[int]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parent = int(path.read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(path.parent.name))
        found = [self.process.pid]
        for pid in found:
            found.extend(children.get(pid, []))
        return found

    def cpu(self) -> float:
        """Return the milliseconds of CPU, user and system, that its processes have taken so far.

        Those that run by their CPU clocks, which count nanoseconds and threads that ended; those
        that ended by what their parents were told, in ticks.
        """
        total = 0.0
        for pid in self.tree():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
                # clock_getcpuclockid(3), which Python has for threads only.
                total += time.clock_gettime(~pid << 3 | 2) + ended
        return total * 1000

    def memory(self) -> float:
        """Return the megabytes of its processes, shared pages in parts (PSS)."""
        total = 0
        for pid in self.tree():
            with suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024

    def client(self) -> http.client.HTTPConnection:
        """Return a connection that stays open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)


def free_port() -> int:
    """Return a port of the loopback interface on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def served(var: Path, articles: int, settings: str = "c40china", **more: Any) -> MeasuredServer:
    """Return the site as ``manage.py serve`` starts it, with the settings of a module."""
    port = free_port()
    more = {"PORT": port, "DJANGO_SETTINGS_MODULE": f"{settings}.settings", **more}
    command = [sys.executable, "manage.py", "serve"]
    return MeasuredServer(command, port, environment(var, articles, **more), var / "server.log")


def get(client: Any, path: str, headers: dict[str, str] | None = None) -> Any:
    """Return the answer to a request; its ``body`` as it was sent."""
    client.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"localhost:{client.port}", **(headers or {})}.items():
        client.putheader(name, value)
    client.endheaders()
    answer = client.getresponse()
    answer.body = answer.read()
    return answer


def is_hit(answer: Any) -> bool:
    """Whether the page cache had the answer, which then says so (RFC 9211: "c40china; hit")."""
    return "hit" in (answer.getheader("Cache-Status") or "").replace(";", " ").split()
