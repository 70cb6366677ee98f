"""Chains through given points with free targets: how long they can be at most, and how long they can be made.

For c = |x - y|²/2 and x, x', x'' in a row, y' - y = αn' with α ≠ 0 and monotone pairs force α<x'' - x', n'>
and α<x' - x, n'> to be >= 0 (Lemma 2.1 of McCann and Rifford). This *turning rule* bounds the number of
points whatever the targets are. Conversely, given points in an order that obeys it, steps α and potentials
are unknowns of linear inequalities; a linear program finds them, rounding makes them rational, and the
validator decides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Chain, placed_pairs
from otverify.transport.chains_validation import examine
from otverify.transport.curves import Body, Place, Vector, inner, minus, plus, written

Floats = NDArray[np.float64]
#: denominators tried when a solution of the linear program is rounded
_ROUNDINGS: Final = (8, 64, 1 << 10, 1 << 16, 1 << 24)
#: smaller margins of a linear program are not worth rounding
_SMALL: Final = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """No chain between the sources and any targets visits more than ``points`` sources in a row.

    ``levels[i, j]`` is the largest number of points of an admissible sequence that ends with i, j, and
    ``sequence`` is a longest one. Chains have at most ``longest`` = 2·points pairs.
    """

    places: tuple[Place, ...]
    points: int
    sequence: tuple[int, ...]
    levels: NDArray[np.int64]
    certificate: dict[str, Any]

    @property
    def longest(self) -> int:
        """A source belongs to two pairs in a row at most."""
        return 2 * self.points

    def statement(self) -> dict[str, Any]:
        """What the certificate is about, as the kernel reads it."""
        return turning_statement(self.places)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndlessTurns:
    """The turning rule alone admits endless sequences, such as the repetition of ``cycle``."""

    places: tuple[Place, ...]
    cycle: tuple[int, ...]


def turns(places: Sequence[Place]) -> Turns | EndlessTurns:
    """The longest sequence of the places that the turning rule admits.

    Exact; accepted by the kernel. O(n² d) rational operations for the signs, O(n²) per round over as many
    rounds as the sequence has points. Every place needs one normal.
    """
    chosen = tuple(places)
    if not chosen or any(len(where.normals) != 1 for where in chosen):
        raise InvalidProblem("places", expected="points of hypersurfaces, one normal each", got="others")
    signs = _signs(chosen)
    levels = np.where(np.eye(len(chosen), dtype=bool), 0, min(2, len(chosen)))
    for _ in range(len(chosen) ** 2 + 1):
        grown = _grown(levels, signs)
        if np.array_equal(grown, levels):
            break
        levels = grown
        if int(levels.max()) > len(chosen) + 1:
            # a point occurs twice: either the sequence closes, or it may still stop
            cycle = _closed(_traced(levels, signs))
            if cycle:
                return EndlessTurns(places=chosen, cycle=cycle)
    certificate = {"kind": "turns", "levels": levels.tolist()}
    found = check(turning_statement(chosen), certificate)
    sequence = _traced(levels, signs)
    return Turns(
        places=chosen, points=found.points, sequence=sequence, levels=levels, certificate=certificate
    )


def free_chain(route: Sequence[Place], *, nested: Sequence[Body] = ()) -> Chain | None:
    """A chain of length 2k that visits the k places of the route in this order; None if none is found.

    The targets are free points, each with the one tangent plane that (1.5) demands of a hypersurface through
    it. Places may repeat, as long as no two in a row are the same. Linear program in k unknowns, O(k²) rows;
    the answer is exact and accepted by the kernel.
    """
    places = tuple(route)
    if len(places) < 1 or any(a == b for a, b in itertools.pairwise(places)):
        raise InvalidProblem(
            "route", expected="places, no two in a row the same", got=f"{len(places)} places"
        )
    if any(len(where.normals) != 1 for where in places):
        raise InvalidProblem("route", expected="points of hypersurfaces, one normal each", got="others")
    program = _Program(places)
    steps = program.solve()
    if steps is None:
        return None
    for denominator in _ROUNDINGS:
        exact = program.rounded(steps, denominator)
        chain = None if exact is None else _assembled(places, exact, nested)
        if chain is not None:
            return chain
    return None


def routes(found: Turns) -> Iterator[tuple[int, ...]]:
    """All admissible sequences of the greatest number of points, by depth-first search. There may be many."""
    signs = _signs(found.places)
    size = len(found.places)
    starts = [(i, j) for i in range(size) for j in range(size) if found.levels[i, j] == found.points]
    waiting: list[tuple[tuple[int, int], tuple[int, ...]]] = [((i, j), (i, j)) for i, j in starts]
    while waiting:
        (i, j), tail = waiting.pop()
        if len(tail) == found.points:
            yield tail
            continue
        for h in range(size):
            admissible = h != i and signs[i, h] * signs[i, j] <= 0
            if admissible and found.levels[h, i] == found.levels[i, j] - 1:
                waiting.append(((h, i), (h, *tail)))


def longest_free_chain(
    places: Sequence[Place], *, tries: int = 200, nested: Sequence[Body] = ()
) -> tuple[Chain | None, Turns | EndlessTurns]:
    """The longest chain found through some of the places with free targets, and the bound by turns.

    Routes of the greatest length come first; after ``tries`` linear programs the best chain is returned.
    """
    found = turns(places)
    if isinstance(found, EndlessTurns):
        return free_chain([places[k] for k in found.cycle], nested=nested), found
    best: Chain | None = None
    for number, route in enumerate(routes(found)):
        if number >= tries:
            break
        for length in range(len(route), 0, -1):
            if best is not None and 2 * length <= len(best):
                break
            chain = free_chain([found.places[k] for k in route[:length]], nested=nested)
            if chain is not None:
                best = chain
                break
        if best is not None and len(best) == found.longest:
            break
    return best, found


def disjoint_spheres(targets: Sequence[Place]) -> tuple[tuple[Vector, Fraction], ...]:
    """Disjoint spheres (center, squared radius) through the targets with their tangent planes.

    Their union is a smooth closed hypersurface N. Halves a common factor until
    |c - c'|² > 2 (r² + r'²) >= (r + r')² for all of them.
    """
    if any(len(where.normals) != 1 for where in targets):
        raise InvalidProblem("targets", expected="one normal each", got="others")
    factor = Fraction(1)
    while True:
        spheres = tuple(
            (
                plus(where.point, where.normals[0], factor),
                factor**2 * inner(where.normals[0], where.normals[0]),
            )
            for where in targets
        )
        if all(
            inner(minus(c, e), minus(c, e)) > 2 * (r + s)
            for k, (c, r) in enumerate(spheres)
            for e, s in spheres[:k]
        ):
            return spheres
        factor /= 2


# ---------------------------------------------------------------------------------------------------
# turns


def turning_statement(places: Sequence[Place]) -> dict[str, Any]:
    """What a certificate by turns is about, as the kernel reads it."""
    return {"points": [{"point": written(p.point), "normal": written(p.normals[0])} for p in places]}


def _signs(places: Sequence[Place]) -> NDArray[np.int64]:
    """signs[j, k] = sign of <x_k - x_j, n_j>."""
    width, size = len(places[0].point), len(places)
    normals = fmpq_mat(size, width, [_fmpq(c) for where in places for c in where.normals[0]])
    points = fmpq_mat(width, size, [_fmpq(where.point[a]) for a in range(width) for where in places])
    rows = (normals * points).table()
    return np.array(
        [[(value > row[j]) - (value < row[j]) for value in row] for j, row in enumerate(rows)], dtype=np.int64
    )


def _grown(levels: NDArray[np.int64], signs: NDArray[np.int64]) -> NDArray[np.int64]:
    """One round of longest paths: what ends with i, j goes on with j, k where the turn is admissible."""
    result = levels.copy()
    others = ~np.eye(len(levels), dtype=bool)
    for j in range(len(levels)):
        for sign in (-1, 0, 1):
            before = others[j] & (signs[j] * sign <= 0)
            after = others[j] & (signs[j] == sign)
            if before.any():
                result[j, after] = np.maximum(result[j, after], levels[before, j].max() + 1)
    return result


def _traced(levels: NDArray[np.int64], signs: NDArray[np.int64]) -> tuple[int, ...]:
    """A sequence of the greatest level, from its last step back."""
    if len(levels) == 1:
        return (0,)
    i, j = (int(k) for k in np.unravel_index(int(levels.argmax()), levels.shape))
    sequence = [j, i]
    while levels[i, j] > 2:
        admissible = (signs[i] * signs[i, j] <= 0) & (np.arange(len(levels)) != i)
        before = np.where(admissible, levels[:, i], 0)
        i, j = int(before.argmax()), i
        sequence.append(i)
        if len(sequence) > 4 * len(levels) + 8:
            break
    return tuple(reversed(sequence))


def _closed(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """A stretch between two equal steps: it can be repeated for ever."""
    seen: dict[tuple[int, int], int] = {}
    for k, step in enumerate(itertools.pairwise(sequence)):
        if step in seen:
            return sequence[seen[step] : k]
        seen[step] = k
    return ()


# ---------------------------------------------------------------------------------------------------
# the linear program


class _Program:
    """Unknown steps α_i with y_i = y_{i-1} + α_i n_i; u(x_{i+1}) = u(x_i) + <y_i, x_{i+1} - x_i>."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.size = len(places)
        self.points = [where.point for where in places]
        self.normals = [where.normals[0] for where in places]
        #: u[i][k], the coefficient of α_k in u(x_i), when the target before the first is 0
        self.u: list[list[Fraction]] = [[Fraction(0)] * self.size]
        for i in range(self.size - 1):
            move = minus(self.points[i + 1], self.points[i])
            gained = [inner(n, move) if k <= i else Fraction(0) for k, n in enumerate(self.normals)]
            self.u.append([a + b for a, b in zip(self.u[-1], gained, strict=True)])
        self.equalities = [
            [a - b for a, b in zip(self.u[i], self.u[k], strict=True)]
            for i in range(self.size)
            for k in range(i)
            if self.points[i] == self.points[k]
        ]

    def solve(self) -> Floats | None:
        """Steps of the required signs with the largest margin in all inequalities."""
        from scipy.optimize import linprog

        rows, strict = self._inequalities()
        signs = self._step_signs()
        if signs is None:
            return None
        bounds = np.array(rows, dtype=float).reshape(-1, self.size)
        scale = np.maximum(np.abs(bounds).max(axis=1, initial=0.0), 1e-30)
        margin = np.array(strict, dtype=float)[:, None]
        steps = np.diag(-np.array(signs, dtype=float))
        above = np.hstack([bounds / scale[:, None], margin])
        result = linprog(
            np.append(np.zeros(self.size), -1.0),
            A_ub=np.vstack([above, np.hstack([steps, np.ones((self.size, 1))])]),
            b_ub=np.zeros(len(above) + self.size),
            A_eq=np.hstack([np.array(self.equalities, dtype=float), np.zeros((len(self.equalities), 1))])
            if self.equalities
            else None,
            b_eq=np.zeros(len(self.equalities)) if self.equalities else None,
            bounds=[(-1, 1)] * self.size + [(None, 1)],
            method="highs",
        )
        if result.status != 0 or -result.fun < _SMALL:
            return None
        found: Floats = result.x[: self.size]
        return found

    def _inequalities(self) -> tuple[list[list[Fraction]], list[int]]:
        """Rows r with r·α <= 0, and 1 where there should be room: u_i + <y, x_j - x_i> <= u_j."""
        rows, strict = [], []
        for i in range(self.size):
            for target in (i - 1, i):
                for j in range(self.size):
                    if self.points[j] == self.points[i]:
                        continue
                    move = minus(self.points[j], self.points[i])
                    rows.append(
                        [
                            self.u[i][k] - self.u[j][k] + (inner(n, move) if k <= target else 0)
                            for k, n in enumerate(self.normals)
                        ]
                    )
                    touching = any(
                        self.points[a] == self.points[j] and target in (a - 1, a) for a in range(self.size)
                    )
                    strict.append(0 if touching else 1)
        return rows, strict

    def _step_signs(self) -> list[int] | None:
        """The sign of each α by the turning rule; None if the rule is broken."""
        signs = []
        for i, normal in enumerate(self.normals):
            moves = [minus(self.points[k + 1], self.points[k]) for k in (i - 1, i) if 0 <= k < self.size - 1]
            seen = {(value > 0) - (value < 0) for value in (inner(normal, move) for move in moves)} - {0}
            if len(seen) > 1:
                return None
            signs.append(seen.pop() if seen else 1)
        return signs

    def rounded(self, steps: Floats, denominator: int) -> list[Fraction] | None:
        """Rational steps close to the given ones that satisfy the equalities exactly."""
        values = [Fraction(round(value * denominator), denominator) for value in steps.tolist()]
        if not self.equalities:
            return values
        entries = [_fmpq(c) for row in self.equalities for c in row]
        reduced, rank = fmpq_mat(len(self.equalities), self.size, entries).rref()
        pivots = [next(k for k in range(self.size) if reduced[r, k] != 0) for r in range(rank)]
        for r, pivot in enumerate(pivots):
            rest = sum(
                (
                    Fraction(int(reduced[r, k].p), int(reduced[r, k].q)) * values[k]
                    for k in range(self.size)
                    if k not in pivots
                ),
                Fraction(0),
            )
            values[pivot] = -rest
        return values


def _assembled(places: tuple[Place, ...], steps: list[Fraction], nested: Sequence[Body]) -> Chain | None:
    """The chain with these steps, if it is one."""
    if not all(steps):
        return None
    sources = list(dict.fromkeys(places))
    points = [tuple(Fraction(0) for _ in places[0].point)]
    for where, step in zip(places, steps, strict=True):
        points.append(plus(points[-1], where.normals[0], step))
    if len(set(points)) != len(points):
        return None
    targets = []
    for k, point in enumerate(points):
        # between two sources (1.5) asks for their difference as normal, at both ends any normal will do
        inside = 0 < k < len(places)
        normal = (
            minus(places[k].point, places[k - 1].point)
            if inside
            else places[min(k, len(places) - 1)].normals[0]
        )
        targets.append(Place(point=point, normals=(normal,)))
    pairs = []
    for k, where in enumerate(places):
        index = sources.index(where)
        pairs += [(index, k), (index, k + 1)]
    found = examine(placed_pairs(pairs, sources=sources, targets=targets, nested=nested), pairs)
    return found if isinstance(found, Chain) else None


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
