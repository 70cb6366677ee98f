"""The paper, and the notation its sections share.

Points of R^(m+1) are vectors in symbolic dimension. A chain is a path: its pairs are (x_i, y_j) with consecutive
indices, as in (2.3), (2.6) and (2.7) of the paper, so a pair is known by the smaller of its two indices.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

from otverify.claims import Paper
from otverify.kernel.terms import Term, relation
from otverify.vocabulary import Domain, dot

Obligations = Iterator[Any]

paper = Paper(
    "dynamics",
    title="The intrinsic dynamics of optimal transport",
    authors="R. McCann and L. Rifford",
    year=2015,
)

HALF = Fraction(1, 2)


def squared(vector: Term) -> Term:
    """|v|²."""
    return dot(vector, vector)


def cost(x: Term, y: Term) -> Term:
    """½|x - y|²."""
    return squared(x - y) / 2


def monotone(*pairs: tuple[Term, Term], c: Any = cost) -> Term:
    """Σ c(x_k, y_k) <= Σ c(x_{k+1}, y_k): the pairs in this order are no cycle that lowers the cost."""
    following = (*pairs[1:], pairs[0])
    own = [c(x, y) for x, y in pairs]
    moved = [c(x, y) for (_, y), (x, _) in zip(pairs, following, strict=True)]
    return relation("<=", reduce(add, own), reduce(add, moved))


def exposed(point: Term, normal: Term, *others: Term) -> Domain:
    """(2.2): <x - point, normal> > 0 for the other points x."""
    return Domain(*(dot(other - point, normal) > 0 for other in others))


def path(length: int, *, source_first: bool) -> list[tuple[int, int]]:
    """The indices (i, j) of the pairs (x_i, y_j) of a chain on the indices 1, 2, ..., as in (2.6) and (2.7).

    >>> path(4, source_first=True)
    [(1, 2), (3, 2), (3, 4), (5, 4)]
    >>> path(4, source_first=False)
    [(2, 1), (2, 3), (4, 3), (4, 5)]
    """
    return [(k, k + 1) if (k % 2 == 1) == source_first else (k + 1, k) for k in range(1, length + 1)]
