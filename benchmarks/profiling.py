"""Where the time of a page goes: ``make bench-profile PAGE=/en/``.

In one process, with warm parts and without the page cache; ARTICLES=10000 among so many articles.
"""

import cProfile
import os
import pstats
import re
import sys
import time
from collections import defaultdict
from typing import Any

from benchmarks.site import environment, filled

WARM_UP, REQUESTS, LINES = 10, 50, 25


def profile(page: str) -> None:
    """Print the functions that take most, with what they call and alone, and the queries."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for _number in range(WARM_UP):
        answer = client.get(page)
    print(f"{page}: {answer.status_code}, {len(answer.content)} bytes; {REQUESTS} requests\n")
    profiler = cProfile.Profile()
    with profiler:
        for _number in range(REQUESTS):
            client.get(page)
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(LINES)
    seconds: dict[str, list[float]] = defaultdict(list)

    def timed(execute: Any, sql: str, *rest: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            # The columns say little and are long.
            short = re.sub(r"^(SELECT .{40}).*? FROM ", r"\1 … FROM ", sql)
            seconds[short].append(time.perf_counter() - started)

    with connection.execute_wrapper(timed):
        for _number in range(REQUESTS):
            client.get(page)
    print("Queries: how many a request, milliseconds of one until its first row, SQL\n")
    for sql, each in sorted(seconds.items(), key=lambda pair: -sum(pair[1])):
        print(f"{len(each) / REQUESTS:5.2f} {sum(each) / len(each) * 1000:7.2f}  {sql}")


if __name__ == "__main__":
    if os.environ.get("BENCH_FILLED"):
        profile(sys.argv[1])
    else:
        number = int(os.environ.get("ARTICLES", "100"))
        given = environment(filled(number), number, C40_PAGE_CACHE=0, BENCH_FILLED=1,
                            DJANGO_SETTINGS_MODULE="c40china.settings")  # fmt: skip
        os.execve(sys.executable, sys.orig_argv, given)  # noqa: S606
