"""Where the two sides of ``!=`` meet: an exact zero along one symbol, or a change of sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from otverify.engines.budget import Budget, NotFound
from otverify.engines.falsify import sampler
from otverify.engines.points import Sampler
from otverify.engines.prove import find_proof
from otverify.kernel.crossing import segment
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, sign_at
from otverify.kernel.statements import Relation, digest
from otverify.kernel.terms import Json, Term, free_symbols, number, substitute, to_json

#: points whose neighbourhoods are searched, and steps of the bisection
STARTS, HALVINGS = 6, 24
STRETCHES = [
    Fraction(n, m)
    for n, m in ((1, 2), (2, 3), (3, 4), (9, 10), (11, 10), (4, 3), (3, 2), (2, 1), (1, 4), (4, 1), (10, 1))
]


def meeting(statement: Relation, budget: Budget) -> Json | None:
    """A certificate that refutes ``left != right``, or None."""
    plain = statement.unfolded
    if plain.claim.args[0] != "!=":
        return None
    source = sampler(plain, seed=1)
    for point in source.points(budget, STARTS, attempts=60):
        for symbol in sorted(point.symbols, key=str):
            if symbol.args[1] != "real" or symbol not in free_symbols(plain.claim):
                continue
            found = _along(statement, plain, point, symbol, source, budget)
            if found is not None:
                return found
    return None


def _along(
    statement: Relation, plain: Relation, point: Point, symbol: Term, source: Sampler, budget: Budget
) -> Json | None:
    try:
        gap, constraints, _ = segment(plain, point, symbol, number(0), number(1))
    except (Rejected, ArithmeticError, ValueError):
        return None
    signs: dict[Fraction, int] = {}
    for value in _values(point.symbols[symbol]):
        budget.check()
        if source.admits(replace(point, symbols={**point.symbols, symbol: number(value)})):
            sign = _sign(gap, symbol, value)
            if sign == 0:
                return _point(statement, replace(point, symbols={**point.symbols, symbol: number(value)}))
            if sign is not None:
                signs[value] = sign
    ordered = sorted(signs)
    for low, high in pairwise(ordered):
        if signs[low] != signs[high]:
            return _between(statement, point, symbol, gap, constraints, low, high, signs[low], source, budget)
    return None


def _values(start: Term) -> Iterator[Fraction]:
    if start.op == "num":
        value = start.args[0]
        yield value
        for factor in STRETCHES:
            yield value * factor
        for step in (Fraction(-1), Fraction(-1, 4), Fraction(1, 4), Fraction(1), Fraction(3)):
            yield value + step


def _sign(gap: Term, symbol: Term, value: Fraction) -> int | None:
    try:
        return sign_at(substitute(gap, {symbol: number(value)}))
    except (Rejected, ArithmeticError, ValueError):
        return None


def _between(
    statement: Relation,
    point: Point,
    symbol: Term,
    gap: Term,
    constraints: list[Term],
    low: Fraction,
    high: Fraction,
    sign: int,
    source: Sampler,
    budget: Budget,
) -> Json | None:
    """Bisect; the zero itself if a simple fraction is one, else proofs for the whole segment."""
    a, b = low, high
    for _ in range(HALVINGS):
        budget.check()
        middle = (a + b) / 2
        for candidate in (middle, middle.limit_denominator(64)):
            if a < candidate < b and _sign(gap, symbol, candidate) == 0:
                there = replace(point, symbols={**point.symbols, symbol: number(candidate)})
                # the zero may be what the domain leaves out
                return _point(statement, there) if source.admits(there) else None
        found = _sign(gap, symbol, middle)
        if found is None:
            break
        if found == sign:
            a = middle
        else:
            b = middle
    for ends in ((low, high), (a, b)):
        try:
            return _crossing(statement, point, symbol, gap, constraints, ends, budget)
        except (NotFound, Rejected):
            continue
    return None


def _crossing(
    statement: Relation,
    point: Point,
    symbol: Term,
    gap: Term,
    constraints: list[Term],
    ends: tuple[Fraction, Fraction],
    budget: Budget,
) -> Json:
    _, _, context = segment(statement.unfolded, point, symbol, number(ends[0]), number(ends[1]))
    fixed = replace(point, symbols={s: v for s, v in point.symbols.items() if s != symbol})
    data = {
        "point": fixed.to_json(),
        "symbol": to_json(symbol),
        "low": str(ends[0]),
        "high": str(ends[1]),
        "proofs": [find_proof(constraint, context, budget) for constraint in constraints],
        "defined": find_proof(Term("rel", "==", gap, gap), context, budget),
    }
    return {"schema": 1, "kind": "crossing", "statement": digest(statement.to_json()), "crossing": data}


def _point(statement: Relation, point: Point) -> Json:
    return {
        "schema": 1,
        "kind": "counterexample",
        "statement": digest(statement.to_json()),
        "point": point.to_json(),
    }
