"""Exact finite data: points on circles, chains between them, small transport problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np

from otverify.transport import problem, solve
from otverify.transport.chains import PairSet, pair_set, placed_pairs
from otverify.transport.chains_lake import lake as lake_disc
from otverify.transport.chains_lake import lake_pairs
from otverify.transport.curves import Body, Place, ball, bouquet, ellipsoid, inner, minus, place, plus, vector
from otverify.transport.outcomes import Optimal
from otverify.transport.problems import TransportProblem
from otverify.transport.radicals import RadicalSum, power, radical_sum
from otverify.transport.tables import RadicalTable, Table, table

Points = Sequence[Sequence[Any]]

DISC = ball([0, 0], 1)
#: stereographic parameters of the rational points that are used
PARAMETERS = tuple(
    Fraction(a, b) for a, b in ((0, 1), (1, 3), (-1, 3), (3, 4), (-3, 4), (3, 2), (-3, 2), (4, 1), (-4, 1))
)


#: proper partial sums of the first end in 0 or 9, of the second in 1, ..., 8
MASSES = (40, 70, 20, 90, 10, 60, 30, 80, 129)
DEMANDS = (51, 31, 111, 21, 11, 71, 131, 41, 61)


def circle_places(body: Body = DISC) -> list[Place]:
    """Nine rational points of a planar body, with their normals."""
    return [body.place([parameter]) for parameter in PARAMETERS]


def half_squares(sources: Points, targets: Points) -> list[list[Fraction]]:
    """½|x - y|²."""
    moves = [[minus(vector(x), vector(y)) for y in targets] for x in sources]
    return [[inner(move, move) / 2 for move in row] for row in moves]


def circle_problems() -> dict[str, TransportProblem]:
    """Sources on the unit circle; no partial sums of masses agree."""
    sources = [where.point for where in circle_places()]
    sides: dict[str, Points] = {
        "ellipse": [where.point for where in circle_places(ellipsoid([1, 0], [3, 1]))],
        "circle": [where.point for where in circle_places(ball([0, Fraction(1, 2)], Fraction(3, 2)))],
        "grid": [(i, j) for i in range(3) for j in range(3)],
    }
    return {
        name: problem(MASSES, DEMANDS, cost=half_squares(sources, targets)) for name, targets in sides.items()
    }


def solved(stated: TransportProblem) -> Optimal:
    """The certified optimum of a feasible rational problem."""
    found = solve(stated)
    if not isinstance(found, Optimal):
        raise TypeError("the problem has no plan")
    return found


# ---------------------------------------------------------------------------------------------------
# chains

FOUR = ((0, 0), (0, 1), (1, 1), (1, 2))


def staircase(sources: int, *, first: int = 0) -> list[tuple[int, int]]:
    """The pairs (0, 0), (0, 1), (1, 1), (1, 2), ...: two for each source."""
    return [(i, i + k) for i in range(first, sources) for k in (0, 1)]


def four_chain() -> PairSet:
    """A 4-chain with both sources on the unit circle; N passes through y_3 in the direction (1, 1)."""
    sources = [DISC.place_at([1, 0]), DISC.place_at([0, 1])]
    targets = [place([0, 0], [1, 0]), place([-1, 0], [1, -1]), place([-1, 1], [0, 1])]
    return placed_pairs(FOUR, sources=sources, targets=targets)


def flat_pairs() -> PairSet:
    """(0, 0), (1, 0) on a horizontal segment against (0, 0), (0, 1) on a vertical one: all four pairs."""
    sources = [place([0, 0], [0, 1]), place([1, 0], [0, 1])]
    targets = [place([0, 0], [1, 0]), place([0, 1], [1, 0])]
    return placed_pairs(sources=sources, targets=targets)


def three_chain() -> tuple[PairSet, list[tuple[int, int]]]:
    """(x_2, y_1), (x_2, y_3), (x_4, y_3), by second intersections on the unit circle."""
    source, first = DISC.place_at([1, 0]), DISC.place([Fraction(1, 2)])
    second = DISC.place_at(DISC.leave(first.point, source.normals[0]))
    other = DISC.place_at(DISC.leave(source.point, second.normals[0]))
    pairs = [(0, 0), (0, 1), (1, 1)]
    return placed_pairs(sources=[source, other], targets=[first, second]), pairs


def cyclic_chain() -> tuple[PairSet, list[tuple[int, int]]]:
    """(0, 0), (0, π), (π, π), (π, 0) for the trigonometric cost of :mod:`~otverify.papers.dynamics.section1_chains`.

    All values and all derivatives vanish, but ∂c/∂y(0, 0) = 2 and ∂c/∂y(π, 0) = -2.
    """
    within = pair_set(
        [(0, 0), (0, 1), (1, 0), (1, 1)],
        cost=[[0, 0], [0, 0]],
        source_classes=[0, 0, 0, 0],
        target_classes=[0, 0, 1, 0],
    )
    return within, [(0, 0), (0, 1), (1, 1), (1, 0)]


# ---------------------------------------------------------------------------------------------------
# the lake

#: sources on the arc x_2 < -2/5 of the unit circle
LAKE_SOURCES = tuple(
    vector(point) for point in ((0, -1), ("3/5", "-4/5"), ("-4/5", "-3/5"), ("-5/13", "-12/13"))
)


def lake() -> tuple[TransportProblem, list[list[int]], PairSet]:
    """Four sources of mass 2, their targets ȳ(x) and ŷ(x) of mass 1, and the plan half to each.

    For unit vectors ½|x' - y|² = 1 - <x', y>, with ȳ = (x - p)/|x - p| and ŷ = ȳ - 2<ȳ, x>x for p = (0, -5/2).
    """
    center = vector([0, Fraction(-5, 2)])
    rows: list[list[RadicalSum]] = [[] for _ in LAKE_SOURCES]
    plan = [[0] * (2 * len(LAKE_SOURCES)) for _ in LAKE_SOURCES]
    for k, x in enumerate(LAKE_SOURCES):
        toward = minus(x, center)
        reflected = plus(toward, x, -2 * inner(toward, x))
        length = power(inner(toward, toward), Fraction(-1, 2))
        for direction in (toward, reflected):
            for row, other in zip(rows, LAKE_SOURCES, strict=True):
                row.append(radical_sum(Fraction(1)) + length.scaled(-inner(other, direction)))
        plan[k][2 * k] = plan[k][2 * k + 1] = 1
    cost = radical_table(rows)
    masses = [2] * len(LAKE_SOURCES), [1] * (2 * len(LAKE_SOURCES))
    contacts = [(k, 2 * k + side) for k in range(len(LAKE_SOURCES)) for side in (0, 1)]
    return problem(*masses, cost=cost), plan, pair_set(contacts)


def rational_lake() -> PairSet:
    """Contact pairs of the lake of radius 1/8 around (0, -19/12), at which more points are rational."""
    water = lake_disc((0, "-19/12"))
    return lake_pairs(water, water.points(height=24))


def radical_table(rows: list[list[RadicalSum]]) -> RadicalTable:
    """A matrix of sums of radicals."""
    known: dict[RadicalSum, int] = {}
    codes = [[known.setdefault(entry, len(known)) for entry in row] for row in rows]
    return RadicalTable(codes=np.array(codes, dtype=np.int64), values=tuple(known))


# ---------------------------------------------------------------------------------------------------
# Proposition 2.6


def bouquet_problem() -> TransportProblem:
    """Nine points of two circles through 0 on either side, as in Proposition 2.6 for M = N = S¹, k_M = k_N = 2."""
    parameters = [Fraction(a, b) for a, b in ((0, 1), (1, 2), (-1, 2), (2, 1), (-2, 1))]
    inside, outside = bouquet(2)
    points = [inside.place([t]).point for t in parameters[1:]] + [
        outside.place([t]).point for t in parameters
    ]
    others = [inside.place([t / 3]).point for t in parameters] + [
        outside.place([t / 3]).point for t in parameters[1:]
    ]
    return problem(MASSES, DEMANDS, cost=half_squares(points, others))


def flat_problem() -> TransportProblem:
    """Two points of a horizontal and two of a vertical segment: ½|x - y|² is a sum of functions of x and of y."""
    return problem([1, 1], [1, 1], cost=half_squares([(0, 0), (1, 0)], [(0, 0), (0, 1)]))


# ---------------------------------------------------------------------------------------------------
# problems with several optimal plans


def tied_problems() -> dict[str, TransportProblem]:
    """Integer problems, most of them with more than one optimal plan."""
    return {
        "ties": problem([2, 1, 2], [1, 2, 2], cost=[[0, 1, 1], [1, 2, 2], [3, 1, 0]]),
        "all equal": problem([1, 2], [2, 1], cost=[[1, 1], [1, 1]]),
        "a path": problem([3, 3, 3], [2, 3, 4], cost=[[0, 1, 5], [4, 0, 1], [9, 4, 0]]),
        "a square": problem([1, 1, 1], [1, 1, 1], cost=[[0, 1, 2], [1, 2, 3], [0, 3, 1]]),
    }


def cost_rows(stated: TransportProblem) -> list[list[Fraction]]:
    """The finite rational costs."""
    if not isinstance(stated.cost, Table):
        raise TypeError("the costs are not rational")
    return [[Fraction(entry or 0) for entry in row] for row in stated.cost.rows()]


def integer_plans(stated: TransportProblem) -> Iterator[list[tuple[int, ...]]]:
    """All integer plans of a small problem with integer masses, row by row."""
    rows, columns = stated.source.masses, stated.target.masses

    def fill(k: int, left: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
        if k == len(rows):
            if not any(left):
                yield []
            return
        for line in product(*(range(rest + 1) for rest in left)):
            if sum(line) == rows[k]:
                rest = tuple(a - b for a, b in zip(left, line, strict=True))
                yield from ([line, *below] for below in fill(k + 1, rest))

    yield from fill(0, tuple(int(mass) for mass in columns))


def used_pairs(stated: TransportProblem) -> list[tuple[int, int]]:
    """The union of the supports of all cheapest integer plans, by listing them all."""
    costs = cost_rows(stated)
    plans = list(integer_plans(stated))

    def price(plan: list[tuple[int, ...]]) -> Fraction:
        return sum(
            (c * m for row, line in zip(costs, plan, strict=True) for c, m in zip(row, line, strict=True)),
            Fraction(0),
        )

    least = min(map(price, plans))
    best = [plan for plan in plans if price(plan) == least]
    return sorted(
        {(i, j) for plan in best for i, row in enumerate(plan) for j, mass in enumerate(row) if mass}
    )


# ---------------------------------------------------------------------------------------------------
# Section 5


def two_targets() -> tuple[TransportProblem, list[list[int]], list[tuple[int, int]]]:
    """Five sources of mass 2 near (1, 0) on the unit circle, c = 1 - <x, y>, each with two targets of mass 1.

    With slopes growing along Ū the targets are ȳ = x turned by a growing angle, ŷ its reflection in the line of x,
    which has the same ∂c/∂x: <τ, ȳ> = <τ, ŷ> for the tangent τ at x.
    """
    turns = [Fraction(k, 12) for k in range(-2, 3)]
    sources = [DISC.place([t]).point for t in turns]
    targets = []
    for x, t in zip(sources, turns, strict=True):
        # the angle of ȳ is that of x plus three times as much
        near = _turned(x, DISC.place([3 * t]).point)
        targets += [near, plus(near, x, -2 * inner(near, x))]
    cost = half_squares(sources, targets)
    plan = [[int(j // 2 == i) for j in range(2 * len(sources))] for i in range(len(sources))]
    contacts = [(i, 2 * i + side) for i in range(len(sources)) for side in (0, 1)]
    return problem([2] * len(sources), [1] * len(targets), cost=cost), plan, contacts


def _turned(x: Sequence[Fraction], by: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The product of two points of the unit circle as complex numbers."""
    return (x[0] * by[0] - x[1] * by[1], x[0] * by[1] + x[1] * by[0])


