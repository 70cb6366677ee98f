"""Outcomes for people and programs: lines for the terminal, JSON of schema 1, the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from otverify.claims import Claim, Paper
from otverify.store import evidence_json
from otverify.verdict import Outcome, Status, Verdict

OK, REFUTED, UNDECIDED = 0, 1, 2
COLOURS = {
    "PROVED": "green",
    "CERTIFIED": "green",
    "SUPPORTED": "cyan",
    "REFUTED": "red",
    "UNDECIDED": "yellow",
    "NOT_COMPUTABLE": "blue",
    "NOT_ATTEMPTED": "bright_black",
}
Line = list[tuple[str, str]]


def exit_code(outcomes: list[Outcome]) -> int:
    """0 all as recorded, 1 newly refuted or a failed correction, 2 undecided."""
    code = OK
    for outcome in outcomes:
        if is_news(outcome):
            return REFUTED
        verdicts = [outcome.printed, *(v for _, v in outcome.readings)]
        verdicts += [outcome.corrected] if outcome.corrected else []
        if any(v.status is Status.UNDECIDED for v in verdicts):
            code = UNDECIDED
    return code


def is_news(outcome: Outcome) -> bool:
    """A refutation without a corrected form, a correction that fails, or an erratum that is none."""
    if outcome.corrected is None:
        return outcome.status is Status.REFUTED
    if outcome.corrected.status is Status.REFUTED:
        return True
    return outcome.status not in (Status.REFUTED, Status.UNDECIDED)


def lines(paper: Paper, outcomes: dict[str, Outcome], *, quiet: bool = False) -> Iterator[Line]:
    """The verdicts of a paper as lines of (text, colour) pieces; ``quiet`` leaves out what holds."""
    width = max((len(name) for name in paper.claims), default=0)
    yield [("", "")]
    yield [(f"{paper.authors}, {paper.title} ({paper.year})  [{paper.slug}]", "")]
    for claim in paper.claims.values():
        outcome = outcomes.get(claim.id)
        if outcome is not None and not (quiet and outcome.status.holds):
            yield from _claim_lines(claim, outcome, width)


def _claim_lines(claim: Claim, outcome: Outcome, width: int) -> Iterator[Line]:
    yield [(f"  {claim.name:<{width}}  ", ""), _styled(outcome.printed), (f"  {claim.at}", "")]
    yield from _trouble(outcome.printed)
    for name, verdict in outcome.readings:
        yield [(f"  {'':<{width}}  reading {name!r}: ", ""), _styled(verdict)]
        yield from _trouble(verdict)
    if outcome.corrected is not None:
        yield [(f"  {'':<{width}}  corrected: ", ""), _styled(outcome.corrected)]
        yield from _trouble(outcome.corrected)
    if outcome.status is Status.REFUTED and outcome.corrected is None:
        yield [(f"  {'':<{width}}  ", ""), ("newly refuted: no corrected form is recorded", "red")]


def _trouble(verdict: Verdict) -> Iterator[Line]:
    if verdict.reason and not verdict.evidence:
        yield [(f"      {verdict.reason}", "")]
    for evidence in verdict.evidence:
        label = f"{evidence.label}: " if evidence.label else ""
        if evidence.witness:
            yield [(f"      {label}{evidence.witness}", "")]
        elif evidence.status is Status.UNDECIDED:
            yield [(f"      {label}{evidence.reason}", "")]


def _styled(verdict: Verdict) -> tuple[str, str]:
    count = f"({verdict.instances})" if verdict.status is Status.SUPPORTED else ""
    return verdict.status.value + count, COLOURS[verdict.status.value]


def summary_lines(outcomes: list[Outcome], seconds: float) -> Iterator[str]:
    """Every count, undecided and vacuous included."""
    counts = report_json(outcomes)["counts"]
    yield ""
    yield ", ".join(f"{counts[name]} {name.lower().replace('_', ' ')}" for name in COLOURS)
    corrected = Counter(o.corrected.status.value for o in outcomes if o.corrected is not None)
    if corrected:
        yield "corrected forms: " + ", ".join(f"{n} {name.lower()}" for name, n in sorted(corrected.items()))
    yield f"{len(outcomes)} claims, {counts['vacuous']} vacuous, {seconds:.1f} s"


def report_json(outcomes: list[Outcome]) -> dict[str, Any]:
    """The JSON of ``check --json``, schema 1."""
    claims = []
    for outcome in outcomes:
        entry: dict[str, Any] = {
            "id": outcome.claim,
            "paper": outcome.paper,
            "at": outcome.at,
            "verdict": outcome.status.value,
            "evidence": [_evidence(e) for e in outcome.printed.evidence],
            "seconds": round(outcome.seconds, 3),
        }
        if outcome.printed.reason:
            entry["reason"] = outcome.printed.reason
        if outcome.printed.witness:
            entry["witness"] = outcome.printed.witness
        if outcome.readings:
            entry["readings"] = {
                name: {"verdict": v.status.value, "evidence": [_evidence(e) for e in v.evidence]}
                for name, v in outcome.readings
            }
        if outcome.corrected is not None:
            entry["corrected"] = {
                "statement": outcome.corrected_statement,
                "verdict": outcome.corrected.status.value,
                "evidence": [_evidence(e) for e in outcome.corrected.evidence],
            }
        claims.append(entry)
    counts = Counter(outcome.status.value for outcome in outcomes)
    vacuous = sum("vacuous" in e.reason for o in outcomes for e in o.printed.evidence)
    return {
        "schema": 1,
        "claims": claims,
        "counts": {
            **{name: counts.get(name, 0) for name in COLOURS},
            "total": len(outcomes),
            "vacuous": vacuous,
        },
    }


def _evidence(evidence: Any) -> dict[str, Any]:
    return {**evidence_json(evidence), "seconds": round(evidence.seconds, 3)}
