"""Backups: made while people write, whole or refused, and the same site again from them."""

import itertools
import shutil
import sqlite3
import subprocess
import tarfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pyrage
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from c40china.backups import archive
from tests.support.running_site import manage

TEXT = b"What somebody wrote.\n" * 5000


@pytest.fixture
def key(tmp_path):
    """A key of age: its public half, and the file with its secret half."""
    identity = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created today\n{identity}\n")
    return str(identity.to_public()), str(file)


def written(path, recipient=""):
    """Write a small backup."""
    sums = {}
    upload = path.parent / "upload"
    upload.write_bytes(TEXT)
    with archive.created(path, recipient) as into, tarfile.open(fileobj=into, mode="w|") as tar:
        archive.pack(tar, "database.sqlite3", upload, sums)
        archive.pack(tar, "media/a/绿.webp", upload, sums)
        archive.pack(tar, "media/gone", path.parent / "gone", sums)
        archive.pack_list(tar, {"made": "today", "database": "sqlite"}, path.parent, sums)
    return path


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_backup_is_for_its_owner_alone_and_gives_back_what_was_packed(
    tmp_path, key, is_encrypted
):
    recipient, identity = key if is_encrypted else ("", "")
    file = written(tmp_path / "backup", recipient)
    content = archive.read(file, identity, tmp_path / "target")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "target/media/a/绿.webp").read_bytes() == TEXT
    assert [*content["files"]] == ["database.sqlite3", "media/a/绿.webp"]
    assert (TEXT in file.read_bytes()) is not is_encrypted


@pytest.mark.parametrize("is_encrypted", [False, True])
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, "end", "list"])
def test_a_changed_byte_or_a_missing_end_is_noticed(tmp_path, key, is_encrypted, part):
    recipient, identity = key if is_encrypted else ("", "")
    file = written(tmp_path / "backup", recipient)
    data = bytearray(file.read_bytes())
    if part == "end":
        data = data[:-20_000]
    else:
        place = data.rfind(b'"made"') if part == "list" else int(len(data) * part)
        data[place] ^= 1
    file.write_bytes(data)
    with pytest.raises(CommandError, match=r"damaged|none of its files"):
        archive.read(file, identity)


def test_without_its_key_a_backup_is_refused_in_words(tmp_path, key):
    file = written(tmp_path / "backup", key[0])
    other = tmp_path / "other.txt"
    other.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    for identity, words in [("", "--identity"), (str(other), "not the key"), (key[0], "read")]:
        with pytest.raises(CommandError, match=words):
            archive.read(file, identity)


class Machine:
    """A directory and a database of their own, for a site that is only commanded."""

    def __init__(self, var, url):
        self.var, self.url = var, url

    def manage(self, *command):
        return manage(self.var, *command, C40_DATABASE_URL=self.url)

    def backup(self, file):
        """Make a backup; return it."""
        done = self.manage("backup", str(file))
        assert "secret key of the site is in it" in done.stdout, done.stderr
        return str(file)

    def connect(self):
        """Open a connection as a process of its own would."""
        if self.url.startswith("sqlite"):
            return closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20))
        return closing(psycopg.connect(self.url))

    def everything(self):
        """Return every row as a line, every upload by its name, and the secret key."""
        if self.url.startswith("sqlite"):
            with self.connect() as database:
                rows = list(database.iterdump())
        else:
            command = ["pg_dump", "--data-only", "--inserts", self.url]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            rows = [line for line in done.stdout.splitlines() if not line.startswith("\\")]
        uploads = [each for each in (self.var / "media").rglob("*") if each.is_file()]
        files = {str(each.relative_to(self.var)): each.read_bytes() for each in uploads}
        return sorted(rows), files, (self.var / "secret_key").read_text()

    def pairs(self):
        """Return the numbers whose first row is there, and those whose second is."""
        with self.connect() as database:
            asked = "SELECT session_key FROM django_session WHERE session_key LIKE 'pair-%'"
            keys = [key.split("-") for [key] in database.cursor().execute(asked).fetchall()]
        return [sorted(int(number) for _, number, half in keys if half == each) for each in "ab"]


