"""Sums of two floats, high + low, with about 106 bits: T. J. Dekker, Numer. Math. 18 (1971).

At small ε the excess f + g - c is a tiny difference of numbers of order one, and the plan a power of it: in
single floats its relative error is 1e-16/ε. Carried as high + low, the excess is as exact as a float can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SPLITTER: Final = 134217729.0  # 2^27 + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doubles:
    """An array of numbers high + low with |low| at most half a unit in the last place of high."""

    high: Floats
    low: Floats

    def __len__(self) -> int:
        return len(self.high)

    def __getitem__(self, index: NDArray[np.integer | np.bool_] | slice) -> Doubles:
        return Doubles(high=self.high[index], low=self.low[index])

    def plus(self, other: Floats) -> Doubles:
        """The sum with an array of floats."""
        return renormalised(*two_sum(self.high, other), self.low)

    def plus_doubles(self, other: Doubles) -> Doubles:
        """The sum with another such array."""
        return renormalised(*two_sum(self.high, other.high), self.low + other.low)

    def minus_doubles(self, other: Doubles) -> Doubles:
        """The difference."""
        return self.plus_doubles(Doubles(high=-other.high, low=-other.low))

    def times(self, factor: Doubles) -> Doubles:
        """The product with another such array, or one number of length 1."""
        high, error = two_product(self.high, factor.high)
        return renormalised(high, error, self.high * factor.low + self.low * factor.high)

    def fractions(self) -> list[Fraction]:
        """The exact values."""
        return [Fraction(h) + Fraction(e) for h, e in zip(self.high.tolist(), self.low.tolist(), strict=True)]


def doubles(values: Iterable[Fraction]) -> Doubles:
    """Rational numbers, rounded twice."""
    return rounded_twice((value.numerator, value.denominator) for value in values)


def rounded_twice(ratios: Iterable[tuple[int, int]]) -> Doubles:
    """Ratios of integers, rounded to the nearest float, and the difference once more."""
    pairs = []
    for numerator, denominator in ratios:
        high = numerator / denominator  # correctly rounded, however long the integers
        top, bottom = high.as_integer_ratio()
        pairs.append((high, (numerator * bottom - top * denominator) / (denominator * bottom)))
    array = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    return Doubles(high=array[:, 0].copy(), low=array[:, 1].copy())


def single(values: Floats) -> Doubles:
    """Floats, exactly."""
    return Doubles(high=values, low=np.zeros_like(values))


def quotient(numerator: Doubles, denominator: Doubles) -> Doubles:
    """numerator / denominator; the denominator may have length 1."""
    first = numerator.high / denominator.high
    product, error = two_product(first, np.broadcast_to(denominator.high, first.shape))
    # the difference is exact: first is the rounded quotient
    rest = (numerator.high - product) - error + numerator.low - first * denominator.low
    return renormalised(first, rest / denominator.high, np.zeros_like(first))


def two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """(fl(a + b), error), exactly (D. E. Knuth)."""
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


def two_product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """(fl(a b), error), exactly, for |a|, |b| < 2^996 (T. J. Dekker, G. W. Veltkamp)."""
    product = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def renormalised(high: Floats, low: Floats, rest: Floats) -> Doubles:
    """high + low + rest, for |low|, |rest| much smaller than high."""
    low = low + rest
    total = high + low
    return Doubles(high=total, low=low - (total - high))


def _split(a: Floats) -> tuple[Floats, Floats]:
    scaled = _SPLITTER * a
    high = scaled - (scaled - a)
    return high, a - high
