"""Threads that meet where they would meet once in a day."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def taking_turns_often() -> Iterator[None]:
    """Let threads interrupt each other every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
