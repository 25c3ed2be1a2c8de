"""A block whose writes to the database are undone at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what the block writes; an object in memory keeps what it read there."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
