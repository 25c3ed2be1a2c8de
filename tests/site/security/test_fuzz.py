"""Requests that nobody would send, to every address and form: none is a fault of the site."""

import subprocess
import sys


def test_two_thousand_odd_requests_are_answered(root):
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.fuzz", "--cases=2000", "--seed=1"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "2000 cases" in done.stdout
