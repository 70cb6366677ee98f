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
from otverify.kernel.context import NONNEGATIVE, POSITIVE, Context
from otverify.kernel.errors import Rejected
from otverify.kernel.statements import Relation, Statement
from otverify.kernel.terms import Term, number
from otverify.report.plain import statement_text
from otverify.verdict import Status

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

    ``seconds`` of processor time per question.
    """
    sides = _sides(statement)
    if sides is None or not isinstance(statement, Relation):
        return None
    small, large = sides
    settings = Settings(seconds=seconds)
    text = statement_text(statement)
    strict = decide_statement(replace(statement, claim=Term("rel", "<", small, large)), settings)
    if strict.status is Status.REFUTED:
        one = Fraction(1)
        return Bracket(statement=text, too_small=one, enough=one, attained=strict.witness)
    low, high, witness = Fraction(0), Fraction(1), ""
    for _ in range(STEPS):
        middle = (low + high) / 2
        scaled = Term("rel", "<=", small, Term("mul", number(middle), large))
        answer = decide_statement(replace(statement, claim=scaled), settings)
        if answer.status is Status.REFUTED:
            low, witness = middle, answer.witness
        elif answer.status.holds:
            high = middle
        else:
            break
    if high < 1:
        scaled = Term("rel", "<", small, Term("mul", number(high), large))
        attained = decide_statement(replace(statement, claim=scaled), settings)
        if attained.status is Status.REFUTED:
            return Bracket(statement=text, too_small=high, enough=high, attained=attained.witness)
    return Bracket(statement=text, too_small=low, enough=high, witness=witness)


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
