"""Look for an exact counterexample first: it is cheap, and most wrong statements fail at simple points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from otverify.engines.alarm import alarm
from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.engines.points import Sampler
from otverify.engines.roots import meeting_points
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, exact, ground, holds_at
from otverify.kernel.statements import Relation, digest
from otverify.kernel.terms import Json, Term, number, subterms
from otverify.kernel.undefined import is_undefined as kernel_is_undefined

#: operations whose values are enclosed at some expense
HARD = ("integral", "ball")
FACTORS = [
    Fraction(n, m)
    for n, m in (
        (1, 2),
        (2, 1),
        (9, 10),
        (11, 10),
        (1, 10),
        (10, 1),
        (99, 100),
        (101, 100),
        (999, 1000),
        (1001, 1000),
    )
]

#: sampled points from which it is asked where the two sides meet
ROOTS = 5


def sampler(statement: Relation, seed: int = 0, *, near: Term | None = None) -> Sampler:
    """A sampler of the domain of an unfolded statement; ``near`` is a relation with a boundary to look at."""
    facts = (near,) if near is not None and near.op == "rel" else ()
    return Sampler((statement.claim,), statement.given, seed, facts)


def witness(statement: Relation, budget: Budget) -> Point:
    """One point of the domain; a domain without any makes the statement vacuous."""
    for point in sampler(statement).points(budget, 1):
        return point
    raise NotFound("vacuous: no point of the domain was found")


def counterexample(
    statement: Relation,
    budget: Budget,
    *,
    tries: int,
    thorough: bool,
    near: Term | None = None,
    share: float = 1.0,
) -> Json | None:
    """A certificate of refutation, or None. ``statement`` is as written; the search unfolds it.

    A thorough search also walks downhill from the points where an inequality is closest to failing. No new
    point is begun once the ``share`` of what is left of the budget is spent.
    """
    enough = budget.left * (1 - share)
    plain = statement.unfolded
    source = sampler(plain, near=near)
    best: tuple[int, Json] | None = None
    seen: list[Point] = []
    later = 0
    for point in source.points(budget, tries, attempts=1200 if thorough else 400):
        seen.append(point)
        found = _refutes_in_time(plain, point, budget)
        if found is not None:
            certificate = _certificate(statement, found, point)
            size = len(str(certificate))
            if best is None or size < best[0]:
                best = (size, certificate)
        if best is not None:
            later += 1
            if later >= 8:
                break
        if budget.left < enough:
            break
    if best is None and thorough:
        for point in _descend(plain, seen, source, budget):
            found = _refutes(plain, point)
            if found is not None:
                return _certificate(statement, found, point)
    if best is None and plain.claim.args[0] in ("<", ">", "!="):
        for base in seen[:ROOTS]:
            for point in meeting_points(plain, base):
                budget.check()
                if source.admits(point) and _refutes(plain, point):
                    return _certificate(statement, "counterexample", point)
    return best[1] if best else None


def _refutes_in_time(plain: Relation, point: Point, budget: Budget) -> str | None:
    """A point that takes too long to evaluate says nothing."""
    if not is_hard(plain):
        return _refutes(plain, point)
    mine: object = None
    try:
        with alarm(max(budget.left / 4, 0.1)) as mine:
            # what diverges is not enclosed
            return "undefined" if is_undefined(plain, point) else _refutes(plain, point)
    except TimedOut as late:
        if late.limit is not mine:
            raise
        return None


def is_hard(plain: Relation) -> bool:
    """Whether an integral stands in the claim."""
    return any(node.op in HARD for node in subterms(plain.claim))


def _refutes(plain: Relation, point: Point) -> str | None:
    try:
        return None if holds_at(plain.claim, point) else "counterexample"
    except Rejected:
        return "undefined" if is_undefined(plain, point) else None
    except (ArithmeticError, ValueError):
        return None


def is_undefined(plain: Relation, point: Point) -> bool:
    """True if a side of the claim has no meaning at the point."""
    for side in plain.claim.args[1:]:
        try:
            if kernel_is_undefined(ground(side, point)):
                return True
        except (Rejected, ArithmeticError, ValueError):
            continue
    return False


def _certificate(statement: Relation, kind: str, point: Point) -> Json:
    return {
        "schema": 1,
        "kind": kind,
        "statement": digest(statement.to_json()),
        "point": point.to_json(),
    }


def _descend(plain: Relation, seen: Iterable[Point], source: Sampler, budget: Budget) -> Iterator[Point]:
    """From the points with the smallest margin, walk to smaller ones (inequalities only)."""
    if plain.claim.args[0] not in ("<", "<=", ">", ">="):
        return
    scored = [
        (margin, k, point) for k, point in enumerate(seen) if (margin := _margin(plain, point)) is not None
    ]
    for margin, _, start in sorted(scored, key=lambda item: item[:2])[:3]:
        point, value = start, margin
        for _ in range(12):
            budget.check()
            step = _best_step(plain, point, value, source)
            if step is None:
                break
            value, point = step
            yield point


def _best_step(
    plain: Relation, point: Point, value: Fraction, source: Sampler
) -> tuple[Fraction, Point] | None:
    best: tuple[Fraction, Point] | None = None
    for symbol, old in point.symbols.items():
        current = exact(old)
        if current is None or symbol.args[1] == "integer":
            continue
        for factor in FACTORS:
            trial = replace(point, symbols={**point.symbols, symbol: number(current * factor)})
            if not source.admits(trial):
                continue
            margin = _margin(plain, trial)
            if margin is not None and margin < (best[0] if best else value):
                best = (margin, trial)
    return best


def _margin(plain: Relation, point: Point) -> Fraction | None:
    """How far the inequality is from failing, as a rational number (rounded if it is irrational)."""
    op, left, right = plain.claim.args
    gap = right - left if op in ("<", "<=") else left - right
    try:
        term: Term = ground(gap, point)
        value = exact(term)
        if value is not None:
            return value
        from flint import ctx

        from otverify.kernel.balls import enclose

        with ctx.workprec(60):
            return Fraction(float(enclose(term, {})))
    except (Rejected, ArithmeticError, ValueError, OverflowError):
        return None
