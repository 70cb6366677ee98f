"""Semi-discrete transport on the line, exactly: points against intervals of constant density and atoms.

Two ways in: *inverse design* starts from a potential and computes the masses for which it is optimal, for
any piecewise linear costs; *monotone rearrangement* solves given masses when the cost differences
c(x_i, y) - c(x_{i+1}, y) are nondecreasing in y, as for |x - y| and |x - y|². In both cases all optimal
potentials follow from shortest paths.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidProblem
from otverify.kernel.transport import check
from otverify.transport.faces import Width
from otverify.transport.measures import rational, written_number

#: uniform on [a, b] with a mass, or an atom if a = b
Component = tuple[Fraction, Fraction, Fraction]
#: mass of row i, uniform on [a, b]
Piece = tuple[int, Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecewiseLinear:
    """A continuous function given by its knots (y, value), y increasing, linear in between."""

    knots: tuple[tuple[Fraction, Fraction], ...]

    def __call__(self, y: Fraction) -> Fraction:
        """The value at ``y``, within the knots."""
        k = bisect_right(self.knots, y, key=lambda knot: knot[0])
        if k == len(self.knots) and y == self.knots[-1][0]:
            return self.knots[-1][1]
        if k in (0, len(self.knots)):
            raise InvalidProblem("y", expected="a point within the knots", got=y)
        (y0, v0), (y1, v1) = self.knots[k - 1], self.knots[k]
        return v0 + (v1 - v0) * (y - y0) / (y1 - y0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SemiDiscreteProblem:
    """Minimise Σ_i ∫ c_i(y) dπ_i(y) with π_i(R) = masses[i] and Σ_i π_i = Σ components.

    The cost is c_i(y) = rows[i](y) + curvature · y². Build one with :func:`line_problem` or
    :func:`inverse_design`.
    """

    masses: tuple[Fraction, ...]
    components: tuple[Component, ...]
    rows: tuple[PiecewiseLinear, ...]
    curvature: Fraction = Fraction(0)

    def statement(self) -> dict[str, Any]:
        """The problem as the kernel reads it."""
        return {
            "masses": [written_number(mass) for mass in self.masses],
            "components": [[written_number(v) for v in component] for component in self.components],
            "rows": [[[written_number(y), written_number(v)] for y, v in row.knots] for row in self.rows],
            "curvature": written_number(self.curvature),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SemiDiscreteOptimum:
    """An optimal plan (pieces) and potential f; accepted by the kernel."""

    problem: SemiDiscreteProblem
    value: Fraction
    pieces: tuple[Piece, ...]
    f: tuple[Fraction, ...]
    certificate: dict[str, Any]


def components(items: Sequence[Sequence[Any]]) -> tuple[Component, ...]:
    """Components (a, b, mass) in increasing order; a = b is an atom.

    Intervals may touch, and an atom may sit at the end of an interval.
    """
    result: list[Component] = []
    for k, item in enumerate(items):
        a, b, mass = (rational(value, where=f"components[{k}]") for value in item)
        if b < a or mass <= 0:
            raise InvalidProblem(f"components[{k}]", expected="a <= b and mass > 0", got=(a, b, mass))
        if result and (a < result[-1][1] or (a, b) <= result[-1][:2]):
            raise InvalidProblem(
                "components", expected="increasing disjoint intervals", got=(result[-1], (a, b))
            )
        result.append((a, b, mass))
    if not result:
        raise InvalidProblem("components", expected="at least one", got="none")
    return tuple(result)


def distance_rows(points: Sequence[Any], *, over: Sequence[Component]) -> tuple[PiecewiseLinear, ...]:
    """The costs |x_i - y| as functions of y."""
    low, high = over[0][0], over[-1][1]
    rows = []
    for k, point in enumerate(points):
        x = rational(point, where=f"points[{k}]")
        ends = {low, high + (low == high)} | ({x} if low < x < high else set())
        rows.append(PiecewiseLinear(knots=tuple((y, abs(x - y)) for y in sorted(ends))))
    return tuple(rows)


def squared_rows(points: Sequence[Any], *, over: Sequence[Component]) -> tuple[PiecewiseLinear, ...]:
    """The costs |x_i - y|² - y² = x_i² - 2 x_i y as functions of y; the curvature is 1."""
    low, high = over[0][0], over[-1][1]
    xs = [rational(point, where=f"points[{k}]") for k, point in enumerate(points)]
    return tuple(
        PiecewiseLinear(knots=tuple((y, x * x - 2 * x * y) for y in (low, high + (low == high)))) for x in xs
    )


def line_problem(
    points: Sequence[Any], masses: Sequence[Any], *, over: Sequence[Sequence[Any]]
) -> SemiDiscreteProblem:
    """Points with masses against components on the line, with cost |x - y|²; zero masses are allowed."""
    target = components(over)
    weights = tuple(rational(mass, where=f"masses[{k}]") for k, mass in enumerate(masses))
    if len(weights) != len(points) or not weights or min(weights) < 0:
        raise InvalidProblem("masses", expected="one mass >= 0 per point", got=masses)
    if sum(weights) != sum(mass for _, _, mass in target):
        raise InvalidProblem("masses", expected="the total of the components", got=sum(weights))
    return SemiDiscreteProblem(
        masses=weights, components=target, rows=squared_rows(points, over=target), curvature=Fraction(1)
    )


def inverse_design(
    f: Sequence[Any], rows: Sequence[PiecewiseLinear], *, over: Sequence[Sequence[Any]], curvature: Any = 0
) -> SemiDiscreteOptimum:
    """The problem for which f is optimal: masses are those of the cells {y: rows_i - f_i smallest}.

    Where several rows tie on a set of positive mass they share it equally. O(n² knots) comparisons.
    """
    target = components(over)
    values = tuple(rational(value, where=f"f[{k}]") for k, value in enumerate(f))
    if len(values) != len(rows) or not values:
        raise InvalidProblem("f", expected="one value per row", got=len(values))
    pieces = [piece for a, b, mass in target for piece in _cells(a, b, mass=mass, rows=rows, f=values)]
    masses = tuple(sum((m for i, _, _, m in pieces if i == k), Fraction(0)) for k in range(len(values)))
    problem = SemiDiscreteProblem(
        masses=masses, components=target, rows=tuple(rows), curvature=rational(curvature, where="curvature")
    )
    return certified(problem, joined(pieces), f=values)


def solve_monotone(problem: SemiDiscreteProblem, order: Sequence[int] | None = None) -> SemiDiscreteOptimum:
    """The optimum by monotone rearrangement: rows in ``order`` take consecutive parts of the components.

    Optimal when rows[i] - rows[i'] is nondecreasing for consecutive rows of the order (by default the
    order of increasing points, that is, of decreasing slopes at the left end); InvalidProblem otherwise.
    """
    live = [i for i, mass in enumerate(problem.masses) if mass]
    ranked = (
        sorted(live, key=lambda i: _slope(problem.rows[i]), reverse=True) if order is None else list(order)
    )
    if sorted(ranked) != live:
        raise InvalidProblem("order", expected="all rows of positive mass, once", got=ranked)
    for i, k in itertools.pairwise(ranked):
        if not _is_nondecreasing(problem.rows[i], problem.rows[k]):
            raise InvalidProblem(
                "rows", expected="nondecreasing cost differences", got=(i, k), hint="See inverse_design."
            )
    pieces: list[Piece] = []
    left = [list(component) for component in problem.components]
    f = [Fraction(0)] * len(problem.masses)
    for position, i in enumerate(ranked):
        need = problem.masses[i]
        while need:
            a, b, mass = left[0]
            taken = min(need, mass)
            cut = a + (b - a) * taken / mass
            pieces.append((i, a, cut, taken))
            need -= taken
            left[0] = [cut, b, mass - taken]
            if taken == mass:
                left.pop(0)
        if position:
            before = ranked[position - 1]
            # any point between the two parts will do: take the end of the left one
            y = max(b for k, _, b, _ in pieces if k == before)
            f[i] = f[before] - problem.rows[before](y) + problem.rows[i](y)
    return certified(problem, joined(pieces), f=tuple(f))


def semidiscrete_widths(optimum: SemiDiscreteOptimum) -> tuple[tuple[Fraction | None, ...], ...]:
    """highest[i][j] = max(f_i - f_j) over all optimal potentials (None at rows without mass).

    Derived by the kernel. O(n³). The potentials are unique iff highest[i][j] = -highest[j][i] throughout.
    """
    certificate = optimum.certificate | {"kind": "semidiscrete-widths"}
    highest: tuple[tuple[Fraction | None, ...], ...] = check(optimum.problem.statement(), certificate).highest
    return highest


def semidiscrete_width(optimum: SemiDiscreteOptimum, rows: tuple[int, int]) -> Width:
    """The range of f_i - f_j, with two extreme potentials and the points that link the rows in between."""
    i, j = rows
    masses = optimum.problem.masses
    if not (0 <= i < len(masses) and 0 <= j < len(masses)) or not masses[i] or not masses[j]:
        raise InvalidProblem("rows", expected="two rows of positive mass", got=rows)
    if i == j:
        raise InvalidProblem("rows", expected="two different rows", got=rows)
    certificate = {
        "kind": "semidiscrete-width",
        "between": [i, j],
        "pieces": optimum.certificate["pieces"],
        "highest": _extreme(optimum, i, end=j),
        "lowest": _extreme(optimum, j, end=i),
    }
    found = check(optimum.problem.statement(), certificate)
    return Width(lowest=found.lowest, highest=found.highest, certificate=certificate)


def certified(
    problem: SemiDiscreteProblem, pieces: tuple[Piece, ...], *, f: tuple[Fraction, ...]
) -> SemiDiscreteOptimum:
    """The optimum with its certificate, accepted by the kernel."""
    certificate = {
        "kind": "semidiscrete",
        "pieces": [
            [i, written_number(a), written_number(b), written_number(mass)] for i, a, b, mass in pieces
        ],
        "f": [written_number(value) for value in f],
    }
    value = check(problem.statement(), certificate).value
    return SemiDiscreteOptimum(problem=problem, value=value, pieces=pieces, f=f, certificate=certificate)


def _cells(
    a: Fraction, b: Fraction, *, mass: Fraction, rows: Sequence[PiecewiseLinear], f: tuple[Fraction, ...]
) -> list[Piece]:
    """The part of one component that belongs to each row."""
    if a == b:
        values = [row(a) - value for row, value in zip(rows, f, strict=True)]
        owners = [i for i, value in enumerate(values) if value == min(values)]
        return [(i, a, b, mass / len(owners)) for i in owners]
    knots = sorted({a, b} | {y for row in rows for y, _ in row.knots if a < y < b})
    pieces = []
    for left, right in itertools.pairwise(knots):
        ends = [(row(left) - value, row(right) - value) for row, value in zip(rows, f, strict=True)]
        cuts = {left, right}
        for i, (l0, l1) in enumerate(ends):
            for k0, k1 in ends[:i]:
                before, after = l0 - k0, l1 - k1
                if before * after < 0:
                    cuts.add(left + (right - left) * before / (before - after))
        points = sorted(cuts)
        for low, high in itertools.pairwise(points):
            middle = (low + high) / 2
            values = [row(middle) - value for row, value in zip(rows, f, strict=True)]
            owners = [i for i, value in enumerate(values) if value == min(values)]
            share = mass * (high - low) / (b - a) / len(owners)
            pieces += [(i, low, high, share) for i in owners]
    return pieces


def joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Adjacent pieces of one row and one density as one piece."""
    result: list[Piece] = []
    for i, a, b, mass in sorted(pieces):
        if result and a < b:
            k, low, high, known = result[-1]
            if k == i and high == a and low < high and known * (b - a) == mass * (high - low):
                result[-1] = (i, low, b, known + mass)
                continue
        result.append((i, a, b, mass))
    return tuple(result)


