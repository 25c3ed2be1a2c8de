"""Compare the pages of a commit with those of the working tree: ``make pixels BASE=commit``.

The database is made with the code of the commit; the working tree migrates a copy of it. Pages that
differ are listed, and shown in ``var/pixels/``: the commit's, the tree's, and where they differ.
Those that are meant to differ are allowed by name, and a few can be compared alone:
``ALLOW="desk-home* list-*"``, ``ONLY="form-*"``.
"""

import asyncio
import contextlib
import fnmatch
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import PIL.Image
import PIL.ImageChops
from playwright.async_api import async_playwright

from tests.pixels.frozen import MOMENT, pages

HERE = Path(__file__).resolve().parent
ROOT, SITE = HERE.parent.parent, "http://localhost"
OUT = ROOT / "var" / "pixels"
LANGUAGES, WIDTHS, SCHEMES = ("en", "zh-hans"), (1440, 390), ("light", "dark")
# A browser that is short of time may draw an edge otherwise: what is the same once is the same.
TRIES, PATIENCE = 4, 180_000  # milliseconds
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-checker-imaging", "--disable-partial-raster"),
]
# Follow a link of the notes, or send the form of the page with these fields.
STEP = """step => {
  if (!isNaN(step)) return document.querySelectorAll("#content-main .note a")[step].click()
  const form = document.querySelector("#content-main form:not([role=search]), #login-form")
  for (const [name, value] of Object.entries(step)) {
    for (const each of form.querySelectorAll(`[name="${name}"]`)) each.remove()
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }))
  }
  form.submit()
}"""
READY = """async () => {
  for (const each of document.images) each.loading = "eager"
  await Promise.all([...document.images].map((each) => each.decode().catch(() => {})))
  await document.fonts.ready
}"""


class ComparedSite:
    """One of the two sites, in a browser of its own, under the same address as the other."""

    def __init__(self, python, root, var):
        self.var, self.contexts, self.command = var, {}, [python, HERE / "frozen.py"]
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "C40_VAR": str(var)}
        self.options = {"cwd": root, "env": environment}

    async def start(self, stack, chromium):
        """Start the server, wait until it has migrated and tells its port, and open a browser."""
        log = stack.enter_context((OUT / f"{self.var.name}.log").open("wb"))
        pipes = {"stdout": subprocess.PIPE, "stderr": log}
        server = subprocess.Popen([*self.command, "serve"], **pipes, **self.options)
        stack.enter_context(server)
        stack.callback(server.terminate)
        port = int(server.stdout.readline())
        options = [*OPTIONS, f"--host-resolver-rules=MAP localhost:80 127.0.0.1:{port}"]
        where = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        self.browser = await chromium.launch(executable_path=where, args=options)
        self.known = json.loads((self.var / "known.json").read_text())

    async def context(self, who, language):
        """Return the browser of a person whose desk speaks a language."""
        if (who, language) in self.contexts:
            return self.contexts[who, language]
        context = await self.browser.new_context(locale=language, reduced_motion="reduce")
        self.contexts[who, language] = context
        context.set_default_timeout(PATIENCE)
        await context.clock.set_fixed_time(MOMENT)
        if who != "-":
            cookie = {"name": "session", "value": self.known["sessions"][who], "url": SITE}
            await context.add_cookies([cookie])
            if language != LANGUAGES[0]:
                async with await context.new_page() as page:
                    await page.goto(f"{SITE}/admin/")
                    async with page.expect_navigation():
                        await page.click(f"[name=language][value={language}]")
        return context

    async def visit(self, width, language, who, address, step):
        """Return the status of an answer, and a picture of it in each scheme."""
        async with await (await self.context(who, language)).new_page() as page:
            await page.set_viewport_size({"width": width, "height": 900})
            answer = await page.goto(SITE + address)
            for each in step:
                async with page.expect_navigation() as following:
                    await page.evaluate(STEP, json.loads(each))
                answer = await following.value
            await page.wait_for_load_state("networkidle")
            await page.evaluate(READY)
            pictures = []
            for scheme in SCHEMES:
                await page.emulate_media(color_scheme=scheme)
                pictures.append(await page.screenshot(full_page=True, animations="disabled"))
            return answer.status, *pictures


