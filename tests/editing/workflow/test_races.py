"""Two people act on one article at the same moment: nothing is lost or wrongly told."""

import subprocess
import sys

import pytest

from tests.support.races.acts import NAMED

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("races")]


@pytest.fixture(scope="module")
def races(pytestconfig):
    """Run them in a process of its own: the database of the tests belongs to one connection."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.races"],
        cwd=pytestconfig.rootpath,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    return lines, done.stderr


@pytest.mark.parametrize("name", NAMED)
def test_race(races, name):
    lines, errors = races

    assert lines.get(name) == "right", errors
