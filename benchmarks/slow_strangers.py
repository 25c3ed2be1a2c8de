"""What other visitors feel of slow strangers and of costly work: a server of its own, on loopback.

    .venv/bin/python -m benchmarks.slow_strangers [SECONDS] [SCENARIO ...]

For each scenario 200 strangers hold a connection for SECONDS (60), or a crowd asks at once for what
is costly, while ten visitors a second ask for pages. Prints how many of these were answered within
a second and the 95th percentile of their times, then what became of the crowd.
"""

import asyncio
import os
import random
import signal
import socket
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST, PORT = "127.0.0.1", int(os.environ.get("PORT", "8765"))
STRANGERS = 200
LARGE = 20 * 1024 * 1024  # bytes
A_SECOND = 10  # visitors
PAGES = ["/en/", "/zh-hans/", "/en/news/", "/zh-hans/cities/", "/en/about/", "/admin/login/"]
BUSY = {"sign-ins": 12, "pdfs": 16, "searches": 8}
HEAD = "Host: localhost\r\nConnection: close\r\n"


def fill(var: Path) -> None:
    """Make a site with a large picture, a large PDF, and an article for each PDF to be made."""
    os.environ |= {"C40_VAR": str(var), "PORT": str(PORT)}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "prepare"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    for name in ("library/large.jpg", "articles/large.pdf"):
        path = var / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(LARGE))
    code = f"""
from news.models import Article
article = Article.objects.published().first()
for number in range({BUSY["pdfs"]}):
    article.pk, article.slug, article.title_en = None, f"copy-{{number}}", f"Copy {{number}}"
    article.save(force_insert=True)
article.pk, article.slug, article.pdf_en = None, "large", "articles/large.pdf"
article.save(force_insert=True)
print(article.date.year)
"""
    done = subprocess.run(
        [*manage, "shell", "--verbosity=0", "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    global YEAR
    YEAR = int(done.stdout.split()[-1])


async def ask(path: str, *, data: str = "", cookie: str = "") -> tuple[str, bytes]:
    """Return status and the rest of an answer."""
    reader, writer = await asyncio.open_connection(HOST, PORT)
    try:
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(data)}\r\n"
        more = f"Cookie: {cookie}\r\n{form}" if data else ""
        writer.write(
            f"{'POST' if data else 'GET'} {path} HTTP/1.1\r\n{HEAD}{more}\r\n{data}".encode()
        )
        answer = await reader.read()
        return answer[9:12].decode() or "none", answer
    finally:
        writer.close()


async def visits(end: asyncio.Event) -> list[float]:
    """Ask for pages until the end, without waiting for answers; return the seconds of each."""
    times: list[float] = []

    async def visit(number: int) -> None:
        began = time.monotonic()
        try:
            async with asyncio.timeout(30):
                status, _ = await ask(PAGES[number % len(PAGES)])
            times.append(time.monotonic() - began if status == "200" else 30)
        except (OSError, TimeoutError):
            times.append(30)

    async with asyncio.TaskGroup() as group:
        number = 0
        while not end.is_set():
            group.create_task(visit(number))
            number += 1
            await asyncio.sleep(1 / A_SECOND)
    return times


async def token() -> tuple[str, str]:
    """Return the cookie and the token of the form to sign in."""
    _, page = await ask("/admin/login/")
    cookie = page.split(b"set-cookie: ")[1].split(b";")[0].decode()
    return cookie, page.split(b'csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode()


async def hold(head: str, seconds: float, *, sends: bool) -> str:
    """Read or send a byte a second or less; say whether the server put an end to it."""
    stranger = socket.socket()
    stranger.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stranger.setblocking(False)
    loop, until = asyncio.get_running_loop(), time.monotonic() + seconds
    with stranger:
        await loop.sock_connect(stranger, (HOST, PORT))
        await loop.sock_sendall(stranger, head.encode())
        while time.monotonic() < until:
            await asyncio.sleep(1)
            try:
                if sends:
                    await loop.sock_sendall(stranger, b"a")
                elif not await loop.sock_recv(stranger, 1000):
                    return "cut"
            except OSError:
                return "cut"
    return "held"


async def readers(seconds: float) -> list[str]:
    """Hold large files."""
    paths = [f"/en/news/{YEAR}/large.pdf", "/media/library/large.jpg"]
    heads = [f"GET {paths[number % 2]} HTTP/1.1\r\n{HEAD}\r\n" for number in range(STRANGERS)]
    return await asyncio.gather(*(hold(head, seconds, sends=False) for head in heads))


async def senders(seconds: float) -> list[str]:
    """Hold forms to sign in that never end."""
    cookie, _ = await token()
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n"
    head = f"POST /admin/login/ HTTP/1.1\r\n{HEAD}Cookie: {cookie}\r\n{form}\r\n"
    return await asyncio.gather(*(hold(head, seconds, sends=True) for _ in range(STRANGERS)))


async def sign_ins(seconds: float) -> list[str]:
    """Sign in with a wrong password."""
    cookie, secret = await token()
    form = {"csrfmiddlewaretoken": secret, "username": "admin", "password": "not this one"}
    crowd = [
        ask("/admin/login/", data=urlencode(form), cookie=cookie) for _ in range(BUSY["sign-ins"])
    ]
    return [status for status, _ in await asyncio.gather(*crowd)]


async def pdfs(seconds: float) -> list[str]:
    """Ask for PDFs that are not made yet."""
    paths = [f"/en/news/{YEAR}/copy-{number}.pdf" for number in range(BUSY["pdfs"])]
    return [status for status, _ in await asyncio.gather(*map(ask, paths))]


async def searches(seconds: float) -> list[str]:
    """Search for forty words that nobody wrote, each time others."""
    letters = string.ascii_lowercase
    queries = [
        " ".join("".join(random.choices(letters, k=4)) for _ in range(40))  # noqa: S311
        for _ in range(BUSY["searches"])
    ]
    paths = (f"/en/search/?{urlencode({'q': query})}" for query in queries)
    return [status for status, _ in await asyncio.gather(*map(ask, paths))]


SCENARIOS: dict[str, Callable[[float], Awaitable[list[str]]]] = {
    "readers": readers,
    "senders": senders,
    "sign-ins": sign_ins,
    "pdfs": pdfs,
    "searches": searches,
}


async def measure(name: str, seconds: float) -> None:
    """Print a line for a scenario."""
    end = asyncio.Event()
    visiting = asyncio.create_task(visits(end))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    outcome = Counter(await SCENARIOS[name](seconds))
    took = time.monotonic() - began
    await asyncio.sleep(max(0, 2 - took))
    end.set()
    times = await visiting
    within = sum(each <= 1 for each in times) / len(times)
    p95 = statistics.quantiles(times, n=20)[-1]
    crowd = ", ".join(f"{count} {what}" for what, count in outcome.items())
    print(f"{name:9} {len(times):4} visitors  {within:4.0%} within 1 s  p95 {p95:.3f} s"
          f"   {took:5.1f} s: {crowd}", flush=True)  # fmt: skip


async def main(seconds: float, names: list[str]) -> None:
    """Measure each scenario, the pages being warm."""
    for path in PAGES * 4:
        await ask(path)
    for name in names:
        await measure(name, seconds)


if __name__ == "__main__":
    seconds, *names = [*sys.argv[1:], "60"] if sys.argv[1:] == [] else sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        try:
            while "is ready" not in server.stderr.readline():
                pass
            asyncio.run(main(float(seconds), names or list(SCENARIOS)))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
