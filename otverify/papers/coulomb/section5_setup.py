"""Section 5: energies, closeness to the Lebesgue measure, the sets X and Y."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Limit, MatrixIdentity, Obligation, Relation
from otverify.matrices import IDENTITY, Matrix
from otverify.papers.coulomb.instances import (
    named_optima,
    places,
    squared_distance,
)
from otverify.papers.coulomb.notation import APART, c0, d, i, j, k, paper, x, y
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    contract,
    integral,
    norm,
    points,
    reals,
    sqrt,
)

Obligations = Iterator[Obligation]

#: the uniform density of [0, L], a point u of it, a radius
L, u, v, R = reals("L u v R")
#: x_0 in (0, L/2), y_0 = x_0 + L/2
(x0,) = reals("x_0")
#: small balls about x_0, which T shifts by L/2
SMALL = Domain(L > 0, x0 > 0, x0 < L / 2, R > 0, x0 > R, L / 2 - x0 > R)

LENGTHS = Domain(L > 0)

#: a coupling as a measure on pairs
G = BorelSet("gamma")
(point,) = points("p")


@paper.claim(
    "s5-cost-approx-euclidean",
    at="Section 5, item 1",
    printed=r"D^2_{\widetilde y\widetilde x}\widetilde c\to-\mathbb I\text{ near }(\widetilde x_0,\widetilde y_0)\text{ after an affine change of coordinates}",
    hypotheses=(r"x_0\ne y_0", r"\widetilde x=S^{1/2}x,\;\widetilde y=-S^{-1/2}My,\;S>0"),
)
def s5_cost_approx_euclidean() -> Obligations:
    """With D²_yx c_0 = M + E near (x_0, y_0) the new cost has -I - S^(-1/2) E M⁻¹ S^(1/2), and |E| is of order R.

    The third derivatives of c_0 have the length √(27d+9)/r⁴, r = |x - y|, so that they are bounded for r >= r_0/2.
    """
    metric, mixed, error = Matrix("S", positive=True), Matrix("M", invertible=True), Matrix("E")
    yield MatrixIdentity(
        metric.inv_root @ (mixed + error) @ (-1 * mixed.inv @ metric.root),
        -1 * IDENTITY - metric.inv_root @ error @ mixed.inv @ metric.root,
        label=r"$D^2_{\widetilde y\widetilde x}\widetilde c$",
    )
    third = D(c0, x[i], y[j], x[k])
    length_squared = contract(i, contract(j, contract(k, third**2)))
    yield Identity(length_squared, (27 * d + 9) * norm(x - y) ** -8, over=APART, label="$|D^3c_0|^2$")
    size, start, move = reals("r r_0 m")
    apart = Domain(start > 0, R > 0, start >= 4 * R, move <= 2 * R, size >= start - move)
    yield Relation(size >= start / 2, over=apart, label="in $B_R\\times B_R$")
    far = Domain(start > 0, size >= start / 2, d >= 1)
    yield Relation(
        (27 * d + 9) * size**-8 <= (27 * d + 9) * (start / 2) ** -8, over=far, label="$|D^3c_0|$ is bounded"
    )
    segment = Function("g")
    (t,) = reals("t")
    yield Identity(integral(D(segment(t), t), t, 0, 1), segment(1) - segment(0), label="along the segment")
    bound = sqrt(27 * d + 9) * (start / 2) ** -4 * (2 * R)
    yield Limit(bound, R, to=0, equals=0, over=Domain(start > 0, R > 0, d >= 1), label="$|E|$, of order $R$")


@paper.claim(
    "eq-5-1-energy",
    at="Section 5, (5.1) and item 2",
    printed=r"\mathcal E_R:=\frac1{R^{d+2}}\int_{\#_R(x_0,y_0)}|y-x|^2\,d\gamma\text{ is small around points of }"
    r"\operatorname{supp}\gamma",
    depends=("intro-1d-map-optimal",),
)
def eq_5_1_energy() -> Obligations:
    """The uniform density of [0, L]: in the cross around (x_0, y_0), x runs through B_R(x_0), |T(x) - x| = L/2."""
    yield Limit(integral((L / 2) ** 2 / L, u, x0 - R, x0 + R) / R**3, R, to=0, equals=0, over=SMALL)


@eq_5_1_energy.corrected(
    r"\frac1{R^{d+2}}\int_{\#_R(x_0,y_0)}|y-y_0-(x-x_0)|^2\,d\gamma",
    note="As in (5.9): displacements relative to $(x_0,y_0)$, in normalised coordinates. Then all that follows fits.",
)
def eq_5_1_energy_corrected() -> Obligations:
    """For the interval T(x) - y_0 = x - x_0; the energy is invariant under x ↦ Rx of mass R^d."""
    relative = (u + L / 2) - (x0 + L / 2) - (u - x0)
    yield Limit(integral(relative**2 / L, u, x0 - R, x0 + R) / R**3, R, to=0, equals=0, over=SMALL)
    (scale, energy) = reals("s E")
    scaled = scale**d * scale**2 * energy / (scale * R) ** (d + 2)
    yield Identity(
        scaled, energy / R ** (d + 2), over=Domain(scale > 0, R > 0, energy, d >= 1), label="scaling"
    )


@paper.claim(
    "eq-5-2-forward-energy",
    at="Section 5, (5.2)",
    printed=r"\mathcal E_R^+:=\frac1{R^{d+2}}\int_{B_R(x_0)\times\mathbb R^d}|y-x|^2\gamma(dxdy)="
    r"\frac1{R^{d+2}}\int_{B_R(x_0)}|T(x)-x|^2\mu(dx)",
    hypotheses=(r"\gamma=(\mathrm{id}\times T)_\#\mu",),
)
def eq_5_2_forward_energy() -> Obligations:
    """The sums over the plan and over the source, for all radii that matter on the named instances."""
    for name, optimum in named_optima().items():
        xs, ys = places(optimum.problem.source), places(optimum.problem.target)
        image = {i: ys[j] for i, j in optimum.plan.support}
        for centre in xs:
            for radius in (1, 4, 16):
                inside = [n for n, place in enumerate(xs) if squared_distance(place, centre) < radius**2]
                over_plan = sum(
                    (m * squared_distance(xs[n], ys[j]) for n, j, m in optimum.plan.entries() if n in inside),
                    Fraction(0),
                )
                masses = optimum.problem.source.masses
                over_source = sum(
                    (masses[n] * squared_distance(xs[n], image[n]) for n in inside), Fraction(0)
                )
                yield Identity(over_plan / radius**3, over_source / radius**3, instance=name)


@paper.claim(
    "energy-two-sided-remark",
    at="Section 5, after (5.1)",
    printed=r"\mathcal E_R\text{ accounts for }B_R(x_0)\times\mathbb R^d\text{ and for }\mathbb R^d\times B_R(y_0):\quad"
    r"\max(\mathcal E_R^+,\mathcal E_R^-)\le\mathcal E_R\le\mathcal E_R^++\mathcal E_R^-",
)
def energy_two_sided_remark() -> Obligations:
    """The indicator a + b - ab of the cross lies between max(a, b) and a + b."""
    one, other, weight = reals("a b w")
    region = Domain(one >= 0, one <= 1, other >= 0, other <= 1, weight >= 0)
    union = (one + other - one * other) * weight
    yield Relation(one * weight <= union, over=region, label=r"$E^+\le E$")
    yield Relation(other * weight <= union, over=region, label=r"$E^-\le E$")
    yield Relation(union <= (one + other) * weight, over=region, label=r"$E\le E^++E^-$")
    low, high = Function("f")(point), Function("g")(point)
    ordered = Domain(G.everywhere(point, low <= high))
    yield Relation(G.integral(low, point) <= G.integral(high, point), over=ordered, label="integrated")
