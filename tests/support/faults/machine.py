"""A machine of its own for a site that is killed, filled up or cut off."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection

from tests.support.running_site import ROOT, environment, free_port, manage

READY_WITHIN = 60  # seconds


@contextmanager
def own_machine(var, first=None):
    """Yield a machine with a directory and a database of its own.

    Both are copies of the first start's and, on PostgreSQL, of the database of the tests; without
    one they are made ready as on a fresh machine.
    """
    with own_database(var, first) as url:
        machine = FaultyMachine(var, url)
        if first is None:
            done = manage(var, "prepare", C40_DATABASE_URL=url)
            assert done.returncode == 0, done.stderr
        else:
            shutil.copy(first / "secret_key", var / "secret_key")
            shutil.copytree(first / "static", var / "static", copy_function=os.link)
        try:
            yield machine
        finally:
            machine.kill()


@contextmanager
def own_database(var, first):
    """Yield the address of a database, which is dropped afterwards."""
    if connection.vendor == "sqlite":
        if first is not None:
            with closing(sqlite3.connect(first / "db.sqlite3")) as source:
                source.execute("VACUUM INTO ?", [str(var / "db.sqlite3")])
        yield f"sqlite:///{var / 'db.sqlite3'}"
        return
    server = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format_map(connection.settings_dict)
    source = connection.settings_dict["NAME"]
    name = f"{source}_faults"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as postgres:
        postgres.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        postgres.execute(f'CREATE DATABASE "{name}"')
        if first is not None:
            dump, fill = ["pg_dump", f"{server}/{source}"], ["psql", "-qX", f"{server}/{name}"]
            with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumped:
                subprocess.run(fill, stdin=dumped.stdout, stdout=subprocess.DEVNULL, check=True)
        yield f"{server}/{name}"
        postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class FaultyMachine:
    """A directory, a database and a port; the server on it can be killed and started again."""

    def __init__(self, var, url):
        self.var, self.url, self.port = Path(var), url, free_port()
        self.settings = {"C40_DATABASE_URL": url, "PORT": self.port}
        self.process = None

    @property
    def is_sqlite(self):
        return self.url.startswith("sqlite")

    def connect(self):
        """Open a connection as a process of its own would; without transactions unless begun."""
        if self.is_sqlite:
            path = self.url.removeprefix("sqlite:///")
            return closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False))
        return closing(psycopg.connect(self.url, autocommit=True))

    def start(self, *before):
        """Start the server as ``make run`` does, behind another command or by itself."""
        with (self.var / "server.log").open("ab") as log:
            began = log.tell()
            self.process = subprocess.Popen(
                [*before, sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=environment(self.var, self.settings),
                stdout=log,
                stderr=log,
            )
        self.wait_for_workers(began)

    def wait_for_workers(self, since):
        """Wait until two workers are ready that were not when the log had a length."""
        until = time.monotonic() + READY_WITHIN
        while self.said()[since:].count(b"worker is ready") < 2:
            assert self.process.poll() is None, self.said()[-2000:]
            assert time.monotonic() < until, self.said()[-2000:]
            threading.Event().wait(0.05)

    def renew_workers(self):
        """Kill the workers, and wait for those that take their places."""
        since = len(self.said())
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)
        self.wait_for_workers(since)

    def said(self):
        """Return what the server has written since there is this machine."""
        return (self.var / "server.log").read_bytes()

    def workers(self):
        """Return the processes of the workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def kill(self):
        """Kill the server and its workers at one moment."""
        if self.process is None:
            return
        with suppress(FileNotFoundError, ProcessLookupError):
            for pid in [self.process.pid, *self.workers()]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def damage(self):
        """Return what the database itself finds damaged, as sentences."""
        with self.connect() as database:
            if self.is_sqlite:
                [[found]] = database.execute("PRAGMA integrity_check(1)").fetchall()
                lost = database.execute("PRAGMA foreign_key_check").fetchall()
                return [each for each in (found,) if each != "ok"] + [str(each) for each in lost]
            database.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            try:
                database.execute(
                    "SELECT bt_index_check(indexrelid, true) FROM pg_index JOIN pg_class"
                    " ON oid = indexrelid JOIN pg_am ON pg_am.oid = relam WHERE amname = 'btree'"
                    " AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace"
                )
            except psycopg.Error as fault:
                return [str(fault)]
            return []
