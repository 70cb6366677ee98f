"""``proofs_checked/``: certificates, tables and verdicts as files, and their re-check by the kernel alone.

    proofs_checked/<paper>/certificates/<claim>.json    statements, certificates, statuses
    proofs_checked/<paper>/verdicts.json                the summary
    proofs_checked/<paper>/table.tex, errata.tex        the LaTeX tables, and those that the paper registers

A re-check rebuilds every statement from the claims, never from the files, and searches for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otverify.check import STATUS, is_ground, load
from otverify.claims import Claim, ForAll, Form, Paper
from otverify.errors import InvalidInput
from otverify.instances import decode
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, holds_at
from otverify.kernel.terms import Json
from otverify.kernel.verify import Conclusion, verify
from otverify.report.tables import errata_table, verified_table
from otverify.verdict import Evidence, Outcome, Status, Verdict, combine

SCHEMA = 1
MAX_BYTES = 64 * 2**20


def dumps(data: Json) -> str:
    """Byte-stable JSON: sorted keys, one element per line where it helps a diff."""
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


# ---------------------------------------------------------------------------------------------------
# writing


def save(directory: Path, paper: Paper, outcomes: Iterable[Outcome]) -> None:
    """Write certificates, verdicts and tables of a paper; claims in the order of the paper."""
    by_name = {outcome.claim.partition("/")[2]: outcome for outcome in outcomes}
    ordered = [by_name[name] for name in paper.claims if name in by_name]
    home = directory / paper.slug
    certificates = home / "certificates"
    certificates.mkdir(parents=True, exist_ok=True)
    kept = set()
    for outcome in ordered:
        forms = [_form_record(name, verdict) for name, verdict in _verdicts(outcome)]
        if any(form["obligations"] for form in forms):
            path = certificates / f"{outcome.claim.partition('/')[2]}.json"
            path.write_text(
                dumps({"schema": SCHEMA, "claim": outcome.claim, "forms": forms}), encoding="utf-8"
            )
            kept.add(path)
    for path in certificates.glob("*.json"):
        if path not in kept:
            path.unlink()
    for name, text in rendered(paper, ordered).items():
        (home / name).write_text(text, encoding="utf-8")


def rendered(paper: Paper, outcomes: list[Outcome]) -> dict[str, str]:
    """The files that are computed from the outcomes."""
    return {
        "verdicts.json": dumps(summary(outcomes)),
        "table.tex": verified_table(paper, outcomes),
        "errata.tex": errata_table(paper, outcomes),
        **{name: build(outcomes) for name, build in paper.tables.items()},
    }


def summary(outcomes: Iterable[Outcome]) -> Json:
    """Verdicts without times: the part of ``check --json`` that is the same in every run."""
    return {
        "schema": SCHEMA,
        "claims": {
            outcome.claim: {
                "verdict": outcome.status.value,
                **({"instances": outcome.printed.instances} if outcome.status is Status.SUPPORTED else {}),
                **({"reason": outcome.printed.reason} if outcome.printed.reason else {}),
                **(
                    {"readings": {n: v.status.value for n, v in outcome.readings}} if outcome.readings else {}
                ),
                **({"corrected": outcome.corrected.status.value} if outcome.corrected else {}),
            }
            for outcome in outcomes
        },
    }


def _verdicts(outcome: Outcome) -> Iterator[tuple[str, Verdict]]:
    yield "printed", outcome.printed
    yield from outcome.readings
    if outcome.corrected is not None:
        yield "corrected", outcome.corrected


def _form_record(name: str, verdict: Verdict) -> Json:
    return {
        "form": name,
        "status": verdict.status.value,
        "reason": verdict.reason,
        "obligations": [evidence_json(e) for e in verdict.evidence],
    }


def evidence_json(evidence: Evidence) -> Json:
    """An evidence as JSON, without its time."""
    return {
        "label": evidence.label,
        "status": evidence.status.value,
        "method": evidence.method,
        "reason": evidence.reason,
        "instances": evidence.instances,
        "witness": evidence.witness,
        "statement": evidence.statement,
        "certificate": evidence.certificate,
    }


def outcome_json(outcome: Outcome) -> Json:
    """An outcome as JSON, to travel between processes."""
    return {
        "claim": outcome.claim,
        "paper": outcome.paper,
        "at": outcome.at,
        "seconds": outcome.seconds,
        "corrected_statement": outcome.corrected_statement,
        "forms": [_form_record(name, verdict) for name, verdict in _verdicts(outcome)],
    }


def outcome_from_json(data: Json) -> Outcome:
    """The outcome of its JSON (from our own processes only; files go through ``recheck``)."""
    verdicts = {}
    for form in data["forms"]:
        evidence = tuple(Evidence(**{**e, "status": Status(e["status"])}) for e in form["obligations"])
        verdicts[form["form"]] = Verdict(
            status=Status(form["status"]), evidence=evidence, reason=form["reason"]
        )
    readings = tuple((name, v) for name, v in verdicts.items() if name not in ("printed", "corrected"))
    return Outcome(
        claim=data["claim"],
        paper=data["paper"],
        at=data["at"],
        printed=verdicts["printed"],
        readings=readings,
        corrected=verdicts.get("corrected"),
        corrected_statement=data["corrected_statement"],
        seconds=data["seconds"],
    )


# ---------------------------------------------------------------------------------------------------
# re-checking


@dataclass(frozen=True, slots=True)
class Rechecked:
    """One file or claim looked at again; ``trouble`` is empty if all is well."""

    name: str
    trouble: str = ""
    statements: int = 0


def recheck(directory: Path, papers: Iterable[Paper], *, rewrite: bool = False) -> Iterator[Rechecked]:
    """Verify everything that is stored about the papers; the kernel decides, nothing is searched for.

    ``rewrite`` writes the tables and the summary anew from the verified certificates instead of comparing.
    """
    for paper in papers:
        home = directory / paper.slug
        outcomes = []
        for claim in paper.claims.values():
            outcome, result = _recheck_claim(home / "certificates" / f"{claim.name}.json", claim)
            outcomes.append(outcome)
            yield result
            if result.trouble:
                return
        for name, text in rendered(paper, outcomes).items():
            path = home / name
            if rewrite:
                path.write_text(text, encoding="utf-8")
            same = path.is_file() and path.read_text(encoding="utf-8") == text
            trouble = (
                ""
                if same
                else "differs from what the stored certificates give"
                if path.is_file()
                else "missing"
            )
            yield Rechecked(name=f"{paper.slug}/{name}", trouble=trouble)
        known = {f"{claim.name}.json" for claim in paper.claims.values()}
        for path in sorted((home / "certificates").glob("*")):
            if path.name not in known:
                yield Rechecked(name=f"{paper.slug}/certificates/{path.name}", trouble="belongs to no claim")


def _recheck_claim(path: Path, claim: Claim) -> tuple[Outcome, Rechecked]:
    forms = [] if claim.deep else list(claim.forms())
    try:
        stored = read_json(path) if path.is_file() else None
        if stored is None and forms:
            raise Rejected("the certificate is missing")
        verdicts = _recheck_forms(stored, claim, forms)
        count = sum(len(v.evidence) for _, v in verdicts)
        trouble = ""
    except (Rejected, InvalidInput) as error:
        verdicts, count, trouble = [], 0, str(error)
    named = dict(verdicts)
    outcome = Outcome(
        claim=claim.id,
        paper=claim.paper,
        at=claim.at,
        printed=_printed(claim, named),
        readings=tuple((name, named[name]) for name in claim.readings if name in named),
        corrected=named.get("corrected"),
        corrected_statement=claim.correction.printed if claim.correction else "",
    )
    return outcome, Rechecked(name=claim.id, trouble=trouble, statements=count)


def _printed(claim: Claim, named: dict[str, Verdict]) -> Verdict:
    if claim.not_computable:
        return Verdict(status=Status.NOT_COMPUTABLE, reason=claim.not_computable)
    if claim.deep:
        return Verdict(status=Status.NOT_ATTEMPTED, reason="heavy: runs with --deep")
    return named.get("printed", Verdict(status=Status.NOT_ATTEMPTED))


def read_json(path: Path) -> Json:
    """Parse a file of bounded size; duplicate keys, NaN and infinities are refused."""
    if path.stat().st_size > MAX_BYTES:
        raise Rejected(f"{path.name} is larger than {MAX_BYTES >> 20} MiB")
    return parse_json(path.read_bytes(), path.name)


def parse_json(content: bytes, name: str) -> Json:
    """The JSON of a file; duplicate keys, NaN and infinities are refused."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) != len(items):
            raise Rejected(f"{name} has a duplicate key")
        return result

    def constant(value: str) -> Json:
        raise Rejected(f"{name} contains {value}")

    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"{name} is not JSON: {str(error)[:120]}") from None


