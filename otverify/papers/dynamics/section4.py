"""Section 4: potentials, differentiability, marginal prices."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "eq-4-1-4-3-duality",
    at="(4.1)-(4.3)",
    printed=r"\psi=\max_y\{\phi-c\},\;\phi=\min_x\{\psi+c\};\quad\gamma\text{ optimal}\iff\operatorname{Supp}\gamma\subset\mathcal S",
)

paper.not_attempted(
    "sec-4-order-of-transforms",
    at="(4.1), (4.2)",
    printed=r"\phi(y)-\psi(x)\le c(x,y)",
)

paper.not_attempted(
    "sec-4-clarke-sets",
    at="Section 4",
    printed=r"D^*\psi(x),\;\partial\psi(x)=\operatorname{conv}D^*\psi(x)\text{ are nonempty and compact}",
)

paper.not_attempted(
    "prop-4-1-i",
    at="Proposition 4.1 (i)",
    printed=r"x\mapsto\partial\psi(x)\text{ has closed graph}",
)

paper.not_attempted(
    "prop-4-1-ii-iii",
    at="Proposition 4.1 (ii), (iii)",
    printed=r"\psi\text{ differentiable at }x\iff\partial\psi(x)\text{ is a singleton}",
)

paper.not_attempted(
    "eq-4-4",
    at="(4.4)",
    printed=r"-\tfrac{\partial c}{\partial x}(x,y)=d\psi(x)\quad\forall y\in\partial_c\psi(x)",
)

paper.not_attempted(
    "prop-4-1-iv",
    at="Proposition 4.1 (iv)",
    printed=r"M\setminus\operatorname{Dom}d\psi=\bigcup_q\{\operatorname{diam}\partial\psi\ge1/q\}\text{ is }\sigma\text{-compact}",
)

paper.not_attempted(
    "prop-4-2",
    at="Proposition 4.2",
    printed=r"\mu(M_0)=\nu(N_0)=\gamma(M_0\times N_0)=0",
)

paper.not_attempted(
    "prop-4-2-semiconvexity",
    at="Proof of Proposition 4.2",
    printed=r"\phi\text{ and }-\psi\text{ are semiconvex}",
)

paper.not_attempted(
    "sec-4-sigma-compact-open",
    at="Section 4, after Proposition 4.2",
    printed=r"\text{open subsets of compact manifolds are }\sigma\text{-compact}",
)

paper.not_attempted(
    "sec-4-E0-enlargement",
    at="Section 4, after Proposition 4.2",
    printed=r"M_0\times N_0\subset E_0\Rightarrow\psi\text{ is differentiable at }x\text{ and }\phi\text{ at }y\text{ for all }(x,y)\notin E_0",
)

paper.not_attempted(
    "prop-4-3",
    at="Proposition 4.3, (4.5)",
    printed=r"d\psi(x)=-\tfrac{\partial c}{\partial x}(x,y),\quad d\phi(y)=\tfrac{\partial c}{\partial y}(x,y)",
)

paper.not_attempted(
    "sec-4-chain-is-chain",
    at="Section 4, after Proposition 4.3",
    printed=r"\text{an }L\text{-chain in }\tilde{\mathcal S}\text{ is an }L\text{-chain with respect to }c",
)
