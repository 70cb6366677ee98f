"""Sections 5.3 and 5.4: Hölder seminorms and the normalisations in force."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "def-holder-seminorms",
    at="Section 5.3",
    printed=r"[f]_{\alpha,B_R(x_0)}:=\sup_{x\ne x'}\frac{|f(x)-f(x')|}{|x-x'|^\alpha},\;[k]_{\alpha,B_R(x_0)\times B_R(y_0)}:=\sup_{(x,y)\ne(x',y')}\frac{|k(x,y)-k(x',y')|}{|x-x'|^\alpha+|y-y'|^\alpha}",
)

paper.not_attempted(
    "K-R-limit",
    at="Section 5.3",
    printed=r"\mathcal K_R:=R^{2\alpha}[D^2_{\widetilde y\widetilde x}\widetilde c_\delta]^2_{\alpha,B_R(\widetilde x_0)\times B_R(\widetilde y_0)}\to0,\;R\to0",
)

paper.not_attempted(
    "eq-5-10-equality",
    at="Section 5.3, (5.10) first line",
    printed=r"a\ge1,\;\|D^2_{\widetilde y\widetilde x}\widetilde c_\delta+\mathbb I\|^2_{C^0(B_R(\widetilde x_0)\times B_{aR}(\widetilde y_0))}=\sup_{\widetilde x\in B_R(\widetilde x_0),\widetilde y\in B_{aR}(\widetilde y_0)}|D^2_{\widetilde y\widetilde x}\widetilde c_\delta(x,y)-D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)|^2",
)

paper.not_attempted(
    "eq-5-10-first-ineq",
    at="Section 5.3, (5.10) second line",
    printed=r"\ldots\le(1+a^\alpha)^2R^{2\alpha}[D_{\widetilde y\widetilde x}\widetilde c_\delta]_{\alpha,B_{5R}(\widetilde x_0)\times B_{\Lambda R}(\widetilde y_0)}",
)

paper.not_attempted(
    "eq-5-10-second-ineq",
    at="Section 5.3, (5.10) third line",
    printed=r"\ldots\le\left(\frac{1+a^\alpha}{a^\alpha}\right)^2\mathcal K_{aR}\to0,\;R\to0",
)

paper.not_attempted(
    "eq-5-11",
    at="Section 5.3, (5.11)",
    printed=r"\widetilde\rho_0,\;\widetilde\rho_1,\;C^{0,\alpha},\;\mathcal D_R\lesssim R^{2\alpha}[\widetilde\rho_0]^2_{\alpha,B_R(\widetilde x_0)}+R^{2\alpha}[\widetilde\rho_1]^2_{\alpha,B_R(\widetilde y_0)}\to0,\;R\to0",
)

paper.not_attempted(
    "s54-normalisations",
    at="Section 5.4, (i),(ii)",
    printed=r"c_\delta(x_0,y_0)=0,\;\nabla_xc_\delta(x,y_0)=0,\;\nabla_yc_\delta(x_0,y)=0,\;D^2_{xx}c_\delta(x,y_0)=0,\;D^2_{yy}c_\delta(x_0,y)=0,\;D_{yx}c(x_0,y_0)=0,\;\rho_0(x_0)=\rho_1(y_0)=1",
)

paper.not_attempted(
    "s54-bounded-derivatives",
    at="Section 5.4",
    printed=r"c_\delta\in C^{2,1}(\mathbb R^d\times\mathbb R^d),\;J\subset\mathbb R^d\times\mathbb R^d,\;\gamma",
)
