"""The database is locked, full, read-only or gone, or the media are: what people are told then.

At last the server is killed while people write.
"""

import contextlib
import io
import json
import os
import re
import resource
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import lxml.html
import PIL.Image
import psycopg
import pytest

from tests.support.faults.kills import kill_often
from tests.support.faults.machine import own_machine
from tests.support.faults.newsroom import RemoteDesk, hire
from tests.support.items import photo

# One process of the tests makes the first start for all of them.
pytestmark = pytest.mark.xdist_group("start")

PAGES = ["/en/", "/zh-hans/news/", "/en/cities/", "/zh-hans/nothing/"]
# The desk of each speaks a language.
WORDS = {"en": "The site could not save just now", "zh-hans": "网站暂时无法保存"}
# Rights by which root writes where the owner of a file may not.
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]


@pytest.fixture(scope="module")
def machine(first_start, django_db_setup, tmp_path_factory):
    """A machine of its own whose server runs with no more rights than its files give."""
    with own_machine(tmp_path_factory.mktemp("faults"), first_start[0]) as machine:
        (machine.var / "media").mkdir()
        machine.start(*(WITHOUT_RIGHTS if os.geteuid() == 0 else []))
        yield machine


class Room:
    """Two people, each with a draft and a published article that has pending changes."""

    def __init__(self, machine):
        people = [(f"faults-{code}", code) for code in WORDS]
        sessions, self.keys = hire(machine.var, people, 4, C40_DATABASE_URL=machine.url)
        self.machine = machine
        self.desks = dict(
            zip(WORDS, (RemoteDesk(machine.port, each) for each in sessions), strict=True)
        )
        for path in (self.path(1), self.path(3)):
            self.save("en", path, "_publish")
            self.save("en", path, "_save", title_en="Not yet published")
        self.previews = re.findall(
            r'"(/preview/[^"]+)"', self.desks["en"].ask("GET", self.path(1)).page
        )

    def path(self, place):
        return f"/admin/news/article/{self.keys[place]}/change/"

    def save(self, code, path, button, **changes):
        answer = self.send(code, path, self.desks[code].form(path) | changes | {button: ""})
        assert answer.status == 302, answer.page
        return answer

    def send(self, code, path, data):
        return self.desks[code].send(path, data)

    def refused(self, code, path, form, text):
        """Send a form with a text, which cannot be saved; return what "Send again" would send."""
        answer = self.send(code, path, form | {"title_en": text, "_save": ""})
        assert answer.status == 503, answer.page
        assert int(answer.getheader("Retry-After")) > 0
        assert WORDS[code] in answer.page
        page = lxml.html.document_fromstring(answer.page)
        assert text in page.cssselect("section p")[0].text_content()
        [again] = page.cssselect("#content-main form, #content form")
        return dict(again.form_values())

    def looks(self, but=()):
        """See that readers and staff find what they look for."""
        for path in [*PAGES, *self.previews, "/admin/", self.path(0), self.path(1)]:
            if path not in but:
                answer = self.desks["en"].ask("GET", path)
                assert answer.status == (404 if "nothing" in path else 200), path

    def reasons(self, since):
        """Return what the log says since it had this length: a line for each, in one piece."""
        lines = [json.loads(each) for each in self.machine.said()[since:].splitlines()]
        assert not any("exception" in line for line in lines), lines
        return [line["message"] for line in lines]


@pytest.fixture(scope="module")
def room(machine):
    return Room(machine)


@contextlib.contextmanager
def locked(machine, key):
    """Hold what a save needs: the one writer of SQLite, or the row of a state."""
    with machine.connect() as database:
        database.execute("BEGIN IMMEDIATE" if machine.is_sqlite else "BEGIN")
        if not machine.is_sqlite:
            state = f"SELECT 1 FROM editing_workflowstate WHERE object_id = {key} FOR UPDATE"  # noqa: S608
            database.execute(state)
        yield
        database.execute("ROLLBACK")


@pytest.mark.both_databases
def test_while_the_database_is_locked_pages_are_there_and_saves_come_back_with_their_text(room):
    path, since = room.path(0), len(room.machine.said())
    room.save("en", path, "_save", title_en="Before the lock")
    forms = {code: room.desks[code].form(path) for code in WORDS}
    with locked(room.machine, room.keys[0]), ThreadPoolExecutor(12) as crowd:
        tried = [
            crowd.submit(room.refused, code, path, forms[code], f"Lock {turn}")
            for turn in range(6)
            for code in WORDS
        ]
        room.looks()
        again = [each.result() for each in tried]
    assert len({each["title_en"] for each in again}) == 6
    reasons = room.reasons(since)
    assert len(reasons) == len(tried)
    assert all("lock" in each and "POST admin/news/article/" in each for each in reasons)

    assert room.send("en", path, again[0]).status == 302
    assert room.desks["en"].form(path)["title_en"] == "Lock 0"


