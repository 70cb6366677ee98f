"""Timing that survives a busy machine: interleaved repetitions, medians, ratios within one run."""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A measurement, its target in words, and whether that is met (None: for information only)."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None

    def render(self) -> str:
        mark = {True: "met    ", False: "NOT MET", None: "       "}[self.met]
        target = f"   (target {self.target})" if self.target else ""
        return f"  {mark} {self.what}: {self.measured}{target}"


def seconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def interleaved(*runs: Callable[[], Any], repeat: int = 5) -> list[list[float]]:
    """Seconds of each run, repetition by repetition, so that a slow moment hits all of them."""
    times: list[list[float]] = [[] for _ in runs]
    for run in runs:
        run()  # imports and caches are warm
    for _ in range(repeat):
        for record, run in zip(times, runs, strict=True):
            record.append(seconds(run))
    return times


def median(values: list[float]) -> float:
    return statistics.median(values)


def median_ratio(left: list[float], right: list[float]) -> float:
    """The median of the ratios within the repetitions."""
    return statistics.median(a / b for a, b in zip(left, right, strict=True))


def peak_memory() -> float:
    """Peak resident memory of this process, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run_sections(sections: dict[str, Callable[[], Iterator[Line]]], *, prog: str, about: str | None) -> int:
    """Print the lines of the sections named on the command line, or of all; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog=prog, description=about)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"some of {', '.join(sections)}")
    chosen = parser.parse_args().sections or list(sections)
    unknown = sorted(set(chosen) - set(sections))
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(sections)}")
    missed = 0
    for name in chosen:
        print(f"{name}: {(sections[name].__doc__ or '').strip().splitlines()[0]}", flush=True)
        for line in sections[name]():
            print(line.render(), flush=True)
            missed += line.met is False
    print("all targets met" if not missed else f"{missed} targets missed")
    return 1 if missed else 0
