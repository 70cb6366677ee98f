"""Section 5: energies, closeness to the Lebesgue measure, the sets X and Y."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Limit, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.coulomb.instances import (
    coulomb_problems,
    named_optima,
    places,
    squared_distance,
    transposed,
)
from otverify.papers.coulomb.notation import APART, c0, d, i, j, k, paper, x, y
from otverify.transport import outcomes
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.problems import TransportProblem, problem
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    contract,
    det,
    integral,
    kron,
    norm,
    points,
    reals,
    vectors,
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

paper.not_attempted(
    "s5-cost-approx-euclidean",
    at="Section 5, item 1",
    printed=r"D^2_{\widetilde y\widetilde x}\widetilde c\to-\mathbb I\text{ near }(\widetilde x_0,\widetilde y_0)\text{ after an affine change of coordinates}",
)


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


paper.not_attempted(
    "def-D-R",
    at="Section 5",
    printed=r"\mathcal D_R:=\tfrac1{R^{d+2}}W_2^2\bigl(\mu\lfloor_{B_R},\tfrac{\mu(B_R)}{|B_R|}dx\lfloor_{B_R}\bigr)+\bigl(\tfrac{\mu(B_R)}{|B_R|}-1\bigr)^2+\tfrac1{R^{d+2}}W_2^2\bigl(\nu\lfloor_{B_R},\tfrac{\nu(B_R)}{|B_R|}dy\lfloor_{B_R}\bigr)+\bigl(\tfrac{\nu(B_R)}{|B_R|}-1\bigr)^2",
)

paper.not_attempted(
    "W2-holder-scaling",
    at="Section 5, after the definition of D_R",
    printed=r"\tfrac1{R^{d+2}}W_2^2\bigl(\mu\lfloor_{B_R(x_0)},\tfrac{\mu(B_R)}{|B_R|}dx\lfloor_{B_R(x_0)}\bigr)\lesssim R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}",
)


@paper.claim(
    "D-R-bound",
    at="Section 5, before (5.3)",
    printed=r"\mathcal D_R\lesssim R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}+R^{2\alpha}[\rho_1]^2_{\alpha,B_R(y_0)}",
    hypotheses=(r"\rho_0,\rho_1\in C^{0,\alpha}\text{, positive}",),
)
def d_r_bound() -> Obligations:
    """Constant densities ρ: the seminorms and the W_2 terms vanish, the volume terms are 2(ρ - 1)²."""
    (rho,) = reals("rho")
    volume = (integral(rho, u, x0 - R, x0 + R) / (2 * R) - 1) ** 2
    yield Relation(2 * volume <= 0, over=Domain(rho > 0, R > 0, x0), label=r"$[\rho]_\alpha=0$, $d=1$")


@d_r_bound.corrected(
    r"\rho_0(x_0)=\rho_1(y_0)=1\;\Rightarrow\;\Bigl(\tfrac{\mu(B_R)}{|B_R|}-1\Bigr)^2\le R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}",
    note="Under the normalisation of Section 5.2, which is in force where the bound is used, (5.11).",
)
def d_r_bound_corrected() -> Obligations:
    """The volume terms: |ρ_0 - 1| <= [ρ_0]_α R^α on B_R; the W_2 terms are a claim of their own."""
    alpha, seminorm, mean = reals("alpha H m")
    bounded = Domain(
        R > 0, alpha > 0, alpha <= 1, seminorm >= 0, mean <= seminorm * R**alpha, mean >= -seminorm * R**alpha
    )
    yield Relation(mean**2 <= R ** (2 * alpha) * seminorm**2, over=bounded)
    ball, density = BorelSet("B"), Function("rho_0")
    above = ball.everywhere(point, density(point) - 1 <= seminorm * R**alpha)
    positive = Domain(R > 0, alpha, seminorm, above)
    yield Relation(
        ball.integral(density(point) - 1, point) <= ball.integral(seminorm * R**alpha, point), over=positive
    )
    below = ball.everywhere(point, density(point) - 1 >= -seminorm * R**alpha)
    negative = Domain(R > 0, alpha, seminorm, below)
    yield Relation(
        ball.integral(density(point) - 1, point) >= ball.integral(-seminorm * R**alpha, point), over=negative
    )


@paper.claim(
    "T-Tstar-formulas",
    at="Section 5, before (5.3)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi_\delta(x)),\quad T^*(y)=c_0\text{-}\exp_y(-\nabla\psi_\delta^{c_\delta}(y))",
    depends=("lem-4-4",),
)
def t_tstar_formulas() -> Obligations:
    """∇ψ = ∇_x c_0 gives y, ∇ψ^c = ∇_y c_0 gives x: the cost is symmetric."""
    for own, other in ((x, y), (y, x)):
        length_squared = contract(k, D(c0, own[k]) ** 2)
        yield Identity(own[i] + D(c0, own[i]) / length_squared ** Fraction(3, 4), other[i], over=APART)


@paper.claim(
    "T-Tstar-inverse",
    at="Section 5, before (5.3)",
    printed=r"T^*\circ T=\mathrm{id},\;T\circ T^*=\mathrm{id}\quad\mathcal L^d\text{-a.e.}",
)
def t_tstar_inverse() -> Obligations:
    """The transpose of an optimal plan from μ to ν is optimal from ν to μ."""

    def inverse_is_optimal(stated: TransportProblem) -> list[Obligation]:
        found = solve(stated)
        if not isinstance(found, outcomes.Optimal):
            return []
        back = problem(stated.target, stated.source, cost=coulomb())
        return [Optimal(back, plan=transposed(found))]

    yield ForAll(coulomb_problems(least=2, most=6), inverse_is_optimal, examples=40)


@paper.not_computable(
    "potentials-ae-second-derivative",
    at="Section 5, before (5.3)",
    printed=r"\psi_\delta,\;\psi_\delta^{c_\delta}\text{ have second derivatives a.e.}",
    why="Alexandrov's theorem, for all semi-concave functions",
    analogue=r"\psi'(r)=-(r+\tfrac1r)^{-2}\text{, the radial potential of the map }-x/|x|^2,\text{ is smooth for }r>0",
    depends=("cor-4-3",),
)
def potentials_ae_second_derivative() -> Obligations:
    """ψ'' = 2(r + 1/r)⁻³(1 - 1/r²), at most the second derivative 2(r + s)⁻³ of the cost at s = 1/r."""
    total = u + 1 / u
    second = D(-(total**-2), u)
    yield Identity(second, 2 * total**-3 * (1 - u**-2), over=u > 0)
    yield Relation(second <= 2 * total**-3, over=u > 0, label="semi-concave")


@paper.claim(
    "eq-5-3-5-5-good-set",
    at="Section 5, (5.3)-(5.5)",
    printed=r"\forall(x_0,y_0)\in X\times Y:\;y_0=T(x_0),\;x_0=T^*(y_0),\;T^*(T(x_0))=x_0,\;T(T^*(y_0))=y_0",
    depends=("intro-1d-map-optimal",),
)
def eq_5_3_good_set() -> Obligations:
    """The uniform density of [0, L], x_0 = u in (0, L/2), y_0 = v in (L/2, L), both in X = Y."""
    yield Identity(v, u + L / 2, over=Domain(u > 0, u < L / 2, v > L / 2, v < L))


@eq_5_3_good_set.corrected(
    r"\forall x_0\in X,\;y_0:=T(x_0):\;x_0=T^*(y_0),\;T^*(T(x_0))=x_0,\;T(T^*(y_0))=y_0",
    note="The set of pairs is the graph of $T$ over $X$; this is how Section 5.1 uses it.",
)
def eq_5_3_good_set_corrected() -> Obligations:
    """For the interval both maps shift by L/2, there and back; potentials are affine on the halves."""
    left, right = Domain(u > 0, u < L / 2), Domain(L > 0, u > L / 2, u < L)
    yield Relation(u + L / 2 > L / 2, over=left, label="$T(x_0)$ in the right half")
    yield Relation(u - L / 2 < L / 2, over=right, label="$T(x_0)$ in the left half")
    yield Identity((u + L / 2) - L / 2, u, over=left, label=r"$T^*(T(x_0))$")
    yield Identity((u - L / 2) + L / 2, u, over=right, label=r"$T^*(T(x_0))$")
    for potential, region in ((4 * u / L**2, left), (4 * (L - u) / L**2, right)):
        yield Identity(D(potential, u, 2), 0, over=region, label="second derivative of the potential")


@paper.claim(
    "T-differentiable",
    at="Section 5, after (5.5)",
    printed=r"\psi_\delta\text{ twice differentiable at }x_0\;\Rightarrow\;T\text{ differentiable at }x_0",
    hypotheses=(r"\nabla\psi_\delta(x_0)\ne0",),
)
def t_differentiable() -> Obligations:
    """z ↦ z/|z|^(3/2) is smooth off 0 with the Jacobian |z|^(-3/2)(I - (3/2) ẑ⊗ẑ), which is invertible."""
    (z,) = vectors("z")
    away = Domain(norm(z) > 0, d >= 1)
    entry: Term = D(z[i] / norm(z) ** Fraction(3, 2), z[j])
    stated = norm(z) ** Fraction(-3, 2) * (kron(i, j) - Fraction(3, 2) * z[i] * z[j] / norm(z) ** 2)
    yield Identity(entry, stated, over=away)
    determinant = -(norm(z) ** (Fraction(-3, 2) * d)) / 2
    yield Identity(det(entry, i, j), determinant, over=away)
    yield Relation(determinant, "!=", 0, over=away)


@paper.not_computable(
    "X-Y-full-measure",
    at="Section 5, end of the set-up",
    printed=r"X:=X'\cap T^{-1}(Y'),\;Y:=Y'\cap T(X'):\quad\mathcal L^d(\operatorname{supp}\mu\setminus X)="
    r"\mathcal L^d(\operatorname{supp}\nu\setminus Y)=0",
    why="measure theory, for all densities",
    analogue=r"\text{the interval: }|T^{-1}((a,b))|=b-a\text{, so preimages of null sets are null}",
    depends=("intro-1d-pushforward",),
)
def x_y_full_measure() -> Obligations:
    """The preimage of (a, b) in the right half is (a - L/2, b - L/2), in the left half (a + L/2, b + L/2)."""
    low, high = reals("a b")
    for shift in (L / 2, -L / 2):
        yield Identity((high + shift) - (low + shift), high - low, over=Domain(LENGTHS, low < high))
