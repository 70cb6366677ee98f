"""Appendix A: Reynolds' transport theorem, Theorem A.1."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "thmA1-formula-s-positive",
    at="Appendix A, Theorem A.1, (28), s>0",
    printed=r"\nabla g(x) = \int_{\mathcal{R}(x) \cap \Omega_1} h(y) s f(x, y)^{s-1} \nabla_x f(x, y) d\mu(y)",
)

paper.not_attempted(
    "thmA1-formula-s0",
    at="Appendix A, Theorem A.1, (28), s=0",
    printed=r"\nabla g(x) = \int_{\partial \mathcal{R}(x) \cap \Omega_1} h(y) f(x, y)_+^s \langle V, n \rangle \mu(y) d\mathcal{H}^{d-1}(y)",
)

paper.not_attempted(
    "thmA1-boundary-vanishes",
    at="Appendix A, Theorem A.1 remark; (31) remark",
    printed=r"s>0:\ f=0 \text{ on } \partial\mathcal{R}(x)\cap\Omega_1 \Rightarrow \text{boundary term} = 0",
)

paper.not_attempted(
    "thmA1-regularity",
    at="Appendix A, Theorem A.1",
    printed=r"g \in W_{\text{loc}}^{1, \infty}(\Omega_0)",
)

paper.not_attempted(
    "A1-lipschitz-domain",
    at="Appendix A, proof, first paragraph",
    printed=r"\mathcal R(x_0)\cap\Omega_1=\bigcup_i\omega_i,\;\omega_i\text{ star-shaped with respect to a ball}",
)

paper.not_attempted(
    "A1-cone-convex",
    at="Appendix A, proof",
    printed=r"Z(y) = \cup_{z \in B(y_i, r_i/2)} [z, y] \subset \omega_i \text{ is convex}",
)

paper.not_attempted(
    "A1-concavity-step",
    at="Appendix A, proof",
    printed=r"f(x, y_i) - f(x, y) \leq \langle \nabla_y f(x, y), y_i - y \rangle,\quad c_0 \leq \langle \nabla_y f(x, y), y_i - y \rangle \leq \|\nabla_y f(x, y)\| \|y_i - y\|",
)

paper.not_attempted(
    "A1-gradient-lower-bound",
    at="Appendix A, proof",
    printed=r"|\nabla_y f(x, y)| \geq c_1 > 0,\ \ c_1 = c_0/\operatorname{diam}(\Omega_1)",
)

paper.not_attempted(
    "A1-eq29",
    at="Appendix A, (29)",
    printed=r"c_2 \text{dist}(y, \Gamma(x)) \leq f(x, y) \leq C_2 \text{dist}(y, \Gamma(x)),\qquad \Gamma(x) := \partial \mathcal{R}(x) \cap \Omega_1",
)

paper.not_attempted(
    "A1-eq30",
    at="Appendix A, (30)",
    printed=r"A_i(x) := \int_{\mathcal{R}(x) \cap \Omega_1} |h(y)| s f(x, y)^{s-1} |\partial_{x_i} f(x, y)| d\mu(y) < \infty",
)

paper.not_attempted(
    "A1-eq30-split-bound",
    at="Appendix A, display after (30)",
    printed=r"A_i(x) \leq \|h\|_\infty s \tau^{s-1} \|\nabla f\|_\infty + \|h\|_\infty s \tau^{s-1} \|\nabla f\|_\infty \int_{\mathcal{R}(x) \cap \Omega_1 \cap \{\text{dist}(y, \Gamma(x)) < \tau\}} f(x, y)^{s-1} d\mu(y)",
)

paper.not_attempted(
    "A1-velocity-identity",
    at="Appendix A, proof",
    printed=r"\partial_{x_i} f(x, y) + \langle \nabla_y f(x, y), V_i(x, y) \rangle = 0",
)

paper.not_attempted(
    "A1-normal-velocity",
    at="Appendix A, proof",
    printed=r"\langle V_i, n \rangle = -\frac{\partial_{x_i} f}{\langle \nabla_y f, n \rangle},\quad |\langle \nabla_y f, n \rangle| = \|\nabla_y f\|",
)

paper.not_attempted(
    "A1-eq31",
    at="Appendix A, (31)",
    printed=r"B_i(x) := \int_{\Gamma(x)} |h(y)| f(x, y)_+^s |\langle V_i, n \rangle| \mu(y) d\mathcal{H}^{d-1}(y) < \infty",
)

paper.not_attempted(
    "A1-limits",
    at="Appendix A, (32),(33),(34)",
    printed=r"g_m(x) \to g(x);\ \int_{D_m(x)} h s f^{s-1} \partial_{x_i} f d\mu \to \int_{\mathcal{R}(x) \cap \Omega_1}\cdots;\ \int_{\Gamma_m(x)} h f_+^s \langle V_i, n \rangle \mu d\mathcal{H}^{d-1} \to \int_{\Gamma(x) \setminus \partial\Omega_1}\cdots",
)

paper.not_attempted(
    "A1-eq35",
    at="Appendix A, (35) and the display before it",
    printed=r"\partial_{x_i} g_m(x) = \int_{D_m(x)} \partial_{x_i} (h f^s \mu) dy + \int_{\Gamma_m(x)} h f_+^s \langle V_i, n \rangle \mu d\mathcal{H}^{d-1};\quad \partial_{x_i} (h f^s \mu) = h s f^{s-1} \partial_{x_i} f\, \mu",
)

paper.not_attempted(
    "A1-weak-derivative",
    at="Appendix A, proof, end",
    printed=r"-\int_N g_m \partial_{x_i} \varphi \, dx = \int_N \varphi\, \partial_{x_i} g_m \, dx",
)
