"""``f != 0`` is refuted by a change of sign: f is continuous on a segment, with both signs at its ends.

The certificate keeps everything but one real symbol fixed. What has to hold on the whole segment (the
constraints that the symbol occurs in, the definedness of f) comes with proofs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.points import Point, check_point, ground, holds_at, point_from_json, sign_at
from otverify.kernel.proofs import prove
from otverify.kernel.statements import Relation
from otverify.kernel.terms import (
    Json,
    Term,
    free_symbols,
    from_json,
    number,
    parse_rational,
    substitute,
    subterms,
)

#: continuous where they are defined (a power is defined where its base is positive, or 0 with exponent > 0)
CONTINUOUS: Final = ("num", "sym", "pi", "e", "add", "mul", "pow", "abs", "max", "min", "sin", "cos", "log")


def segment(
    statement: Relation, point: Point, symbol: Term, low: Term, high: Term
) -> tuple[Term, list[Term], Context]:
    """The difference of the sides and the constraints along the segment, and the facts that hold there."""
    if symbol.op != "sym" or symbol.args[1] != "real":
        raise Malformed("a segment runs along a real symbol")
    along = replace(point, symbols={**point.symbols, symbol: symbol})
    _, left, right = statement.claim.args
    gap = Term("add", ground(left, along), Term("mul", number(-1), ground(right, along)))
    constraints = []
    for fact in statement.given:
        if symbol in free_symbols(fact):
            if fact.op != "rel":
                raise Rejected("a constraint on a set has the symbol of the segment in it")
            op, a, b = fact.args
            constraints.append(Term("rel", op, ground(a, along), ground(b, along)))
        elif not holds_at(fact, point):
            raise Rejected("the segment is not in the domain")
    return gap, constraints, Context((Term("rel", ">=", symbol, low), Term("rel", "<=", symbol, high)))


def check_crossing(statement: Relation, data: Json) -> None:
    """Reject unless the segment lies in the domain and the two sides are equal somewhere on it."""
    keys = {"point", "symbol", "low", "high", "proofs", "defined"}
    if not isinstance(data, dict) or set(data) != keys or not isinstance(data["proofs"], list):
        raise Malformed(f"a crossing has the keys {sorted(keys)}")
    if statement.claim.args[0] != "!=":
        raise Rejected("a change of sign refutes != only")
    point, symbol = point_from_json(data["point"]), from_json(data["symbol"])
    check_point(point)
    low, high = (number(parse_rational(data[end])) for end in ("low", "high"))
    gap, constraints, context = segment(statement, point, symbol, low, high)
    if len(constraints) != len(data["proofs"]):
        raise Malformed("one proof per constraint along the segment")
    for constraint, proof in zip(constraints, data["proofs"], strict=True):
        prove(constraint, proof, context)
    if free_symbols(gap) - {symbol} or any(node.op not in CONTINUOUS for node in subterms(gap)):
        raise Rejected("the difference is not a continuous function of the symbol alone")
    # equal to itself: shown only where it is defined
    prove(Term("rel", "==", gap, gap), data["defined"], context)
    ends = [sign_at(substitute(gap, {symbol: end})) for end in (low, high)]
    if sorted(ends) != [-1, 1]:
        raise Rejected("the sign does not change between the ends")
