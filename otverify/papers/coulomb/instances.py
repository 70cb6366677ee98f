"""Finite instances of the paper: point charges on a line and in the plane, and what its proofs attach to them.

All data are exact. Lemma 3.2 is about measures without atoms; its constant r_0 is kept here in the form that
its proof uses, so that every statement below carries over to atoms smeared over small balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from otverify.claims import Identity, Obligation, Relation
from otverify.errors import InvalidInput
from otverify.kernel.terms import number
from otverify.transport.costs import RadialCost, capped_coulomb, coulomb
from otverify.transport.exact import solve
from otverify.transport.measures import Measure, Point, measure, uniform
from otverify.transport.outcomes import Optimal
from otverify.transport.problems import TransportProblem, problem
from otverify.transport.tables import Table

Pair = tuple[Point, Point]


# ---------------------------------------------------------------------------------------------------
# strategies


@st.composite
def charges(draw: st.DrawFn, *, least: int = 1, most: int = 6, dimension: int = 1, span: int = 24) -> Measure:
    """A probability measure on distinct integer points; most masses are equal."""
    coordinate = st.integers(0, span)
    place = st.tuples(*([coordinate] * dimension))
    places = draw(st.lists(place, min_size=least, max_size=most, unique=True))
    weights = draw(st.lists(st.sampled_from([1, 1, 1, 2, 3]), min_size=len(places), max_size=len(places)))
    return measure(weights, sorted(places)).normalised()


@st.composite
def coulomb_problems(
    draw: st.DrawFn, *, least: int = 1, most: int = 6, dimension: int = 1, same: bool = False, span: int = 24
) -> TransportProblem:
    """Coulomb problems between two such measures, or from one to itself; often μ = ν."""
    source = draw(charges(least=least, most=most, dimension=dimension, span=span))
    other = charges(least=least, most=most, dimension=dimension, span=span)
    target = source if same or draw(st.booleans()) else draw(other)
    return problem(source, target, cost=coulomb())


@st.composite
def separated_problems(draw: st.DrawFn) -> TransportProblem:
    """All atoms of μ to the left of all atoms of ν: ∂_x∂_y 1/(y-x) < 0, so the optimal plan is monotone."""
    source, target = draw(charges()), draw(charges())
    xs, ys = places(source), places(target)
    shift = xs[-1][0] - ys[0][0] + draw(st.integers(1, 5))
    moved = measure(target.masses, [(place[0] + shift,) for place in ys])
    return problem(source, moved, cost=coulomb())


def places(of: Measure) -> tuple[tuple[Fraction, ...], ...]:
    """The points of a measure that has them, as every measure of this module does."""
    if of.points is None:
        raise InvalidInput("a measure", expected="one with points", got="masses only")
    return of.points


#: a step function f on the line: the lengths of its pieces, and |f| on them
Steps = tuple[tuple[Fraction, Fraction], ...]


def step_functions(*, most: int = 5) -> st.SearchStrategy[Steps]:
    """Step functions with rational data; high narrow pieces are frequent."""
    length = st.builds(Fraction, st.integers(1, 6), st.integers(1, 8))
    height = st.builds(Fraction, st.integers(0, 30), st.integers(1, 3))
    return st.lists(st.tuples(length, height), min_size=1, max_size=most).map(tuple)


def mass_above(steps: Steps, height: Fraction) -> Fraction:
    """∫ |f| over {|f| > height}."""
    return sum((length * value for length, value in steps if value > height), Fraction(0))


def largest_integral(steps: Steps, volume: Fraction) -> Fraction:
    """The supremum of ∫_A |f| over |A| < volume: the highest pieces first."""
    total = Fraction(0)
    for length, height in sorted(steps, key=lambda piece: piece[1], reverse=True):
        part = min(length, volume)
        total, volume = total + part * height, volume - part
    return total


# ---------------------------------------------------------------------------------------------------
# the constant of Lemma 3.2


def squared_distance(x: Point, y: Point) -> Fraction:
    """|x - y|²."""
    return sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))


def concentration(side: Measure, squared_diameter: Fraction) -> Fraction:
    """The largest mass of a set of atoms whose distances are all below the given diameter.

    An open ball of radius r lies among the sets of diameter below 2r.
    """
    places, masses = side.points or (), side.masses
    if places and len(places[0]) == 1:
        # on a line such a set lies in a half-open interval that begins at an atom
        return max(
            sum(
                (
                    m
                    for q, m in zip(places, masses, strict=True)
                    if q >= p and squared_distance(p, q) < squared_diameter
                ),
                Fraction(0),
            )
            for p in places
        )

    def largest(chosen: Fraction, candidates: Sequence[int]) -> Fraction:
        best = chosen
        for position, k in enumerate(candidates):
            near = [
                m
                for m in candidates[position + 1 :]
                if squared_distance(places[k], places[m]) < squared_diameter
            ]
            best = max(best, largest(chosen + masses[k], near))
        return best

    return largest(Fraction(0), range(len(places)))


def squared_diameter(
    source: Measure, target: Measure, *, level: Fraction = Fraction(1, 2)
) -> Fraction | None:
    """(2 r_0)² for the largest r_0 with sup_x μ(B_r(x)) + sup_y ν(B_r(y)) <= level for r <= r_0; None if none.

    The suprema are taken over all sets of diameter below 2r. With level = 1 - ε this is the choice of the
    proof of Lemma 3.2.
    """
    distances = {
        squared_distance(a, b)
        for side in (source, target)
        for a in side.points or ()
        for b in side.points or ()
    }
    for candidate in sorted(distances - {Fraction(0)}, reverse=True):
        if concentration(source, candidate) + concentration(target, candidate) <= level:
            return candidate
    return None


def below_quarter(squared: Fraction) -> Fraction:
    """A rational δ > 0 with δ² < squared/16, that is, δ < r_0/2 if squared = (2 r_0)²."""
    bound = squared / 16
    delta = Fraction(1, 1)
    while delta * delta >= bound:
        delta /= 2
    while (delta * Fraction(9, 8)) ** 2 < bound:
        delta *= Fraction(9, 8)
    return delta.limit_denominator(64) if 0 < delta.limit_denominator(64) ** 2 < bound else delta


# ---------------------------------------------------------------------------------------------------
# parts of an optimum


def support_pairs(optimum: Optimal) -> list[Pair]:
    """The pairs of points between which the plan moves mass."""
    xs, ys = places(optimum.problem.source), places(optimum.problem.target)
    return [(xs[i], ys[j]) for i, j in optimum.plan.support]


def capped(optimum: Optimal, delta: Fraction) -> TransportProblem:
    """The same marginals with the cost c_δ."""
    return problem(optimum.problem.source, optimum.problem.target, cost=capped_coulomb(delta))


def line_cost(cost: RadialCost, x: Point, y: Point) -> Fraction | None:
    """The cost of two points of the line; None on the diagonal if it is infinite there."""
    value = cost.value(x, y)
    return None if value is None else value.rational


def compare(left: Fraction, op: str, right: Fraction, *, label: str = "") -> Obligation:
    """A comparison of two numbers as an obligation."""
    if op == "==":
        return Identity(number(left), number(right), label=label)
    return Relation(number(left), op, number(right), label=label)


# ---------------------------------------------------------------------------------------------------
# named instances


def named_problems() -> dict[str, TransportProblem]:
    """Small Coulomb problems with exact data: from a measure to itself, and between two measures."""
    steps = uniform([0, 1, 3, 7, 15, 31])
    return {
        "0, ..., 5": problem(uniform(range(6)), uniform(range(6)), cost=coulomb()),
        "0, 1, 3, 7, 15, 31": problem(steps, steps, cost=coulomb()),
        "two measures": problem(
            uniform([0, 2, 3, 9, 14, 20]), uniform([1, 5, 6, 12, 13, 24]), cost=coulomb()
        ),
    }


def named_optima() -> dict[str, Optimal]:
    """Their certified optima."""
    return {name: solved(stated) for name, stated in named_problems().items()}


def solved(stated: TransportProblem) -> Optimal:
    """The certified optimum of a problem with finite minimum."""
    found = solve(stated)
    if not isinstance(found, Optimal):
        raise InvalidInput("a problem", expected="one with an optimal plan", got=type(found).__name__)
    return found


def safe_radius(optimum: Optimal) -> Fraction | None:
    """A rational δ < r_0/2 for the r_0 of the proof of Lemma 3.2 with ε = 1/2; None if there is no r_0."""
    squared = squared_diameter(optimum.problem.source, optimum.problem.target)
    return None if squared is None else below_quarter(squared)


def transposed(optimum: Optimal) -> list[list[Fraction]]:
    """The image of the plan under the exchange of x and y, as a matrix."""
    rows, columns = len(optimum.problem.source), len(optimum.problem.target)
    result = [[Fraction(0)] * rows for _ in range(columns)]
    for i, j, mass in optimum.plan.entries():
        result[j][i] = mass
    return result


def products_and_optima(stated: TransportProblem) -> list[dict[Pair, Fraction]]:
    """Couplings of the marginals as {(x, y): mass}: the product, and an optimal plan if there is one."""
    source, target = stated.source, stated.target
    product = {
        (x, y): p * q
        for x, p in zip(places(source), source.masses, strict=True)
        for y, q in zip(places(target), target.masses, strict=True)
    }
    found = solve(stated)
    if not isinstance(found, Optimal):
        return [product]
    plan = {(places(source)[i], places(target)[j]): mass for i, j, mass in found.plan.entries()}
    return [product, plan]


# ---------------------------------------------------------------------------------------------------
# potentials from chains


def chain_potential(
    cost: Table, pairs: Sequence[tuple[int, int]], *, start: int | None = None
) -> dict[int, Fraction]:
    """φ of (4.2) by shortest paths: {j: φ(y_j)} for the columns of the pairs.

    -φ(y) is the least -c(x_N, y_N) + Σ_{k<N} c(x_{k+1}, y_k) - c(x_k, y_k) over chains of pairs with y_N = y,
    from any first pair, or from the pair number ``start``. The pairs have to be cyclically monotone.
    """
    rows = cost.rows()
    own = [rows[i][j] or Fraction(0) for i, j in pairs]
    best: list[Fraction | None] = [Fraction(0) if start in (None, k) else None for k in range(len(pairs))]
    for _ in pairs:
        for k, (_, j) in enumerate(pairs):
            for other, (i, _) in enumerate(pairs):
                step, here, known = rows[i][j], best[k], best[other]
                if step is not None and here is not None:
                    length = here + step - own[k]
                    if known is None or length < known:
                        best[other] = length
    values: dict[int, Fraction] = {}
    for k, (_, j) in enumerate(pairs):
        shortest = best[k]
        if shortest is not None:
            values[j] = max(values.get(j, own[k] - shortest), own[k] - shortest)
    return values


def transform(cost: Table, potential: dict[int, Fraction]) -> list[Fraction | None]:
    """ψ(x_i) = min over j of c(x_i, y_j) - φ(y_j); None if every such cost is infinite."""
    result = []
    for row in cost.rows():
        values = [c - potential[j] for j, c in enumerate(row) if c is not None and j in potential]
        result.append(min(values, default=None))
    return result


def cost_table(stated: TransportProblem) -> Table:
    """The cost matrix of a problem with rational costs."""
    if not isinstance(stated.cost, Table):
        raise InvalidInput("a problem", expected="rational costs", got="sums of radicals")
    return stated.cost


def restricted(
    optimum: Optimal, kept: Sequence[tuple[int, int, Fraction]]
) -> tuple[TransportProblem, list[list[Fraction]]]:
    """The problem between the marginals of part of a plan, for the same cost, and that part as a matrix."""
    rows, columns = sorted({i for i, _, _ in kept}), sorted({j for _, j, _ in kept})
    plan = [[Fraction(0)] * len(columns) for _ in rows]
    for i, j, mass in kept:
        plan[rows.index(i)][columns.index(j)] = mass
    cost = cost_table(optimum.problem).rows()
    supply, demand = [sum(row) for row in plan], [sum(column) for column in zip(*plan, strict=True)]
    return problem(supply, demand, cost=[[cost[i][j] for j in columns] for i in rows]), plan
