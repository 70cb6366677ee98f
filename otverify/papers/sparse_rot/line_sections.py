"""Sections on a grid of [0, 1] whose optimum is known exactly (p = 2) or enclosed (p = 3/2, 4/3): radii, bounded.

λ = 1 - ½ cos πx, μ = 1 on 48 points, T(x) = x - sin(πx)/(2π). With an enclosure whose support is certain the
sections are known, and ∇φ_ε(x) is a quotient of sums of ξ^(q-2) between rational bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from otverify.claims import Identity, Obligation, Relation
from otverify.errors import InvalidProblem
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum

Obligations = Iterator[Obligation]
Interval = tuple[Fraction, Fraction]

GRID: Final = 48
#: bounds from enclosures are multiples of 1/DIGITS
DIGITS: Final = 10**6
#: K_0
INTERIOR: Final = (Fraction(1, 4), Fraction(3, 4))
#: p -> ε at which sections have several atoms on either side, and bounds c ε^(1/D) <= R_in, R_out <= C ε^(1/D)
CASES: Final = {
    Fraction(2): ((200, 1000, 4000), Fraction(1), Fraction(2)),
    Fraction(3, 2): ((200, 1000, 4000), Fraction(3, 2), Fraction(5, 2)),
    Fraction(4, 3): ((1000, 5000), Fraction(19, 10), Fraction(14, 5)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """At each atom of K_0: a lower bound of the distance of ∇φ_ε(x) to atoms outside S_x, an upper one inside."""

    inner: tuple[Fraction, ...]
    outer: tuple[Fraction, ...]


def named_cases() -> Iterator[tuple[str, Fraction, Fraction]]:
    """(name, p, ε)."""
    for p, (levels, _, _) in CASES.items():
        for level in levels:
            yield f"grid of {GRID} points, p = {p}, ε = 1/{level}", p, Fraction(1, level)


@lru_cache(maxsize=32)
def sections(p: Fraction, epsilon: Fraction, *, exchanged: bool = False) -> Sections:
    """The sections of the interior atoms; those of the target if ``exchanged``."""
    if p == 2:
        found = instances.line(GRID, epsilon)
        return _exact(found.transposed() if exchanged else found)
    return _enclosed(p, epsilon, exchanged=exchanged)


def _exact(found: Optimum) -> Sections:
    inner, outer = [], []
    for i in interior([place[0] for place in found.x]):
        centre, inside = found.gradient(i)[0], set(found.section(i))
        gaps = {j: abs(place[0] - centre) for j, place in enumerate(found.y)}
        outer.append(max(gaps[j] for j in inside))
        inner.append(min(gap for j, gap in gaps.items() if j not in inside))
    return Sections(inner=tuple(inner), outer=tuple(outer))


def _enclosed(p: Fraction, epsilon: Fraction, *, exchanged: bool) -> Sections:
    # loaded when needed: a paper costs nothing to import
    from otverify.transport.regularized import solve_regularized
    from otverify.transport.regularized_enclosures import enclose
    from otverify.transport.regularized_families import cosine_line
    from otverify.transport.regularized_outcomes import Regularized

    family = cosine_line(GRID, bits=16)
    solution = solve_regularized(family.problem(epsilon=epsilon, p=p), known=(family.f, family.g))
    if not isinstance(solution, Regularized):
        raise InvalidProblem("instance", expected="a solution", got=solution.reason)
    found = enclose(solution)
    if not found.is_support_certain:
        raise InvalidProblem("instance", expected="a certain support", got=found.conclusion.undecided)
    source, target = (family.target, family.source) if exchanged else (family.source, family.target)
    f, g = (found.g, found.f) if exchanged else (found.f, found.g)
    x, y = ([place[0] for place in side.points or ()] for side in (source, target))
    power = int(1 / (p - 1)) - 1  # q - 2
    inner, outer = [], []
    for i in interior(x):
        slacks = [tuple(f[i][k] + g[j][k] - (x[i] - y[j]) ** 2 / 2 for k in (0, 1)) for j in range(len(y))]
        inside = {j for j, (low, _) in enumerate(slacks) if low > 0}
        least = {j: target.masses[j] * slacks[j][0] ** power for j in inside}
        most = {j: target.masses[j] * slacks[j][1] ** power for j in inside}
        # weights between two bounds, y >= 0: so is the mean
        low = sum((least[j] * y[j] for j in inside), Fraction(0)) / sum(most.values(), Fraction(0))
        high = sum((most[j] * y[j] for j in inside), Fraction(0)) / sum(least.values(), Fraction(0))
        # rounded to the safe side, so that they do not depend on how narrow the enclosure is
        far = max(max(y[j] - low, high - y[j]) for j in inside)
        near = min(max(low - y[j], y[j] - high) for j in range(len(y)) if j not in inside)
        outer.append(Fraction(math.ceil(far * DIGITS), DIGITS))
        inner.append(Fraction(math.floor(near * DIGITS), DIGITS))
    return Sections(inner=tuple(inner), outer=tuple(outer))


def interior(places: list[Fraction]) -> list[int]:
    """The atoms of K_0."""
    return [i for i, place in enumerate(places) if INTERIOR[0] <= place <= INTERIOR[1]]


# ---------------------------------------------------------------------------------------------------
# what is stated


def outer_radii(*, exchanged: bool = False) -> Obligations:
    """R_out <= C ε^(1/D) on K_0, as R_out^a <= C^a ε^b for D = a/b; for T_y if ``exchanged``."""
    for name, p, epsilon in named_cases():
        if p == 2:
            yield from instances.solves(instances.line(GRID, epsilon), instance=name)
        power, constant = p + 1, CASES[p][2]
        worst = max(sections(p, epsilon, exchanged=exchanged).outer)
        bound = constant**power.numerator * epsilon**power.denominator
        yield Relation(worst**power.numerator, "<=", bound, instance=name, label="outer radius")


def inner_radii(*, exchanged: bool = False) -> Obligations:
    """R_in >= c ε^(1/D) on K_0."""
    for name, p, epsilon in named_cases():
        if p == 2:
            yield Identity(instances.line(GRID, epsilon).error(), 0, instance=name, label="(6)")
        power, constant = p + 1, CASES[p][1]
        worst = min(sections(p, epsilon, exchanged=exchanged).inner)
        bound = constant**power.numerator * epsilon**power.denominator
        yield Relation(worst**power.numerator, ">=", bound, instance=name, label="inner radius")
