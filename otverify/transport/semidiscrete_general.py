"""Semi-discrete transport on the line for arbitrary piecewise linear costs and given masses, exactly.

The dual functional Σ μ_i f_i + ∫ min_k (r_k - f_k) dν is concave and piecewise quadratic. Three steps in
turn, each in rational arithmetic: the components are cut into parts on which all costs are linear, and the
finite problem between points and parts is solved with average costs; Newton's method moves f until the cells
have the right masses; where it stalls (costs that tie on an interval, atoms), the cells of f cut the parts
further. A plan counts only when potentials by shortest paths exist for it, and the kernel has accepted them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from otverify.errors import InvalidProblem
from otverify.transport.exact import solve
from otverify.transport.outcomes import Optimal
from otverify.transport.problems import problem as finite_problem
from otverify.transport.semidiscrete import (
    Component,
    Piece,
    SemiDiscreteOptimum,
    SemiDiscreteProblem,
    certified,
    joined,
)

MAX_ROUNDS = 8
MAX_NEWTON_STEPS = 16
#: numerators and denominators of potentials beyond this are not pursued
MAX_BITS = 4096


def solve_general(stated: SemiDiscreteProblem) -> SemiDiscreteOptimum:
    """The optimum of any semi-discrete problem with piecewise linear costs.

    Raises InvalidProblem if the refinement does not end; no example is known. Each round solves one finite
    problem with as many columns as parts. Compare :func:`~otverify.transport.semidiscrete.solve_monotone`.
    """
    live = [i for i, mass in enumerate(stated.masses) if mass]
    cuts = {y for i in live for y, _ in stated.rows[i].knots}
    for _ in range(MAX_ROUNDS):
        parts = _parts(stated.components, cuts)
        f, pieces = _finite_optimum(stated, live, parts)
        found = _potential(stated, live, pieces)
        if found is not None:
            return certified(stated, joined(pieces), f=found)
        cuts |= set(_crossings(stated, live, f))
        f = _newton(stated, live, f)
        cuts |= set(_crossings(stated, live, f))
        cuts |= {
            (a + b) / 2 for a, b, _ in parts if len({i for i, c, d, _ in pieces if a <= c and d <= b}) > 1
        }
    raise InvalidProblem(
        "rows",
        expected=f"costs that need at most {MAX_ROUNDS} refinements",
        got=f"{len(cuts)} cuts",
        hint="inverse_design starts from a potential instead.",
    )


def _parts(components: Sequence[Component], cuts: set[Fraction]) -> list[Component]:
    """The components cut at the given points."""
    parts: list[Component] = []
    for a, b, mass in components:
        points = [a, *sorted(y for y in cuts if a < y < b), b]
        for left, right in itertools.pairwise(points):
            parts.append((left, right, mass if a == b else mass * (right - left) / (b - a)))
    return parts


def _finite_optimum(
    stated: SemiDiscreteProblem, live: list[int], parts: list[Component]
) -> tuple[list[Fraction], list[Piece]]:
    """The optimum between points and parts; parts that are shared are cut in the order of the slopes."""
    cost = [[stated.rows[i]((a + b) / 2) for a, b, _ in parts] for i in live]
    optimum = solve(finite_problem([stated.masses[i] for i in live], [mass for *_, mass in parts], cost=cost))
    if not isinstance(optimum, Optimal) or optimum.potentials is None:
        raise InvalidProblem("problem", expected="a feasible problem with rational costs", got=optimum)
    f = [Fraction(0)] * len(stated.masses)
    for i, value in zip(live, optimum.potentials.f, strict=True):
        f[i] = value
    shares: dict[int, list[tuple[Fraction, int, Fraction]]] = {}
    for row, k, mass in optimum.plan.entries():
        a, b, _ = parts[k]
        i = live[row]
        shares.setdefault(k, []).append((stated.rows[i](a) - stated.rows[i](b), i, mass))
    pieces: list[Piece] = []
    for k, owners in sorted(shares.items()):
        a, b, mass = parts[k]
        left = a
        for _, i, share in sorted(owners):
            right = left + (b - a) * share / mass
            pieces.append((i, left, right, share))
            left = right
    return f, pieces


def _potential(
    stated: SemiDiscreteProblem, live: list[int], pieces: Sequence[Piece]
) -> tuple[Fraction, ...] | None:
    """f with r_j - f_j <= r_i - f_i on the pieces of j, by shortest paths; None if a cycle is negative."""
    weights: dict[tuple[int, int], Fraction] = {}
    for j, a, b, _ in pieces:
        for i in live:
            knots = (y for y, _ in (*stated.rows[i].knots, *stated.rows[j].knots) if a < y < b)
            least = min(stated.rows[i](y) - stated.rows[j](y) for y in (a, b, *knots))
            weights[i, j] = min(weights.get((i, j), least), least)
    f = [Fraction(0)] * len(stated.masses)
    for _ in range(len(live) + 1):
        changed = False
        for (i, j), weight in weights.items():
            if f[j] + weight < f[i]:
                f[i], changed = f[j] + weight, True
        if not changed:
            return tuple(f)
    return None


def _envelope(
    stated: SemiDiscreteProblem, live: list[int], f: Sequence[Fraction], part: Component
) -> list[tuple[Fraction, Fraction, int]]:
    """(a, b, row) with r_row - f_row smallest on [a, b], on a part where all costs are linear."""
    low, high, _ = part
    ends = {i: (stated.rows[i](low) - f[i], stated.rows[i](high) - f[i]) for i in live}
    if low == high:
        return [(low, high, min(live, key=lambda i: ends[i]))]
    cuts = {Fraction(0), Fraction(1)}
    for i, k in itertools.combinations(live, 2):
        before, after = ends[i][0] - ends[k][0], ends[i][1] - ends[k][1]
        if before * after < 0:
            cuts.add(before / (before - after))
    result: list[tuple[Fraction, Fraction, int]] = []
    for s, t in itertools.pairwise(sorted(cuts)):
        middle = (s + t) / 2
        row = min(live, key=lambda i: ends[i][0] + (ends[i][1] - ends[i][0]) * middle)
        left, right = low + (high - low) * s, low + (high - low) * t
        if result and result[-1][2] == row:
            result[-1] = (result[-1][0], right, row)
        else:
            result.append((left, right, row))
    return result


def _linear_parts(stated: SemiDiscreteProblem, live: list[int]) -> list[Component]:
    return _parts(stated.components, {y for i in live for y, _ in stated.rows[i].knots})


def _crossings(stated: SemiDiscreteProblem, live: list[int], f: Sequence[Fraction]) -> list[Fraction]:
    """The ends of the cells of f."""
    return [
        y
        for part in _linear_parts(stated, live)
        for a, b, _ in _envelope(stated, live, f, part)
        for y in (a, b)
    ]


def _newton(stated: SemiDiscreteProblem, live: list[int], f: list[Fraction]) -> list[Fraction]:
    """Move f until its cells have the masses of the points, or no step is left.

    When f_i grows, the mass of cell i grows by density / |slope difference| at each end that it shares. Rows
    that tie on a set of positive mass move together, as their shares of it are free; a step ends where rows
    begin to tie.
    """
    parts = _linear_parts(stated, live)
    for _ in range(MAX_NEWTON_STEPS):
        cells = [(part, _envelope(stated, live, f, part)) for part in parts]
        leader = _tied(stated, live, f, cells)
        missing = {i: Fraction(0) for i in leader.values()}
        for i in live:
            missing[leader[i]] += stated.masses[i]
        rates: dict[tuple[int, int], Fraction] = {}
        for (a, b, mass), inside in cells:
            for left, right, i in inside:
                missing[leader[i]] -= mass if a == b else mass * (right - left) / (b - a)
            for (_, _, i), (_, _, k) in itertools.pairwise(inside):
                if leader[i] != leader[k]:
                    slopes = [stated.rows[row](b) - stated.rows[row](a) for row in (i, k)]
                    pair = leader[i], leader[k]
                    rates[pair] = rates.get(pair, Fraction(0)) + mass / abs(slopes[0] - slopes[1])
        step = _laplace(sorted(missing), rates, missing) if any(missing.values()) else None
        if step is None:
            return f
        change = [step.get(leader[i], Fraction(0)) if i in leader else Fraction(0) for i in range(len(f))]
        length = min(_tie_lengths(stated, live, f, change, parts), default=Fraction(1))
        moved = [value + min(length, Fraction(1)) * more for value, more in zip(f, change, strict=True)]
        if max(value.denominator.bit_length() for value in moved) > MAX_BITS:
            return f
        f = moved
    return f


def _tied(
    stated: SemiDiscreteProblem,
    live: list[int],
    f: Sequence[Fraction],
    cells: Sequence[tuple[Component, Sequence[tuple[Fraction, Fraction, int]]]],
) -> dict[int, int]:
    """row -> the first row of those it ties with on a set of positive mass, directly or through others."""
    leader = {i: i for i in live}
    for _, inside in cells:
        for left, right, i in inside:
            ends = [stated.rows[i](y) - f[i] for y in (left, right)]
            for k in live:
                if leader[k] != leader[i] and ends == [stated.rows[k](y) - f[k] for y in (left, right)]:
                    first, other = sorted((leader[i], leader[k]))
                    leader = {row: first if head == other else head for row, head in leader.items()}
    return leader


def _tie_lengths(
    stated: SemiDiscreteProblem,
    live: list[int],
    f: Sequence[Fraction],
    change: Sequence[Fraction],
    parts: Sequence[Component],
) -> Iterator[Fraction]:
    """The fractions of a step, above 0, at which two rows begin to tie on a whole part."""
    for i, k in itertools.combinations(live, 2):
        speed = change[i] - change[k]
        for a, b, _ in parts:
            gap = stated.rows[i](a) - stated.rows[k](a)
            if speed and gap == stated.rows[i](b) - stated.rows[k](b):
                length = (gap - f[i] + f[k]) / speed
                if length > 0:
                    yield length


def _laplace(
    live: list[int], rates: dict[tuple[int, int], Fraction], missing: dict[int, Fraction]
) -> dict[int, Fraction] | None:
    """Solve Σ_k rate_ik (δ_i - δ_k) = missing_i, δ = 0 at one row of each component; None if impossible."""
    matrix = {i: {k: Fraction(0) for k in live} for i in live}
    for (i, k), rate in rates.items():
        for one, two in ((i, k), (k, i)):
            matrix[one][one] += rate
            matrix[one][two] -= rate
    right = dict(missing)
    pivots: list[int] = []
    for i in live:
        for k in pivots:
            factor = matrix[i][k]
            if factor:
                matrix[i] = {c: matrix[i][c] - factor * matrix[k][c] for c in live}
                right[i] -= factor * right[k]
        if not matrix[i][i]:
            if right[i]:
                return None
            continue
        unit = matrix[i][i]
        matrix[i] = {c: value / unit for c, value in matrix[i].items()}
        right[i] /= unit
        pivots.append(i)
    step: dict[int, Fraction] = {}
    for i in reversed(pivots):
        step[i] = right[i] - sum((matrix[i][c] * step[c] for c in step), Fraction(0))
    return step if any(step.values()) else None
