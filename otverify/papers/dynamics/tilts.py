"""Appendix A on the polytope of 3 × 3 plans with uniform marginals: vertices are permutations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from otverify.claims import Relation
from otverify.vocabulary import number

Cost = list[list[int]]
#: c_0, (c_1, c_2), the tilt ȳ and another point y
Tilted = tuple[Cost, tuple[Cost, Cost], tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
VERTICES = tuple(permutations(range(3)))


def price(cost: Cost, vertex: tuple[int, ...]) -> int:
    """∫ c dπ for a permutation."""
    return sum(row[j] for row, j in zip(cost, vertex, strict=True))


def image(costs: tuple[Cost, Cost], vertex: tuple[int, ...]) -> tuple[int, int]:
    """P(π) = (∫ c_1 dπ, ∫ c_2 dπ)."""
    return price(costs[0], vertex), price(costs[1], vertex)


def tilt(y: tuple[Any, Any], x: tuple[Any, Any]) -> Any:
    """<y, x>."""
    return y[0] * x[0] + y[1] * x[1]


def conjugate(base: Cost, costs: tuple[Cost, Cost], y: tuple[Any, Any]) -> Any:
    """Φ(y) = max over plans of Σ y_l ∫ c_l dπ - ∫ c_0 dπ, attained at a vertex."""
    return max(tilt(y, image(costs, vertex)) - price(base, vertex) for vertex in VERTICES)


EXAMPLE: tuple[Cost, tuple[Cost, Cost]] = (
    [[0, 1, 2], [2, 0, 1], [1, 3, 0]],
    ([[1, 0, 0], [0, 2, 0], [0, 0, 1]], [[0, 1, 0], [1, 0, 0], [0, 0, 3]]),
)


def conjugates() -> Iterator[tuple[str, Any, Any]]:
    """Φ(y) by the vertices of K, and by the points of K' with Ψ there, for several y.

    Over K' the maximum of <y, x> - Ψ(x) is at an image of a vertex, where Ψ is the least cost of a plan with that image:
    by linear programming in three multipliers its lower convex hull; the hull does not change the maximum.
    """
    base, costs = EXAMPLE
    for y in ((0, 0), (1, 0), (0, 1), (-2, 3), (Fraction(1, 2), Fraction(-1, 3))):
        least: dict[tuple[int, int], int] = {}
        for vertex in VERTICES:
            x = image(costs, vertex)
            least[x] = min(least.get(x, price(base, vertex)), price(base, vertex))
        over_images = max(tilt(y, x) - value for x, value in least.items())
        yield (
            f"$y=({y[0]},{y[1]})$",
            number(Fraction(conjugate(base, costs, y))),
            number(Fraction(over_images)),
        )


def plan_dimension(rows: int, columns: int) -> int:
    """The number of cells minus the rank of the marginals."""
    from flint import fmpq_mat

    equations = [[int(cell // columns == i) for cell in range(rows * columns)] for i in range(rows)]
    equations += [[int(cell % columns == j) for cell in range(rows * columns)] for j in range(columns)]
    matrix = fmpq_mat(rows + columns, rows * columns, [entry for row in equations for entry in row])
    return rows * columns - int(matrix.rank())


def tilted_costs() -> st.SearchStrategy[Tilted]:
    """Small integer costs with ties, rational tilts."""
    cost = st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=3, max_size=3)
    point = st.tuples(*[st.builds(Fraction, st.integers(-4, 4), st.integers(1, 2))] * 2)
    return st.tuples(cost, st.tuples(cost, cost), point, point)


def optimal_vertices_are_subgradients(instance: Tilted) -> Iterable[Any]:
    """Φ(y) >= Φ(ȳ) + <y - ȳ, P(π̄)> for every vertex π̄ that is optimal for c_0 - Σ ȳ_l c_l."""
    base, costs, ybar, y = instance
    values = {vertex: price(base, vertex) - tilt(ybar, image(costs, vertex)) for vertex in VERTICES}
    least = min(values.values())
    step = (y[0] - ybar[0], y[1] - ybar[1])
    for vertex, value in values.items():
        if value == least:
            right = conjugate(base, costs, ybar) + tilt(step, image(costs, vertex))
            yield Relation(number(Fraction(conjugate(base, costs, y))) >= number(Fraction(right)))
