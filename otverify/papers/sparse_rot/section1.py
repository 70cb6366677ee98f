"""Section 1: the regularisation h_p, the density (1) of the optimal plan, the dual problem (D-ROT)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, C, eps, p, paper, q, r, z
from otverify.papers.sparse_rot.torus import SOLVED, R, slack
from otverify.transport import measure, problem, squared_euclidean
from otverify.vocabulary import D, Domain, dot, exp, log, norm, positive_part, reals, vectors

Obligations = Iterator[Obligation]

#: ξ = f + g - |x - y|²/2, the slack of the dual constraint, and ρ the density of the plan
xi, rho = reals("xi rho")
REGULARISED = Domain(EXPONENTS, eps > 0)
SUPPORT = Domain(REGULARISED, xi > 0)

#: the density (1) on the support, and the integrand of (D-ROT)
density = xi ** (q - 1) / (eps ** (q - 1) * q ** (q - 1))
conjugate = xi**q / (eps ** (q - 1) * q**q)


def stationarity(entropy: Term) -> Obligations:
    """ε h'(ρ) = ξ on the support, the condition from which (1) is derived."""
    yield Identity(
        eps * D(entropy, z).at(z, density), xi, over=SUPPORT, label=r"$\varepsilon h_p'(\rho)=\xi$"
    )


def conjugacy(entropy: Term) -> Obligations:
    """(εh)*(ξ) = ξ_+^q / (ε^(q-1) q^q): the value at ρ, and ρ is the maximiser over z > 0."""
    yield Identity(
        xi * density - eps * entropy.at(z, density), conjugate, over=SUPPORT, label=r"$(\varepsilon h_p)^*$"
    )


#: two atoms of mass 1/2 at distance 1 on both sides: the plan is its density on the diagonal, in [0, 2]
(trial,) = reals("rho_0")
TWO_ATOMS = "two atoms at distance 1"


def two_atoms_value(density: Term) -> Term:
    """Cost and penalty of the plan with the given density on the diagonal, h(z) = z^p/(p-1)."""
    return (2 - density) / 4 + eps / (2 * (p - 1)) * (density**p + (2 - density) ** p)


@paper.claim(
    "ot-definition",
    at="(OT)",
    printed=r"\mathrm{OT}:=\inf_{\pi\in\Pi(\lambda,\mu)}\int\tfrac12\|x-y\|^2\,d\pi",
)
def ot_definition() -> Obligations:
    """Up to the moments of the marginals the cost is -<x, y>; a translation by a costs |a|²/2."""
    x, y, a = vectors("x y a")
    yield Identity(norm(x - y) ** 2 / 2, norm(x) ** 2 / 2 + norm(y) ** 2 / 2 - dot(x, y))
    yield Identity(norm(x - (x + a)) ** 2 / 2, norm(a) ** 2 / 2, label="a translation")
    half = squared_euclidean(scale=HALF)
    for name, shift in (("the line", (3,)), ("the plane", (2, 1)), ("space", (1, 0, -2))):
        origin = (0,) * len(shift)
        places = [tuple(k * b for b in (1, 3, 2)[: len(shift)]) for k in range(3)]
        moved = [tuple(u + v for u, v in zip(place, shift, strict=True)) for place in places]
        weights = ["1/2", "1/3", "1/6"]
        value = sum((Fraction((u - v) ** 2, 2) for u, v in zip(shift, origin, strict=True)), Fraction(0))
        moving = problem(measure(weights, places), measure(weights, moved), cost=half)
        yield Optimal(moving, value=value, label=f"three atoms moved in {name}")


@paper.claim(
    "rot-definition",
    at="(ROT)",
    printed=r"\mathrm{ROT}_{\varepsilon,p}:=\inf_{\pi\in\Pi(\lambda,\mu),\,\pi\ll\lambda\otimes\mu}"
    r"\int\tfrac12\|x-y\|^2\,d\pi+\varepsilon\int h_p\Bigl(\frac{d\pi}{d(\lambda\otimes\mu)}\Bigr)d(\lambda\otimes\mu)",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
)
def rot_definition() -> Obligations:
    """Two atoms: the value is strictly convex in the density ρ_0 on the diagonal, and its minimiser is (1).

    Stationary is εq(ρ_0^(p-1) - (2-ρ_0)^(p-1)) = 1/2, which (1) says of ξ = f + g on and f + g - 1/2 off the
    diagonal. For p = 2: ρ_0 = 1 + 1/(8ε) if ε >= 1/8, and ρ_0 = 2 below.
    """
    inside = Domain(EXPONENTS, eps > 0, trial > 0, trial < 2)
    balance = eps * q * (trial ** (p - 1) - (2 - trial) ** (p - 1)) - HALF
    yield Identity(
        D(two_atoms_value(trial), trial), balance / 2, over=inside, label="stationary", instance=TWO_ATOMS
    )
    yield Relation(
        D(two_atoms_value(trial), trial, 2) > 0, over=inside, label="strictly convex", instance=TWO_ATOMS
    )
    quadratic = two_atoms_value(trial).at(p, 2)
    best = 1 + 1 / (8 * eps)
    feasible = Domain(trial >= 0, trial <= 2)
    yield Identity(
        quadratic,
        quadratic.at(trial, best) + eps * (trial - best) ** 2,
        over=Domain(feasible, eps >= Fraction(1, 8)),
        label=r"$p=2,\varepsilon\ge\frac18$: the minimiser",
        instance=TWO_ATOMS,
    )
    yield Relation(
        quadratic >= quadratic.at(trial, 2),
        over=Domain(feasible, eps > 0, eps <= Fraction(1, 8)),
        label=r"$p=2,\varepsilon\le\frac18$: the plan without penalty",
        instance=TWO_ATOMS,
    )


