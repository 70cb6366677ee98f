"""The linear program behind chains with free targets.

For c = |x - y|²/2 a chain through x_1, ..., x_k with targets y_0, ..., y_k has y_i - y_{i-1} = α_i n_i. Its
set is c-cyclically monotone exactly when some u has u(x_i) + <y, x - x_i> <= u(x) for the targets y of x_i
and all x. Along the chain u is forced, so everything is linear in the α.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from otverify.transport.curves import Place, Vector, inner, minus

Floats = NDArray[np.float64]
#: smaller margins of a linear program are not worth rounding
_SMALL: Final = 1e-7
#: choices of open signs that are tried
_SIGNS: Final = 64


class Program:
    """Unknown steps α_i with y_{i+1} = y_i + α_i n_i; u(x_{i+1}) = u(x_i) + <y_{i+1}, x_{i+1} - x_i>."""

    def __init__(self, places: tuple[Place, ...], meeting: tuple[tuple[int, int], ...]) -> None:
        self.size = len(places)
        self.places = places
        self.points = [where.point for where in places]
        self.normals = [where.normals[0] for where in places]
        #: the first of the targets that coincide with each
        self.first = list(range(self.size + 1))
        for a, b in meeting:
            low, high = sorted((self.first[a], self.first[b]))
            self.first = [low if k == high else k for k in self.first]
        #: u[i][k], the coefficient of α_k in u(x_i), when y_0 = 0
        self.u: list[list[Fraction]] = [[Fraction(0)] * self.size]
        for i in range(self.size - 1):
            move = minus(self.points[i + 1], self.points[i])
            self.u.append([a + b for a, b in zip(self.u[-1], self._along(i + 1, move), strict=True)])
        self.equalities = [
            [a - b for a, b in zip(self.u[i], self.u[k], strict=True)]
            for i in range(self.size)
            for k in range(i)
            if self.points[i] == self.points[k]
        ]
        for b, a in enumerate(self.first):
            if a < b:
                self.equalities += self._met(a, b)

    def _along(self, target: int, direction: Vector) -> list[Fraction]:
        """The coefficients of the α in <y, direction>."""
        return [inner(n, direction) if k < target else Fraction(0) for k, n in enumerate(self.normals)]

    def _met(self, a: int, b: int) -> Iterator[list[Fraction]]:
        """y_a = y_b, and <x, y> - u(x) is the same there for the sources of both."""
        for axis in range(len(self.points[0])):
            yield [n[axis] if a <= k < b else Fraction(0) for k, n in enumerate(self.normals)]
        i, j = min(a, self.size - 1), min(b, self.size - 1)
        move = minus(self.points[i], self.points[j])
        rows = zip(self._along(a, move), self.u[i], self.u[j], strict=True)
        yield [gained - own + other for gained, own, other in rows]

    def solve(self) -> Floats | None:
        """Steps of the required signs with the largest margin in all inequalities."""
        rows, strict = self._inequalities()
        bounds = np.array(rows, dtype=float).reshape(-1, self.size)
        scale = np.maximum(np.abs(bounds).max(axis=1, initial=0.0), 1e-30)
        above = np.hstack([bounds / scale[:, None], np.array(strict, dtype=float)[:, None]])
        # the turning rule leaves a sign open only where both neighbours lie in the tangent plane
        for signs in itertools.islice(itertools.product(*self._step_signs()), _SIGNS):
            found = self._solve(above, signs)
            if found is not None:
                return found
        return None

    def _solve(self, above: Floats, signs: tuple[int, ...]) -> Floats | None:
        from scipy.optimize import linprog

        steps = np.diag(-np.array(signs, dtype=float))
        equalities = np.array(self.equalities, dtype=float).reshape(-1, self.size)
        result = linprog(
            np.append(np.zeros(self.size), -1.0),
            A_ub=np.vstack([above, np.hstack([steps, np.ones((self.size, 1))])]),
            b_ub=np.zeros(len(above) + self.size),
            A_eq=np.hstack([equalities, np.zeros((len(equalities), 1))]),
            b_eq=np.zeros(len(equalities)),
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
            for target in (i, i + 1):
                for j in range(self.size):
                    if self.points[j] == self.points[i]:
                        continue
                    gained = self._along(target, minus(self.points[j], self.points[i]))
                    whole = zip(self.u[i], self.u[j], gained, strict=True)
                    rows.append([own - other + extra for own, other, extra in whole])
                    touching = any(
                        self.points[a] == self.points[j]
                        and self.first[target] in (self.first[a], self.first[a + 1])
                        for a in range(self.size)
                    )
                    strict.append(0 if touching else 1)
        return rows, strict

    def _step_signs(self) -> list[tuple[int, ...]]:
        """The signs that each α may have by the turning rule, none if that is broken."""
        signs = []
        for i, normal in enumerate(self.normals):
            moves = [minus(self.points[k + 1], self.points[k]) for k in (i - 1, i) if 0 <= k < self.size - 1]
            seen = {(value > 0) - (value < 0) for value in (inner(normal, move) for move in moves)} - {0}
            signs.append((1, -1) if not seen else tuple(seen) if len(seen) == 1 else ())
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


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
