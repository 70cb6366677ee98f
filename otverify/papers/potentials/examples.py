"""Three examples in closed form that several sections use; their labels are the rows of the table of hypotheses.

*All 1-Lipschitz functions.* X = Y = [0, 1], c = |x - y|, μ = ν uniform. The plan is the identity, f = kx with
f^c = -kx is a potential for every |k| <= 1.

*A cusp.* X = Y = R², c = |x - y|²: φ(s, t) = t²/(2s) on M = {0 < t < 1, t²/4 < s < t²}, where 1/2 < φ < 2.
μ has a density proportional to s² on M and an atom at the origin, which is in the boundary of M; π sends x in M to
∇φ(x) and the origin to (-1, 0). Then M = int(supp μ) is connected, cl(M) = supp μ and (15) holds. For every v in
[0, 1/2] the convex function that is the larger of all tangents of φ on M and of v - s is φ on M and v at the
origin; f_v = |x|² - 2φ_v is a potential.

*To the right.* X = Y = R, c = |x - y|: every plan on y >= x is optimal, f(x) = -x, f^c(y) = y.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, oo
from otverify.papers.potentials.notation import HALF
from otverify.vocabulary import D, Domain, absolute, reals

Obligations = Iterator[Any]

s, t, u, e, v, w, k, m = reals("s t u e v w k m")


def all_lipschitz_functions(label: str) -> Obligations:
    """f = kx and f = mx are potentials of the first example, and differ by more than a constant for k < m."""
    slopes = Domain(k <= 1, k >= -1)
    yield Relation(k * s - k * t <= s - t, over=Domain(slopes, s >= t), label=label)
    yield Relation(k * s - k * t <= t - s, over=Domain(slopes, s <= t), label=label)
    yield Relation((k - m) * s, "!=", (k - m) * t, over=Domain(k < m, s < t), label=label)


PHI = t**2 / (2 * s)
#: ∇φ
PHI_S, PHI_T = -(t**2) / (2 * s**2), t / s
#: (s, t) in M
IN_M = Domain(t > 0, t < 1, s > t**2 / 4, s < t**2)
#: heights of φ_v at the origin
HEIGHTS = Domain(v >= 0, v <= HALF, w >= 0, w <= HALF)


def perspective_is_convex() -> Obligations:
    """Second derivatives of t²/(2s): trace > 0, determinant 0."""
    right = Domain(s > 0, t)
    xx, xy, yy = D(PHI, s, 2), D(D(PHI, s), t), D(PHI, t, 2)
    yield Relation(xx + yy > 0, over=right, label=r"$\operatorname{tr}D^2\varphi$")
    yield Relation(xx * yy - xy**2, "==", 0, over=right, label=r"$\det D^2\varphi$")


def cusp(label: str = "") -> Obligations:
    """f_v + f_v^c <= c everywhere, with equality where mass moves, in terms of tangents of φ_v."""
    yield Identity(D(PHI, s), PHI_S, over=Domain(s > 0, t), label=label or r"$\partial_s\varphi$")
    yield Identity(D(PHI, t), PHI_T, over=Domain(s > 0, t), label=label or r"$\partial_t\varphi$")
    # tangent at (s, t), at the point (u, e) of M and at the origin
    tangent = PHI + PHI_S * (u - s) + PHI_T * (e - t)
    anywhere = Domain(s > 0, t, u > 0, e)
    yield Relation(e**2 / (2 * u) >= tangent, over=anywhere, label=label or "tangents of $M$, on $M$")
    origin = Domain(IN_M, v >= 0)
    yield Relation(v >= PHI - PHI_S * s - PHI_T * t, over=origin, label=label or "tangents of $M$, at 0")
    low = Domain(IN_M, v <= HALF)
    yield Relation(v - s <= PHI, over=low, label=label or "$v-s$, on $M$")
    moments = s**2 * (PHI_S**2 + PHI_T**2)
    yield Relation(moments <= 5, over=IN_M, label=label or r"$s^2|\nabla\varphi|^2$: $T_c<\infty$")


def two_values_at_the_cusp(label: str) -> Obligations:
    """The example, and that f_v and f_w differ at the atom for v < w, though not on M."""
    yield from cusp(label)
    yield Relation(-2 * v, "!=", -2 * w, over=Domain(HEIGHTS, v < w), label=label)


def to_the_right(label: str) -> Obligations:
    """T(x) = x + x^(-1/2) for x in (0, 1], x for x in [-1, 0]: optimal, integrable, T -> ∞ at the interior point 0."""
    yield Relation(-s + t <= absolute(s - t), over=Domain(s, t), label=label)
    yield Relation(absolute(s - t), "==", -s + t, over=t >= s, label=label)
    target = s + s ** Fraction(-1, 2)
    yield Relation(target > s, over=s > 0, label=label)
    yield Limit(target, s, to=0, equals=oo, label=label)
    cost = 2 * s**HALF
    yield Relation(D(cost, s), "==", target - s, over=s > 0, label=label)
