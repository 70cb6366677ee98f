"""Sets of signs still possible: ``{1}`` "positive", ``{0, 1}`` "non-negative", ``ANY`` "not known"."""

from __future__ import annotations

Signs = frozenset[int]
ANY: Signs = frozenset((-1, 0, 1))
POSITIVE: Signs = frozenset((1,))
NONNEGATIVE: Signs = frozenset((0, 1))
ALLOWED: dict[str, Signs] = {
    "<": frozenset((-1,)),
    "<=": frozenset((-1, 0)),
    "==": frozenset((0,)),
    "!=": frozenset((-1, 1)),
    ">=": NONNEGATIVE,
    ">": POSITIVE,
}


def times(a: Signs, b: Signs) -> Signs:
    """Signs of a product."""
    return frozenset(x * y for x in a for y in b)


def plus(a: Signs, b: Signs) -> Signs:
    """Signs of a sum."""
    result: set[int] = set()
    for x in a:
        for y in b:
            result |= {x + y} if x * y == 0 else ({x} if x == y else ANY)
    return frozenset(result)
