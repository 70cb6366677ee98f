"""A function to blow up at 0: the constant 1 with square holes that shrink fast towards the point.

The holes, where the function is 0, have the side 8^-k and the lower left corner (2^-k, 2^-k), k = 2, 3, ...
The square Q_n with n = 2^j contains those with k >= j + 2: at every scale there are some, and their share
of Q_n decays like n^-4.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation, oo
from otverify.kernel.terms import Term
from otverify.vocabulary import Domain, integers, reals, term

Obligations = Iterator[Obligation]

(j,) = integers("j")
n, u = reals("n u")
SCALES = Domain(j >= 0)


def side(k: Term) -> Term:
    """The side of the k-th hole."""
    return term(8) ** (-k)


def missing(scale: Term) -> Term:
    """The area of all holes in Q_n for n = 2^scale, a geometric series."""
    return side(scale + 2) ** 2 * 64 / 63


def distance(scale: Term) -> Term:
    """‖k_n - k_∞‖ in L¹(Q) for n = 2^scale: n² times the missing area."""
    return (term(2) ** scale) ** 2 * missing(scale)


def blowup_distances() -> Obligations:
    """The L¹ distance is 1/(4032 n⁴) for n = 2^j; the L^∞ distance is 1, on a hole of positive area."""
    yield Identity(
        missing(j) - missing(j + 1), side(j + 2) ** 2, over=SCALES, label="the largest hole in $Q_n$"
    )
    corner, half = term(2) ** (-(j + 1)), 1 / (2 * term(2) ** j)
    yield Identity(corner, half, over=SCALES, label="the next larger one touches $Q_n$ from outside")
    yield Relation(
        u + u**3 <= 1 / (2 * n),
        over=Domain(n >= 1, u > 0, u <= 1 / (4 * n)),
        label="the smaller ones are inside",
    )
    yield Identity(distance(j), 1 / (4032 * (term(2) ** j) ** 4), over=SCALES, label=r"$\|k_n-k_\infty\|_1$")
    yield Limit(1 / (4032 * n**4), n, to=oo, equals=0, over=n >= 1)
    yield Relation(side(j + 2) ** 2 > 0, over=SCALES, label=r"$\|k_n-k_\infty\|_\infty=1$ on this area")
