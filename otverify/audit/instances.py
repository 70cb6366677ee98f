"""Attack obligations about random instances: the same change in one statement of every instance.

A property maps an instance to statements. A mutant changes the statement at one place of that list in one
way; it is killed as soon as some instance refutes it, and survives if none does.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from otverify.audit.attacks import MEANING, Attack, Plan
from otverify.audit.mutants import STRICT, TURNED
from otverify.check import Settings, decide
from otverify.claims import Claim, ForAll, Form
from otverify.engines.budget import Budget, NotFound
from otverify.engines.instances import Decided, sample
from otverify.kernel.statements import Fact, Relation, Statement
from otverify.kernel.terms import Term, number
from otverify.verdict import Status

#: of the statements about an instance, so many are attacked
PLACES = 3
#: instances that are looked at to learn what a property states
LOOKED_AT = 10
#: instances at most for a change after which a statement with room to spare is still true
TRIED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that does not depend on the numbers of an instance; None where it does not apply.

    After a change with ``slack`` a statement with room to spare is still true, and says nothing.
    """

    operator: str
    words: str
    slack: bool
    apply: Callable[[Statement], Statement | None]


def _turned(statement: Statement) -> Statement | None:
    if isinstance(statement, Fact):
        return replace(statement, op=TURNED[statement.op])
    return _with_op(statement, TURNED)


def _strict(statement: Statement) -> Statement | None:
    if isinstance(statement, Fact):
        return replace(statement, op=STRICT[statement.op]) if statement.op in STRICT else None
    return _with_op(statement, STRICT)


def _with_op(statement: Statement, ops: dict[str, str]) -> Statement | None:
    if not isinstance(statement, Relation) or statement.claim.args[0] not in ops:
        return None
    op, left, right = statement.claim.args
    return replace(statement, claim=Term("rel", ops[op], left, right))


def _doubled(statement: Statement) -> Statement | None:
    return _with_left(statement, lambda op, left: left * 2)


def _moved(statement: Statement) -> Statement | None:
    return _with_left(statement, lambda op, left: left + number(1 if op in ("<=", "<", "==") else -1))


def _negated(statement: Statement) -> Statement | None:
    return _with_left(statement, lambda op, left: -left)


def _with_left(statement: Statement, change: Callable[[str, Term], Term]) -> Statement | None:
    if not isinstance(statement, Relation):
        return None
    op, left, right = statement.claim.args
    return replace(statement, claim=Term("rel", op, change(op, left), right))


CHANGES = (
    Change(operator="direction", words="the relation is turned round", slack=False, apply=_turned),
    Change(operator="strictness", words="the relation becomes strict", slack=True, apply=_strict),
    Change(operator="constant", words="the left side doubles", slack=True, apply=_doubled),
    Change(operator="constant", words="the left side moves by 1", slack=True, apply=_moved),
    Change(operator="sign", words="the left side changes its sign", slack=True, apply=_negated),
)


def attacks_on_instances(claim: Claim, form: Form, obligation: ForAll, plan: Plan) -> Iterator[Attack]:
    """Attack a sampled obligation at every place: the direction always, other changes as the plan has it."""
    pick = random.Random(f"{plan.seed}:{claim.id}:{form.name}")  # noqa: S311 - a reproducible sample
    for place, label in sorted(_places(obligation, plan).items()):
        sure = [change for change in CHANGES if not change.slack]
        slack = [change for change in CHANGES if change.slack]
        chosen = pick.sample(slack, min(plan.per_statement or len(slack), len(slack)))
        for change in (*sure, *chosen):
            (evidence,) = decide(_mutated(obligation, place, change), Settings(seconds=plan.seconds))
            if "vacuous" in evidence.reason:
                continue  # the change is for another kind of statement
            name = obligation.label or "instances"
            if label or place:
                name += f": {label or f'statement {place + 1}'}"
            reason = evidence.reason
            if evidence.status is Status.SUPPORTED:
                reason = f"{evidence.instances} instances do not contradict it"
                if change.slack:
                    reason = f"slack: {reason}"
            yield Attack(
                claim=claim.id,
                form=form.name,
                obligation=name,
                kind="ForAll",
                level=Status.SUPPORTED.value,
                engine="instances",
                operator=change.operator,
                mutation=change.words,
                statement=f"{name}: {change.words}",
                outcome=MEANING[evidence.status],
                witness=evidence.witness,
                reason=reason,
                seconds=evidence.seconds,
            )


def _places(obligation: ForAll, plan: Plan) -> dict[int, str]:
    """The places of the list of statements that occur, with their labels."""
    found: dict[int, str] = {}

    def look(instance: Any) -> Decided:
        asked = _statements(obligation, instance)
        for place, (label, _) in enumerate(asked[:PLACES]):
            found.setdefault(place, label)
        return Decided(admissible=bool(asked))

    try:
        sample(obligation.strategy, look, examples=LOOKED_AT, budget=Budget(plan.seconds))
    except NotFound:
        return {}
    return found


@dataclass(frozen=True, slots=True)
class _Changed:
    """An obligation about one instance whose statement was changed."""

    statement: Statement

    def statements(self) -> Iterator[tuple[str, Statement]]:
        yield "", self.statement


def _mutated(obligation: ForAll, place: int, change: Change) -> ForAll:
    def property_(instance: Any) -> list[Any]:
        asked = _statements(obligation, instance)
        if place >= len(asked):
            return []
        statement = change.apply(asked[place][1])
        return [] if statement is None else [_Changed(statement)]

    examples = min(obligation.examples, TRIED) if change.slack else obligation.examples
    return ForAll(obligation.strategy, property_, examples=examples, label=obligation.label)


def _statements(obligation: ForAll, instance: Any) -> list[tuple[str, Statement]]:
    return [found for one in obligation.property(instance) or () for found in one.statements()]
