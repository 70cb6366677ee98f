"""Section 4.2: convex conjugates, Lemma 4.5."""

from __future__ import annotations

from otverify.papers.sparse_rot.notation import paper

paper.not_attempted(
    "legendre-definition",
    at="Section 4.2",
    printed=r"f^*(y) := \sup_{x \in \mathbb{R}^d} \{\langle x, y \rangle - f(x)\}",
)

paper.not_attempted(
    "lemma45-equivalence",
    at="Lemma 4.5 (i)–(iii)",
    printed=r"x \in \partial f^*(y)\ \Leftrightarrow\ \nabla f(x) = y\ \Leftrightarrow\ f^*(y) + f(x) = \langle x, y \rangle",
)

paper.not_attempted(
    "lemma45-strong-convexity",
    at="Lemma 4.5, last display",
    printed=r"f^*(y) \geq f^*(y_0) + \langle z, y - y_0 \rangle + \frac{1}{2L} \|y - y_0\|^2",
)

paper.not_attempted(
    "lemma45-descent",
    at="Lemma 4.5 proof",
    printed=r"\langle y, x \rangle - f(x) \geq \langle y, x \rangle - f(z) - \langle \nabla f(z), x - z \rangle - \frac{L}{2} \|z - x\|^2",
)

paper.not_attempted(
    "lemma45-eq9-line1",
    at="(9), first line",
    printed=r"f^*(y) \geq \left\langle y, z + \frac{y - \nabla f(z)}{L} \right\rangle - f(z) - \left\langle \nabla f(z), \frac{y - \nabla f(z)}{L} \right\rangle - \frac{1}{2L} \|y - \nabla f(z)\|^2",
)

paper.not_attempted(
    "lemma45-eq9-line2",
    at="(9), second line",
    printed=r"= \langle y_0, z \rangle - f(z) + \langle y - y_0, z \rangle + \frac{1}{L} \|y - \nabla f(z)\|^2 - \frac{1}{2L} \|y - \nabla f(z)\|^2",
)

paper.not_attempted(
    "lemma45-final",
    at="Lemma 4.5 proof, end",
    printed=r"z \in \partial f^*(y_0)\ \Rightarrow\ \langle y_0,z\rangle-f(z)=f^*(y_0),\ \nabla f(z)=y_0,\ \text{so (9) gives the claim}",
)
