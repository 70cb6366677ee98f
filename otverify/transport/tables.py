"""Matrices of exact costs and capacities: entries in Q ∪ {+∞}, or sums of radicals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.costs import Cost, RadialCost
from otverify.transport.measures import Point, as_points, rational
from otverify.transport.radicals import RadicalSum

#: machine integers are used below this bound, Python integers above
INT64_BOUND: Final = 1 << 62
#: numerators: int64, or Python integers in an object array
Integers = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """An n × m matrix with entries numerators[i, j] / denominator, or +∞ where ``infinite`` is set.

    An infinite cost forbids the pair; an infinite capacity does not bound it. Where an entry is
    infinite its numerator is 0 and means nothing. Arrays are read-only; they are int64 when every
    numerator is below 2^62 in absolute value, Python integers otherwise.
    """

    numerators: Integers
    denominator: int = 1
    infinite: NDArray[np.bool_] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(n, m)."""
        return self.numerators.shape

    def entry(self, i: int, j: int) -> Fraction | None:
        """The entry (i, j); None for +∞."""
        if self.infinite is not None and self.infinite[i, j]:
            return None
        return Fraction(int(self.numerators[i, j]), self.denominator)

    def rows(self) -> list[list[Fraction | None]]:
        """All entries, as nested lists."""
        n, m = self.shape
        return [[self.entry(i, j) for j in range(m)] for i in range(n)]

    def floats(self) -> NDArray[np.float64]:
        """Rounded entries, inf where infinite."""
        values = self.numerators.astype(np.float64)
        if self.denominator != 1:
            values /= self.denominator
        if self.infinite is not None:
            values[self.infinite] = np.inf
        return values

    def restricted(self, rows: Sequence[int], columns: Sequence[int]) -> Table:
        """The rectangle rows × columns, in the order given."""
        index = np.ix_(np.asarray(rows, dtype=np.intp), np.asarray(columns, dtype=np.intp))
        infinite = None if self.infinite is None else self.infinite[index]
        return _table(self.numerators[index], self.denominator, infinite)

    def transposed(self) -> Table:
        """Rows and columns exchanged."""
        infinite = None if self.infinite is None else self.infinite.T
        return _table(self.numerators.T, self.denominator, infinite)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RadicalTable:
    """An n × m matrix of sums of radicals: entry (i, j) is values[codes[i, j]], or +∞ if the code is -1."""

    codes: NDArray[np.int64]
    values: tuple[RadicalSum, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(n, m)."""
        return self.codes.shape

    @property
    def infinite(self) -> NDArray[np.bool_] | None:
        """Where the entry is +∞; None if nowhere."""
        mask = self.codes < 0
        return mask if mask.any() else None

    def entry(self, i: int, j: int) -> RadicalSum | None:
        """The entry (i, j); None for +∞."""
        code = int(self.codes[i, j])
        return None if code < 0 else self.values[code]

    def rows(self) -> list[list[RadicalSum | None]]:
        """All entries, as nested lists."""
        n, m = self.shape
        return [[self.entry(i, j) for j in range(m)] for i in range(n)]

    def floats(self) -> NDArray[np.float64]:
        """Rounded entries, inf where infinite."""
        return np.array([*map(float, self.values), np.inf])[self.codes]

    def restricted(self, rows: Sequence[int], columns: Sequence[int]) -> RadicalTable:
        """The rectangle rows × columns, in the order given."""
        index = np.ix_(np.asarray(rows, dtype=np.intp), np.asarray(columns, dtype=np.intp))
        return RadicalTable(codes=self.codes[index], values=self.values)

    def transposed(self) -> RadicalTable:
        """Rows and columns exchanged."""
        return RadicalTable(codes=self.codes.T, values=self.values)

    def rounded(self, bits: int) -> Table:
        """Nearest multiples of 2^-bits, up to one unit: a rational cost close to this one."""
        scale = 1 << bits
        numerators = [_nearest(value, bits) for value in self.values]
        grid = np.array([*numerators, 0], dtype=object)[self.codes]
        return _table(grid, scale, self.infinite)


def table(matrix: Any, *, where: str = "cost") -> Table:
    """The table of a rectangular array of exact numbers; ``None`` stands for +∞.

    Accepts nested sequences of int, Fraction, ``"p/q"`` or None, and NumPy integer or object arrays.
    Floats are refused: say :func:`exact_floats` if the binary values of the floats are meant.
    """
    if isinstance(matrix, Table):
        return matrix
    if isinstance(matrix, np.ndarray) and matrix.dtype != object:
        if matrix.ndim != 2 or not np.issubdtype(matrix.dtype, np.integer):
            hint = "exact_floats(array) takes the floats at their exact binary values."
            raise InvalidProblem(
                where, expected="a matrix of exact numbers", got=f"{matrix.ndim}-d {matrix.dtype}", hint=hint
            )
        return _table(matrix.copy(), 1, None)  # the caller may go on writing into it
    rows = matrix.tolist() if isinstance(matrix, np.ndarray) else [list(row) for row in matrix]
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise InvalidProblem(
            where, expected="a rectangular matrix", got=f"rows of lengths {[len(r) for r in rows]}"
        )
    if all(type(value) is int for row in rows for value in row):
        return _table(rows, 1, None)
    values = [
        [None if v is None else rational(v, where=f"{where}[{i}][{j}]") for j, v in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    denominator = math.lcm(*(v.denominator for row in values for v in row if v is not None))
    infinite = np.array([[v is None for v in row] for row in values])
    scaled = [[0 if v is None else int(v * denominator) for v in row] for row in values]
    return _table(scaled, denominator, infinite if infinite.any() else None)


def exact_floats(matrix: Any, *, where: str = "cost") -> Table:
    """The table of the exact (dyadic) values of an array of floats; inf stands for +∞."""
    values = np.asarray(matrix, dtype=np.float64)
    if values.ndim != 2 or np.isnan(values).any() or np.isneginf(values).any():
        raise InvalidProblem(
            where, expected="a matrix of floats without nan and -inf", got=f"shape {values.shape}"
        )
    infinite = np.isinf(values)
    mantissas, exponents = np.frexp(np.where(infinite, 0.0, values))
    integers = (mantissas * 2.0**53).astype(np.int64)
    present = integers != 0
    shift = exponents.astype(np.int64) - 53
    lowest = min(int(shift[present].min()) if present.any() else 0, 0)
    scaled = integers.astype(object) << np.where(present, shift - lowest, 0).astype(object)
    common = math.gcd(1 << -lowest, *scaled.ravel().tolist())
    return _table(scaled // common, (1 << -lowest) // common, infinite if infinite.any() else None)


def tabulate(cost: Cost, x: Sequence[Any], *, y: Sequence[Any]) -> Table | RadicalTable:
    """The matrix c(x_i, y_j): a :class:`Table` if every value is rational, else a :class:`RadicalTable`.

    For a radial cost each distinct distance is evaluated once; integer multiples of one number in x
    and y make this vectorised. O(n m) plus one exact evaluation per distinct distance.
    """
    sources, targets = as_points(x, where="x"), as_points(y, where="y")
    if isinstance(cost, RadialCost):
        codes, values = _distinct_radial(cost, sources, targets)
    else:
        codes, values = _distinct(cost, sources, targets)
    infinite = codes < 0
    rationals = [value.rational for value in values]
    if any(value is None for value in rationals):
        return RadicalTable(codes=codes, values=tuple(values))
    denominator = math.lcm(*(q.denominator for q in rationals)) if rationals else 1  # type: ignore[union-attr]
    numerators = exact_array([int(q * denominator) for q in rationals] + [0])  # type: ignore[operator]
    return _table(numerators[codes], denominator, infinite if infinite.any() else None)


def exact_array(values: Any) -> Integers:
    """An integer array: int64 if every entry is below 2^62 in absolute value, Python integers otherwise."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        if values.size == 0 or (values.dtype.itemsize < 8 and values.dtype.kind in "iu"):
            return values.astype(np.int64)
        if int(values.max()) < INT64_BOUND and int(values.min()) > -INT64_BOUND:
            return values.astype(np.int64, copy=False)
        return values.astype(object)
    grid = np.array(values, dtype=object)
    if grid.size == 0 or (max(grid.flat) < INT64_BOUND and min(grid.flat) > -INT64_BOUND):
        return grid.astype(np.int64)
    return grid


def _table(numerators: Any, denominator: int, infinite: NDArray[np.bool_] | None) -> Table:
    grid = exact_array(numerators)
    if infinite is not None:
        grid = np.where(infinite, 0, grid)
        infinite = infinite.view()
        infinite.flags.writeable = False
    grid = grid.view()
    grid.flags.writeable = False
    return Table(numerators=grid, denominator=denominator, infinite=infinite)


def _distinct_radial(
    cost: RadialCost, x: tuple[Point, ...], y: tuple[Point, ...]
) -> tuple[NDArray[np.int64], list[RadicalSum]]:
    """Codes of the distinct squared distances and the value at each."""
    period = cost.period if cost.period is not None else Fraction(1)
    unit = math.lcm(period.denominator, *(q.denominator for point in (*x, *y) for q in point))
    left = np.array([[int(q * unit) for q in point] for point in x], dtype=object)
    right = np.array([[int(q * unit) for q in point] for point in y], dtype=object)
    largest = max(map(abs, (*left.flat, *right.flat)))
    if 4 * left.shape[1] * max(largest, int(period * unit)) ** 2 < INT64_BOUND:
        left, right = left.astype(np.int64), right.astype(np.int64)
    squared = np.zeros((len(x), len(y)), dtype=left.dtype)
    for axis in range(left.shape[1]):
        gap = np.abs(left[:, axis, None] - right[None, :, axis])
        if cost.period is not None:
            length = int(period * unit)
            gap %= length
            gap = np.minimum(gap, length - gap)
        squared += gap * gap
    distinct, codes = np.unique(squared, return_inverse=True)
    values: list[RadicalSum] = []
    position = np.full(len(distinct), -1, dtype=np.int64)
    for k, number in enumerate(distinct.tolist()):
        value = cost.value_at(Fraction(number, unit * unit))
        if value is not None:
            position[k] = len(values)
            values.append(value)
    return position[codes.reshape(squared.shape)], values


def _distinct(
    cost: Cost, x: tuple[Point, ...], y: tuple[Point, ...]
) -> tuple[NDArray[np.int64], list[RadicalSum]]:
    known: dict[RadicalSum, int] = {}
    codes = np.full((len(x), len(y)), -1, dtype=np.int64)
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            value = cost.value(a, b)
            if value is not None:
                codes[i, j] = known.setdefault(value, len(known))
    return codes, list(known)


def _nearest(value: RadicalSum, bits: int) -> int:
    exact = value.rational
    if exact is not None:
        return round(exact * (1 << bits))
    # any integer near the value will do here: the certificate is checked against the exact cost
    mantissa, exponent = value.enclosure(bits + 64).mid().man_exp()
    shift = int(exponent) + bits
    return int(mantissa) << shift if shift >= 0 else int(mantissa) >> -shift
