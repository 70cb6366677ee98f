"""Sections 5.6 and 5.7: almost-minimality for the Euclidean cost, conclusion."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "s56-gammaR-optimal",
    at="Section 5.6",
    printed=r"\gamma_R:=\gamma\lfloor_{\#_{2R}(x_0,y_0)},\;c_0,\;\mu_R(A):=\gamma((A\times\mathbb R^d)\cap\#_{2R}(x_0,y_0)),\;\nu_R(B):=\gamma((\mathbb R^d\times B)\cap\#_{2R}(x_0,y_0))",
)

paper.not_attempted(
    "s56-supports",
    at="Section 5.6",
    printed=r"\operatorname{supp}\mu_R\subseteq B_{4R}(x_0),\;\operatorname{supp}\nu_R\subseteq B_{4R}(y_0),\;\operatorname{supp}\gamma_R\subseteq B_{4R}(x_0)\times B_{4R}(y_0)",
)

paper.not_attempted(
    "s56-marginal-order",
    at="Section 5.6",
    printed=r"\mu_R\le\mu,\;\nu_R\le\nu,\;\mu_R=\mu,\;B_{2R}(x_0),\;\nu_R=\nu,\;B_{2R}(y_0)",
)

paper.not_attempted(
    "s56-quasi-minimality",
    at="Section 5.6, display",
    printed=r"\int\frac12|y-x|^2\gamma_R(dxdy)\le\int\frac12|y-x|^2\gamma_R'(dxdy)+R^{d+2}\Delta_R,\;\gamma_R'\in\Pi(\mu_R,\nu_R),\;\Delta_R:=C\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{2R}(x_0)\times B_{2R}(y_0))}\mathcal E_{2R}^{\frac12},\;C<\infty",
)

paper.not_attempted(
    "s56-quasi-minimality-scaling",
    at="Section 5.6",
    printed=r"R^{d+2}\Delta_R,\;\Delta_R\propto\mathcal E_{2R}^{1/2}",
)

paper.not_attempted(
    "s56-eps-regularity",
    at="Section 5.6, last sentence",
    printed=r"\varepsilon,\;C^{1,\alpha},\;B_{\frac R2}(x_0)",
)

paper.not_attempted(
    "s57-open",
    at="Section 5.7",
    printed=r"C^{1,\alpha},\;U_0,\;x_0,\;T(U_0),\;y_0,\;U_0\times T(U_0)\subseteq X\times Y,\;X\times Y,\;C^{1,\alpha}",
)
