"""Section 5.1: the outer ball, Lemma 5.1."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Integral, Obligation, Relation
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, d, eps, p, paper, q, r
from otverify.symbolic.spheres import ball_volume
from otverify.vocabulary import Domain, beta, reals, sqrt

Obligations = Iterator[Obligation]

#: ξ_0 = max ξ(x, ·), attained at y_0; R_0 the constant of Lemma 5.1
xi0, R0, a = reals("xi_0 R_0 a")
DIMENSIONS = Domain(EXPONENTS, d >= 1)


paper.not_attempted(
    "sec51-opening",
    at="Section 5.1 first sentences",
    printed=r"\text{Lemma 5.1 bounds }\operatorname{diam}\mathcal S_x,\;|\mathcal S_x|\text{ from below}",
)

paper.not_attempted(
    "lemma51-statement",
    at="Lemma 5.1",
    printed=r"\mathcal{S}_x \subset \mathbb{B} \left(\nabla \varphi_\varepsilon(x), R_0 \varepsilon^{\frac{1}{d(p-1)+2}} \right) \quad \text{and} \quad \mathcal{T}_y \subset \mathbb{B} \left(\nabla \psi_\varepsilon(y), R_0 \varepsilon^{\frac{1}{d(p-1)+2}} \right)",
)


@paper.claim(
    "volume-10",
    at="(10)",
    printed=r"|\mathcal S_x|,|\mathcal T_y|\le C_dR_0^d\varepsilon^{\frac d{2+d(p-1)}}",
)
def volume_10() -> Obligations:
    """The volume of a ball of radius R_0 ε^(1/D), with C_d = |B_1|."""
    radius = R0 * eps ** (1 / RATE)
    yield Identity(
        ball_volume(d, radius),
        ball_volume(d) * R0**d * eps ** (d / (2 + d * (p - 1))),
        over=Domain(PARAMETERS, R0 > 0),
    )


paper.not_attempted(
    "xi-max-location",
    at="Lemma 5.1 proof",
    printed=r"y_0 \in \partial\psi_\varepsilon^*(x)\ \Rightarrow\ \xi(x, y_0) \geq 0,\ y_0 \in \mathcal{S}_x,\ x = \nabla\psi_\varepsilon(y_0)",
)

paper.not_attempted(
    "eq11-equality",
    at="(11), equality",
    printed=r"\xi(x, y) = \xi(x, y_0) + \langle x, y - y_0 \rangle + \psi_\varepsilon(y_0) - \psi_\varepsilon(y)",
)

paper.not_attempted(
    "eq11-inequality",
    at="(11), inequality",
    printed=r"\xi(x, y) \geq \xi(x, y_0) - C\|y - y_0\|^2",
)

paper.not_attempted(
    "lemma51-chain-a",
    at="display before (12), first ≥",
    printed=r"c(q)\varepsilon^{q-1} \geq \int (\xi(x, y_0) - C\|y - y_0\|^2)_+^{q-1} d\mu(y)",
)

paper.not_attempted(
    "lemma51-chain-b",
    at="display before (12), middle",
    printed=r"\int (\xi(x, y_0) - C\|y - y_0\|^2)_+^{q-1} d\mu(y)\gtrsim \int_0^\infty (\xi(x, y_0) - Cr^2)_+^{q-1} r^{d-1} dr",
)


@paper.claim(
    "lemma51-chain-c",
    at="Display before (12), last step",
    printed=r"\int_0^\infty(\xi-Cr^2)_+^{q-1}r^{d-1}dr\gtrsim\xi^{q-1+\frac d2}",
)
def lemma51_chain_c() -> Obligations:
    """The integral is ½ C^(-d/2) B(d/2, q) ξ^(q-1+d/2)."""
    region = Domain(DIMENSIONS, xi0 > 0, C > 0)
    constant = C ** (-d * HALF) * beta(d * HALF, q) / 2
    yield Integral(
        (xi0 - C * r**2) ** (q - 1) * r ** (d - 1),
        (r, 0, sqrt(xi0 / C)),
        equals=constant * xi0 ** (q - 1 + d * HALF),
        over=region,
    )
    yield Relation(constant > 0, over=region)
    yield Relation(xi0 - C * r**2 <= 0, over=Domain(region, r >= sqrt(xi0 / C)), label="nothing beyond")


@paper.claim(
    "xi-max-12",
    at="(12)",
    printed=r"\max_y\xi(x,y)=\xi(x,y_0)\lesssim\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("lemma51-chain-c",),
)
def xi_max_12() -> Obligations:
    """ξ_0^(q-1+d/2) <= K ε^(q-1) gives ξ_0 <= K^(1/(q-1+d/2)) ε^(2/D)."""
    (K,) = reals("K")
    yield Identity((q - 1) / (q - 1 + d * HALF), 2 / RATE, over=DIMENSIONS, label="exponent")
    bound = (K * eps ** (q - 1)) ** (1 / (q - 1 + d * HALF))
    yield Identity(bound, K ** (1 / (q - 1 + d * HALF)) * eps ** (2 / RATE), over=Domain(PARAMETERS, K > 0))
    yield Relation(
        a ** (1 / (q - 1 + d * HALF)) <= xi0 ** (1 / (q - 1 + d * HALF)),
        over=Domain(DIMENSIONS, a > 0, xi0 >= a),
        label="the root preserves the inequality",
    )


paper.not_attempted(
    "eq13",
    at="(13)",
    printed=r"\xi(x, y) = \psi_\varepsilon^*(x) - \varphi_\varepsilon(x) - (\psi_\varepsilon^*(x) + \psi_\varepsilon(y) - \langle x, y \rangle)",
)

paper.not_attempted(
    "eq14",
    at="(14)",
    printed=r"= \max_{z \in \mathcal{S}_x} \xi(x, z) - D(x, y) \leq c\varepsilon^{\frac{2}{2+d(p-1)}} - D(x, y),\qquad D(x, y) := \psi_\varepsilon^*(x) + \psi_\varepsilon(y) - \langle x, y \rangle",
)

paper.not_attempted(
    "eq15",
    at="(15)",
    printed=r"D(x, y) \geq \psi_\varepsilon^*(\nabla\psi_\varepsilon(y)) + \langle y, x - \nabla\psi_\varepsilon(y) \rangle + C\|\nabla\psi_\varepsilon(y) - x\|^2 + \psi_\varepsilon(y) - \langle x, y \rangle",
)

paper.not_attempted(
    "eq16",
    at="(16)",
    printed=r"= \psi_\varepsilon^*(\nabla\psi_\varepsilon(y)) + \psi_\varepsilon(y) - \langle y, \nabla\psi_\varepsilon(y) \rangle + C\|\nabla\psi_\varepsilon(y) - x\|^2 = C\|\nabla\psi_\varepsilon(y) - x\|^2",
)

paper.not_attempted(
    "lemma51-final-display",
    at="Lemma 5.1 proof, last display",
    printed=r"\max_{x \in \partial\mathcal{T}_y} \|\nabla\psi_\varepsilon(y) - x\| \lesssim \varepsilon^{\frac{2}{2+d(p-1)}}",
)
