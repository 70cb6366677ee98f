"""What the commands share: finding papers, the progress line, exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from otverify.errors import InvalidInput

if TYPE_CHECKING:
    from otverify.claims import Paper
    from otverify.verdict import Outcome

OK, REFUTED, UNDECIDED, USAGE = 0, 1, 2, 64


def references(papers: tuple[str, ...]) -> list[tuple[str, Paper]]:
    """(slug or file, paper) of each paper that is asked for; all of the package if none is."""
    from otverify.library import load_papers
    from otverify.papers import SLUGS

    return [(reference, paper) for reference in (papers or SLUGS) for paper in load_papers(reference)]


def restricted(chosen: list[tuple[str, Paper]], only: tuple[str, ...]) -> list[tuple[str, Paper]]:
    """Only the claims of these names, of any of the papers."""
    if not only:
        return chosen
    names = {name.partition("/")[2] or name for name in only}
    known = {name for _, paper in chosen for name in paper.claims}
    if names - known:
        raise InvalidInput(
            "--claim",
            expected="names of claims",
            got=", ".join(sorted(names - known)),
            hint="See otverify list.",
        )
    for _, paper in chosen:
        paper.claims = {name: claim for name, claim in paper.claims.items() if name in names}
    return [(reference, paper) for reference, paper in chosen if paper.claims]


def ordered(chosen: list[tuple[str, Paper]], outcomes: dict[str, Outcome]) -> list[Outcome]:
    """What there is, in the order of the papers."""
    ids = [claim.id for _, paper in chosen for claim in paper.claims.values()]
    return [outcomes[identifier] for identifier in ids if identifier in outcomes]


class Progress:
    """A progress line on a terminal, nothing elsewhere."""

    def __init__(self, total: int, verb: str = "checking") -> None:
        self.total, self.verb = total, verb

    def __enter__(self) -> Any:
        if not sys.stderr.isatty():
            return lambda name: None
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        from rich.console import Console

        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task(self.verb, total=self.total)
        return lambda name: self.bar.update(task, advance=1, description=name)

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "bar"):
            self.bar.stop()
