"""Writes that are rolled back, for whoever looks at what is not published yet."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction

# Milliseconds that it waits for a writer, and bytes of a database that is copied.
PATIENCE = 300
LARGEST = 128 * 1024 * 1024


@contextmanager
def undone() -> Iterator[None]:
    """Within a transaction that is rolled back at its end.

    If SQLite takes no writer, since there is one or since it can write to no disk, the transaction
    is one in a copy of the database in memory.
    """
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            stack.enter_context(_short_patience())
            if not _takes_writers() and _size() < LARGEST:
                stack.enter_context(_copy())
        stack.enter_context(transaction.atomic())
        yield
        transaction.set_rollback(True)


@contextmanager
def _short_patience() -> Iterator[None]:
    connection.ensure_connection()
    own = connection.connection
    own.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        own.execute(f"PRAGMA busy_timeout = {settings.DATABASE_PATIENCE * 1000}")


def _takes_writers() -> bool:
    try:
        with connection.wrap_database_errors:
            connection.connection.execute("BEGIN IMMEDIATE")
            # A database that is read-only says so when a statement writes, and not before.
            connection.connection.execute("DELETE FROM django_migrations WHERE false")
    except OperationalError:
        return False
    finally:
        connection.connection.rollback()
    return True


def _size() -> int:
    asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    [size] = connection.connection.execute(asked).fetchone()
    return int(size)


@contextmanager
def _copy() -> Iterator[None]:
    """Let the connection of this thread be one to a copy of the database."""
    own = connection.connection
    copy = connection.get_new_connection(
        {**connection.get_connection_params(), "database": ":memory:"}
    )
    try:
        own.backup(copy)
        connection.connection = copy
        yield
    finally:
        connection.connection = own
        copy.close()
