"""Run the races that have a name and say of each what is wrong; or ``--rounds`` random ones."""

import argparse
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.support.races.acts import ACTS, NAMED, Newsroom  # noqa: E402
from tests.support.races.held import HeldPair, at_once  # noqa: E402

STATES = ("draft", "review", "published", "pending", "due")


@contextmanager
def own_database() -> Iterator[None]:
    """Make a database that several connections can use, on whatever server, and delete it."""
    site = connection.settings_dict["NAME"]
    # One for each worker of the tests, which inherits this.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    connection.settings_dict["TEST"]["NAME"] = f"{site}_races{worker}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(site, verbosity=0)


def run_named(room: Newsroom) -> Iterator[tuple[str, list[str]]]:
    """Run each race that has a name."""
    for name, race in NAMED.items():
        yield name, race(room)


def run_random(room: Newsroom, rounds: int) -> Iterator[tuple[str, list[str]]]:
    """Run two acts that are drawn, most of them held at the lock, some not at all."""
    draw = random.Random()  # noqa: S311
    for number in range(1, rounds + 1):
        state = draw.choice(STATES)
        # Only the form of pending changes has the button that discards them.
        acts = [each for each in ACTS if each != "discard" or state in ("pending", "due")]
        names = draw.choices(acts, k=2)
        pair = HeldPair() if draw.random() < 0.7 else None
        found = room.race(pair.run if pair else at_once, state, *names)
        how = "held at the lock" if pair else "at once"
        name = f"round {number}, {state}, {' and '.join(names)}, {how}"
        yield name, found + (pair.late if pair else [])


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int)
    rounds = parser.parse_args().rounds
    # It lets in one request at a time.
    settings.MIDDLEWARE.remove("tests.support.request_gate.middleware")
    # What is due is published by the act of that name and by no request.
    settings.MIDDLEWARE.remove("editing.pending.scheduling.DueChangesMiddleware")
    setup_test_environment()
    wrong = 0
    with own_database():
        room = Newsroom()
        for name, found in run_random(room, rounds) if rounds else run_named(room):
            if found or not rounds:
                print(f"{name}:", " ".join(found) or "right", flush=True)  # noqa: T201
            wrong += bool(found)
    print(f"{wrong} of {rounds or len(NAMED)} went wrong.")  # noqa: T201
    return bool(wrong)


sys.exit(main())
