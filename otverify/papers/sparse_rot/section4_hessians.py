"""Section 4.1: second derivatives, Proposition 4.3 and Theorem 4.4."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "hessian-8-pneq2",
    at="(8), p≠2",
    printed=r"\langle \nabla^2 \varphi_\varepsilon(x)u, v \rangle = (q-2) \frac{\int_{\mathcal{S}_x} \langle \nabla\varphi_\varepsilon(x)-y, u \rangle \langle \nabla\varphi_\varepsilon(x)-y, v \rangle \xi(x, y)^{q-3} \mu d\mu(y)}{\int_{\mathcal{S}_x} \xi(x, y)^{q-2} d\mu(y)}",
)

paper.not_attempted(
    "hessian-8-p2",
    at="(8), p=2",
    printed=r"\langle \nabla^2 \varphi_\varepsilon(x)u, v \rangle = \frac{\int_{\partial\mathcal{S}_x \setminus \partial\Omega_1} \frac{\langle \nabla\varphi_\varepsilon(x)-y, u \rangle \langle \nabla\varphi_\varepsilon(x)-y, v \rangle}{\|\nabla\psi_\varepsilon(y)-x\|} \mu d\mathcal{H}^{d-1}(y)}{\mu(\mathcal{S}_x)}",
)

paper.not_attempted(
    "hessian-psd",
    at="(8), consequence",
    printed=r"\nabla^2\varphi_\varepsilon(x)\ge0",
)

paper.not_attempted(
    "prop43-proof-line1",
    at="Prop 4.3 proof, first equality",
    printed=r"\langle \nabla^2 \varphi_\varepsilon(x)u, v \rangle = \frac{\int_{\partial\mathcal{S}_x \setminus \partial\Omega_1} \frac{\langle y - \nabla\varphi_\varepsilon(x), v \rangle \langle y - \nabla\varphi_\varepsilon(x), u \rangle \mu(y)}{\|x - \nabla\psi_\varepsilon(y)\|} d\mathcal{H}^{d-1}(y)}{\mu(\mathcal{S}_x)} - \frac{\langle \nabla\varphi_\varepsilon(x), u \rangle \int_{\partial\mathcal{S}_x} \frac{\langle y - \nabla\varphi_\varepsilon(x), v \rangle \mu(y)}{\|x - \nabla\psi_\varepsilon(y)\|} d\mathcal{H}^{d-1}(y)}{\mu(\mathcal{S}_x)}",
)

paper.not_attempted(
    "prop43-proof-line2",
    at="Prop 4.3 proof, second equality",
    printed=r"\text{(previous line)} = \frac{\int_{\partial\mathcal{S}_x \setminus \partial\Omega_1} \frac{\langle y - \nabla\varphi_\varepsilon(x), v \rangle \langle y - \nabla\varphi_\varepsilon(x), u \rangle \mu(y)}{\|x - \nabla\psi_\varepsilon(y)\|} d\mathcal{H}^{d-1}(y)}{\mu(\mathcal{S}_x)}",
)

paper.not_attempted(
    "W2inf",
    at="Prop 4.3",
    printed=r"\varphi_\varepsilon \in W_{\text{loc}}^{2,\infty}(\Omega_0)",
)

paper.not_attempted(
    "thm44-lipschitz",
    at="Theorem 4.4",
    printed=r"(\varphi_\varepsilon, \psi_\varepsilon) \text{ are } L\text{-Lipschitz},\ L \text{ depending only on } \Omega_0, \Omega_1",
)

paper.not_attempted(
    "thm44-hessian-bounds",
    at="Theorem 4.4 (three displays)",
    printed=r"\operatorname{ess\,sup}_{K_0} |\nabla^2 \varphi_\varepsilon| + \operatorname{ess\,sup}_{K_1} |\nabla^2 \psi_\varepsilon| \leq C;\quad \operatorname{ess\,sup}_{x \in K_0, y \in \mathcal{S}_x} |\nabla^2 \psi_\varepsilon(y)| + \operatorname{ess\,sup}_{y \in K_1, x \in \mathcal{T}_y} |\nabla^2 \varphi_\varepsilon(x)| \leq C;\quad (\varepsilon \geq \varepsilon_0,\ \Omega_1 \text{ Lipschitz})\ \operatorname{ess\,sup}_{y \in \Omega_1} |\nabla^2 \psi_\varepsilon| \leq C",
)

paper.not_attempted(
    "thm44-proof-rate",
    at="Theorem 4.4 proof",
    printed=r"|y - T(x)| \lesssim \varepsilon^{\frac{2}{(d(p-1)+2)(d+2)}}\quad\text{for } (x,y)\in K_0\times\mathbb{R}^d\cap\operatorname{supp}\pi_\varepsilon",
)

paper.not_attempted(
    "thm44-proof-distance",
    at="Theorem 4.4 proof",
    printed=r"T(\partial\Omega_0) = \partial\Omega_1 \Rightarrow d(T(K_0), \partial\Omega_1) > 0 \Rightarrow \cup_{x \in K_0} \mathcal{S}_x \Subset \Omega_1\ (\varepsilon\ \text{small})",
)
