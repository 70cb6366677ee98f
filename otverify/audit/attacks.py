"""Attack one obligation: its mutants by the ordinary road, and how each ended.

killed      refuted, with a witness that the kernel accepted
equivalent  still true, with a certificate of its own: the change does not matter there
survived    no sampled instance contradicts it
undecided   neither
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from otverify.audit.mutants import Mutant, mutants, sample
from otverify.check import Settings, decide, decide_statement, load
from otverify.claims import Claim, ForAll, Form
from otverify.kernel.statements import Statement
from otverify.report.plain import domain_text, statement_text
from otverify.verdict import Evidence, Status

Json = Any
#: claim, form, obligation, mutation
Key = tuple[str, str, str, str]
OUTCOMES = ("killed", "equivalent", "survived", "undecided")
BY_HAND = "by hand"
#: most mutants are wrong: so many points before a proof is tried
POINTS = 40
#: what a mutant's verdict means for the checker
MEANING = {
    Status.REFUTED: "killed",
    Status.PROVED: "equivalent",
    Status.CERTIFIED: "equivalent",
    Status.SUPPORTED: "survived",
    Status.UNDECIDED: "undecided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to attack: at most so many mutants per statement (0: all), chosen by the seed.

    None: what fits a paper, at most 8 and at least 1. ``seconds`` of processor time per mutant, a fifth for
    the ``explained`` survivors (by their keys).
    """

    per_statement: int | None = None
    seed: int = 0
    seconds: float = 2.5
    explained: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One mutant of one statement of a claim, and how it ended.

    ``kind`` is that of the obligation, ``level`` the verdict on the original and ``engine`` how it was found;
    ``method`` is how an equivalent mutant is proved.
    """

    claim: str
    form: str
    obligation: str
    kind: str
    level: str
    engine: str
    operator: str
    mutation: str
    statement: str
    outcome: str
    witness: str = ""
    method: str = ""
    reason: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the mutant in the register of explained survivors."""
        return (self.claim, self.form, self.obligation, self.mutation)

    def to_json(self) -> Json:
        """Canonical JSON, without the time."""
        names = ("claim", "form", "obligation", "kind", "level", "engine", "operator", "mutation")
        extra = ("witness", "method", "reason")
        return {name: getattr(self, name) for name in (*names, "statement", "outcome")} | {
            name: getattr(self, name) for name in extra if getattr(self, name)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The statement that is attacked."""

    claim: str
    form: str
    obligation: str
    kind: str
    level: str
    engine: str


def attacks_on(
    claim: Claim, form: Form, obligation: Any, plan: Plan, engines: Sequence[str] = ()
) -> Iterator[Attack]:
    """Attack every statement of one obligation of a claim; ``engines``: how each was found to hold."""
    if isinstance(obligation, ForAll):
        from otverify.audit.instances import attacks_on_instances

        yield from attacks_on_instances(claim, form, obligation, plan)
        return
    level = Status.CERTIFIED if getattr(obligation, "instance", "") else Status.PROVED
    by = tuple(getattr(obligation, "by", ()))
    for k, (label, statement) in enumerate(obligation.statements()):
        original = Original(
            claim=claim.id,
            form=form.name,
            obligation=label or statement_text(statement),
            kind=type(obligation).__name__,
            level=level.value,
            engine=engines[k] if k < len(engines) else "",
        )
        for mutant in chosen(statement, plan):
            key = (original.claim, original.form, original.obligation, mutant.change)
            seconds = plan.seconds / (5 if key in plan.explained else 1)
            yield _decided(original, mutant, _asked(mutant, seconds, by))


def _asked(mutant: Mutant, seconds: float, by: tuple[Any, ...]) -> Evidence:
    settings = Settings(seconds=seconds, points=POINTS)
    return decide_statement(mutant.statement, settings, by=by, split=mutant.split)


def attacks_by_hand(claim: Claim, plan: Plan) -> Iterator[Attack]:
    """The mutants that the paper module writes out: each has to be refuted somewhere."""
    for form in claim.mutants.values():
        started = time.monotonic()
        found = [e for o in load(claim, form) for e in decide(o, Settings(seconds=plan.seconds))]
        killed = next((e for e in found if e.status is Status.REFUTED), None)
        worst = killed or next((e for e in found if not e.status.holds), found[0])
        yield Attack(
            claim=claim.id,
            form="printed",
            obligation=form.printed or form.name,
            kind="claim",
            level=Status.PROVED.value,
            engine=BY_HAND,
            operator=BY_HAND,
            mutation=form.name,
            statement=form.printed or form.name,
            outcome=MEANING[worst.status],
            witness=worst.witness,
            reason=worst.reason,
            seconds=time.monotonic() - started,
        )


def chosen(statement: Statement, plan: Plan) -> list[Mutant]:
    """The mutants of a statement that the plan attacks."""
    return (
        sample(statement, plan.per_statement, plan.seed) if plan.per_statement else list(mutants(statement))
    )


def _decided(original: Original, mutant: Mutant, evidence: Evidence) -> Attack:
    region = domain_text(mutant.statement)
    return Attack(
        claim=original.claim,
        form=original.form,
        obligation=original.obligation,
        kind=original.kind,
        level=original.level,
        engine=original.engine,
        operator=mutant.operator,
        mutation=mutant.change,
        statement=statement_text(mutant.statement) + (f"  for {region}" if region else ""),
        outcome=MEANING[evidence.status],
        witness=evidence.witness,
        method=evidence.method if evidence.status.holds else "",
        reason=evidence.reason,
        seconds=evidence.seconds,
    )


__all__ = ["BY_HAND", "MEANING", "OUTCOMES", "Attack", "Plan", "attacks_by_hand", "attacks_on", "chosen"]
