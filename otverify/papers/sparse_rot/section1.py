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


paper.not_attempted(
    "ot-definition",
    at="(OT), Section 1",
    printed=r"\text{OT} := \inf_{\pi \in \Pi(\lambda, \mu)} \int \frac{1}{2} \|x - y\|^2 \, d\pi",
)

paper.not_attempted(
    "rot-definition",
    at="(ROT), Section 1",
    printed=r"\text{ROT}_{\varepsilon, p} := \inf_{\pi \in \Pi(\lambda, \mu), \pi \ll \lambda \otimes \mu} \int \frac{1}{2} \|x - y\|^2 \, d\pi + \varepsilon \int h_p \left(\frac{d\pi}{d(\lambda \otimes \mu)} \right) d(\lambda \otimes \mu)",
)

paper.not_attempted(
    "young-conjugate",
    at="Section 1 after (D-ROT); Section 2",
    printed=r"q = \frac{p}{p-1};\qquad \text{for } p\in(1,\infty),\ q=p',\ \frac1p+\frac1{p'}=1",
)

paper.not_attempted(
    "eot-density",
    at="(2)",
    printed=r"\pi_\varepsilon^{\text{EOT}}(x, y) dx dy = e^{\frac{f_\varepsilon^{\text{EOT}}(x) + g_\varepsilon^{\text{EOT}}(y) - \frac{1}{2}\|x - y\|^2}{\varepsilon}} d(\lambda \otimes \mu)(x, y)",
)

paper.not_attempted(
    "eot-full-rot-sparse",
    at="Section 1",
    printed=r"\rho^{\mathrm{EOT}}_\varepsilon>0\text{ everywhere};\quad\rho_\varepsilon=0\text{ where }f_\varepsilon+g_\varepsilon\le\tfrac12\|x-y\|^2",
)

paper.not_attempted(
    "support-convergence",
    at="abstract, Section 1",
    printed=r"\operatorname{supp}\pi_\varepsilon\to\operatorname{supp}\pi_0\quad(\varepsilon\to0)",
)

paper.not_attempted(
    "sections-definition",
    at="Section 1",
    printed=r"\mathcal{S}_x = \{y : \rho_\varepsilon(x, y) > 0\} \quad \text{and} \quad \mathcal{T}_y = \{x : \rho_\varepsilon(x, y) > 0\}",
)

paper.not_attempted(
    "intro-inclusion",
    at="Section 1 display before (3)",
    printed=r"\mathbb{B} \left(\nabla \varphi_\varepsilon(x), \frac{1}{R_0} \varepsilon^{\frac{1}{d(p-1)+2}} \right) \subset \mathcal{S}_x \subset \mathbb{B} \left(\nabla \varphi_\varepsilon(x), R_0 \varepsilon^{\frac{1}{d(p-1)+2}} \right)",
)

paper.not_attempted(
    "gradients-3",
    at="(3)",
    printed=r"\begin{cases} \nabla \varphi_\varepsilon(x) = \frac{\int_{\mathcal{S}_x} y \xi(x, y)^{q-2} d\mu(y)}{\int_{\mathcal{S}_x} \xi(x, y)^{q-2} d\mu(y)}, \\ \nabla \psi_\varepsilon(y) = \frac{\int_{\mathcal{T}_y} x \xi(x, y)^{q-2} d\lambda(x)}{\int_{\mathcal{T}_y} \xi(x, y)^{q-2} d\lambda(x)}, \end{cases} \quad \xi(x, y) = \langle x, y \rangle - \varphi_\varepsilon(x) - \psi_\varepsilon(y)",
)

paper.not_attempted(
    "xi-identity",
    at="Section 1 line after (3)",
    printed=r"(\varphi_\varepsilon, \psi_\varepsilon) = (\|\cdot\|^2/2 - f_\varepsilon, \|\cdot\|^2/2 - g_\varepsilon),\quad \xi=\langle x,y\rangle-\varphi_\varepsilon-\psi_\varepsilon = f_\varepsilon+g_\varepsilon-\tfrac12\|x-y\|^2",
)

paper.not_attempted(
    "intro-strong-convexity",
    at="Section 1 display",
    printed=r"\inf_{\|h\|=1} \langle \nabla^2 \varphi_\varepsilon(x) h, h \rangle \geq \frac{1}{C}",
)

paper.not_attempted(
    "intro-cor33",
    at="Section 1 display",
    printed=r"\|\nabla \varphi_\varepsilon - \nabla \varphi\|_{L^2(K_0)} \leq \|\text{d}(\mathcal{S}_{(\cdot)}, \nabla \varphi)\|_{L^2(K_0)} \leq C\varepsilon^{\frac{1}{d(p-1)+2}}",
)

paper.not_attempted(
    "intro-generalises",
    at="abstract, Section 1",
    printed=r"\varepsilon^{\frac1{d(p-1)+2}}=\varepsilon^{1/3}\;(d=1,p=2),\quad\varepsilon^{\frac1{d+2}}\;(p=2)",
)
