"""One process that answers requests: ``python -m c40china.server.worker LISTENER LIFELINE``.

Both are file descriptors: a socket bound to the port of the site, and one end of a connection with
the supervisor, which hears from it that the worker is ready. When its other end is closed, the
worker ends.
"""

import asyncio
import functools
import gc
import os
import resource
import signal
import socket
import sys
from contextlib import suppress

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder, WorkerSignal
from granian.http import HTTP1Settings

from c40china.server.application import Application
from c40china.wsgi import application as django
from delivery import page_cache

# Open connections, each of which may be slow or idle; further ones wait to be taken.
CONNECTIONS = 2048
# Seconds in which a request's headers must come, and the next request on the same connection.
HEADERS_WITHIN = 30
# Bytes for the headers of a request, and about as much of a file as waits for a slow reader.
BUFFER = 64 * 1024
BACKLOG = 2048
# Seconds between the last connection that is taken and the end, in which its request comes.
LAST_REQUEST_WITHIN = 0.5


def take_no_more(listener: int) -> None:
    """Take no further connections; those that wait are for whoever has the same socket.

    Granian cannot be told to, and closes what it has just taken when it ends. So its descriptors of
    the socket are pointed at another one, to which nobody connects.
    """
    other = socket.create_server(("127.0.0.1", 0))
    other.setblocking(False)
    taken_from = os.fstat(listener).st_ino
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            if os.fstat(int(name)).st_ino == taken_from:
                os.dup2(other.fileno(), int(name))


def serve(listener: int, lifeline: int) -> None:
    """Answer requests until a signal comes or the lifeline ends."""
    loop = asyncio.new_event_loop()
    stop, stopped = WorkerSignal(), asyncio.Event()
    stop.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))

    @functools.cache  # a second call would wait for ever
    def end() -> None:
        loop.remove_reader(lifeline)
        take_no_more(listener)
        loop.call_later(LAST_REQUEST_WITHIN, stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    loop.add_reader(lifeline, end)
    application = Application(django, loop, page_cache.find)
    # What has been loaded stays until the end: no collection has to look at it again.
    gc.freeze()
    # A page makes thousands of objects: with Python's own 700 it would be searched several times.
    gc.set_threshold(10_000, 10, 10)
    worker = RSGIWorker(
        1,
        (None, SocketHolder(listener, False, BACKLOG)),
        None,
        backpressure=CONNECTIONS,
        http_mode="1",
        http1_opts=HTTP1Settings(header_read_timeout=HEADERS_WITHIN * 1000, max_buffer_size=BUFFER),
    )
    # Granian calls ``schedule`` with each request, in a thread of its own. It would make an asyncio
    # task of each by itself, which costs as much as a small page.
    scheduler = CallbackScheduler(loop, application.schedule, None, None, None)
    scheduler._schedule_fn = application.schedule
    worker.serve_str(scheduler, loop, stop)
    os.write(lifeline, b".")
    loop.run_until_complete(stopped.wait())
    # Threads of Granian and of Django may still be about to enter a Python that takes itself apart.
    os._exit(0)


if __name__ == "__main__":
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    serve(int(sys.argv[1]), int(sys.argv[2]))
