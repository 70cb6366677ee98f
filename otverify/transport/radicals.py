"""Exact real numbers Σ_k q_k N_k^(1/b_k): what distances between rational points, and their powers, are.

In the canonical form the N_k^(1/b_k) are distinct products of prime powers with exponents in [0, 1).
Those are linearly independent over Q (A. S. Besicovitch, J. London Math. Soc. 15 (1940)), so a sum is
zero exactly when it has no terms, and the sign of any other is found by balls of enough precision.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import flint

from otverify.errors import InvalidProblem

#: (N, b) stands for the positive real N^(1/b); (1, 1) is the number one
Radical = tuple[int, int]
ONE: Final[Radical] = (1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RadicalSum:
    """Σ q_k N_k^(1/b_k) in canonical form: sorted, no zero coefficient."""

    terms: tuple[tuple[Radical, Fraction], ...]

    @property
    def rational(self) -> Fraction | None:
        """The value if it is rational, else None."""
        if not self.terms:
            return Fraction(0)
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == ONE else None

    def __add__(self, other: RadicalSum) -> RadicalSum:
        return _collect((*self.terms, *other.terms))

    def __sub__(self, other: RadicalSum) -> RadicalSum:
        return self + other.scaled(Fraction(-1))

    def scaled(self, factor: Fraction) -> RadicalSum:
        """``factor`` times this number."""
        return _collect((radical, coefficient * factor) for radical, coefficient in self.terms)

    def enclosure(self, bits: int) -> flint.arb:
        """A ball that contains the number, computed with ``bits`` bits."""
        with flint.ctx.workprec(bits):
            total = flint.arb(0)
            for (base, index), coefficient in self.terms:
                total += flint.arb(base).root(index) * flint.fmpq(
                    coefficient.numerator, coefficient.denominator
                )
            return total

    def sign(self) -> int:
        """-1, 0 or 1, exactly."""
        if not self.terms:
            return 0
        bits = 64
        while True:
            ball = self.enclosure(bits)
            if ball > 0:
                return 1
            if ball < 0:
                return -1
            bits *= 2  # ends: the number is not zero

    def __lt__(self, other: RadicalSum) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: RadicalSum) -> bool:
        return (self - other).sign() <= 0

    def __float__(self) -> float:
        return float(sum(float(q) * base ** (1.0 / index) for (base, index), q in self.terms))


def radical_sum(value: Fraction) -> RadicalSum:
    """A rational number as a radical sum."""
    return _collect(((ONE, value),))


def power(base: Fraction, exponent: Fraction) -> RadicalSum:
    """base^exponent for a rational base > 0 and a rational exponent, exactly.

    >>> power(Fraction(8), Fraction(1, 2)).terms
    (((2, 2), Fraction(2, 1)),)
    """
    if base <= 0:
        raise InvalidProblem("power", expected="a base > 0", got=base)
    coefficient, radical = _power(base, exponent)
    return RadicalSum(terms=((radical, coefficient),))


@lru_cache(maxsize=65536)
def _power(base: Fraction, exponent: Fraction) -> tuple[Fraction, Radical]:
    if exponent.denominator == 1:
        return base**exponent.numerator, ONE
    coefficient = Fraction(1)
    fractional: list[tuple[int, Fraction]] = []
    for part, sign in ((base.numerator, 1), (base.denominator, -1)):
        for prime, multiplicity in flint.fmpz(part).factor():
            total = exponent * sign * int(multiplicity)
            whole = math.floor(total)
            coefficient *= Fraction(int(prime)) ** whole
            if total != whole:
                fractional.append((int(prime), total - whole))
    index = math.lcm(*(rest.denominator for _, rest in fractional)) if fractional else 1
    inside = math.prod(prime ** int(rest * index) for prime, rest in fractional)
    return coefficient, (inside, index)


def _collect(terms: Any) -> RadicalSum:
    total: dict[Radical, Fraction] = {}
    for radical, coefficient in terms:
        total[radical] = total.get(radical, Fraction(0)) + coefficient
    return RadicalSum(terms=tuple(sorted((r, q) for r, q in total.items() if q)))