def _recheck_forms(stored: Json, claim: Claim, forms: list[Form]) -> list[tuple[str, Verdict]]:
    if stored is None:
        return []
    if (
        not isinstance(stored, dict)
        or set(stored) != {"schema", "claim", "forms"}
        or stored["schema"] != SCHEMA
    ):
        raise Rejected("not a certificate file of this schema")
    if stored["claim"] != claim.id:
        raise Rejected(f"the file is about {str(stored['claim'])[:80]}")
    records = stored["forms"]
    if not isinstance(records, list):
        raise Rejected("the forms are not a list")
    by_name = {record.get("form"): record for record in records if isinstance(record, dict)}
    expected = {"printed", *(form.name for form in forms)}
    if set(by_name) != expected or len(records) != len(expected):
        raise Rejected(f"expected the forms {sorted(expected)}, got {sorted(map(str, by_name))}")
    return [(form.name, _recheck_form(by_name[form.name], claim, form)) for form in forms]


def _recheck_form(record: Json, claim: Claim, form: Form) -> Verdict:
    if set(record) != {"form", "status", "reason", "obligations"} or not isinstance(
        record["obligations"], list
    ):
        raise Rejected(f"{form.name}: not a form record")
    entries = iter(record["obligations"])
    evidence: list[Evidence] = []
    for obligation in load(claim, form):
        if isinstance(obligation, ForAll):
            evidence.append(_recheck_instances(_next(entries, form), obligation))
            continue
        for label, statement in obligation.statements():
            entry = _next(entries, form)
            evidence.append(_recheck_statement(entry, label, statement, getattr(obligation, "instance", "")))
    if next(entries, None) is not None:
        raise Rejected(f"{form.name}: more obligations are stored than the claim has")
    verdict = combine(evidence, reason=record["reason"] if record["status"] == Status.UNDECIDED.value else "")
    if verdict.status.value != record["status"]:
        raise Rejected(
            f"{form.name}: stored as {record['status']}, the certificates give {verdict.status.value}"
        )
    return verdict


