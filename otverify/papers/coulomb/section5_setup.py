"""Section 5: energies, closeness to the Lebesgue measure, the sets X and Y."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "s5-cost-approx-euclidean",
    at="Section 5, item 1",
    printed=r"-x\cdot y",
)

paper.not_attempted(
    "eq-5-1-energy",
    at="Section 5, (5.1)",
    printed=r"\mathcal E_R(\gamma,(x_0,y_0)):=\frac1{R^{d+2}}\int_{\#_R(x_0,y_0)}|y-x|^2\gamma(dxdy),\;\#_R(x_0,y_0)=(B_R(x_0)\times\mathbb R^d)\cup(\mathbb R^d\times B_R(y_0))",
)

paper.not_attempted(
    "eq-5-2-forward-energy",
    at="Section 5, (5.2)",
    printed=r"\mathcal E_R^+:=\frac1{R^{d+2}}\int_{B_R(x_0)\times\mathbb R^d}|y-x|^2\gamma(dxdy)=\frac1{R^{d+2}}\int_{B_R(x_0)}|T(x)-x|^2\mu(dx)",
)

paper.not_attempted(
    "energy-two-sided-remark",
    at="Section 5, after (5.1)",
    printed=r"\mathcal E_R,\;B_R(x_0),\;B_R(y_0),\;\gamma",
)

paper.not_attempted(
    "def-D-R",
    at=r"Section 5, display defining $\mathcal D_R$",
    printed=r"\mathcal D_R(\mu,\nu;(x_0,y_0)):=\frac1{R^{d+2}}W_2^2\Big(\mu\lfloor_{B_R(x_0)},\frac{\mu(B_R(x_0))}{|B_R|}dx\lfloor_{B_R(x_0)}\Big)+\Big(\frac{\mu(B_R(x_0))}{|B_R|}-1\Big)^2+\frac1{R^{d+2}}W_2^2\Big(\nu\lfloor_{B_R(y_0)},\frac{\nu(B_R(y_0))}{|B_R|}dy\lfloor_{B_R(y_0)}\Big)+\Big(\frac{\nu(B_R(y_0))}{|B_R|}-1\Big)^2",
)

paper.not_attempted(
    "W2-holder-scaling",
    at=r"Section 5, two displays after $\mathcal D_R$",
    printed=r"\frac1{R^{d+2}}W_2^2\Big(\mu\lfloor_{B_R(x_0)},\frac{\mu(B_R(x_0))}{|B_R|}dx\lfloor_{B_R(x_0)}\Big)\lesssim R^{2\alpha}[\rho_0]^2_{\alpha;B_R(x_0)},\;\nu,\rho_1,y_0",
)

paper.not_attempted(
    "D-R-bound",
    at="Section 5, 'hence'",
    printed=r"\mathcal D_R(\mu,\nu;(x_0,y_0))\lesssim R^{2\alpha}[\rho_0]^2_{\alpha;B_R(x_0)}+R^{2\alpha}[\rho_1]^2_{\alpha;B_R(y_0)}",
)

paper.not_attempted(
    "T-Tstar-formulas",
    at="Section 5, before (5.3)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi_\delta(x)),\;T^*(y)=c_0\text{-}\exp_y(-\nabla\psi_\delta^{c_\delta}(y))",
)

paper.not_attempted(
    "T-Tstar-inverse",
    at="Section 5, before (5.3)",
    printed=r"T^*,\;\mathcal L^d",
)

paper.not_attempted(
    "potentials-ae-second-derivative",
    at="Section 5, before (5.3)",
    printed=r"\psi_\delta,\;\psi_\delta^{c_\delta}",
)

paper.not_attempted(
    "eq-5-3-5-5-good-set",
    at="Section 5, (5.3)-(5.5)",
    printed=r"X'\subseteq\operatorname{Int}\operatorname{supp}\mu,\;Y'\subseteq\operatorname{Int}\operatorname{supp}\nu,\;(x_0,y_0)\in X\times Y,\;y_0=T(x_0),\;x_0=T^*(y_0),\;T^*(T(x_0))=x_0,\;T(T^*(y_0))=y_0,\;\psi_\delta,\psi_\delta^{c_\delta}:\mathbb R^d\to\mathbb R\cup\{-\infty\},\;x_0,\;y_0",
)

paper.not_attempted(
    "T-differentiable",
    at="Section 5, after (5.5)",
    printed=r"x_0,\;T^*,\;y_0",
)

paper.not_attempted(
    "X-Y-full-measure",
    at="Section 5, end of set-up",
    printed=r"X:=X'\cap T^{-1}(Y'),\;Y:=Y'\cap T(X'),\;\mathcal L^d(\operatorname{supp}\mu\setminus X)=0,\;\mathcal L^d(\operatorname{supp}\nu\setminus Y)=0",
)
