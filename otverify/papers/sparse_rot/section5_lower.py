"""Section 5.1: the inner ball, Lemma 5.2."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.papers.sparse_rot.notation import EXPONENTS, PARAMETERS, RATE, d, eps, p, paper, q
from otverify.vocabulary import Domain, reals

Obligations = Iterator[Obligation]

#: ξ_0 = max ξ(x, ·), attained at y_0; R_0 the constant of Lemma 5.1
xi0, R0, a = reals("xi_0 R_0 a")
DIMENSIONS = Domain(EXPONENTS, d >= 1)


paper.not_attempted(
    "lemma52-statement",
    at="Lemma 5.2",
    printed=r"\mathbb{B}\left(\nabla\varphi_\varepsilon(x), \frac{1}{R_0}\varepsilon^{\frac{1}{d(p-1)+2}}\right) \subset \mathcal{S}_x \quad \text{and} \quad \mathbb{B}\left(\nabla\psi_\varepsilon(y), \frac{1}{R_0}\varepsilon^{\frac{1}{d(p-1)+2}}\right) \subset \mathcal{T}_y",
)

paper.not_attempted(
    "lemma52-convex",
    at="Lemma 5.2, last sentence of the statement",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;\text{both inclusions for }\varepsilon\in(0,1]",
)

paper.not_attempted(
    "jensen-17",
    at="(17)",
    printed=r"\xi(x_0, \nabla \varphi_\varepsilon(x_0)) \geq \left(\int_{\mathcal{S}_{x_0}} \xi(x_0, y)^{q-2} d\mu(y) \right)^{-1} \int_{\mathcal{S}_{x_0}} \xi(x_0, y)^{q-1} d\mu(y)",
)


@paper.claim(
    "eq18",
    at="(18)",
    printed=r"\int_{\mathcal S_{x_0}}\xi^{q-2}d\mu\lesssim\max\xi^{q-2}|\mathcal S_{x_0}|"
    r"\lesssim\varepsilon^{\frac{2(q-2)}{2+d(p-1)}}\varepsilon^{\frac d{2+d(p-1)}}",
    depends=("xi-max-12", "volume-10"),
)
def eq18() -> Obligations:
    """(12) to the power q-2 >= 0 times (10)."""
    yield Identity(
        (eps ** (2 / RATE)) ** (q - 2) * eps ** (d / RATE),
        eps ** (2 * (q - 2) / (2 + d * (p - 1))) * eps ** (d / (2 + d * (p - 1))),
        over=PARAMETERS,
    )
    yield Relation(q - 2 >= 0, over=EXPONENTS, label="the power preserves the bound")


@paper.claim(
    "eq19",
    at="(19)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\gtrsim\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("eq18",),
)
def eq19() -> Obligations:
    """ε^(q-1) over (18) is ε^(2/D)."""
    below = eps ** (2 * (q - 2) / RATE) * eps ** (d / RATE)
    yield Identity(eps ** (q - 1) / below, eps ** (2 / RATE), over=PARAMETERS)


paper.not_attempted(
    "grad-phi-in-S-proof",
    at="after (19)",
    printed=r"\nabla \varphi_\varepsilon(x_0) \in \mathcal{S}_{x_0}",
)

paper.not_attempted(
    "lemma52-identity",
    at="display after (19)",
    printed=r"\xi(x_0, \nabla \varphi_\varepsilon(x_0)) = \langle x_0, \nabla \varphi_\varepsilon(x_0) \rangle - \varphi_\varepsilon(x_0) - \psi_\varepsilon(\nabla \varphi_\varepsilon(x_0)) = \xi(x_0, y_0) + \psi_\varepsilon(y_0) - \psi_\varepsilon(\nabla \varphi_\varepsilon(x_0)) + \langle x_0, \nabla \varphi_\varepsilon(x_0) - y_0 \rangle",
)

paper.not_attempted(
    "lemma52-lipschitz-step",
    at="next display",
    printed=r"\xi(x_0, \nabla \varphi_\varepsilon(x_0)) \leq \xi(x_0, y_0) + \langle x_0 - \nabla \psi_\varepsilon(\nabla \varphi_\varepsilon(x_0)), \nabla \varphi_\varepsilon(x_0) - y_0 \rangle + L \|y_0 - \nabla \varphi_\varepsilon(x_0)\|^2",
)

paper.not_attempted(
    "young-inequality",
    at="inline",
    printed=r"|ab| \leq \delta a^2 + b^2/(4\delta)",
)

paper.not_attempted(
    "lemma52-young-display",
    at="display before (20)",
    printed=r"\xi(x_0, \nabla \varphi_\varepsilon(x_0)) \leq \xi(x_0, y_0) + \delta \|x_0 - \nabla \psi_\varepsilon(\nabla \varphi_\varepsilon(x_0))\|^2 + \left(L + \frac{1}{4\delta} \right) \|y_0 - \nabla \varphi_\varepsilon(x_0)\|^2",
)

paper.not_attempted(
    "eq20",
    at="(20)",
    printed=r"\xi(x_0, \nabla \varphi_\varepsilon(x_0)) \leq \xi(x_0, y_0) + \delta R_0^2 \varepsilon^{\frac{2}{d(p-1)+2}} + \left(L + \frac{1}{4\delta} \right) \|y_0 - \nabla \varphi_\varepsilon(x_0)\|^2",
)

paper.not_attempted(
    "eq21",
    at="(21)",
    printed=r"c \varepsilon^{\frac{2}{d(p-1)+2}} - C \|y_0 - \nabla \varphi_\varepsilon(x_0)\|^2 \leq \xi(x_0, y_0)",
)

paper.not_attempted(
    "lemma52-conclusion",
    at="after (21)",
    printed=r"\text{(21)}\Rightarrow \mathbb{B}(\nabla\varphi_\varepsilon(x_0), \sqrt{c/C}\,\varepsilon^{1/(d(p-1)+2)})\subset\mathcal{S}_{x_0}",
)