def slope_signs() -> dict[str, list[bool]]:
    """Signs of F(y) - s at 24 rational points y around the circle, F = ∂c/∂x(0, .) for two trigonometric costs.

    c = -cos(x - y) - ½cos(x - 2y) has F = -sin y - ½sin 2y; c = -cos(x - y) + sin x cos 3y has F = -sin y + cos 3y.
    """
    tangents = [Fraction(k, 5) for k in range(-5, 6)]
    right = [DISC.place([t]).point for t in tangents]
    around = [*right, *[(-a, -b) for a, b in right]]
    signs = {}
    for value in (Fraction(0), Fraction(1, 3), Fraction(-2, 5)):
        signs[f"two harmonics, $s={value}$"] = [-b - a * b > value for a, b in around]
        signs[f"three harmonics, $s={value}$"] = [-b + 4 * a**3 - 3 * a > value for a, b in around]
    return signs


# ---------------------------------------------------------------------------------------------------
# Section 1


def periodic_chain() -> tuple[PairSet, list[tuple[int, int]]]:
    """The same four pairs with equal derivatives at all of them."""
    return pair_set([(0, 0), (0, 1), (1, 0), (1, 1)], cost=[[0, 0], [0, 0]]), [(0, 0), (0, 1), (1, 1), (1, 0)]