@pytest.fixture
def machine(request, tmp_path):
    """Make a site: the one that is there, or, with a name, an empty one."""
    made = []

    def make(name=""):
        var = tmp_path / (name or "source")
        var.mkdir()
        if connection.vendor == "sqlite":
            if not name:
                database = request.getfixturevalue("first_start")[0] / "db.sqlite3"
                with closing(sqlite3.connect(database)) as source:
                    source.execute("VACUUM INTO ?", [str(var / "db.sqlite3")])
                with closing(sqlite3.connect(var / "db.sqlite3")) as copy:
                    copy.execute("PRAGMA journal_mode=WAL")
            return Machine(var, f"sqlite:///{var / 'db.sqlite3'}")
        given = connection.settings_dict
        login = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        named = name and f"{given['NAME']}_{name}"
        if named:
            made.append(named)
            _administer(f'CREATE DATABASE "{named}"')
        return Machine(var, f"postgres://{login}/{named or given['NAME']}")

    yield make
    for name in made:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(sql):
    given = connection.settings_dict
    login = {each: given[each.upper()] for each in ("user", "password", "host", "port")}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as database:
        database.execute(sql)


def write_pairs(site, over, begun):
    """Upload and save, again and again: a file first, then two rows in one transaction."""
    (site.var / "media" / "load").mkdir(parents=True)
    with site.connect() as database:
        for number in itertools.count():
            (site.var / "media" / "load" / str(number)).write_bytes(TEXT[:200])
            for half in "ab":
                key = f"pair-{number}-{half}"
                database.cursor().execute(
                    "INSERT INTO django_session (session_key, session_data, expire_date)"  # noqa: S608
                    f" VALUES ('{key}', 'x', '2030-01-01')"
                )
            database.commit()
            begun.set()
            if over.wait(0.01):
                return


@pytest.mark.both_databases
@pytest.mark.xdist_group("start")
def test_a_site_that_was_lost_is_the_same_from_its_backup(machine, tmp_path):
    site, half, again = machine(), machine("half"), machine("again")
    over, begun = threading.Event(), threading.Event()
    with ThreadPoolExecutor() as crowd:
        writing = crowd.submit(write_pairs, site, over, begun)
        begun.wait(30)
        try:
            during = site.backup(tmp_path / "during.tar")
        finally:
            over.set()
        writing.result()
    try:
        whole = site.backup(tmp_path / "whole.tar")
        expected, [written, _] = site.everything(), site.pairs()
    finally:
        with site.connect() as database:
            database.cursor().execute("DELETE FROM django_session WHERE session_key LIKE 'pair-%'")
            database.commit()
    shutil.rmtree(site.var)

    tried = again.manage("restore", whole, "--dry-run")
    assert "nothing was written" in tried.stdout
    assert again.manage("restore", whole).returncode == 0
    assert again.everything() == expected
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", whole)

    assert half.manage("restore", during).returncode == 0
    first, second = half.pairs()
    assert first == second
    assert 0 < len(first) < len(written)
    assert all(
        (half.var / "media/load" / str(number)).read_bytes() == TEXT[:200] for number in first
    )


@pytest.mark.xdist_group("start")
def test_older_backups_of_a_directory_go_as_said(first_start, tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"c40china-2026-01-0{day}T000000Z.tar.age").touch()
    (tmp_path / "letter.txt").touch()
    manage(first_start[0], "backup", str(tmp_path), "--keep", "2", "--without-secret-key")
    oldest, newest = sorted(each.name for each in tmp_path.glob("c40china-*"))
    assert oldest == "c40china-2026-01-03T000000Z.tar.age"
    said = manage(first_start[0], "verify_backup", str(tmp_path / newest)).stdout
    assert said.startswith("Whole: ")
    assert "without the secret key" in said
    assert (tmp_path / "letter.txt").exists()
