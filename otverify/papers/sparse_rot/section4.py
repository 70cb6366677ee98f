"""Section 4.1: duality, Propositions 4.1 and 4.2."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "strong-duality",
    at="Prop 4.1 (i)",
    printed=r"\text{ROT}_{\varepsilon,p} = \text{ROT}_{\varepsilon,p}^*",
)

paper.not_attempted(
    "primal-uniqueness",
    at="Prop 4.1 (ii)",
    printed=r"\text{unique optimizer } \pi_\varepsilon \in \Pi(\lambda, \mu)",
)

paper.not_attempted(
    "dual-existence-nonunique",
    at="Prop 4.1 (iii)",
    printed=r"(f_\varepsilon,g_\varepsilon)\in L^\infty(\lambda)\times L^\infty(\mu)\text{ exists, and is not unique}",
)

paper.not_attempted(
    "foc-6",
    at="(6)",
    printed=r"\begin{cases} \int (f_\varepsilon(x) + g_\varepsilon(y) - \frac{1}{2}\|x - y\|^2)_+^{q-1} d\mu(y) = \varepsilon^{q-1}q^{q-1} & \text{for all } x \in \Omega_0, \\ \int (f_\varepsilon(x) + g_\varepsilon(y) - \frac{1}{2}\|x - y\|^2)_+^{q-1} d\lambda(x) = \varepsilon^{q-1}q^{q-1} & \text{for all } y \in \Omega_1. \end{cases}",
)

paper.not_attempted(
    "potential-sup-bound",
    at="Prop 4.1 (iv)",
    printed=r"\text{there exists a constant } C \text{ depending on } \Omega_i \text{ and } p \text{ such that } \|f_\varepsilon \oplus g_\varepsilon\|_\infty \leq C",
)

paper.not_attempted(
    "potential-lipschitz",
    at="Prop 4.1 (iv)",
    printed=r"|f_\varepsilon(x)-f_\varepsilon(z)|\le L\|x-z\|,\quad|g_\varepsilon(y)-g_\varepsilon(w)|\le L\|y-w\|",
)

paper.not_attempted(
    "weight-lower-bound",
    at="Prop 4.1 (v)",
    printed=r"\text{there exists } \delta(\varepsilon) > 0:\ \int (\xi(\cdot, y))_+^{q-2} d\mu(y) \geq \delta \text{ on } \Omega_0, \quad \int (\xi(x, \cdot))_+^{q-2} d\lambda(x) \geq \delta \text{ on } \Omega_1",
)

paper.not_attempted(
    "prop42-step1",
    at="Prop 4.2 proof, line 1→2",
    printed=r"\langle (1-t)x + tz, y \rangle - (1-t)\varphi_\varepsilon(x) - t\varphi_\varepsilon(z) - \psi_\varepsilon(y) = (1-t)(\langle x, y \rangle - \varphi_\varepsilon(x) - \psi_\varepsilon(y)) + t(\langle z, y \rangle - \varphi_\varepsilon(z) - \psi_\varepsilon(y))",
)

paper.not_attempted(
    "prop42-step2",
    at="Prop 4.2 proof, line 2→3",
    printed=r"\int ((1-t)A+tB)_+^{q-1} d\mu \leq (1-t) \int A_+^{q-1} d\mu + t \int B_+^{q-1} d\mu",
)

paper.not_attempted(
    "prop42-step3",
    at="Prop 4.2 proof, line 3→4",
    printed=r"(1-t) \int (\cdot)_+^{q-1} d\mu + t \int (\cdot)_+^{q-1} d\mu = \varepsilon^{q-1} q^{q-1} = \int (\langle (1-t)x + tz, y \rangle - \varphi_\varepsilon((1-t)x + tz) - \psi_\varepsilon(y))_+^{q-1} d\mu(y)",
)

paper.not_attempted(
    "prop42-monotone",
    at="Prop 4.2 proof",
    printed=r"s\mapsto\int(\langle(1-t)x+tz,y\rangle+s-\psi_\varepsilon(y))_+^{q-1}d\mu(y)\text{ is monotone, strictly for }s\text{ near }\varphi_\varepsilon((1-t)x+tz)",
)

paper.not_attempted(
    "prop42-convexity",
    at="Prop 4.2",
    printed=r"\varphi_\varepsilon((1-t)x + tz) \leq (1-t)\varphi_\varepsilon(x) + t\varphi_\varepsilon(z)",
)

paper.not_attempted(
    "prop42-gradient-7",
    at="(7)",
    printed=r"\nabla\varphi_\varepsilon(x) = \frac{\int_{\mathcal{S}_x} y (\xi(x, y))^{q-2} d\mu(y)}{\int_{\mathcal{S}_x} (\xi(x, y))^{q-2} d\mu(y)}",
)

paper.not_attempted(
    "prop42-hoelder",
    at="Prop 4.2 proof, end",
    printed=r"\text{for } q > 2\ (\xi)^{q-2} \text{ is } \min((q-2), 1)\text{-Hölder continuous}",
)

paper.not_attempted(
    "Sx-convex",
    at="Prop 4.2, last sentence",
    printed=r"\text{for all } x \in \Omega_0, \text{ if } \mathcal{S}_x \cap \partial\Omega_1 = \emptyset \text{ or } \Omega_1 \text{ is convex, } \mathcal{S}_x \text{ is a convex set}",
)
