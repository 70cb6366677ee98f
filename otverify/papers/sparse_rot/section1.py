"""Section 1: the regularisation h_p, the density (1) of the optimal plan, the dual problem (D-ROT)."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.kernel.terms import Term
from otverify.papers.sparse_rot.notation import EXPONENTS, eps, p, paper, q, z
from otverify.vocabulary import D, Domain, reals

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
