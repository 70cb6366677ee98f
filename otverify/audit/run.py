"""Audit papers: every obligation attacked, doubled by a second route and measured, in parallel, resumable.

The unit of work is one obligation of one form of a claim, so that a long claim does not hold up the others.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from otverify.audit.attacks import Attack, Plan, attacks_by_hand, attacks_on
from otverify.audit.routes import Opinion, components, second_opinions
from otverify.audit.sharpness import Bracket, bracket
from otverify.check import Settings, decide, load
from otverify.claims import Claim, Form, Paper
from otverify.executors import default_jobs
from otverify.kernel.statements import digest, statement_from_json
from otverify.library import load_papers
from otverify.verdict import Status

Json = Any
HANDWRITTEN = -1
#: so many mutants per paper, unless told otherwise
MUTANTS = 600
#: processor time for one question about the best factor of a bound
BRACKET_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One obligation of one form of a claim, and how much to attack it.

    ``index`` -1 stands for the mutants written by hand.
    """

    reference: str
    paper: str
    claim: str
    form: str
    index: int
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What the audit of one obligation found. ``trust``: what has to be right for its certificates."""

    claim: str
    form: str
    index: int
    attacks: tuple[Attack, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    trust: tuple[str, ...] = ()
    trouble: str = ""

    def to_json(self) -> Json:
        """As a line of the journal holds it."""
        return {
            "claim": self.claim,
            "form": self.form,
            "index": self.index,
            "attacks": [a.to_json() for a in self.attacks],
            "opinions": [o.to_json() for o in self.opinions],
            "brackets": [b.to_json() for b in self.brackets],
            "trust": list(self.trust),
            "trouble": self.trouble,
        }


def targets(claim: Claim) -> Iterator[Form]:
    """The forms that are held to be true: a refuted printed form is not attacked, its correction is."""
    for form in claim.forms():
        if not (form.name == "printed" and claim.correction):
            yield form


def tasks(work: Iterable[tuple[str, Paper]], plan: Plan) -> Iterator[Task]:
    """The obligations of papers, in their order; claims that run only with --deep are left out."""
    for reference, paper in work:
        found = [
            (claim, form.name, index)
            for claim in paper.claims.values()
            if not claim.deep
            for form in targets(claim)
            for index, _ in enumerate(load(claim, form))
        ]
        found += [(claim, "printed", HANDWRITTEN) for claim in paper.claims.values() if claim.mutants]
        share = fair_share(len(found)) if plan.per_statement is None else plan.per_statement
        for claim, form, index in found:
            yield Task(
                reference=reference,
                paper=paper.slug,
                claim=claim.name,
                form=form,
                index=index,
                plan=replace(plan, per_statement=share),
            )


def fair_share(obligations: int) -> int:
    """Mutants per statement such that a paper is attacked some hundreds of times in all."""
    return max(1, min(8, MUTANTS // max(obligations, 1)))


def run(
    work: Iterable[Task],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    journal: Path | None = None,
) -> Iterator[Audited]:
    """The findings in the order in which they are ready.

    What the journal holds for the same statement and plan is taken from there, and what is new is appended:
    a run that was cut off goes on where it was.
    """
    known = read_journal(journal) if journal else {}
    if executor is None and (jobs or default_jobs()) <= 1:
        for task in work:
            yield _kept(audit_task(task, known), journal)
        return
    if executor is not None:
        yield from _submitted(executor, work, known, journal)
        return
    with ProcessPoolExecutor(jobs or default_jobs(), mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from _submitted(pool, work, known, journal)


def audit_task(task: Task, known: dict[str, Json] | None = None) -> tuple[str, Audited]:
    """Audit one obligation, in a worker that loads the paper itself: (key for the journal, findings)."""
    if task.index == HANDWRITTEN:
        claim = _claim(task.reference, task.paper, task.claim)
        attacks = tuple(attacks_by_hand(claim, task.plan))
        return "", Audited(claim=claim.id, form="printed", index=HANDWRITTEN, attacks=attacks)
    claim, form, obligations = _loaded(task.reference, task.paper, task.claim, task.form)
    obligation = obligations[task.index]
    key = _key(claim, form, task.index, obligation, task.plan)
    if known and key in known:
        return key, from_json(known[key])
    return key, audit_obligation(claim, form, task.index, obligation, task.plan)


def _claim(reference: str, paper: str, name: str) -> Claim:
    return next(found for found in load_papers(reference) if found.slug == paper).claims[name]


@lru_cache(maxsize=8)
def _loaded(reference: str, paper: str, name: str, form_name: str) -> tuple[Claim, Form, Sequence[Any]]:
    """A form of a claim and its obligations, loaded once: they follow each other in a worker."""
    claim = _claim(reference, paper, name)
    form = next(form for form in claim.forms() if form.name == form_name)
    return claim, form, load(claim, form)


def audit_obligation(claim: Claim, form: Form, index: int, obligation: Any, plan: Plan) -> Audited:
    """Decide the obligation, ask for second opinions, attack it, and measure how sharp it is."""
    # sampled statements were checked before they are attacked: some instances are enough to see them hold
    evidence = list(decide(obligation, Settings(seconds=max(plan.seconds, 20.0), effort=0.25)))
    opinions: list[Opinion] = []
    brackets: list[Bracket] = []
    trust: set[str] = set()
    for one in evidence:
        if not one.status.holds:
            continue
        trust |= components(one.certificate)
        if one.statement is None:
            continue
        statement = statement_from_json(one.statement)
        opinions += second_opinions(statement)
        found = bracket(statement, min(plan.seconds, BRACKET_SECONDS))
        if found is not None:
            brackets.append(found)
    open_ones = [e for e in evidence if not e.status.holds]
    # a reading that is refuted is a result about the text, not a statement held to be true
    refuted_reading = form.name in claim.readings and all(e.status is Status.REFUTED for e in open_ones)
    engines = [e.method for e in evidence]
    attacks = () if open_ones else tuple(attacks_on(claim, form, obligation, plan, engines))
    return Audited(
        claim=claim.id,
        form=form.name,
        index=index,
        attacks=attacks,
        opinions=tuple(opinions),
        brackets=tuple(brackets),
        trust=tuple(sorted(trust)),
        trouble=""
        if refuted_reading
        else "; ".join(f"{e.status.value}: {e.reason or e.witness}" for e in open_ones)[:500],
    )


def _key(claim: Claim, form: Form, index: int, obligation: Any, plan: Plan) -> str:
    if not hasattr(obligation, "statements"):
        return ""  # a property is code: always run again
    content = [statement.to_json() for _, statement in obligation.statements()]
    return digest([claim.id, form.name, index, content, plan.per_statement, plan.seed])


def _submitted(
    executor: Executor, work: Iterable[Task], known: dict[str, Json], journal: Path | None
) -> Iterator[Audited]:
    futures = {executor.submit(audit_task, task, known): task for task in work}
    for future in as_completed(futures):
        error = future.exception()
        if error is None:
            yield _kept(future.result(), journal)
        else:
            task = futures[future]
            yield Audited(
                claim=f"{task.paper}/{task.claim}",
                form=task.form,
                index=task.index,
                trouble=f"the worker died: {type(error).__name__}: {error}",
            )


# ---------------------------------------------------------------------------------------------------
# the journal


def read_journal(path: Path) -> dict[str, Json]:
    """What earlier runs found: key -> findings. A line that was cut off is left out."""
    known: dict[str, Json] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                record = json.loads(line)
                from_json(record["found"])
                known[record["key"]] = record["found"]
            except (ValueError, TypeError, KeyError):
                continue
    return known


def _kept(found: tuple[str, Audited], journal: Path | None) -> Audited:
    key, audited = found
    if journal is not None and key:
        with journal.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"key": key, "found": audited.to_json()}, ensure_ascii=False) + "\n")
    return audited


def from_json(data: Json) -> Audited:
    """Findings as the journal holds them."""
    return Audited(
        claim=data["claim"],
        form=data["form"],
        index=data["index"],
        attacks=tuple(Attack(**a) for a in data["attacks"]),
        opinions=tuple(Opinion(**o) for o in data["opinions"]),
        brackets=tuple(Bracket.from_json(b) for b in data["brackets"]),
        trust=tuple(data["trust"]),
        trouble=data["trouble"],
    )