@pytest.mark.both_databases
def test_preview_of_what_is_typed_is_there_while_sqlite_is_locked(room):
    path = room.path(1)
    form = room.desks["en"].form(path) | {"title_en": "Typed just now", "_preview": "en"}
    # On PostgreSQL it is the row of another item that is locked.
    with locked(room.machine, room.keys[0]):
        answer = room.send("en", path, form)
    assert answer.status == 200
    assert "Typed just now" in answer.page


def test_full_disk_loses_no_text_and_no_file(room):
    path, add = room.path(0), "/admin/library/image/add/"
    form, picture = room.desks["zh-hans"].form(path), room.desks["zh-hans"].form(add)
    picture |= {
        "file": ("noise.png", noise(), "image/png"),
        "alt_en": "Roof",
        "alt_zh_hans": "屋顶",
        "_save": "",
    }
    since = len(room.machine.said())
    # It can write to its log, and hardly anywhere else.
    with full(room.machine, since + 16_384):
        if room.machine.is_sqlite:
            long = form | {"body_en": f"<p>{'long ' * 5_000}</p>"}
            again = room.refused("zh-hans", path, long, "Typed on a full disk")
            assert again["body_en"] == long["body_en"]
        answer = room.send("zh-hans", add, picture)
        assert answer.status == 503
        assert "重新选择" in answer.page
        room.looks()
    assert room.reasons(since)
    assert room.send("zh-hans", add, picture).status == 302
    assert not room.machine.damage()


def noise():
    """Return a picture that cannot be made small."""
    file = io.BytesIO()
    PIL.Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3)).save(file, "PNG")
    return file.getvalue()


@contextlib.contextmanager
def full(machine, size):
    """Let no worker write a file beyond a size."""
    workers = machine.workers()
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, -1)) for pid in workers]
    try:
        yield
    finally:
        for pid, limits in zip(workers, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("fault", ["read-only", "gone"])
def test_without_its_media_the_site_saves_texts_and_gives_back_what_was_sent_with_a_file(
    room, fault
):
    add, media = "/admin/library/image/add/", room.machine.var / "media"
    data = room.desks["en"].form(add) | {"alt_en": "Roof", "alt_zh_hans": "屋顶", "_save": ""}
    data["file"] = ("roof.png", photo(kind="PNG"), "image/png")
    since = len(room.machine.said())
    with readable_only(media) if fault == "read-only" else away(media):
        answer = room.send("en", add, data)
        assert answer.status == 503
        assert "A file that you chose has to be chosen again." in answer.page
        assert 'name="alt_zh_hans" value="屋顶"' in answer.page
        room.looks()
        room.save("en", room.path(0), "_save", title_en=f"Media {fault}")
    [reason] = room.reasons(since)
    assert "roof" not in reason
    assert room.send("en", add, data).status == 302


@contextlib.contextmanager
def readable_only(folder):
    paths = [folder, *(each for each in folder.rglob("*") if each.is_dir())]
    for each in paths:
        each.chmod(0o555)
    try:
        yield
    finally:
        for each in paths:
            each.chmod(0o755)


@contextlib.contextmanager
def away(folder):
    """A folder that is not there, and at whose place nobody can make one."""
    other = folder.with_name("elsewhere")
    folder.rename(other)
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        other.rename(folder)


@pytest.mark.both_databases
def test_while_the_database_is_away_readers_have_what_is_kept_and_then_all_goes_on(room):
    path, pages = room.path(0), PAGES[:3]
    form = room.desks["en"].form(path)
    with database_away(room.machine, pages) as is_kept:
        again = room.refused("en", path, form, "Typed while it was away")
        assert RemoteDesk(room.machine.port, "").ask("GET", "/healthz").status == 200
        if is_kept:
            for page in pages:
                assert RemoteDesk(room.machine.port, "").ask("GET", page).status == 200
        else:
            room.looks()
    assert room.send("en", path, again).status == 302
    room.looks()


@contextlib.contextmanager
def database_away(machine, pages):
    """Let nobody connect to PostgreSQL, or nobody write to SQLite; yield whether pages are kept."""
    if machine.is_sqlite:
        files = [machine.var, *machine.var.glob("db.sqlite3*")]
        modes = {each: each.stat().st_mode for each in files}
        for each in files:
            each.chmod(0o555 if each.is_dir() else 0o444)
        # Whoever has it open could go on writing.
        machine.renew_workers()
        try:
            yield False
        finally:
            for each, mode in modes.items():
                each.chmod(mode)
        # What SQLite has opened read-only stays so in a process.
        machine.renew_workers()
        return
    # Each worker keeps them.
    for page in pages * 12:
        assert RemoteDesk(machine.port, "").ask("GET", page).status == 200
    server, _, name = machine.url.rpartition("/")
    with closing(psycopg.connect(f"{server}/postgres", autocommit=True)) as postgres:
        postgres.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield True
        finally:
            postgres.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.both_databases
def test_what_was_acknowledged_is_there_after_kills_and_the_rest_is_whole_or_absent(machine):
    machine.kill()
    figures, found = kill_often(machine, 5, 2, 6)
    assert found == []
    assert figures["acknowledged"] > 10
