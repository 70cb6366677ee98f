"""A table per theorem: hypothesis / needed? / witness, from the verdicts of a paper.

A row names an obligation: the claim it belongs to and its label. The answer is what its verdict supports, so
that a row whose witness is no longer certified says so; no row is taken on trust.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from otverify.claims import Paper
from otverify.errors import InvalidInput
from otverify.report import latex
from otverify.report.tables import render
from otverify.verdict import Outcome, Status

NEEDED, OPEN, LOST = "needed", "not shown needed", "witness not established"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One hypothesis of a theorem, and what shows that it is needed.

    ``theorem`` and ``claim`` are names of claims; ``label`` is that of the obligations of ``claim`` which
    state that the conclusion fails without the hypothesis. Without a label the need is open; ``words`` say
    what is known; with one they describe the witness.
    """

    theorem: str
    hypothesis: str
    words: str
    claim: str = ""
    label: str = ""


def answer(row: Hypothesis, outcomes: Iterable[Outcome]) -> tuple[str, str]:
    """(needed or not, the weakest verdict on the witness)."""
    if not row.label:
        return OPEN, ""
    found = [
        evidence.status
        for outcome in outcomes
        if outcome.claim.partition("/")[2] == row.claim
        for verdict in (outcome.printed, *(v for _, v in outcome.readings), outcome.corrected)
        if verdict is not None
        for evidence in verdict.evidence
        if evidence.label == row.label
    ]
    if not found or not all(status.holds for status in found):
        return LOST, ""
    strongest_first = (Status.PROVED, Status.CERTIFIED, Status.SUPPORTED)
    return NEEDED, max(found, key=strongest_first.index).value


def necessity_table(paper: Paper, outcomes: Sequence[Outcome], rows: Sequence[Hypothesis]) -> str:
    """The LaTeX table, rows grouped by theorem in the order given."""
    for row in rows:
        missing = {row.theorem, row.claim or row.theorem} - set(paper.claims)
        if missing:
            raise InvalidInput("a hypothesis", expected=f"claims of {paper.slug}", got=sorted(missing))
    return render(
        "necessity.tex.j2",
        rows=list(_written(paper, outcomes, rows)),
        caption=f"Hypotheses of {latex.escape(paper.reference)}",
        label=f"tab:otverify-{paper.slug}-necessity",
    )


def _written(
    paper: Paper, outcomes: Sequence[Outcome], rows: Sequence[Hypothesis]
) -> Iterator[dict[str, str]]:
    before = ""
    for row in rows:
        said, verdict = answer(row, outcomes)
        yield {
            "where": latex.escape(paper.claims[row.theorem].at) if row.theorem != before else "",
            "hypothesis": latex.mixed(row.hypothesis),
            "answer": said,
            "witness": latex.mixed(row.words),
            "claim": latex.escape(row.claim) if verdict else "",
            "verdict": verdict,
        }
        before = row.theorem
