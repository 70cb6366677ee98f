"""Spheres and balls in symbolic dimension."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from otverify.kernel.terms import PI, Term
from otverify.vocabulary import gamma, term

HALF = Fraction(1, 2)


def sphere_area(d: Any) -> Term:
    """The area of the unit sphere of R^d: |S^(d-1)| = 2 π^(d/2) / Γ(d/2)."""
    half = term(d) * HALF
    return 2 * PI**half / gamma(half)


def ball_volume(d: Any, radius: Any = 1) -> Term:
    """The volume of a ball of R^d: π^(d/2) R^d / Γ(d/2 + 1)."""
    half = term(d) * HALF
    return PI**half / gamma(half + 1) * term(radius) ** term(d)


def second_moment(d: Any, radius: Any) -> Term:
    """∫_{|z|=R} (z·u)² dH^(d-1) for a unit vector u: R² |S_R| / d, since the d directions share ∫|z|²."""
    return term(radius) ** (term(d) + 1) * sphere_area(d) / term(d)
