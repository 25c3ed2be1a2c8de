"""Kill a server on a machine of its own ``--kills`` times, and say what was lost."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.support.faults.kills import kill_often  # noqa: E402
from tests.support.faults.machine import own_machine  # noqa: E402


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, required=True)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as var, own_machine(Path(var)) as machine:
        figures, found = kill_often(machine, kills, 20, 50)
    print(", ".join(f"{name}: {figure}" for name, figure in figures.items()))  # noqa: T201
    print("\n".join(found) or "Nothing was lost, and nothing is half there.")  # noqa: T201
    return bool(found)


sys.exit(main())
