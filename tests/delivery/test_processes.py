"""Two processes serve one database: what one of them writes, the other's readers see at once."""

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

from tests.upgrade.test_upgrade import KEY, database

pytestmark = [pytest.mark.xdist_group("upgrade"), pytest.mark.both_databases]

NOW, MOMENT = "2026-11-26T10:00:00+08:00", "2026-11-26T12:00:00+08:00"
PAGE, OTHER = "/en/news/2026/published/", "/en/news/2026/pending/"
ARTICLES = "from news.models import Article; Article.objects.filter(slug='published')"
SCHEDULE = """
from datetime import datetime
from editing.models import WorkflowState
moment = datetime.fromisoformat({moment!r})
state = WorkflowState.objects.filter(content_type__model="article", object_id=9)
assert state.update(scheduled_at=moment) == 1
"""


class SiteProcess:
    """A process that serves the site as one of several."""

    def __init__(self, variables, root):
        command = [sys.executable, "-m", "tests.support.site_process"]
        self.process = subprocess.Popen(
            command,
            cwd=root,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, at=NOW, **asked):
        self.process.stdin.write(json.dumps({"at": at, **asked}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline() or "null")

    def close(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def start(tmp_path_factory, pytestconfig):
    """Return how to start a process of the site."""
    var, root = tmp_path_factory.mktemp("var"), pytestconfig.rootpath
    variables = {"C40_VAR": str(var), "C40_SECRET_KEY": KEY, "PATH": os.environ["PATH"]}
    variables |= {"C40_DEBUG": "true", "C40_PAGE_CACHE": "8", "LANG": "C.UTF-8"}
    with contextlib.ExitStack() as stack:
        variables["C40_DATABASE_URL"] = stack.enter_context(database(var))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=root, env=variables, check=True)
        yield lambda: stack.enter_context(contextlib.closing(SiteProcess(variables, root)))


@pytest.fixture(scope="module")
def processes(start):
    return start(), start()


def kept(process, path, at=NOW):
    """Return the text of a page that two readers got, the second of them from what was kept."""
    process.ask(at, path=path)
    status, text, is_kept = process.ask(at, path=path)
    assert (status, is_kept) == (200, True)
    return text


def test_what_one_process_writes_no_reader_of_another_gets_from_before(processes):
    reader, writer = processes
    before = kept(reader, PAGE)

    writer.ask(run=f"{ARTICLES}.update(title_en='Written elsewhere')")

    _status, after, is_kept = reader.ask(path=PAGE)
    assert "Written elsewhere" in after
    assert "Written elsewhere" not in before
    assert not is_kept


def test_a_schedule_made_in_one_process_holds_at_once_in_the_other(processes):
    reader, writer = processes
    expected = "What cities will have written by then"
    before = kept(reader, OTHER)

    writer.ask(run=SCHEDULE.format(moment=MOMENT))

    assert kept(reader, OTHER, "2026-11-26T11:59:59+08:00") == before
    assert expected not in before
    assert expected in reader.ask(MOMENT, path=OTHER)[1]
    assert expected in kept(writer, OTHER, MOMENT)


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_process_killed_at_its_commit_leaves_nothing_stale(processes, start, is_committed):
    reader, killed = processes[0], start()
    before = kept(reader, PAGE)
    title = f"Written by the killed {is_committed}"
    write = f"{ARTICLES}.update(title_en={title!r})"
    kill = f"import os; os.kill(os.getpid(), {signal.SIGKILL:d})"
    within = f"from django.db import transaction; transaction.set_autocommit({is_committed})"

    assert killed.ask(run=f"{within}; {write}; {kill}") is None

    assert title not in before
    assert (title in reader.ask(path=PAGE)[1]) == is_committed
