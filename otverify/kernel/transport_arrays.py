"""Exact integer arrays: int64 where a bound excludes overflow, Python integers otherwise."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

#: int64 holds every sum and product that is known to stay below this
LIMIT: Final = 1 << 62

Array = Any  # a NumPy array of int64, or of Python integers (dtype object)


def exact(values: list[Any]) -> Array:
    """A list of Python integers as int64 where all are below 2^62, else as an object array."""
    try:
        array = np.array(values, dtype=np.int64)
    except OverflowError:
        return np.array(values, dtype=object)
    return array if max_abs(array) < LIMIT else np.array(values, dtype=object)


def max_abs(array: Array) -> int:
    """max |entry|, as a Python integer; 0 for an empty array."""
    return max(int(array.max()), -int(array.min())) if array.size else 0


def times(array: Array, factor: int) -> Array:
    """``factor`` times the array, exactly."""
    if factor == 1:
        return array
    if array.dtype != object and max_abs(array) * abs(factor) < LIMIT:
        return array * factor
    return array.astype(object) * factor


def dot(left: Array, right: Array) -> int:
    """Σ left·right, exactly."""
    machine = left.dtype != object and right.dtype != object
    if machine and max_abs(left) * max_abs(right) * max(left.size, 1) < LIMIT:
        return int((left * right).sum())
    return sum(a * b for a, b in zip(left.ravel().tolist(), right.ravel().tolist(), strict=True))
