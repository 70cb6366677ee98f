"""How sharp a bound is: the best factor in ``small <= factor · large`` as a certified bracket.

For a bound between quantities of one sign the factor 1 is the stated one. Every factor below ``too_small``
is refuted (the factors that fail are a half-line, because ``large > 0``), and ``enough`` is proved. Where
equality is attained, no factor below 1 will do: the bound is sharp.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from otverify.check import Settings, decide_statement
from otverify.engines.budget import Budget
from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.points import exact, is_ground
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.statements import Relation, Statement
from otverify.kernel.terms import Term, number
from otverify.report.plain import statement_text
from otverify.verdict import Evidence, Status

#: steps of the bisection: the bracket shrinks to at most 2^-STEPS
STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """The best factor lies in [too_small, enough]; ``attained`` is a point of equality if there is one."""

    statement: str
    too_small: Fraction
    enough: Fraction
    witness: str = ""
    attained: str = ""

    @property
    def is_sharp(self) -> bool:
        """Whether no smaller factor will do."""
        return self.too_small == self.enough

    def to_json(self) -> Any:
        """Canonical JSON."""
        return {
            "statement": self.statement,
            "too_small": str(self.too_small),
            "enough": str(self.enough),
            "witness": self.witness,
            "attained": self.attained,
        }

    @classmethod
    def from_json(cls, data: Any) -> Bracket:
        """The bracket of its JSON."""
        ends = {key: Fraction(data[key]) for key in ("too_small", "enough")}
        return cls(statement=data["statement"], witness=data["witness"], attained=data["attained"], **ends)


def bracket(statement: Statement, seconds: float) -> Bracket | None:
    """The bracket of a bound that holds; None if it is not a bound with a factor.

    ``seconds`` of processor time per question, three times as many in all: the bracket is wider where they do
    not suffice.
    """
    sides = _sides(statement)
    if sides is None or not isinstance(statement, Relation):
        return None
    small, large = sides
    text, budget = statement_text(statement), Budget(3 * seconds)
    ratio = _ratio(small, large)
    if ratio is not None:
        return Bracket(statement=text, too_small=ratio, enough=ratio, attained="two numbers")

    def answer(op: str, factor: Fraction) -> Evidence:
        asked = replace(statement, claim=Term("rel", op, small, Term("mul", number(factor), large)))
        return decide_statement(asked, Settings(seconds=min(seconds, budget.left)))

    one = Fraction(1)
    strict = answer("<", one)
    if strict.status is Status.REFUTED:
        return Bracket(statement=text, too_small=one, enough=one, attained=strict.witness)
    low, high, witness = Fraction(0), one, ""
    for _ in range(STEPS):
        if budget.left <= 0:
            break
        middle = (low + high) / 2
        found = answer("<=", middle)
        if found.status is Status.REFUTED:
            low, witness = middle, found.witness
        elif found.status.holds:
            high = middle
        else:
            break
    if high < 1 and budget.left > 0:
        attained = answer("<", high)
        if attained.status is Status.REFUTED:
            return Bracket(statement=text, too_small=high, enough=high, attained=attained.witness)
    return Bracket(statement=text, too_small=low, enough=high, witness=witness)


def _ratio(small: Term, large: Term) -> Fraction | None:
    """The factor between two rational numbers."""
    if not (is_ground(small) and is_ground(large)):
        return None
    values = exact(small), exact(large)
    return None if values[0] is None or not values[1] else values[0] / values[1]


def _sides(statement: Statement) -> tuple[Term, Term] | None:
    """(small, large) of a bound 0 <= small <= large with large > 0, neither of them trivial."""
    if not isinstance(statement, Relation) or statement.claim.args[0] not in ("<", "<=", ">", ">="):
        return None
    op, left, right = statement.claim.args
    small, large = (left, right) if op in ("<", "<=") else (right, left)
    if any(side.op == "num" and side.args[0] == 0 for side in (small, large)):
        return None
    plain = statement.unfolded
    try:
        context = Context(plain.given)
        _, left, right = plain.claim.args
        low, high = (left, right) if op in ("<", "<=") else (right, left)
        if not context.sign_of_term(context.read(low)) <= NONNEGATIVE:
            return None
        if context.sign_of_term(context.read(high)) != POSITIVE:
            return None
    except Rejected:
        return None
    return small, large
