"""Section 2: the problem, the optimal map, the main theorem."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation
from otverify.papers.coulomb.notation import APART, c0, i, k, paper, x, y
from otverify.vocabulary import D, contract

paper.not_attempted(
    "def-coulomb-problem",
    at="Section 2, (2.1)",
    printed=r"c_0(x,y)=\frac1{|y-x|},\;C:=\int_{\mathbb R^d\times\mathbb R^d}c_0\,d\gamma\quad\text{over }\gamma\in\Pi(\mu,\nu),\qquad \Pi(\mu,\nu):=\{\gamma:(\pi_1)_\#\gamma=\mu,(\pi_2)_\#\gamma=\nu\}",
)

paper.not_attempted(
    "prop-2-1-existence-uniqueness",
    at="Proposition 2.1 (= Theorem 3.1 in [CFK13])",
    printed=r"\mu,\nu\in\mathcal P\cap L^1(\mathbb R^d),\;\gamma\in\Pi(\mu,\nu),\;c_0,\;\psi:\mathbb R^d\to\mathbb R\cup\{-\infty\},\;\gamma=(\mathrm{id}\times T)_\#\mu",
)


@paper.claim(
    "prop-2-1-map-formula",
    at="Prop. 2.1, (2.2)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi(x))=x+\frac{\nabla\psi(x)}{|\nabla\psi(x)|^{3/2}}",
    hypotheses=(r"\nabla\psi(x)=\nabla_xc_0(x,y)", r"x\ne y"),
)
def prop_2_1_map_formula() -> Iterator[Obligation]:
    """The gradient of the potential at x determines the image y, in every dimension."""
    slope = D(c0, x[k])
    length_squared = contract(k, slope**2)
    yield Identity(length_squared, c0**4, over=APART, label=r"$|\nabla_xc_0|=|x-y|^{-2}$")
    yield Identity(x[i] + D(c0, x[i]) / length_squared ** Fraction(3, 4), y[i], over=APART)


paper.not_attempted(
    "fn2-twist-c0",
    at="Footnote 2",
    printed=r"-\nabla_xc_0(x,\cdot),\;\nabla_xc_0(x,y)+p=0,\;-\nabla_xc_0(x,\cdot)",
)

paper.not_attempted(
    "fn2-cexp-definition",
    at="Footnote 2",
    printed=r"y=c_0\text{-}\exp_x(p):=(-\nabla_xc_0)^{-1}(x,p)",
)

paper.not_attempted(
    "symmetric-coupling",
    at="Section 2, sentence after (2.2)",
    printed=r"c_0(x,y)=c_0(y,x),\;\gamma,\;\gamma(A\times B)=\gamma(B\times A),\;A,B\subseteq\mathbb R^d",
)

paper.not_attempted(
    "thm-2-2",
    at="Theorem 2.2",
    printed=r"\mu,\nu\in\mathcal P\cap L^1(\mathbb R^d),\;\rho_0,\rho_1,\;\mathcal L^d(\partial\operatorname{supp}\mu)=\mathcal L^d(\partial\operatorname{supp}\nu)=0,\;\rho_0\in C^{0,\alpha}(\operatorname{supp}\mu),\;\rho_1\in C^{0,\alpha}(\operatorname{supp}\nu),\;\alpha\in(0,1),\;\rho_0,\rho_1>0,\;\operatorname{supp}\mu,\;\operatorname{supp}\nu,\;M<\infty,\;\rho_0,\rho_1\le M,\;X\subset\operatorname{Int}\operatorname{supp}\mu",
)

paper.not_attempted(
    "rem-2-3",
    at="Remark 2.3",
    printed=r"\rho_0=\rho_1=\rho,\;\rho,\;\mathbb R^d,\;\partial\operatorname{supp}\mu,\partial\operatorname{supp}\nu",
)

paper.not_attempted(
    "unbounded-support-remark",
    at="Section 2, after Remark 2.3",
    printed=r"\text{see the place}",
)
