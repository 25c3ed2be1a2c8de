"""The threads in which Django answers: each kind of work has its own, and a queue before them."""

import logging
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple

from core import costly

logger = logging.getLogger(__name__)

# Seconds that a request may wait for its thread.
PATIENCE = 10


class Kind(NamedTuple):
    """How many threads do a kind of work, and how many requests may wait for them."""

    threads: int
    waiting: int


# Threads that wait cost memory, and threads that compute take time from each other, so there are
# few. A hash or a PDF leaves the interpreter to others; a drawing or a search does not.
KINDS = {
    "page": Kind(threads=2, waiting=256),
    # What staff look at.
    "desk": Kind(threads=2, waiting=64),
    # Whatever changes something. SQLite has one writer, whom many would ask for in no order: here
    # they wait in theirs.
    "save": Kind(threads=1, waiting=64),
    # What changes many items, one after the other: the save of a colleague goes in between.
    "many": Kind(threads=1, waiting=4),
    "password": Kind(threads=1, waiting=16),
    "pdf": Kind(threads=2, waiting=16),
    "picture": Kind(threads=1, waiting=16),
    "search": Kind(threads=1, waiting=16),
}


class Threads:
    """The threads for one kind of work. They start when they are first needed."""

    def __init__(
        self, name: str, work: Callable[[Any], None], refuse: Callable[[Any], None]
    ) -> None:
        self.name, self.work, self.refuse = name, work, refuse
        self.most, self.most_waiting = KINDS[name]
        self.queue: SimpleQueue[tuple[float, Any]] = SimpleQueue()
        self.lock = Lock()
        self.started = self.idle = 0

    def put(self, request: Any) -> None:
        """Have a request answered by one of the threads, or refused if too many are waiting."""
        if self.queue.qsize() >= self.most_waiting:
            self.refuse(request)
            return
        self.queue.put((time.monotonic(), request))
        with self.lock:
            if self.idle < self.queue.qsize() and self.started < self.most:
                self.started += 1
                Thread(target=self.run, name=f"{self.name}-{self.started}", daemon=True).start()

    def run(self) -> None:
        """Answer requests for ever."""
        costly.here.is_for_pages = self.name in ("page", "desk", "save")
        while True:
            with self.lock:
                self.idle += 1
            since, request = self.queue.get()
            with self.lock:
                self.idle -= 1
            try:
                is_late = time.monotonic() > since + PATIENCE
                (self.refuse if is_late else self.work)(request)
            except BaseException:
                logger.exception("A request could not be answered.")
            # The next one may be long in coming, and this one may hold a large body.
            del request