def _next(entries: Iterator[Json], form: Form) -> Json:
    entry = next(entries, None)
    keys = {"label", "status", "method", "reason", "instances", "witness", "statement", "certificate"}
    if not isinstance(entry, dict) or set(entry) != keys:
        raise Rejected(f"{form.name}: an obligation is missing or malformed")
    return entry


def _stored_evidence(entry: Json, status: Status) -> Evidence:
    if entry["status"] != status.value:
        raise Rejected(f"stored as {entry['status']}, the certificate gives {status.value}")
    texts = ("label", "method", "reason", "witness")
    if any(not isinstance(entry[key], str) for key in texts) or type(entry["instances"]) is not int:
        raise Rejected("an obligation record has the wrong types")
    return Evidence(
        label=entry["label"],
        status=status,
        method=entry["method"],
        reason=entry["reason"],
        statement=entry["statement"],
        certificate=entry["certificate"],
        instances=entry["instances"],
        witness=entry["witness"],
    )


def _recheck_statement(entry: Json, label: str, statement: Any, instance: str) -> Evidence:
    if entry["label"] != label:
        raise Rejected(f"the label {entry['label']!r} is not that of the claim, {label!r}")
    if entry["statement"] != statement.to_json():
        raise Rejected("the stored statement is not the one that the claim states")
    if entry["status"] == Status.UNDECIDED.value:
        return _stored_evidence(entry, Status.UNDECIDED)
    status = STATUS[verify(statement, entry["certificate"]).conclusion]
    if instance and status is Status.PROVED:
        status = Status.CERTIFIED
    return _stored_evidence(entry, status)


def _recheck_instances(entry: Json, obligation: ForAll) -> Evidence:
    """A sampled obligation: the kept instances again, or the one that refutes."""
    certificate = entry["certificate"]
    if entry["status"] == Status.UNDECIDED.value:
        return _stored_evidence(entry, Status.UNDECIDED)
    if not isinstance(certificate, dict):
        raise Rejected("a sampled obligation has no record")
    if certificate.get("kind") == "sampled" and set(certificate) == {"kind", "admissible", "instances"}:
        if (
            type(certificate["admissible"]) is not int
            or certificate["admissible"] < 1
            or not certificate["instances"]
        ):
            raise Rejected("vacuous: no admissible instance is recorded")
        if entry["instances"] != certificate["admissible"]:
            raise Rejected("two different numbers of instances are recorded")
        for kept in certificate["instances"]:
            _recheck_kept(kept, obligation)
        return _stored_evidence(entry, Status.SUPPORTED)
    if certificate.get("kind") == "instance" and set(certificate) == {"kind", "instance", "certificate"}:
        for statement in _statements_of(obligation, certificate["instance"]):
            if statement.to_json() == entry["statement"]:
                return _stored_evidence(
                    entry, STATUS[verify(statement, certificate["certificate"]).conclusion]
                )
        raise Rejected("the stored instance does not give the stored statement")
    raise Rejected("unknown record of a sampled obligation")


def _recheck_kept(kept: Json, obligation: ForAll) -> None:
    """A kept instance meets the hypotheses, and everything that is stated of it holds."""
    if (
        not isinstance(kept, dict)
        or set(kept) != {"instance", "certificates"}
        or not isinstance(kept["certificates"], list)
    ):
        raise Rejected("a kept instance is malformed")
    certificates = iter(kept["certificates"])
    statements = _statements_of(obligation, kept["instance"])
    if not statements:
        raise Rejected("a kept instance does not meet the hypotheses")
    for statement in statements:
        if is_ground(statement) and holds_at(statement.unfolded.claim, Point()):
            continue
        if verify(statement, next(certificates, None)).conclusion is Conclusion.REFUTED:
            raise Rejected("a kept instance contradicts the claim")
    if next(certificates, None) is not None:
        raise Rejected("a kept instance has a certificate too many")


def _statements_of(obligation: ForAll, data: Json) -> list[Any]:
    asked = obligation.property(decode(data))
    return [statement for one in (asked or ()) for _, statement in one.statements()]
