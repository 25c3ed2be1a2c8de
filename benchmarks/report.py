"""The figures of ``benchmarks.pages`` as Markdown; docs/performance.md says what they mean."""

import os
import platform
import statistics
import subprocess
from typing import Any

TITLES = ["page", "articles", "sent", "kB", "bare", "nginx", "site", "× bare", "±", "÷ 100",
          "changed", "× bare", "first", "from the cache"]  # fmt: skip


def table(titles: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table without the columns that are empty."""
    kept = [each for each in zip(titles, *rows, strict=True) if set(each[1:]) != {"–"}]
    heading, *body = zip(*kept, strict=True)
    cells = [heading, (":--", *["--:"] * (len(heading) - 1)), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def digits(value: float) -> str:
    """Return a number with the digits that count."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def cells(each: Any, few: float) -> list[str]:
    """Return a line of the table; ``few`` is the figure with the fewest articles."""

    def ms(column: str) -> str:
        return digits(statistics.median(each.figures[column])) if column in each.figures else "–"

    def ratio(column: str) -> tuple[str, str]:
        if column not in each.figures:
            return "–", "–"
        pairs = zip(each.figures[column], each.figures["bare"], strict=True)
        ratios = [figure / bare for figure, bare in pairs]
        middle = statistics.median(ratios)
        return digits(middle), f"{(max(ratios) - min(ratios)) / 2 / middle:.0%}"

    flat = f"{statistics.median(each.figures['site']) / few:.2f}"
    hit = "yes" if each.hit else "no"
    return [each.page, f"{each.articles:,}", each.way, f"{each.size / 1000:.1f}", ms("bare"),
            ms("nginx"), ms("site"), *ratio("site"), flat, ms("changed"), ratio("changed")[0],
            ms("first"), "–" if "changed" in each.figures else hit]  # fmt: skip


def report(bench: Any, fewest: int, rounds: int) -> str:
    """Return what was measured, and where."""
    described = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(described, capture_output=True, text=True, check=False).stdout.strip()
    plain = [statistics.median(bench.uncached[0].figures[name]) for name in ("bare", "wsgi")]
    said = [
        f"Commit {commit or 'unknown'}, Python {platform.python_version()}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f}. Milliseconds of CPU of all processes of a server for a"
        f" request, median of {rounds} rounds. The first bare view: {digits(plain[0])}; on"
        f" Granian's own WSGI instead of the site's server: {digits(plain[1])}."
    ]
    for title, pages in (("Without", bench.uncached), ("With", bench.cached)):
        if not pages:
            continue
        said.append(f"\n{title} the page cache:\n")
        for number, server in {each.articles: each.server for each in pages}.items():
            memory, processes = server.memory(), len(server.tree())
            said.append(f"{memory:.0f} MB (PSS, {processes} processes) at {number:,} articles.")
        few = {(each.page, each.way): statistics.median(each.figures["site"])
               for each in pages if each.articles == fewest}  # fmt: skip
        said.append("\n" + table(TITLES, [cells(each, few[each.page, each.way]) for each in pages]))
    return "\n".join(said)
