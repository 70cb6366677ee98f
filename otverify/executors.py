"""Run claims, one after the other or in any ``concurrent.futures.Executor``.

FLINT's and mpmath's contexts are global to a process: use processes (the default), Dask's
``Client.get_executor()`` or the like, never threads.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed

from otverify.check import DEFAULT, Settings, check
from otverify.claims import Paper
from otverify.library import load_papers
from otverify.verdict import Outcome, Status, Verdict


def run(
    work: Iterable[tuple[str, Paper]],
    *,
    settings: Settings = DEFAULT,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Outcomes in the order in which they are ready. ``work`` lists (reference, paper) pairs.

    A claim whose worker dies is reported as undecided; the others are not lost.
    """
    tasks = [(reference, paper.slug, name) for reference, paper in work for name in paper.claims]
    if executor is None and (jobs or default_jobs()) <= 1:
        for _, paper in work:
            for claim in paper.claims.values():
                yield check(claim, settings)
        return
    if executor is not None:
        yield from _submitted(executor, tasks, settings)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs or default_jobs(), mp_context=context) as pool:
        yield from _submitted(pool, tasks, settings)


def default_jobs() -> int:
    """As many processes as processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def check_by_name(reference: str, slug: str, name: str, settings: Settings) -> Outcome:
    """Check one claim in a worker, which loads the paper itself."""
    paper = next(paper for paper in load_papers(reference) if paper.slug == slug)
    return check(paper.claims[name], settings)


def _submitted(
    executor: Executor, tasks: list[tuple[str, str, str]], settings: Settings
) -> Iterator[Outcome]:
    futures = {executor.submit(check_by_name, *task, settings): task for task in tasks}
    for future in as_completed(futures):
        _, slug, name = futures[future]
        error = future.exception()
        if error is None:
            yield future.result()
        else:
            reason = f"the worker died: {type(error).__name__}: {error}"
            broken = Verdict(status=Status.UNDECIDED, reason=reason)
            yield Outcome(claim=f"{slug}/{name}", paper=slug, at="", printed=broken)
