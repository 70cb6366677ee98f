"""Costs on pairs: a few at almost twice the precision of floats, all of them in blocks, never as a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import flint
import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.radicals import RadicalSum
from otverify.transport.regularized_doubles import (
    Doubles,
    Floats,
    doubles,
    quotient,
    renormalised,
    rounded_twice,
    two_product,
    two_sum,
)
from otverify.transport.regularized_problems import RegularizedProblem, SquaredDistance
from otverify.transport.tables import RadicalTable, Table

Indices = NDArray[np.int32]
#: pairs per block of a pass over all pairs
_BLOCK: Final = 1 << 20
#: candidate pairs are refused beyond this number: about 2 GB
MAX_PAIRS: Final = 40_000_000


class PairCosts(Protocol):
    """The costs of a problem, by pairs and by blocks of rows."""

    shape: tuple[int, int]

    def at(self, rows: Indices, columns: Indices) -> Doubles:
        """c at pairs (rows[k], columns[k])."""

    def excess(self, rows: slice | NDArray[np.integer], f: Floats, g: Floats) -> Floats:
        """f_i + g_j - c_ij for some rows and all columns, in single floats; -inf where forbidden."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Pairs in lexicographic order; every other pair had f + g - c <= -threshold at the given potentials."""

    rows: Indices
    columns: Indices
    starts: Indices
    f: Floats
    g: Floats
    threshold: float

    def __len__(self) -> int:
        return len(self.rows)

    def rise(self, f: Floats, g: Floats) -> float:
        """How far an excess may have risen since: below the threshold, no other pair is active."""
        return float((f - self.f).max() + (g - self.g).max())

    def restricted(self, kept: NDArray[np.bool_], *, f: Floats, g: Floats, threshold: float) -> Pairs:
        """Some of the pairs, from which ``threshold`` holds at the new potentials."""
        counts = np.concatenate([[0], np.cumsum(kept)])
        return Pairs(
            rows=self.rows[kept],
            columns=self.columns[kept],
            starts=counts[self.starts].astype(np.int32),
            f=f,
            g=g,
            threshold=threshold,
        )


def pair_costs(problem: RegularizedProblem) -> PairCosts:
    """The costs of a problem, prepared for float work."""
    if isinstance(problem.cost, SquaredDistance):
        return _SquaredCosts(problem, problem.cost)
    if isinstance(problem.cost, Table):
        return _TableCosts(problem.cost)
    return _RadicalCosts(problem.cost)


