"""Starts the workers, and another one for each that ends; loads nothing of Django.

``python -m c40china.server.supervisor HOST PORT WORKERS SECONDS``; SECONDS pass before the first
``manage.py prune``. SIGTERM and SIGINT end the server; SIGHUP replaces one worker after the other,
so that new code is loaded and no request is lost.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from c40china.server.logs import formatter

logger = logging.getLogger("server")

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = 24 * 60 * 60  # seconds
# Seconds in which a worker finishes what it has begun: when another one has taken its place, and
# when the server ends.
FINISH, FINISH_AT_END = 30, 3
# Seconds before another worker is started, more and more while each ends sooner than after STEADY.
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 5.0, 10.0


# How the C library keeps memory of a worker: pages are texts of 60 kB that threads make and
# throw away, and each thread would keep some for itself.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


class Worker:
    """A process that answers requests."""

    def __init__(self, process: asyncio.subprocess.Process, lifeline: socket.socket) -> None:
        self.process, self.lifeline = process, lifeline
        self.began = time.monotonic()
        self.is_ready = False

    @classmethod
    async def start(cls, listener: socket.socket) -> "Worker":
        """Start one, which will not be ready at once."""
        lifeline, other = socket.socketpair()
        lifeline.setblocking(False)
        with other:
            files = [listener.fileno(), other.fileno()]
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "c40china.server.worker", *map(str, files)),
                cwd=ROOT,
                pass_fds=files,
                env={**MEMORY, **os.environ},
                # Ctrl-C in a terminal is for the supervisor alone.
                start_new_session=True,
            )
        return cls(process, lifeline)

    async def get_ready(self) -> None:
        """Wait until it answers requests, or has ended."""
        self.is_ready = bool(await asyncio.get_running_loop().sock_recv(self.lifeline, 1))

    async def ended(self) -> str:
        """Wait until it has ended; return how."""
        code = await self.process.wait()
        self.lifeline.close()
        return f"exit code {code}" if code >= 0 else f"signal {-code}"

    async def stop(self, patience: float) -> None:
        """Let it finish what it has begun, but for no longer than ``patience`` seconds."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.ended(), patience)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.ended()


class Place:
    """A socket at the port of the site, and the worker that takes connections from it.

    The system deals out connections among the sockets that listen. One socket for all would give
    nearly every connection to the worker that wakes first.
    """

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.listener = self.bound()
        self.worker: Worker | None = None

    def bound(self) -> socket.socket:
        """Return a socket that will listen once its worker is ready."""
        listener = socket.socket(socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(self.address)
        return listener

    def leave_to_others(self) -> None:
        """Listen no longer, until the next worker is ready."""
        # A worker that still finishes its work may hold the socket too.
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.listener = self.bound()


class Supervisor:
    """Keeps a worker running in each place."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.places = [Place(host, port) for _ in range(workers)]
        # Also those that are not ready yet, or that another one has replaced.
        self.running: set[Worker] = set()
        self.reloading = asyncio.Lock()

    async def run(self, first_prune: int) -> None:
        """Serve until a signal comes."""
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, end.set)
        tasks = {loop.create_task(self.keep(place)) for place in self.places}
        tasks.add(loop.create_task(prune_daily(first_prune)))
        loop.add_signal_handler(signal.SIGHUP, lambda: tasks.add(loop.create_task(self.reload())))
        await end.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop(FINISH_AT_END) for worker in self.running))

    async def start(self, place: Place) -> Worker:
        """Start a worker, and return it when it is ready or has ended."""
        worker = await Worker.start(place.listener)
        self.running.add(worker)
        await worker.get_ready()
        if worker.is_ready:
            logger.info("A worker is ready (process %s).", worker.process.pid)
        return worker

    async def keep(self, place: Place) -> None:
        """Start a worker, and another one whenever it has ended."""
        pause = 0.0
        while True:
            worker = place.worker = await self.start(place)
            while True:
                how = await worker.ended()
                self.running.discard(worker)
                if worker is place.worker:
                    break
                worker = place.worker  # a reload has replaced it
            steady = time.monotonic() - worker.began > STEADY
            pause = 0.0 if steady else min(max(2 * pause, FIRST_PAUSE), LONGEST_PAUSE)
            worker.is_ready = False
            if any(other.worker and other.worker.is_ready for other in self.places):
                place.leave_to_others()
            logger.error(
                "A worker (process %s) ended by itself: %s. Another one starts in %s s.",
                *(worker.process.pid, how, pause),
            )
            await asyncio.sleep(pause)

    async def reload(self) -> None:
        """Replace each worker by one that has read the code anew."""
        async with self.reloading:
            for place in self.places:
                worker, old = await self.start(place), place.worker
                if not worker.is_ready:
                    logger.error("The new worker could not start: the old ones stay.")
                    return
                place.worker = worker
                if old:
                    await old.stop(FINISH)


async def prune_daily(first: int) -> None:
    """Run ``manage.py prune`` after ``first`` seconds and then once a day."""
    await asyncio.sleep(first)
    while True:
        prune = await asyncio.create_subprocess_exec(sys.executable, "manage.py", "prune", cwd=ROOT)
        try:
            await prune.wait()
        finally:
            # It ends with the server.
            with suppress(ProcessLookupError):
                prune.terminate()
        await asyncio.sleep(DAY)


if __name__ == "__main__":
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logging.basicConfig(level="INFO", handlers=[handler])
    host, port, workers, first_prune = sys.argv[1:]
    asyncio.run(Supervisor(host, int(port), int(workers)).run(int(first_prune)))
