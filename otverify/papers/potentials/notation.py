"""The paper, and the notation its sections share.

A statement about general c, f, g speaks about finitely many of their values, and these are the symbols:
``c_xy`` is c(x, y), ``f_x`` is f(x), ``F_y`` is f^c(y) and ``H_x`` is f^cc(x); ``g_y`` is g(y). Of an infimum
two things are used: it lies below every value, and for each ε > 0 some point comes within ε of it. So a
relation proved for all ε > 0 is the one without ε.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from otverify.claims import Paper
from otverify.kernel.terms import Term
from otverify.vocabulary import Domain, reals

paper = Paper(
    "potentials",
    title="On the uniqueness of Kantorovich potentials",
    authors="T. Staudt, S. Hundrieser and A. Munk",
    year=2022,
)

HALF = Fraction(1, 2)

(eps,) = reals("epsilon")
#: values at points x, u, z of X and y, v, w of Y; u, v are the points that come within ε of an infimum
c_xy, c_xv, c_uy, c_uv, c_zy, c_zv = reals("c_xy c_xv c_uy c_uv c_zy c_zv")
f_x, f_u, f_z = reals("f_x f_u f_z")
g_y, g_v = reals("g_y g_v")
F_y, F_v = reals("F_y F_v")
(H_x,) = reals("H_x")

r, t = reals("r t")


def infimum(value: Term, *, below: tuple[Any, ...] = (), near: Any = None) -> Domain:
    """``value`` is an infimum: below the values named, and with ``near`` less than ε above it."""
    constraints = [value <= entry for entry in below]
    if near is not None:
        constraints += [eps > 0, near < value + eps]
    return Domain(*constraints)


def is_between(value: Any, low: Any, high: Any) -> Domain:
    """low <= value <= high."""
    return Domain(value >= low, value <= high)