def scan(costs: PairCosts, f: Floats, *, g: Floats, threshold: float) -> tuple[Pairs, Floats]:
    """All pairs with f + g - c > -threshold, and f + g - c there in single floats. O(n m) time.

    Raises InvalidProblem if they are more than MAX_PAIRS.
    """
    rows, columns, values, total = [], [], [], 0
    m = costs.shape[1]
    for block in blocks(costs.shape):
        excess = costs.excess(block, f, g).ravel()
        flat = np.flatnonzero(excess > -threshold)
        values.append(excess[flat])
        found = (flat // m).astype(np.int32)
        columns.append((flat - found.astype(np.int64) * m).astype(np.int32))
        rows.append(found + np.int32(block.start))
        total += len(flat)
        if total > MAX_PAIRS:
            raise InvalidProblem(
                "epsilon",
                expected=f"a support of at most {MAX_PAIRS} pairs",
                got=f"more than that among the first {block.stop} rows",
                hint="A coarser discretisation resolves so large an ε as well.",
            )
    everything = np.concatenate(rows)
    starts = np.searchsorted(everything, np.arange(costs.shape[0] + 1)).astype(np.int32)
    pairs = Pairs(
        rows=everything, columns=np.concatenate(columns), starts=starts, f=f, g=g, threshold=threshold
    )
    return pairs, np.concatenate(values)


def blocks(shape: tuple[int, int]) -> Iterator[slice]:
    """Consecutive slices of rows, each of about a million pairs."""
    n, m = shape
    step = max(1, _BLOCK // m)
    for start in range(0, n, step):
        yield slice(start, min(start + step, n))


def excess_at(rows: Indices, columns: Indices, *, f: Doubles, g: Doubles, cost: Doubles) -> Floats:
    """f_i + g_j - c_ij for given costs of pairs, with a relative error of a few units in the last place."""
    left, right = f[rows], g[columns]
    total, first = two_sum(left.high, right.high)
    total, second = two_sum(total, -cost.high)
    result: Floats = total + (first + second + left.low + right.low - cost.low)
    return result


class _SquaredCosts:
    def __init__(self, problem: RegularizedProblem, cost: SquaredDistance) -> None:
        x, y = problem.source.points or (), problem.target.points or ()
        self.shape = (len(x), len(y))
        self._x = [doubles(axis) for axis in zip(*x, strict=True)]
        self._y = [doubles(axis) for axis in zip(*y, strict=True)]
        self._scale = doubles([cost.scale])
        self._period = None if cost.period is None else doubles([cost.period])
        # for the blocks: coordinates about a common centre, which costs no digits far from the origin
        centres = [float(np.mean(axis.high)) for axis in self._x]
        self._left = np.stack([axis.high - c for axis, c in zip(self._x, centres, strict=True)])
        self._right = np.stack([axis.high - c for axis, c in zip(self._y, centres, strict=True)])

    def at(self, rows: Indices, columns: Indices) -> Doubles:
        total = None
        for left, right in zip(self._x, self._y, strict=True):
            gap = left[rows].minus_doubles(right[columns])
            if self._period is not None:
                turns = np.rint(gap.high / self._period.high)
                high, error = two_product(turns, np.broadcast_to(self._period.high, turns.shape))
                gap = gap.minus_doubles(renormalised(high, error, turns * self._period.low))
            square = gap.times(gap)
            total = square if total is None else total.plus_doubles(square)
        if total is None:
            raise InvalidProblem("points", expected="at least one coordinate", got="none")
        return total.times(self._scale)

    def excess(self, rows: slice | NDArray[np.integer], f: Floats, g: Floats) -> Floats:
        scale = float(self._scale.high[0])
        left, right = self._left[:, rows], self._right
        if self._period is None:
            # f - s|x|² + g - s|y|² + 2 s <x, y>; threads of a BLAS would cost more than they bring here
            first = f[rows] - scale * (left * left).sum(0)
            second = g - scale * (right * right).sum(0)
            total: Floats = first[:, None] + second
            for x, y in zip(2 * scale * left, right, strict=True):
                total += x[:, None] * y
            return total
        period = float(self._period.high[0])
        squares = np.zeros((left.shape[1], right.shape[1]))
        for x, y in zip(left, right, strict=True):
            gap = x[:, None] - y
            gap -= period * np.rint(gap / period)
            squares += gap * gap
        result: Floats = f[rows, None] + g - scale * squares
        return result


class _MatrixCosts:
    """A stored matrix; rounded once for the blocks."""

    def __init__(self, rounded: Floats) -> None:
        self.shape: tuple[int, int] = (rounded.shape[0], rounded.shape[1])
        self._rounded = rounded

    def excess(self, rows: slice | NDArray[np.integer], f: Floats, g: Floats) -> Floats:
        result: Floats = f[rows, None] + g
        result -= self._rounded[rows]
        return result


class _TableCosts(_MatrixCosts):
    def __init__(self, cost: Table) -> None:
        super().__init__(cost.floats())
        self._numerators, self._denominator = cost.numerators, cost.denominator

    def at(self, rows: Indices, columns: Indices) -> Doubles:
        found = self._numerators[rows, columns]
        if found.dtype == object:
            return rounded_twice((value, self._denominator) for value in found.tolist())
        low = found & ((1 << 31) - 1)
        # both parts have at most 31 bits, so this is exact
        exact = renormalised((found - low).astype(float), low.astype(float), np.zeros(len(found)))
        if self._denominator == 1:
            return exact
        return quotient(exact, rounded_twice([(self._denominator, 1)]))


class _RadicalCosts(_MatrixCosts):
    def __init__(self, cost: RadicalTable) -> None:
        super().__init__(cost.floats())
        self._codes = cost.codes
        values = [_nearest(value) for value in cost.values]
        self._values = Doubles(high=np.array([h for h, _ in values]), low=np.array([e for _, e in values]))

    def at(self, rows: Indices, columns: Indices) -> Doubles:
        return self._values[self._codes[rows, columns]]


def _nearest(value: RadicalSum) -> tuple[float, float]:
    exact: Any = value.enclosure(192)
    high = float(exact.mid())
    with flint.ctx.workprec(192):
        return high, float((exact - high).mid())
