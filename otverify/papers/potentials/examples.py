"""Examples in closed form that several sections use; their labels are the rows of the table of hypotheses.

*All 1-Lipschitz functions.* X = Y = [0, 1], c = |x - y|, μ = ν uniform. The plan is the identity, f = kx with
f^c = -kx is a potential for every |k| <= 1.

*A cusp.* X = Y = R², c = |x - y|²: φ(s, t) = t²/(2s) on M = {0 < t < 1, t²/4 < s < t²}, where 1/2 < φ < 2.
μ has a density proportional to s² on M and an atom at the origin, which is in the boundary of M; π sends x in M to
∇φ(x) and the origin to (-1, 0). Then M = int(supp μ) is connected, cl(M) = supp μ and (15) holds. For every v in
[0, 1/2] the convex function that is the larger of all tangents of φ on M and of v - s is φ on M and v at the
origin; f_v = |x|² - 2φ_v is a potential.

*To the right.* X = Y = R, c = |x - y|: every plan on y >= x is optimal, f(x) = -x, f^c(y) = y.

*A hyperbola.* X = (-∞, -1] ∪ [1, ∞), Y = [-1, 1], c = (xy - 1)², y = 1/x; the support [-1, 1] of ν is connected. For
|a - b| <= 1 the function a on the left, b on the right is a potential, with a conjugate that jumps at 0.

*Countably many cells.* U in [0, 1] is a countable union of open intervals U_k with disjoint closures, dense and of
measure 1/2 (Smith, Volterra, Cantor). X = N, Y = [0, 1], c(k, y) is the distance from y to U_k, ν lives on U, and
the plan sends U_k to k at no cost. h(y) = λ([0, y] minus U) is 1-Lipschitz and constant on every U_k, so f = h and f = 0
are potentials, and h(1) - h(0) = 1/2. All conjugates are 1-Lipschitz; supp ν = [0, 1] is one component.

*Countably many atoms.* The same with the rationals q_k of [0, 1] and intervals of radius ρ_k around them, of total
length at most 1/2: X = R, μ on the q_k, Y = N, c(x, k) = r²/(r + ρ_k), r = |x - q_k|: differentiable and 1-Lipschitz. The
plan sends q_k to k at no cost; f = h/2 and f = 0 are potentials.

*A staircase.* X = Y = [0, 1], μ = ν uniform, c = |K(x) - K(y)| with Cantor's function K, which has the slope 0 almost
everywhere; the plan is the identity and f = kK is a potential for |k| <= 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, oo
from otverify.papers.potentials.notation import HALF
from otverify.vocabulary import D, Domain, absolute, maximum, reals

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


def hyperbola(label: str) -> Obligations:
    """f ⊕ f^c <= c on all four pairs of sides, equality on the plan, and two potentials; f^c(0) = 1, f^c -> 0."""
    a, b = reals("a b")
    away = Domain(s >= 1, t > 0, a - b <= 1, b - a <= 1)
    yield Relation((s * t - 1) ** 2 >= 0, over=away, label=label)
    yield Identity(((s * t - 1) ** 2).at(t, 1 / s), 0, over=s >= 1, label=label)
    yield Relation(b - a <= (s * (-t) - 1) ** 2, over=away, label=label)
    yield Relation(a - b <= (-s * t - 1) ** 2, over=away, label=label)
    yield Relation(a, "!=", b, over=Domain(away, a < b), label=label)
    yield Identity(((s * t - 1) ** 2).at(t, 0), 1, over=s >= 1, label=label)


def measure_of_intervals(label: str) -> Obligations:
    """After n steps (1 - z)/2 with z = 2^-n: the next step adds 2^n intervals of length 4^-(n+1), z/4 in total."""
    (z,) = reals("z")
    step = Domain(z > 0, z <= 1)
    yield Identity((1 - z / 2) / 2 - (1 - z) / 2, z / 4, over=step, label=label)
    yield Relation((1 - z) / 2 < HALF, over=step, label=label)


def countable_cells(label: str) -> Obligations:
    """U has measure 1/2; h(U_k) - h(y) <= dist(y, U_k) = max(0, |w| - l), w = y - m; h grows where U does not fill."""
    yield from measure_of_intervals(label)
    l, p, q = reals("l p q")  # noqa: E741 - the half length of an interval
    distance = maximum(0, absolute(w) - l)
    yield Relation(p - q <= distance, over=Domain(l > 0, w >= l, p - q <= w - l), label=label)
    yield Relation(p - q <= distance, over=Domain(l > 0, w <= -l, p - q <= -w - l), label=label)
    # between two intervals at distance e, of which U fills at most s < e
    yield Relation(p - q > 0, over=Domain(e > 0, s < e, p - q >= e - s), label=label)


def countable_atoms(label: str) -> Obligations:
    """c(x, k) = r²/(r + ρ) <= r²/ρ has slopes in (0, 1) and 0 at q_k; h/2 <= c where r >= ρ, h is constant where r < ρ."""
    yield from measure_of_intervals(label)
    r, rho, p, q = reals("r rho p q")
    cost = r**2 / (r + rho)
    positive = Domain(r > 0, rho > 0)
    yield Identity(D(cost, r), 1 - rho**2 / (r + rho) ** 2, over=positive, label=label)
    yield Relation(1 - rho**2 / (r + rho) ** 2 > 0, over=positive, label=label)
    yield Relation(1 - rho**2 / (r + rho) ** 2 < 1, over=positive, label=label)
    yield Relation(cost <= r**2 / rho, over=positive, label=label)
    far = Domain(rho > 0, r >= rho, p - q <= r)
    yield Relation((p - q) / 2 <= cost, over=far, label=label)
    yield Relation(p / 2 > q / 2, over=Domain(e > 0, s < e, p - q >= e - s), label=label)


def staircase(label: str) -> Obligations:
    """kK is a potential; the removed intervals have lengths (2/3)^n/3 in step n, in total 1 - (2/3)^n -> 1."""
    p, q = reals("p q")
    slopes = Domain(k <= 1, k >= -1, m <= 1, m >= -1)
    yield Relation(k * p - k * q <= absolute(p - q), over=Domain(slopes, p >= q), label=label)
    yield Relation(k * p - k * q <= absolute(p - q), over=Domain(slopes, p <= q), label=label)
    yield Relation((k - m) * p, "!=", (k - m) * q, over=Domain(k < m, p < q), label=label)
    # z = (2/3)^n
    (z,) = reals("z")
    yield Identity((1 - 2 * z / 3) - (1 - z), z / 3, over=Domain(z > 0, z <= 1), label=label)
    yield Limit(1 - z, z, to=0, equals=1, label=label)