async def compare(sides):
    """Compare page by page, and return the names of those that differ."""
    found, only = set(), os.environ.get("ONLY", "*")
    chosen = [
        (width, language, *page)
        for language in LANGUAGES
        for page in pages(sides[0].known, language)
        for width in WIDTHS
        if is_named(page[0], only)
    ]
    for width, language, name, status, who, address, *step in chosen:
        tries = []
        for _again in range(TRIES):
            visits = (side.visit(width, language, who, address, step) for side in sides)
            tries.append(await asyncio.gather(*visits))
            # For each side: the sets of statuses, of light and of dark pictures.
            seen = (map(set, zip(*each, strict=True)) for each in zip(*tries, strict=True))
            base, tree = map(list, seen)
            if all(map(set.intersection, base, tree)):
                break
        if base[0] != {int(status)}:
            sys.exit(f"{name} answers {base[0]} at {address}, which is not {status}.")
        for place, scheme in enumerate(SCHEMES, 1):
            if not base[place] & tree[place]:
                found.add(name)
                pictures = [each[place] for each in tries[-1]]
                tell(f"{name}-{language}-{width}-{scheme}", pictures)
    return found


def is_named(name, patterns):
    """Whether one of the patterns, with spaces between them, is that of a name."""
    return any(fnmatch.fnmatch(name, each) for each in patterns.split())


def tell(name, pictures):
    """Say how many pixels differ and in which box, and keep both pictures and the difference."""
    opened = [PIL.Image.open(io.BytesIO(each)).convert("RGB") for each in pictures]
    width, height = map(max, *(each.size for each in opened))
    opened = [each.crop((0, 0, width, height)) for each in opened]
    bands = PIL.ImageChops.difference(*opened).point(lambda value: 255 if value else 0).split()
    changed = PIL.ImageChops.lighter(PIL.ImageChops.lighter(*bands[:2]), bands[2])
    number, box = changed.histogram()[255], changed.getbbox()
    print(f"{name}: {number} pixels differ in {box}", flush=True)  # noqa: T201
    sheet = PIL.Image.new("RGB", (width * 3, height))
    for place, each in enumerate((*opened, changed)):
        sheet.paste(each, (place * width, 0))
    sheet.save(OUT / f"{name}.png")


def python_of(root):
    """Return a Python with the packages of a checkout; they are installed there if they differ."""
    locked = [path.relative_to(ROOT) for path in ROOT.glob("requirements/*.txt")]
    if all((root / path).read_bytes() == (ROOT / path).read_bytes() for path in locked):
        return sys.executable
    subprocess.run([sys.executable, "-m", "venv", root / ".venv"], check=True)
    python, install = root / ".venv/bin/python", ["-m", "pip", "install", "--quiet"]
    packages = ["--require-hashes", "--requirement", root / "requirements/test.txt"]
    subprocess.run([python, *install, *packages], check=True)
    return python


async def main(commit):
    """Make both sites and compare them; return whether they differ where they should not."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        temp = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        archive = subprocess.check_output(["git", "archive", commit], cwd=ROOT)  # noqa: S607
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(temp / "checkout", filter="data")
        base = ComparedSite(python_of(temp / "checkout"), temp / "checkout", temp / "base")
        tree = ComparedSite(sys.executable, ROOT, temp / "tree")
        subprocess.run([*base.command, "fill"], check=True, **base.options)
        shutil.copytree(base.var, tree.var)
        async with async_playwright() as playwright:
            await base.start(stack, playwright.chromium)
            await tree.start(stack, playwright.chromium)
            found = await compare((base, tree))
    wrong = {name for name in found if not is_named(name, os.environ.get("ALLOW", ""))}
    words = " ".join(sorted(wrong)) or "none"
    print(f"{len(found)} pages differ; not meant to: {words}")  # noqa: T201
    return bool(wrong)


sys.exit(asyncio.run(main(sys.argv[1])))