def assignment_problems() -> dict[str, TransportProblem]:
    """Uniform masses."""
    ones = [1, 1, 1, 1]
    return {
        "four points": problem(ones, ones, cost=[[4, 1, 3, 2], [2, 0, 5, 3], [3, 2, 2, 1], [1, 4, 3, 0]]),
        "ties": problem(ones[:3], ones[:3], cost=[[1, 1, 0], [0, 1, 1], [1, 0, 1]]),
    }


def best_assignment(stated: TransportProblem) -> tuple[list[list[int]], Fraction]:
    """The cheapest permutation, by listing all of them."""
    costs = cost_rows(stated)
    size = len(costs)
    best = min(
        permutations(range(size)), key=lambda p: sum((costs[i][p[i]] for i in range(size)), Fraction(0))
    )
    plan = [[int(best[i] == j) for j in range(size)] for i in range(size)]
    return plan, sum((costs[i][best[i]] for i in range(size)), Fraction(0))


def tilted(stated: TransportProblem, *, bits: int = 10) -> TransportProblem:
    """The cost plus 2^-(bits + 3i + j): sums over different sets of cells differ."""
    costs = cost_rows(stated)
    moved = [
        [entry + Fraction(1, 1 << (bits + 3 * i + j)) for j, entry in enumerate(row)]
        for i, row in enumerate(costs)
    ]
    return replace(stated, cost=table(moved))
