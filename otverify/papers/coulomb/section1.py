"""Abstract and Section 1: the optimal maps that are known in closed form, and where they jump."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Limit, Obligation, Relation, finite, oo
from otverify.papers.coulomb.notation import (
    APART,
    TWO_THIRDS,
    cap,
    d,
    delta,
    h,
    i,
    paper,
    r,
    s,
    x,
    y,
)
from otverify.symbolic.isotropic import radial_gradient
from otverify.vocabulary import (
    D,
    Domain,
    absolute,
    differs,
    equals,
    integral,
    maximum,
    minimum,
    norm,
    reals,
)

Obligations = Iterator[Obligation]

L, u, v, t = reals("L u v t")
HALF = Fraction(1, 2)
#: the two branches of the optimal map of [0, L] with uniform density
LEFT, RIGHT = u + L / 2, u - L / 2


@paper.not_computable(
    "abstract-main",
    at="Abstract",
    printed=r"T\in C^{1,\alpha}\text{ off a closed null set, for }\rho_0,\rho_1\in C^{0,\alpha},\;"
    r"0<c\le\rho_0,\rho_1\le C<\infty",
    why="a regularity theorem for all densities",
    analogue=r"d=1\text{, off the jumps: }T'=\tfrac{\rho_0}{\rho_1\circ T}\text{ is }\alpha\text{-Hölder with the constant }"
    r"\tfrac Hc+\tfrac{CH}{c^2}\bigl(\tfrac Cc\bigr)^\alpha",
)
def abstract_main() -> Obligations:
    """On the line c <= ρ_0, ρ_1 <= C and the seminorm H bound T' by C/c, and T'(x) - T'(x') by a multiple of |x - x'|^α.

    a, b are ρ_0, ρ_1∘T at x; a', b' at x'; w stands for H|x - x'|^α.
    """
    low, high, alpha, gap, moved = reals("c C alpha m n")
    one, two, a1, b1, w = reals("a a_1 b b_1 w")
    densities = Domain(
        low > 0, *(value >= low for value in (one, two, a1, b1)), *(v <= high for v in (one, a1))
    )
    yield Relation(one / a1 <= high / low, over=densities, label=r"$T'\le C/c$")
    lipschitz = Domain(low > 0, high > 0, alpha > 0, gap > 0, moved > 0, moved <= high / low * gap)
    yield Relation(
        moved**alpha <= (high / low) ** alpha * gap**alpha, over=lipschitz, label=r"$|T(x)-T(x')|^\alpha$"
    )
    (factor,) = reals("q")
    values = Domain(low > 0, two > 0, two <= high, a1 >= low, b1 >= low)
    yield Identity(
        one / a1 - two / b1,
        (one - two) / a1 + two * (b1 - a1) / (a1 * b1),
        over=Domain(values, one),
        label=r"$\tfrac a{b}-\tfrac{a'}{b'}$",
    )
    yield Relation(
        (one - two) / a1 <= w / low,
        over=Domain(values, w >= 0, one - two <= w),
        label=r"$|\rho_0(x)-\rho_0(x')|\le Hw$",
    )
    change = Domain(values, w >= 0, factor > 0, b1 - a1 <= factor * w)
    yield Relation(
        two * (b1 - a1) <= high * (factor * w),
        over=change,
        label=r"$|\rho_1-\rho_1'|\le Hqw,\;q=(C/c)^\alpha$",
    )
    yield Relation(1 / (a1 * b1) <= 1 / low**2, over=values, label=r"$bb'\ge c^2$")


@paper.claim(
    "intro-1d-map-optimal",
    at="Section 1",
    printed=r"\mu=\nu=\tfrac1L1_{[0,L]}:\quad T(x)=x+\tfrac L2\;(x\le\tfrac L2),\quad x-\tfrac L2\;(x>\tfrac L2)"
    r"\quad\text{is optimal for }\tfrac1{|x-y|}",
)
def intro_1d_map_optimal() -> Obligations:
    """The potentials f = g = 4 min(x, L-x)/L² lie below the cost, and T attains their value 2/L.

    Between the two stands the tangent of 1/r at r = L/2.
    """
    low, high = 4 * u / L**2, 4 * (L - u) / L**2
    f = 4 * minimum(u, L - u) / L**2
    yield Relation(4 / L - 4 * r / L**2 <= 1 / r, over=Domain(L > 0, r > 0), label="tangent of $1/r$")
    yield Relation(
        f + f.at(u, v) <= 4 / L - 4 * absolute(u - v) / L**2, over=Domain(L > 0, u, v), label=r"$f\oplus f$"
    )
    dual = 2 * (integral(low, u, 0, L / 2) + integral(high, u, L / 2, L)) / L
    primal = integral(1 / (L / 2), u, 0, L) / L
    yield Identity(dual, 2 / L, over=L > 0, label="dual value")
    for branch in (LEFT, RIGHT):
        yield Identity((branch - u) ** 2, (L / 2) ** 2, over=Domain(L > 0, u), label=r"$|T(x)-x|=\tfrac L2$")
    yield Identity(primal, 2 / L, over=L > 0, label="cost of $T$")


@paper.claim(
    "intro-1d-pushforward",
    at="Section 1",
    printed=r"T_\#\mu=\nu\text{ for the same }T\text{ and }\mu=\nu=\tfrac1L1_{[0,L]}",
)
def intro_1d_pushforward() -> Obligations:
    """|{x : T(x) <= t}| = t for 0 <= t <= L: on [0, L/2] and on [L/2, L] it is the length of an interval."""
    left = minimum(maximum(t - L / 2, 0), L / 2)
    right = minimum(maximum(t, 0), L / 2)
    yield Identity(left + right, t, over=Domain(L > 0, t >= 0, t <= L))


@paper.claim(
    "intro-1d-jump",
    at="Section 1",
    printed=r"T\text{ jumps at }x=\tfrac L2",
)
def intro_1d_jump() -> Obligations:
    """From L to 0; elsewhere T has slope 1."""
    yield from jump_of_the_interval()


def jump_of_the_interval() -> Obligations:
    """One-sided limits of T at L/2, and its slope on both sides."""
    line = Domain(L > 0, u)
    yield Limit(LEFT, u, to=L / 2, side="-", equals=L, over=line)
    yield Limit(RIGHT, u, to=L / 2, side="+", equals=0, over=line)
    yield Identity(D(LEFT, u), 1, over=line)
    yield Identity(D(RIGHT, u), 1, over=line)


#: marginals with the mass r^d/(1 + r^d) in |x| < r: the density c_d/(1 + |x|^d)² is radial and positive
MASS_INSIDE = r**d / (1 + r**d)
#: the radius that the radius r is sent to
partner = 1 / r
#: T(x) = -x/|x|²
image = norm(x) ** -2 * (-1 * x)
NONZERO = Domain(norm(x) > 0, d >= 1)


def radial_optimality() -> Obligations:
    """T(x) = -s(|x|) x/|x| with s decreasing is optimal between radial marginals that it transports.

    1/|x - y| >= 1/(|x| + |y|) with equality for opposite directions; ∂_r∂_s 1/(r+s) > 0, so that with
    v'(r) = -(r + s(r))⁻² the gap 1/(r+s) - v(r) - v(s) falls in r as long as s < s(r), then grows.
    """
    (partner_radius,) = reals("sigma")
    yield Relation(norm(x - y) <= norm(x) + norm(y), over=Domain(x, y))
    total = 1 / (r + s)
    yield Relation(D(total, r, s) > 0, over=Domain(r > 0, s > 0))
    slope = D(total, r)
    at_partner = slope.at(s, partner_radius)
    yield Relation(slope < at_partner, over=Domain(r > 0, s > 0, partner_radius > s), label="the gap falls")
    yield Relation(
        slope > at_partner, over=Domain(r > 0, partner_radius > 0, s > partner_radius), label="it grows"
    )


@paper.claim(
    "intro-radial-jump-sphere",
    at="Section 1",
    printed=r"\text{radial, smooth, positive marginals, any }d:\;T\text{ jumps across a sphere }\{|x|=\rho\}"
    r"\text{ of codimension }1",
    depends=("intro-1d-jump",),
)
def intro_radial_jump_sphere() -> Obligations:
    """For μ = ν with the mass r^d/(1+r^d) in |x| < r the optimal map is x ↦ -x/|x|².

    A jump across {|x| = ρ} means that s(ρ-η) - s(ρ+η) stays away from 0 as η → 0. It fails for every ρ > 0,
    which the corrected form says; for d = 2 the density 1/(π(1+|x|²)²) is smooth.
    """
    rho, eta = reals("rho eta")
    oscillation = partner.at(r, rho - eta) - partner.at(r, rho + eta)
    yield Limit(1 / oscillation, eta, to=0, equals=finite, over=Domain(rho > 0, eta > 0, eta < rho))


@intro_radial_jump_sphere.corrected(
    r"T(x)=-s(|x|)\tfrac x{|x|}\text{ with }s\text{ continuous and decreasing: }T\text{ jumps at }x=0\text{ only}",
    note="For $d>1$ the singular set is one point, not a hypersurface; that a jump cannot be avoided survives.",
)
def intro_radial_jump_point() -> Obligations:
    """The mass balance and the optimality of -x/|x|², its continuity off the origin, and the jump there."""
    rho, eta = reals("rho eta")
    yield Identity(
        MASS_INSIDE + MASS_INSIDE.at(r, partner),
        1,
        over=Domain(r > 0, d >= 1),
        label="mass inside = mass outside",
    )
    yield Identity(norm(x - image), norm(x) + norm(image), over=NONZERO, label="opposite directions")
    yield Identity(norm(image), 1 / norm(x), over=NONZERO)
    yield from radial_optimality()
    near = Domain(rho > 0, eta > 0, eta < rho)
    oscillation = partner.at(r, rho - eta) - partner.at(r, rho + eta)
    yield Limit(oscillation, eta, to=0, equals=0, over=near, label=r"continuous across $|x|=\rho$")
    yield Limit(2 * partner.at(r, eta), eta, to=0, equals=oo, over=Domain(eta > 0), label="$|T(x)-T(-x)|$")


@paper.claim(
    "intro-convex-domain-jumps",
    at="Abstract; Section 1",
    printed=r"\text{optimal maps for }c_0\text{ jump across surfaces of codimension }1,\text{ even for smooth"
    r" marginals on convex domains}",
    depends=("intro-1d-map-optimal",),
)
def intro_convex_domain_jumps() -> Obligations:
    """An example is enough: the uniform density of an interval, where codimension 1 means a point."""
    yield from jump_of_the_interval()
    yield Relation(L, "!=", 0, over=L > 0, label="the two limits differ")


@paper.claim(
    "intro-cost-change-not-twisted",
    at="Section 1, last paragraph",
    printed=r"c_\delta\text{ preserves optimal plans but is no longer globally twisted}",
)
def intro_cost_change_not_twisted() -> Obligations:
    """Two points on one ray from x, at 2δ/3 - s and 2δ/3 + s, have the same gradient ∇_x c_δ(x, ·)."""
    peak = TWO_THIRDS * delta
    yield Identity(
        D(h(norm(x - y)), x[i]), radial_gradient(h, x - y, i), over=APART, label="it depends on $h'$"
    )
    yield Exists(
        {u: peak - s, v: peak + s},
        equals(D(cap, r).at(r, u), D(cap, r).at(r, v)),
        differs(u, v),
        v <= delta,
        u > 0,
        over=Domain(delta > 0, s > 0, s <= delta / 3),
    )


@paper.not_computable(
    "intro-best-hope",
    at="Section 1",
    printed=r"\text{partial regularity is the best one can hope for}",
    why="a statement about all possible theorems",
    analogue=r"T\text{ jumps at }\tfrac L2\text{ for the uniform density of }[0,L]",
    depends=("intro-1d-map-optimal",),
)
def intro_best_hope() -> Obligations:
    """The optimal map of the interval is not continuous."""
    yield from jump_of_the_interval()
