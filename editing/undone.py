"""A transaction that is undone on purpose: what it showed is kept, what it wrote is not."""

from typing import Any


class Undone(Exception):
    """Carries what was seen, if anything, out of a transaction that is undone."""

    def __init__(self, seen: Any = None) -> None:
        super().__init__()
        self.seen = seen
