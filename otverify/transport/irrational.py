"""Costs that are sums of radicals: the exact optimum, or rigorous bounds of its value.

Every radical is replaced by one rational number near it. Linear relations between costs with rational
coefficients, and so all ties, survive this, and if the approximation is fine enough so do all strict
inequalities: the rational problem then has the optimal bases of the true one. It is solved exactly, its
tight pairs are read off, and the kernel decides all signs for the true costs with balls.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

import flint
import numpy as np

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.transport.outcomes import Bounded, Infeasible, Optimal, Potentials
from otverify.transport.problems import TransportProblem
from otverify.transport.radicals import Radical, RadicalSum
from otverify.transport.skeleton import interior_potentials
from otverify.transport.tables import RadicalTable, Table, exact_array

#: the approximation of the radicals; refined once before giving up
_PRECISIONS: Final = (64, 512)
_BOUND_BITS: Final = 48


def solve_irrational(problem: TransportProblem) -> Optimal | Infeasible | Bounded:
    """The exact optimum if balls separate its reduced costs from 0, else rigorous bounds of the value."""
    from otverify.transport.exact import solve

    if not isinstance(problem.cost, RadicalTable):
        raise InvalidProblem("cost", expected="sums of radicals", got="rational costs")
    for bits in _PRECISIONS:
        approximate = solve(_with_cost(problem, approximated(problem.cost, bits)))
        if isinstance(approximate, Infeasible):
            # forbidden pairs and capacities are the same, so the cut is one of the true problem
            return Infeasible(
                problem=problem,
                rows=approximate.rows,
                columns=approximate.columns,
                deficit=check(problem.statement(), approximate.certificate).deficit,
                certificate=approximate.certificate,
            )
        if isinstance(approximate, Bounded):
            raise RuntimeError("a rational problem was not decided")
        try:
            return _separated(problem, approximate, bits=bits)
        except Rejected:
            continue
    return bound_value(problem)


def bound_value(problem: TransportProblem, *, bits: int = _BOUND_BITS) -> Bounded | Infeasible:
    """Rigorous bounds of the minimum from costs rounded to multiples of 2^-bits.

    The width is of the order of 2^-bits times the total mass.
    """
    from otverify.transport.exact import solve

    if not isinstance(problem.cost, RadicalTable):
        raise InvalidProblem("cost", expected="sums of radicals", got="rational costs")
    rounded = solve(_with_cost(problem, problem.cost.rounded(bits)))
    if isinstance(rounded, Infeasible):
        return rounded
    if isinstance(rounded, Bounded) or rounded.potentials is None:
        raise RuntimeError("a rational problem was not decided")
    # one unit of 2^-bits makes room for the rounding of the costs
    f = rounded.potentials.f_numerators.astype(object)
    scale = int(Fraction(1, 1 << bits) / rounded.potentials.unit)
    potentials = Potentials(
        f_numerators=exact_array(f - 2 * scale),
        g_numerators=rounded.potentials.g_numerators,
        unit=rounded.potentials.unit,
    )
    certificate = {
        "kind": "ball-bounds",
        "plan": rounded.certificate["plan"],
        "f": {"numerators": potentials.f_numerators.tolist(), "denominator": potentials.unit.denominator},
        "g": {"numerators": potentials.g_numerators.tolist(), "denominator": potentials.unit.denominator},
        "bits": bits,
    }
    bounds = check(problem.statement(), certificate)
    return Bounded(
        problem=problem,
        lower=bounds.lower,
        upper=bounds.upper,
        plan=rounded.plan,
        potentials=potentials,
        certificate=certificate,
    )


def _separated(problem: TransportProblem, approximate: Optimal, *, bits: int) -> Optimal:
    certificate = separating_potentials(approximate, bits=bits) | {
        "kind": "separated",
        "plan": approximate.plan.written(),
    }
    conclusion = check(problem.statement(), certificate)
    return Optimal(
        problem=problem,
        value=RadicalSum(terms=tuple(((base, index), q) for q, base, index in conclusion.value)),
        plan=approximate.plan,
        potentials=None,
        certificate=certificate,
    )


def separating_potentials(approximate: Optimal, *, bits: int) -> dict[str, Any]:
    """The fields "tight", "offsets" and "bits" of a certificate, from the optimum of an approximation."""
    shape = approximate.problem.shape
    if not approximate.problem.source.support:
        # nothing moves: any f far below the costs will do
        low = -2 - 2 * int(np.abs(np.nan_to_num(approximate.problem.cost.floats(), posinf=0.0)).max())
        return {
            "tight": {"rows": [], "columns": []},
            "offsets": [low] * shape[0] + [0] * shape[1],
            "bits": 64,
        }
    potentials, tight = interior_potentials(approximate)
    forest, roots = _forest(tight, size=sum(shape), split=shape[0])
    values = [*potentials.f_numerators.tolist(), *potentials.g_numerators.tolist()]
    return {
        "tight": {"rows": [i for i, _ in forest], "columns": [j for _, j in forest]},
        "offsets": {
            "numerators": [values[root] for root in roots],
            "denominator": potentials.unit.denominator,
        },
        "bits": 4 * bits + 64,
    }


def _forest(
    tight: list[tuple[int, int]], *, size: int, split: int
) -> tuple[list[tuple[int, int]], list[int]]:
    """A spanning forest of the tight pairs, and the first node of each component in order."""
    parent = list(range(size))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    forest = []
    for i, j in tight:
        a, b = find(i), find(j + split)
        if a != b:
            # the smallest node stays the representative
            parent[max(a, b)] = min(a, b)
            forest.append((i, j))
    return forest, [node for node in range(size) if find(node) == node]


def approximated(cost: RadicalTable, bits: int) -> Table:
    """The cost with one rational number, near it, in place of each radical."""
    radicals = {radical for value in cost.values for radical, _ in value.terms}
    near = {radical: _near(radical, bits) for radical in radicals}
    values = [sum((q * near[radical] for radical, q in value.terms), Fraction(0)) for value in cost.values]
    denominator = math.lcm(*(value.denominator for value in values))
    numerators = exact_array([int(value * denominator) for value in values] + [0])[cost.codes]
    return Table(numerators=exact_array(numerators), denominator=denominator, infinite=cost.infinite)


def _near(radical: Radical, bits: int) -> Fraction:
    base, index = radical
    if index == 1:
        return Fraction(base)
    with flint.ctx.workprec(bits + base.bit_length() + 32):
        mantissa, exponent = (flint.arb(base).root(index) * (1 << bits)).mid().man_exp()
        number = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(round(number), 1 << bits)


def _with_cost(problem: TransportProblem, cost: Table) -> TransportProblem:
    return TransportProblem(
        source=problem.source, target=problem.target, cost=cost, capacity=problem.capacity
    )
