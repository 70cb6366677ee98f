"""LaTeX tables of a paper: what was checked and how it ended, and the errata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otverify.claims import Claim, Paper
from otverify.kernel.points import point_from_json
from otverify.kernel.statements import Statement, statement_from_json
from otverify.report import latex
from otverify.verdict import Evidence, Outcome, Status, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One checked statement."""

    form: str
    statement: str
    domain: str
    verdict: str
    method: str


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """A claim and its rows."""

    where: str
    name: str
    printed: str
    verdict: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Erratum:
    """A refuted statement beside its corrected form."""

    where: str
    name: str
    printed: str
    witness: str
    corrected: str
    verdict: str
    note: str


def verified_table(paper: Paper, outcomes: Iterable[Outcome]) -> str:
    """The table of checked statements, ready to be ``\\input``."""
    claims = [claim_rows(paper.claims[_name(o)], o) for o in outcomes if o.status is not Status.NOT_ATTEMPTED]
    return render(
        "table.tex.j2",
        claims=claims,
        caption=f"Checked statements of {latex.escape(paper.reference)}",
        label=f"tab:otverify-{paper.slug}",
    )


def errata_table(paper: Paper, outcomes: Iterable[Outcome]) -> str:
    """The table printed / witness / corrected of all refuted statements."""
    errata = [erratum(paper.claims[_name(o)], o) for o in outcomes if o.status is Status.REFUTED]
    return render(
        "errata.tex.j2",
        errata=errata,
        caption=f"Errata of {latex.escape(paper.reference)}",
        label=f"tab:otverify-{paper.slug}-errata",
    )


def claim_rows(claim: Claim, outcome: Outcome) -> ClaimRows:
    """The rows of one claim: as printed, its readings, its corrected form."""
    rows = [_row("", e) for e in outcome.printed.evidence]
    for name, verdict in outcome.readings:
        rows += [_row(name, e) for e in verdict.evidence]
    if outcome.corrected is not None:
        rows += [_row("corrected", e) for e in outcome.corrected.evidence]
    return ClaimRows(
        where=latex.mixed(claim.at),
        name=latex.escape(claim.name).replace("-", r"-\allowbreak{}"),
        printed=_fitted(claim.printed),
        verdict=_status(outcome.printed),
        rows=tuple(rows),
    )


def _row(form: str, evidence: Evidence) -> Row:
    statement = statement_of(evidence)
    label = latex.mixed(evidence.label)
    formula = _fitted(latex.statement_latex(statement)) if statement is not None else ""
    if label and formula:
        formula = f"{label}: {formula}"
    domain = latex.domain_latex(statement) if statement is not None else ""
    verdict = evidence.status.value.lower().replace("_", " ")
    if evidence.status is Status.SUPPORTED:
        verdict += f" ({evidence.instances})"
    return Row(
        form=latex.mixed(form),
        statement=formula or label or "instances",
        domain=_fitted(domain) if domain else "",
        verdict=verdict,
        method=latex.mixed(evidence.method),
    )


def _fitted(formula: str) -> str:
    """A formula in a column: in lines, and scaled down where a piece of it is wider than the column."""
    return rf"\otverifyfit{{{latex.inline(formula)}}}"


def statement_of(evidence: Evidence) -> Statement | None:
    """The kernel statement that the evidence is about."""
    if not isinstance(evidence.statement, dict):
        return None
    return statement_from_json(evidence.statement)


def erratum(claim: Claim, outcome: Outcome) -> Erratum:
    """The row of a refuted claim."""
    refuted = next(e for e in outcome.printed.evidence if e.status is Status.REFUTED)
    corrected = claim.correction
    return Erratum(
        where=latex.mixed(claim.at),
        name=latex.escape(claim.name).replace("-", r"-\allowbreak{}"),
        printed=_fitted(claim.printed),
        witness=witness_latex(refuted),
        corrected=_fitted(corrected.printed) if corrected else "no corrected form",
        verdict=_status(outcome.corrected) if outcome.corrected else "",
        note=latex.mixed(corrected.note) if corrected else "",
    )


def witness_latex(evidence: Evidence) -> str:
    """The point that refutes, and what happens there."""
    certificate: Any = evidence.certificate
    kind = certificate.get("kind") if isinstance(certificate, dict) else None
    if kind in ("counterexample", "undefined", "other limit"):
        where = latex.point_latex(point_from_json(certificate["point"]))
        values = evidence.witness.partition(": ")[2] if kind == "counterexample" else ""
        if kind == "undefined":
            values = "undefined there"
        if kind == "other limit":
            values = evidence.witness.rpartition(": ")[2]
        said = latex.mixed(values)
        return (f"{_fitted(where)}: {said}" if said else _fitted(where)) if where else said
    return latex.mixed(evidence.witness)


def _status(verdict: Verdict) -> str:
    word = verdict.status.value.lower().replace("_", " ")
    return f"{word} ({verdict.instances})" if verdict.status is Status.SUPPORTED else word


def _name(outcome: Outcome) -> str:
    return outcome.claim.partition("/")[2]


def render(template: str, **values: Any) -> str:
    """A LaTeX template of this package with its values, which have to be escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - LaTeX, not HTML; every value is escaped above
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\#{",
        comment_end_string="}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(**values)
