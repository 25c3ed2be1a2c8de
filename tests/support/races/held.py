"""Acts at the same moment, each in a thread with a connection of its own.

Of two acts the first stops when it has its lock, and goes on when the second asks for its own and
so has read all that it reads before it, however fast either is.
"""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import connection, connections

LIMIT = 10  # seconds
LOCKS = {"postgresql": "FOR UPDATE", "sqlite": "BEGIN IMMEDIATE"}


def is_lock(sql: str) -> bool:
    """Whether a statement is one for which others wait."""
    return LOCKS[connection.vendor] in sql


class HeldPair:
    """Two acts; the first stops at a statement until the second comes to another or ends."""

    def __init__(
        self,
        stops_at: Callable[[str], bool] = is_lock,
        goes_on_at: Callable[[str], bool] = is_lock,
        *,
        stops_before: bool = False,
    ) -> None:
        self.stops_at, self.goes_on_at = stops_at, goes_on_at
        self.stops_before = stops_before
        self.stopped, self.released = threading.Event(), threading.Event()
        # Which of them came to its statement, and which wait was in vain.
        self.came: set[str] = set()
        self.late: list[str] = []

    def run(self, first: Callable, second: Callable) -> list[Any]:
        """Run both; return what each returned or raised."""
        one = Act(first, self.hold, self.stopped)
        two = Act(second, self.release, self.released)
        one.start()
        self.wait(self.stopped, "first")
        two.start()
        return [each.outcome() for each in (one, two)]

    def hold(self, execute: Callable, sql: str, *more: Any) -> Any:
        """Stop the first act, once, before or after its statement."""
        stops = self.stops_at(sql) and not self.stopped.is_set()
        if stops and self.stops_before:
            self.stop()
        result = execute(sql, *more)
        if stops and not self.stops_before:
            self.stop()
        return result

    def stop(self) -> None:
        self.came.add("first")
        self.stopped.set()
        self.wait(self.released, "second")

    def release(self, execute: Callable, sql: str, *more: Any) -> Any:
        """Let the first act go on before the second does what it may have to wait for."""
        if self.goes_on_at(sql):
            self.came.add("second")
            self.released.set()
        return execute(sql, *more)

    def wait(self, event: threading.Event, who: str) -> None:
        if not event.wait(LIMIT):
            self.late.append(f"The {who} act came to nothing in {LIMIT} s.")

    def missed(self) -> list[str]:
        """Return why the acts were not held, if they were not."""
        absent = {"first", "second"} - self.came
        return self.late or [f"The {who} act did not come to its statement." for who in absent]


class Act(threading.Thread):
    """Something done in a thread; an error is an outcome too."""

    def __init__(
        self, act: Callable, watch: Callable | None = None, end: threading.Event | None = None
    ) -> None:
        super().__init__()
        self.act, self.watch, self.end = act, watch, end
        self.result: Any = None

    def run(self) -> None:
        try:
            with connection.execute_wrapper(self.watch) if self.watch else nullcontext():
                self.result = self.act()
        except Exception as error:
            self.result = error
        finally:
            connections.close_all()
            if self.end:
                self.end.set()

    def outcome(self) -> Any:
        self.join()
        return self.result


def at_once(*acts: Callable) -> list[Any]:
    """Run acts that begin together and are not held; return what each returned or raised."""
    barrier = threading.Barrier(len(acts))

    def begun(act: Callable) -> Callable:
        def run() -> Any:
            barrier.wait(LIMIT)
            return act()

        return run

    threads = [Act(begun(act)) for act in acts]
    for thread in threads:
        thread.start()
    return [thread.outcome() for thread in threads]
