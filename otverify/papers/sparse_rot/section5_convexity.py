"""Section 5.2: the proof of Corollary 3.2, case by case."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Integral, Obligation, Relation
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, d, eps, p, paper, q, r
from otverify.symbolic.spheres import sphere_area
from otverify.vocabulary import Domain, beta, dot, norm, reals, sqrt, vectors

Obligations = Iterator[Obligation]

#: ξ_0 = max ξ(x, ·), attained at y_0; R_0 the constant of Lemma 5.1
xi0, R0, a = reals("xi_0 R_0 a")
DIMENSIONS = Domain(EXPONENTS, d >= 1)


paper.not_attempted(
    "cor32-boundary-equivalence",
    at="case p=2, first sentence",
    printed=r"y \in \partial \mathcal{S}_x \Leftrightarrow \xi(x, y) = 0 \Leftrightarrow x \in \partial \mathcal{T}_y",
)


@paper.claim(
    "cor32-diam",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\|x-\nabla\psi_\varepsilon(y)\|\le\operatorname{diam}(\mathcal T_y)\lesssim\varepsilon^{\frac1{d+2}}",
)
def cor32_diam() -> Obligations:
    """1/D at p = 2."""
    yield Identity((1 / RATE).at(p, 2), 1 / (d + 2), over=d >= 1)


paper.not_attempted(
    "cor32-A-lower",
    at='case p=2, "A :="',
    printed=r"A := \langle \nabla^2 \varphi_\varepsilon(x) h, h \rangle \geq \frac{\int_{\partial \mathcal{S}_x} (\langle \nabla \varphi_\varepsilon(x) - y, h \rangle)^2 \mu(y) d\mathcal{H}^{d-1}(y)}{\varepsilon^{\frac{1}{d+2}} \mu(\mathcal{S}_x)}",
)


@paper.claim(
    "cor32-A-exponent",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"A\gtrsim\varepsilon^{-\frac{d+1}{d+2}}\int_{\partial\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,h\rangle^2d\mathcal H^{d-1}",
)
def cor32_a_exponent() -> Obligations:
    """The radius ε^(1/(d+2)) times the volume ε^(d/(d+2))."""
    yield Identity(
        eps ** (1 / (d + 2)) * eps ** (d / (d + 2)), eps ** ((d + 1) / (d + 2)), over=Domain(eps > 0, d >= 1)
    )


@paper.claim(
    "cone-definition",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathcal C_h=\{\langle y,h\rangle\ge\tfrac12\|y\|\}\Rightarrow\langle y,h\rangle^2\ge\tfrac14\|y\|^2",
)
def cone_definition() -> Obligations:
    """Squaring two non-negative numbers."""
    y, h = vectors("y h")
    cone = Domain(dot(y, h) >= norm(y) / 2, norm(y) >= 0)
    yield Relation(dot(y, h) ** 2 >= norm(y) ** 2 / 4, over=cone)


@paper.claim(
    "cor32-cone-chain",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\varepsilon^{-\frac{d+1}{d+2}}\int\|\nabla\varphi_\varepsilon(x)-y\|^2d\mathcal H^{d-1}"
    r"\gtrsim\varepsilon^{-\frac{d-1}{d+2}}\mathcal H^{d-1}(\cdot)",
    hypotheses=(
        r"\|\nabla\varphi_\varepsilon(x)-y\|\ge R_0^{-1}\varepsilon^{1/(d+2)}\text{ on }\partial\mathcal S_x",
    ),
)
def cor32_cone_chain() -> Obligations:
    """The squared radius takes 2/(d+2) off the exponent."""
    radius = eps ** (1 / (d + 2)) / R0
    region = Domain(eps > 0, d >= 1, R0 > 0)
    yield Identity(radius**2 / eps ** ((d + 1) / (d + 2)), R0**-2 / eps ** ((d - 1) / (d + 2)), over=region)


@paper.claim(
    "gamma-eps-scaling",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathcal H^{d-1}(\partial\mathcal S_x\cap\cdot)=\varepsilon^{\frac{d-1}{d+2}}"
    r"\mathcal H^{d-1}(\gamma_\varepsilon(\partial\mathcal S_x\cap\cdot))",
)
def gamma_eps_scaling() -> Obligations:
    """The (d-1)-dimensional measure scales with the power d-1 of the dilation, as spheres show."""
    dilation = eps ** (1 / (d + 2))
    sphere = sphere_area(d) * (dilation * r) ** (d - 1)
    yield Identity(
        sphere,
        eps ** ((d - 1) / (d + 2)) * sphere_area(d) * r ** (d - 1),
        over=Domain(eps > 0, d >= 1, r > 0),
    )


paper.not_attempted(
    "gamma-eps-inclusion",
    at="case p=2",
    printed=r"\mathbb{B}(0, \frac{1}{C'}) \cap \mathcal{C}_h \subset \gamma_\varepsilon(\mathcal{S}_x \cap (\nabla \varphi_\varepsilon(x) + \mathcal{C}_h)) \subset \mathbb{B}(0, C) \cap \mathcal{C}_h",
)

paper.not_attempted(
    "gamma-eps-area",
    at="case p=2",
    printed=r"\mathcal{H}^{d-1}(\gamma_\varepsilon(\partial \mathcal{S}_x \cap (\nabla \varphi_\varepsilon(x) + \mathcal{C}_h))) \geq \frac{1}{C'}",
)

paper.not_attempted(
    "cor32-case-q3-a",
    at="case p∈(1,3/2]",
    printed=r"A \gtrsim \frac{\int_{\mathcal{S}_x \cap (\nabla \varphi_\varepsilon(x) + \mathcal{C}_h)} \|\nabla \varphi_\varepsilon(x) - y\|^2 (\xi(x, y))_+^{q-3} d\mu(y)}{\int (\xi(x, y))_+^{q-2} d\mu(y)}",
)


@paper.claim(
    "cor32-case-q3-b",
    at="Proof of Corollary 3.2, case p <= 3/2",
    printed=r"\int(\varepsilon^{\frac2{d(p-1)+2}}-\|y-\nabla\varphi_\varepsilon\|^2)_+^{q-3}"
    r"\|y-\nabla\varphi_\varepsilon\|^2d\mu\approx\varepsilon^{\frac{2q+d-4}{d(p-1)+2}}",
    hypotheses=(r"q>3",),
)
def cor32_case_q3_b() -> Obligations:
    """∫ (c ε^(2/D) - C r²)^(q-3) r^(d+1) dr is a constant times ε^((2q+d-4)/D)."""
    (c,) = reals("c")
    region = Domain(p > 1, p < 3 * HALF, d >= 1, eps > 0, c > 0, C > 0, q=p / (p - 1))
    top = c * eps ** (2 / RATE)
    constant = c ** (q - 2 + d * HALF) * C ** (-d * HALF - 1) * beta(d * HALF + 1, q - 2) / 2
    yield Integral(
        (top - C * r**2) ** (q - 3) * r ** (d + 1),
        (r, 0, sqrt(top / C)),
        equals=constant * eps ** ((2 * q + d - 4) / RATE),
        over=region,
    )
    yield Relation(constant > 0, over=region)


@paper.claim(
    "eq22",
    at="(22)",
    printed=r"\int\xi_+^{q-2}d\mu\lesssim\varepsilon^{\frac{2(q-2)}{d(p-1)+2}}|\mathcal S_x|"
    r"\lesssim\varepsilon^{\frac{2(q-2)+d}{d(p-1)+2}}",
    depends=("xi-max-12", "volume-10"),
)
def eq22() -> Obligations:
    """(12) and (10) once more."""
    yield Identity(
        (eps ** (2 / RATE)) ** (q - 2) * eps ** (d / RATE), eps ** ((2 * (q - 2) + d) / RATE), over=PARAMETERS
    )


@paper.claim(
    "cor32-case-q3-conclusion",
    at="Proof of Corollary 3.2, case p <= 3/2",
    printed=r"A\gtrsim\varepsilon^{\frac{2q+d-4}D}/\varepsilon^{\frac{2(q-2)+d}D}=1",
    depends=("cor32-case-q3-b", "eq22"),
)
def cor32_case_q3_conclusion() -> Obligations:
    """The exponents agree."""
    yield Identity(eps ** ((2 * q + d - 4) / RATE) / eps ** ((2 * (q - 2) + d) / RATE), 1, over=PARAMETERS)


@paper.claim(
    "cor32-case-mid-a",
    at="Proof of Corollary 3.2, case 3/2 < p < 2",
    printed=r"\xi(x,y)^{q-3}\gtrsim\varepsilon^{\frac{2(q-3)}{d(p-1)+2}}",
    hypotheses=(r"2<q<3",),
    depends=("xi-max-12",),
)
def cor32_case_mid_a() -> Obligations:
    """The exponent q-3 is negative and reverses (12)."""
    (K,) = reals("K")
    middle = Domain(p > 3 * HALF, p < 2, d >= 1, eps > 0, K > 0, q=p / (p - 1))
    top = K * eps ** (2 / RATE)
    below = Domain(middle, xi0 > 0, xi0 <= top)
    yield Relation(q - 3 < 0, over=middle)
    yield Relation(xi0 ** (3 - q) <= top ** (3 - q), over=below, label=r"$\xi^{3-q}$ is below")
    yield Identity(top ** (q - 3), K ** (q - 3) * eps ** (2 * (q - 3) / RATE), over=middle)


@paper.claim(
    "cor32-case-mid-b",
    at="Proof of Corollary 3.2, case 3/2 < p < 2",
    printed=r"\varepsilon^{\frac{2(q-3)}{d(p-1)+2}}\int\|y-\nabla\varphi_\varepsilon\|^2d\mu"
    r"\approx\varepsilon^{\frac{2q+d-4}{d(p-1)+2}}",
    depends=("eq22",),
)
def cor32_case_mid_b() -> Obligations:
    """∫ r² over a ball of radius ε^(1/D) has the exponent (d+2)/D; then (22)."""
    radius = eps ** (1 / RATE)
    yield Integral(
        r**2 * r ** (d - 1), (r, 0, radius), equals=eps ** ((d + 2) / RATE) / (d + 2), over=PARAMETERS
    )
    yield Identity(
        eps ** (2 * (q - 3) / RATE) * eps ** ((d + 2) / RATE),
        eps ** ((2 * q + d - 4) / RATE),
        over=PARAMETERS,
    )
    yield Identity(eps ** ((2 * q + d - 4) / RATE) / eps ** ((2 * (q - 2) + d) / RATE), 1, over=PARAMETERS)


@paper.claim(
    "cor32-case-split",
    at="Section 5.2",
    printed=r"p=2,\quad p\in(1,\tfrac32]\;(q\ge3),\quad p\in(\tfrac32,2)\;(q\in(2,3))",
)
def cor32_case_split() -> Obligations:
    """The thresholds in q of the three cases, which cover (1, 2] once."""
    conjugate = p / (p - 1)
    yield Identity(conjugate.at(p, 2), 2)
    yield Relation(conjugate >= 3, over=Domain(p > 1, p <= 3 * HALF))
    yield Relation(conjugate < 3, over=Domain(p > 3 * HALF, p < 2))
    yield Relation(conjugate > 2, over=Domain(p > 3 * HALF, p < 2))
