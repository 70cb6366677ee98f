"""Random instances on grids of I², and what is stated about each of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from otverify.claims import Obligation, Relation
from otverify.claims_transport import ContactSet, Optimal, UniquePlan
from otverify.papers.capacity.instances import (
    Matrix,
    Polynomial,
    capacities,
    density_plan_problem,
    exposing,
    grid_problem,
    is_geometrically_extreme,
    rectangle_problem,
    refined,
    solved,
)
from otverify.transport import contact_set
from otverify.transport.problems import TransportProblem

Obligations = Iterator[Obligation]
#: how many cells per row of the grid may lie strictly between 0 and the capacity in some optimal plan
LAYER = 3


@st.composite
def grid_problems(
    draw: st.DrawFn, *, sizes: tuple[int, int] = (4, 10), degenerate: bool = False
) -> TransportProblem:
    """Problems on grids of I² with a polynomial cost, some with holes in the capacity; feasible.

    The mixed derivative of the cost has one sign on I², or vanishes identically if ``degenerate``.
    """
    size = draw(st.integers(*sizes))
    cost = draw(separable_costs() if degenerate else bent_costs())
    level = draw(st.sampled_from([Fraction(4, 3), Fraction(3, 2), Fraction(5, 2), Fraction(3)]))
    constant = [[level] * size for _ in range(size)]
    if draw(st.booleans()):
        return grid_problem(cost, constant)
    quarters = st.lists(st.sampled_from([4, 4, 4, 3, 2, 1, 0]), min_size=size, max_size=size)
    grid = st.lists(quarters, min_size=size, max_size=size)
    capacity = [[level if value else Fraction(0) for value in row] for row in draw(grid)]
    plan = [
        [bound * share / 4 for bound, share in zip(*pair, strict=True)]
        for pair in zip(capacity, draw(grid), strict=True)
    ]
    return grid_problem(cost, capacity, plan=plan) if any(map(any, plan)) else grid_problem(cost, constant)


def bent_costs() -> st.SearchStrategy[Polynomial]:
    """Polynomials whose mixed derivative is at least 1/2 in modulus on I², of either sign."""
    part = st.integers(-2, 2)

    def build(sign: int, a: int, b: int, c: int, p: int, q: int) -> Polynomial:
        slope = Fraction(1, 2) + abs(a) + abs(b) + Fraction(abs(c), 2)
        bent = {(1, 1): slope, (2, 1): Fraction(a), (1, 2): Fraction(b), (2, 2): Fraction(c, 2)}
        return {key: sign * value for key, value in bent.items()} | {(2, 0): Fraction(p), (0, 1): Fraction(q)}

    return st.builds(build, st.sampled_from([1, -1]), part, part, part, part, part)


def separable_costs() -> st.SearchStrategy[Polynomial]:
    """a(x) + b(y): the mixed derivative vanishes."""
    part = st.integers(-2, 2).map(Fraction)
    return st.builds(lambda a, b: {(2, 0): a, (0, 1): b, (0, 2): Fraction(1)}, part, part)


def densities(*, max_cells: int = 3) -> st.SearchStrategy[tuple[Matrix, Matrix]]:
    """(h, h̄) on the cells of a grid, 0 <= h <= h̄, zero capacities and saturated cells frequent."""
    share = st.sampled_from(
        [Fraction(0), Fraction(1), Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 3)]
    )
    cell = st.tuples(st.integers(0, 3).map(Fraction), share)

    def grid(shape: tuple[int, int]) -> st.SearchStrategy[list[list[tuple[Fraction, Fraction]]]]:
        row = st.lists(cell, min_size=shape[1], max_size=shape[1])
        return st.lists(row, min_size=shape[0], max_size=shape[0])

    def split(cells: list[list[tuple[Fraction, Fraction]]]) -> tuple[Matrix, Matrix]:
        bound = [[limit for limit, _ in row] for row in cells]
        return [[limit * part for limit, part in row] for row in cells], bound

    size = st.integers(1, max_cells)
    drawn = st.tuples(size, size).flatmap(grid).map(split)
    return drawn.filter(lambda pair: any(map(any, pair[0])))


@st.composite
def rectangles(
    draw: st.DrawFn, *, max_size: int = 4, capacitated: bool = True
) -> tuple[TransportProblem, list[int], list[int]]:
    """A solvable problem and a non-empty set of its rows and of its columns."""
    from otverify.strategies import problems

    stated = draw(problems(max_rows=max_size, max_columns=max_size, capacitated=capacitated, unbounded=False))
    n, m = stated.shape
    rows = draw(st.lists(st.integers(0, n - 1), min_size=1, unique=True).map(sorted))
    columns = draw(st.lists(st.integers(0, m - 1), min_size=1, unique=True).map(sorted))
    return stated, rows, columns


# ---------------------------------------------------------------------------------------------------
# what is stated about an instance


def thin_layer(stated: TransportProblem) -> Obligations:
    """Few cells are strictly between 0 and the capacity in some optimal plan: O(n) of n².

    The contact set holds them all, for every optimal plan at once.
    """
    found = contact_set(solved(stated))
    yield ContactSet(stated, pairs=found.pairs)
    yield Relation(len(found.pairs), "<=", LAYER * max(stated.shape))


def extreme_if_bang_bang(pair: tuple[Matrix, Matrix]) -> Obligations:
    """A density is an extreme point if and only if it is geometrically extreme, once cells may be divided.

    It is extreme if the cost that is -1 where it is saturated, 1 where it vanishes and 0 between has no other
    optimal plan.
    """
    density, bound = (refined(matrix) for matrix in pair)
    stated, plan = density_plan_problem(density, bound)
    holds = is_geometrically_extreme(density, bound)
    yield Optimal(exposing(stated, plan), plan=plan)
    yield UniquePlan(exposing(stated, plan), holds=holds)


def restriction_is_optimal(instance: tuple[TransportProblem, list[int], list[int]]) -> Obligations:
    """Lemma 5.2: the restriction of an optimal plan to a rectangle is optimal for its own marginals."""
    stated, rows, columns = instance
    optimum = solved(stated)
    part, plan = rectangle_problem(stated, optimum.plan.matrix(), rows, columns)
    yield Optimal(stated, plan=optimum.plan)
    if any(map(any, plan)):
        yield Optimal(part, plan=plan)


def small_face(stated: TransportProblem) -> Obligations:
    """Two optimal plans are close in L¹: they agree off the contact set, whose total capacity is O(1/n)."""
    found = contact_set(solved(stated))
    bounds = capacities(stated)
    diameter = sum((bounds[i][j] for i, j in found.pairs), Fraction(0))
    yield ContactSet(stated, pairs=found.pairs)
    yield Relation(diameter, "<=", LAYER * max(stated.shape) * max(map(max, bounds)))