@paper.claim(
    "hp-definition",
    at="Section 1, after (ROT)",
    printed=r"h_p(z)=\frac{|z|^{p-1}}{p-1}",
    hypotheses=(r"p\in(1,2]",),
)
def hp_definition() -> Obligations:
    """With the printed h_p the density (1) is to be stationary and (D-ROT) its conjugate."""
    entropy = z ** (p - 1) / (p - 1)
    yield from stationarity(entropy)
    yield from conjugacy(entropy)


@hp_definition.corrected(
    r"h_p(z)=\frac{|z|^p}{p-1}",
    note="An exponent: with |z|^p the density (1), the dual (D-ROT) and everything after them hold as printed.",
)
def hp_definition_corrected() -> Obligations:
    """h_p(z) = |z|^p/(p-1)."""
    entropy = z**p / (p - 1)
    yield from stationarity(entropy)
    yield from conjugacy(entropy)
    yield Relation(D(entropy, z, 2) > 0, over=Domain(EXPONENTS, z > 0), label="strictly convex")


@hp_definition.reading("normalised", printed=r"h_p(z)=\frac{z^p-1}{p-1}")
def hp_definition_normalised() -> Obligations:
    """(z^p - 1)/(p-1) has the same density, but its conjugate differs from (D-ROT) by ε/(p-1)."""
    entropy = (z**p - 1) / (p - 1)
    yield from stationarity(entropy)
    yield Identity(
        xi * density - eps * entropy.at(z, density),
        conjugate + eps / (p - 1),
        over=SUPPORT,
        label="the dual gains a constant",
    )


@paper.claim(
    "young-conjugate",
    at="Section 1, after (D-ROT); Section 2",
    printed=r"q=\frac p{p-1};\qquad q=p',\;\tfrac1p+\tfrac1{p'}=1",
    hypotheses=(r"p\in(1,\infty)",),
)
def young_conjugate() -> Obligations:
    """q is the conjugate exponent, q >= 2 exactly for p <= 2; p = 3/2 is q = 3."""
    all_exponents = Domain(p > 1, q=p / (p - 1))
    yield Identity(1 / p + 1 / q, 1, over=all_exponents)
    yield Identity(q - 1, 1 / (p - 1), over=all_exponents)
    yield Identity(q * (p - 1), p, over=all_exponents)
    yield Relation(q > 1, over=all_exponents)
    yield Relation(q >= 2, over=EXPONENTS, label="$p\\le2$")
    yield Relation(q < 2, over=Domain(p > 2, q=p / (p - 1)), label="$p>2$")
    for value, conjugate_value in ((2, 2), (Fraction(3, 2), 3)):
        yield Identity((p / (p - 1)).at(p, value), conjugate_value)


@paper.claim(
    "density-1",
    at="(1)",
    printed=r"\rho_\varepsilon(x,y)=\frac1{\varepsilon^{q-1}q^{q-1}}"
    r"\bigl(f_\varepsilon(x)+g_\varepsilon(y)-\tfrac12\|x-y\|^2\bigr)_+^{q-1}",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
    depends=("hp-definition",),
)
def density_1() -> Obligations:
    """ρ solves εh'(ρ) = ξ where ξ > 0, and z = 0 is optimal where ξ <= 0."""
    entropy = z**p / (p - 1)
    yield from stationarity(entropy)
    yield Relation(density > 0, over=SUPPORT)
    # at the maximiser ρ the slack is ξ = ε q ρ^(p-1); no other z >= 0 does better
    slack = eps * q * rho ** (p - 1)
    best = slack * rho - eps * rho**p / (p - 1)
    yield Relation(
        slack * z - eps * z**p / (p - 1) <= best,
        over=Domain(REGULARISED, rho > 0, z > 0),
        label=r"$\xi z-\varepsilon h_p(z)\le\xi\rho-\varepsilon h_p(\rho)$",
    )
    yield Relation(best > 0, over=Domain(REGULARISED, rho > 0), label="better than $z=0$")
    yield Relation(
        xi * z - eps * entropy < 0,
        over=Domain(REGULARISED, xi <= 0, z > 0),
        label=r"$\xi\le0\Rightarrow\rho=0$",
    )


