"""Resource limits of a child process that reads untrusted files; imports no Django."""

import os
import resource
import signal

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 20  # both of computing and on the wall


def limit() -> None:
    """Apply the limits to this process, and let those who answer readers go first."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever waits for it kills it sooner, unless that process was killed itself.
    signal.alarm(SECONDS)
