"""Work that follows each change, such as to index what was changed, done once for many changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

Work = Callable[[set[Any]], None]

_due: ContextVar[dict[Work, set[Any]] | None] = ContextVar("due", default=None)


def follow(work: Work, changed: set[Any]) -> None:
    """Do the work for what was changed: at the end of the batch, or at once outside of one."""
    due = _due.get()
    if due is None:
        work(changed)
    else:
        due.setdefault(work, set()).update(changed)


@contextmanager
def batch() -> Iterator[None]:
    """Do the work that follows the changes of this block at its end, unless they are undone.

    It belongs into the block of the transaction, which then has the changes and what follows them.
    """
    due: dict[Work, set[Any]] = {}
    token = _due.set(due)
    try:
        yield
    finally:
        _due.reset(token)
    if transaction.get_connection().in_atomic_block and transaction.get_rollback():
        return
    for work, changed in due.items():
        follow(work, changed)