@paper.claim(
    "dual-problem",
    at="(D-ROT)",
    printed=r"\mathrm{ROT}^*_{\varepsilon,p}=\sup_{a,b}\int a(x)+b(y)-\frac1{\varepsilon^{q-1}q^q}"
    r"\bigl(a(x)+b(y)-\tfrac12\|x-y\|^2\bigr)_+^q\,d\lambda(x)d\mu(y)",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
    depends=("hp-definition", "density-1"),
)
def dual_problem() -> Obligations:
    """The integrand is the Legendre transform of εh_p, and its derivative is the density (1)."""
    yield from conjugacy(z**p / (p - 1))
    yield Identity(D(conjugate, xi), density, over=SUPPORT, label="first-order condition")
    yield Relation(D(conjugate, xi, 2) > 0, over=SUPPORT, label="the dual is strictly concave on the support")
    slack, a = eps * q * rho ** (p - 1), reals("a")[0]
    value = slack**q / (eps ** (q - 1) * q**q)
    yield Relation(
        slack * z - eps * z**p / (p - 1) <= value,
        over=Domain(REGULARISED, rho > 0, z > 0),
        label="Fenchel-Young: weak duality, pointwise",
    )
    yield Relation(
        a * z - eps * z**p / (p - 1) <= 0, over=Domain(REGULARISED, a <= 0, z > 0), label=r"$\xi\le0$"
    )


@paper.claim(
    "eot-density",
    at="(2)",
    printed=r"\pi^{\mathrm{EOT}}_\varepsilon(x,y)\,dx\,dy=e^{(f^{\mathrm{EOT}}_\varepsilon(x)+g^{\mathrm{EOT}}_\varepsilon(y)"
    r"-\frac12\|x-y\|^2)/\varepsilon}\,d(\lambda\otimes\mu)(x,y)",
    hypotheses=(r"h(z)=z\log z-z+1\text{ in place of }h_p",),
)
def eot_density() -> Obligations:
    """The density solves εh'(ρ) = ξ; two atoms at distance 1 in closed form."""
    entropy = z * log(z) - z + 1
    density_eot = exp(xi / eps)
    everywhere = Domain(xi, eps > 0)
    yield Identity(
        eps * D(entropy, z).at(z, density_eot), xi, over=everywhere, label=r"$\varepsilon h'(\rho)=\xi$"
    )
    yield Relation(D(entropy, z, 2) > 0, over=z > 0, label="strictly convex")
    level, decay = reals("l k")
    yield Identity(
        exp((level - HALF) / eps),
        exp(level / eps) * exp(-1 / (2 * eps)),
        over=Domain(level, eps > 0),
        label="two atoms: $\\rho$ off the diagonal is $k\\rho$, $k=e^{-1/(2\\varepsilon)}$",
    )
    yield Identity(
        (2 / (1 + decay) + decay * 2 / (1 + decay)) / 2, 1, over=decay > 0, label="two atoms: marginals"
    )


@paper.claim(
    "eot-full-rot-sparse",
    at="Section 1, before and after (2)",
    printed=r"\rho^{\mathrm{EOT}}_\varepsilon>0\text{ everywhere};\quad"
    r"\rho_\varepsilon=0\text{ where }f_\varepsilon+g_\varepsilon\le\tfrac12\|x-y\|^2",
    depends=("density-1", "eot-density"),
)
def eot_full_rot_sparse() -> Obligations:
    """The exponential does not vanish, the positive part does: on the torus beyond R, on two atoms off the diagonal."""
    yield Relation(exp(xi / eps) > 0, over=Domain(xi, eps > 0), label="EOT")
    power = positive_part(xi) ** (q - 1) / (eps * q) ** (q - 1)
    yield Identity(power, 0, over=Domain(REGULARISED, xi <= 0), label="(1) vanishes")
    yield Identity(
        positive_part(slack) ** (q - 1),
        0,
        over=Domain(SOLVED, C > 0, r >= R),
        label="on the torus, beyond $R$",
    )
    # two atoms, ε = θ/(q 2^p) with θ <= 1: ξ = εq 2^(p-1) on the diagonal, so its density is 2 and off it ξ <= 0
    (share,) = reals("theta")
    little = share / (q * 2**p)
    on = little * q * 2 ** (p - 1)
    sparse = Domain(EXPONENTS, share > 0, share <= 1)
    yield Identity(on ** (q - 1) / (little * q) ** (q - 1), 2, over=sparse, label="two atoms: diagonal")
    yield Identity(on - HALF, (share - 1) / 2, over=sparse, label="two atoms: off the diagonal")
    yield Relation((share - 1) / 2 <= 0, over=sparse, label="two atoms: nothing off the diagonal")


@paper.claim(
    "sections-definition",
    at="Section 1, before (3)",
    printed=r"\mathcal S_x=\{y:\rho_\varepsilon(x,y)>0\},\quad\mathcal T_y=\{x:\rho_\varepsilon(x,y)>0\}",
    depends=("density-1",),
)
def sections_definition() -> Obligations:
    """ρ > 0 exactly where ξ > 0, so both sections are superlevel sets of ξ."""
    power = positive_part(xi) ** (q - 1) / (eps * q) ** (q - 1)
    yield Relation(power > 0, over=SUPPORT, label=r"$\xi>0$")
    yield Identity(power, 0, over=Domain(REGULARISED, xi <= 0), label=r"$\xi\le0$")