def _slope(row: PiecewiseLinear) -> Fraction:
    (y0, v0), (y1, v1) = row.knots[:2]
    return (v1 - v0) / (y1 - y0)


def _is_nondecreasing(left: PiecewiseLinear, right: PiecewiseLinear) -> bool:
    points = sorted({y for y, _ in (*left.knots, *right.knots)})
    low = max(left.knots[0][0], right.knots[0][0])
    high = min(left.knots[-1][0], right.knots[-1][0])
    differences = [left(y) - right(y) for y in points if low <= y <= high]
    return all(p <= q for p, q in itertools.pairwise(differences))


def _extreme(optimum: SemiDiscreteOptimum, start: int, *, end: int) -> dict[str, Any]:
    """An optimal potential that maximises f_start - f_end, and the points that bound it."""
    rows, masses = optimum.problem.rows, optimum.problem.masses
    live = [k for k, mass in enumerate(masses) if mass]
    links: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for j, a, b, _ in optimum.pieces:
        for i in live:
            inner = {y for y, _ in (*rows[i].knots, *rows[j].knots) if a < y < b}
            least = min((rows[i](y) - rows[j](y), y) for y in (a, *inner, b))
            links[i, j] = min(links.get((i, j), least), least)
    # distances to the end: f_k = distance satisfies f_i - f_j <= weight by the triangle inequality
    distance: dict[int, Fraction] = {end: Fraction(0)}
    after: dict[int, int] = {}
    for _ in live:
        for (i, j), (weight, _) in links.items():
            if j in distance and (i not in distance or weight + distance[j] < distance[i]):
                distance[i], after[i] = weight + distance[j], j
    path = [start]
    while path[-1] != end:
        path.append(after[path[-1]])
    return {
        "f": [written_number(distance.get(k, Fraction(0))) for k in range(len(rows))],
        "path": {
            "rows": path,
            "points": [written_number(links[i, j][1]) for i, j in itertools.pairwise(path)],
        },
    }
