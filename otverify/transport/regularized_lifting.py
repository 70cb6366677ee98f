"""Exact solution of sparse integer systems from a float factorisation: digits by digits, then fractions.

Z. Wan, An algorithm to solve integer linear systems exactly using numerical methods, J. Symbolic Comput. 41
(2006). Each round solves for the residual in floats, keeps the leading bits as integers, and subtracts their
effect exactly, so the residual stays small and every round costs as much as one sparse product. What comes
out is verified by one exact multiplication; if floats cannot help, FLINT solves the dense system.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import flint
import numpy as np

from otverify.transport.regularized_doubles import Floats

_BITS_PER_ROUND: Final = (36, 28, 20, 12, 6)
_MAX_BITS: Final = 1 << 19
#: up to this size a dense exact solution is a matter of seconds
_DENSE: Final = 600
#: bits of rounding errors that a random combination may collect
_SLACK: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegerSystem:
    """Σ_k values[k] x[columns[k]] over the entries k of row i equals right[i]; integers, square.

    ``starts`` delimits the entries of each row, none of which is empty.
    """

    values: list[int]
    columns: Any
    starts: Any
    right: list[int]

    def times(self, x: Any) -> Any:
        """The product with an object array of integers."""
        return np.add.reduceat(self._objects() * x[self.columns], self.starts[:-1])

    def _objects(self) -> Any:
        return np.array(self.values, dtype=object)


def solve_integer_system(
    system: IntegerSystem,
    approximate: Callable[[Floats], Floats],
    *,
    watch: Callable[[int], None] | None = None,
) -> tuple[list[int], int] | None:
    """(numerators, denominator) of the solution, or None if none was found.

    ``approximate`` solves the system for a float right side, with a few correct digits; ``watch`` is told how
    many bits are known.
    """
    for bits in _BITS_PER_ROUND:
        found = _lifted(system, approximate, bits=bits, watch=watch)
        if found is not None:
            return found
    return _dense(system) if len(system.right) <= _DENSE else None


def _lifted(
    system: IntegerSystem,
    approximate: Callable[[Floats], Floats],
    *,
    bits: int,
    watch: Callable[[int], None] | None,
) -> tuple[list[int], int] | None:
    values = np.array(system.values, dtype=object)
    columns, starts = system.columns, system.starts[:-1]
    residual = np.array(system.right, dtype=object)
    if not any(system.right):
        return [0] * len(system.right), 1
    largest = max(*map(abs, system.right), *np.add.reduceat(abs(values), starts))
    scale, total, done, attempt = 1 << bits, np.zeros(len(residual), dtype=object), 0, 8 * bits
    draw = random.Random(0)  # noqa: S311
    while done < _MAX_BITS:
        size = max(abs(residual))
        if size > 4 * largest:
            return None  # the floats have fewer correct digits than this takes from them
        if size == 0:
            return _reduced(total.tolist(), 1 << done)
        shift = max(size.bit_length() - 900, 0)
        estimate = approximate((residual >> shift).astype(np.float64))
        if not np.isfinite(estimate).all():
            return None
        # next digits: round(2^bits times the solution for the residual)
        digits = _rounded(estimate, bits + shift)
        total = total * scale + digits
        done += bits
        if watch is not None:
            watch(done)
        residual = residual * scale - np.add.reduceat(values * digits[columns], starts)
        if done >= attempt:
            attempt = attempt * 3 // 2
            found = _fractions(system, total.tolist(), done, draw=draw)
            if found is not None:
                return found
    return None


def _rounded(estimate: Floats, bits: int) -> Any:
    mantissas, exponents = np.frexp(estimate)
    whole = (mantissas * 2.0**53).astype(np.int64).tolist()
    shifts = (exponents.astype(np.int64) - 53 + bits).tolist()
    result = [m << s if s >= 0 else (m + (1 << -s >> 1)) >> -s for m, s in zip(whole, shifts, strict=True)]
    return np.array(result, dtype=object)


def _fractions(
    system: IntegerSystem, total: Sequence[int], bits: int, *, draw: random.Random
) -> tuple[list[int], int] | None:
    """A common denominator from one random combination of the entries; None unless it solves the system."""
    mixed = sum(value * draw.randrange(1, 1 << 16) for value in total)
    denominator = _denominator(mixed, bits)
    if denominator is None:
        return None
    half = 1 << (bits - 1)
    numerators = [(value * denominator + half) >> bits for value in total]
    image = system.times(np.array(numerators, dtype=object))
    if (image != np.array(system.right, dtype=object) * denominator).any():
        return None
    return _reduced(numerators, denominator)


def _denominator(value: int, bits: int) -> int | None:
    """q of the convergent p/q of value / 2^bits closer than chance explains; None if there is none."""
    a, b = value, 1 << bits
    before, q = 1, 0
    while b:
        quotient, rest = divmod(a, b)
        a, b = b, rest
        before, q = q, quotient * q + before
        # b = |q value - p 2^bits|: of the size 2^bits / q by chance, of the size q where digits end
        if b.bit_length() <= q.bit_length() + _SLACK:
            return q if 2 * (q.bit_length() + _SLACK) < bits else None
    return q


def _reduced(numerators: list[int], denominator: int) -> tuple[list[int], int]:
    common = math.gcd(denominator, *numerators)
    return [value // common for value in numerators], denominator // common


def _dense(system: IntegerSystem) -> tuple[list[int], int] | None:
    size = len(system.right)
    matrix = flint.fmpz_mat(size, size)
    for i in range(size):
        for k in range(int(system.starts[i]), int(system.starts[i + 1])):
            matrix[i, int(system.columns[k])] += system.values[k]
    try:
        solution = matrix.solve(flint.fmpz_mat(size, 1, system.right))
    except ZeroDivisionError:
        return None
    entries = [solution[i, 0] for i in range(size)]
    denominator = math.lcm(*(int(entry.q) for entry in entries))
    return [int(entry.p) * (denominator // int(entry.q)) for entry in entries], denominator
