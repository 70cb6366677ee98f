"""Section 3: Theorem 3.1 and its corollaries."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "standing-assumptions",
    at="Section 3",
    printed=r"\Omega_0,\Omega_1\text{ compact},\;\lambda,\mu\in C^{0,\alpha}\text{ bounded above and below},\;T,T^{-1}\in C^{1,\alpha}",
)

paper.not_attempted(
    "thm-3-1-outer",
    at="Theorem 3.1, (4), right inclusion",
    printed=r"\mathcal{S}_x \subset \mathbb{B}\left(\nabla\varphi_\varepsilon(x), R_0\varepsilon^{\frac{1}{d(p-1)+2}}\right)",
)

paper.not_attempted(
    "thm-3-1-inner",
    at="Theorem 3.1, (4), left inclusion",
    printed=r"\mathbb{B}\left(\nabla\varphi_\varepsilon(x), \frac{1}{R_0}\varepsilon^{\frac{1}{d(p-1)+2}}\right)\subset \mathcal{S}_x",
)

paper.not_attempted(
    "thm-3-1-convex-all-eps",
    at="Theorem 3.1, last sentence",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;(4)\text{ for all }\varepsilon\in(0,1]",
)

paper.not_attempted(
    "thm-3-1-Ty",
    at="Section 3 before Theorem 3.1",
    printed=r"(4)\text{ for }\mathcal T_y\text{ and }\nabla\psi_\varepsilon(y)",
)

paper.not_attempted(
    "thm-3-1-sharp",
    at="Section 3, Section 6",
    printed=r"\text{the exponent }\tfrac1{d(p-1)+2}\text{ of (4) is attained}",
)

paper.not_attempted(
    "cor-3-2",
    at="Corollary 3.2",
    printed=r"\inf_{0<\varepsilon\le\varepsilon_0}\inf_{x\in K_0}\lambda_{\min}(\nabla^2\varphi_\varepsilon(x))>0",
)

paper.not_attempted(
    "section-volume",
    at="Section 3 after Corollary 3.2",
    printed=r"|\mathcal{S}_x| \text{ of } \mathcal{S}_x \text{ is of order } \varepsilon^{\frac{d}{d+2}}",
)

paper.not_attempted(
    "support-graph",
    at="Section 3",
    printed=r"\operatorname{supp}\pi_0\subset\operatorname{graph}\nabla\varphi",
)

paper.not_attempted(
    "T-eps-definition",
    at="Section 3",
    printed=r"T_\varepsilon(x) = \frac{\int y(\xi(x, y))_+^{q-1} d\mu(y)}{\int (\xi(x, y))_+^{q-1} d\mu(y)} = \int y\pi_\varepsilon(y|x)",
)

paper.not_attempted(
    "ineq-5-a",
    at="(5), first relation",
    printed=r"\|T_\varepsilon - \nabla\varphi\|_{L^2(\Omega_0)}^2 \lesssim \int \|x - y\|^2 d(\pi_\varepsilon - \pi_0)(x, y)",
)

paper.not_attempted(
    "ineq-5-b",
    at="(5), second relation",
    printed=r"\int \|x - y\|^2 d(\pi_\varepsilon - \pi_0)(x, y) \leq \text{ROT}_\varepsilon - \text{OT}",
)

paper.not_attempted(
    "ineq-5-c",
    at="(5), third relation",
    printed=r"\text{ROT}_\varepsilon - \text{OT} \lesssim \varepsilon^{\frac{2}{d(p-1)+2}}",
)

paper.not_attempted(
    "T-eps-in-Sx",
    at="Section 3",
    printed=r"\text{Since } \mathcal{S}_x \text{ is convex and } T_\varepsilon(x) \text{ is an average on } \mathcal{S}_x,\ T_\varepsilon(x) \in \mathcal{S}_x",
)

paper.not_attempted(
    "triangle-display-a",
    at='Section 3 display before Corollary 3.3, "≤"',
    printed=r"\|d(\mathcal{S}_x, \nabla\varphi)\|_{L^2(K_0)} \leq \|T_\varepsilon - \nabla\varphi\|_{L^2(K_0)} + \sup_{x \in K_0} \text{diam}(\mathcal{S}_x)",
)

paper.not_attempted(
    "triangle-display-b",
    at='same display, "≲"',
    printed=r"\|T_\varepsilon - \nabla\varphi\|_{L^2(K_0)} + \sup_{x \in K_0} \text{diam}(\mathcal{S}_x)\lesssim \varepsilon^{\frac{1}{d(p-1)+2}}",
)

paper.not_attempted(
    "grad-in-Sx",
    at="Section 3",
    printed=r"\nabla\varphi_\varepsilon(x) = \frac{\int_{\mathcal{S}_x} y(\xi(x, y))_+^{q-2} d\mu(y)}{\int_{\mathcal{S}_x} (\xi(x, y))_+^{q-2} d\mu(y)} \in \mathcal{S}_x",
)

paper.not_attempted(
    "cor-3-3-first",
    at="Corollary 3.3, first inequality",
    printed=r"\|\nabla\varphi_\varepsilon - \nabla\varphi\|_{L^2(K_0)} \leq \|\mathbf{d}(\mathcal{S}_{(\cdot)}, \nabla\varphi)\|_{L^2(K_0)}",
)

paper.not_attempted(
    "cor-3-3-rate",
    at="Corollary 3.3, second inequality",
    printed=r"\|\mathbf{d}(\mathcal{S}_{(\cdot)}, \nabla\varphi)\|_{L^2(K_0)} \leq C\varepsilon^{\frac{1}{d(p-1)+2}}",
)

paper.not_attempted(
    "cor-3-3-convex",
    at="Corollary 3.3, last sentence",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;\text{the rate for all }\varepsilon\in(0,1]",
)
