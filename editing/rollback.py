"""A context manager that rolls back what its block writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back what the block writes; objects in memory keep their values."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
