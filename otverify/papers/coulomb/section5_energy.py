"""Section 5.2: the change of coordinates, and the energy in it."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "s52-cexp-C1",
    at="Section 5.2, first sentence",
    printed=r"(p,x)\mapsto c_\delta\text{-}\exp_x(p),\;C^1,\;p+\nabla_xc_\delta(x,y),\;y=y(x,p),\;p\in\mathbb R^d,\;|x-y|>\frac23\delta",
)

paper.not_attempted(
    "eq-5-7-expansion",
    at="Section 5.2, (5.7)",
    printed=r"T(x)=T(x_0)+DT(x_0)(x-x_0)+o(|x-x_0|)=y_0+M^{-1}A(x-x_0)+o(|x-x_0|),\;x\to x_0",
)

paper.not_attempted(
    "DT-formula",
    at="Section 5.2, after (5.7)",
    printed=r"DT(x_0)=-D_{yx}c(x_0,y_0)^{-1}(-D^2\psi(x_0)+D^2_{xx}c_\delta(x_0,y_0))=M^{-1}A",
)

paper.not_attempted(
    "eq-5-8",
    at="Section 5.2, (5.8)",
    printed=r"\frac1{R^{d+2}}\int_{B_R(x_0)\times\mathbb R^d}|y-y_0-M^{-1}A(x-x_0)|^2\gamma(dxdy)=\frac1{R^{d+2}}\int_{B_R(x_0)}|T(x)-y_0-M^{-1}A(x-x_0)|^2\rho_0(dx)\overset{(5.7)}=\frac{o(R^2)}{R^2}\to0,\;R\downarrow0",
)

paper.not_attempted(
    "s52-change-of-coordinates",
    at="Section 5.2",
    printed=r"A\le0,\;\widetilde x:=(-A)^{\frac12}x,\;\widetilde y:=(-A)^{-\frac12}My,\;-\widetilde x\cdot\widetilde y=-x\cdot My",
)

paper.not_attempted(
    "s52-tilde-definitions",
    at="Section 5.2",
    printed=r"\widetilde T(\widetilde x):=(-A)^{-\frac12}MT((-A)^{-\frac12}\widetilde x),\;\widetilde c_\delta(\widetilde x,\widetilde y):=\overline c_\delta((-A)^{-\frac12}\widetilde x,M^{-1}(-A)^{\frac12}\widetilde y),\;\widetilde\psi(\widetilde x):=\overline\psi((-A)^{-\frac12}\widetilde x),\;\widetilde\rho_0(\widetilde x):=\det((-A)^{-\frac12})\rho_0((-A)^{-\frac12}\widetilde x)",
)

paper.not_attempted(
    "s52-psitilde-concave",
    at="Section 5.2",
    printed=r"\widetilde\psi,\;\widetilde c_\delta",
)

paper.not_attempted(
    "s52-cost-normalised",
    at="Section 5.2",
    printed=r"\widetilde c_\delta,\;D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=-\mathbb I,\;\widetilde x_0=(-A)^{\frac12}x_0,\;\widetilde y_0=(-A)^{-\frac12}My_0",
)

paper.not_attempted(
    "s52-T-tilde-optimal",
    at="Section 5.2",
    printed=r"\widetilde T,\;\widetilde c_\delta,\;\widetilde\mu(d\widetilde x):=\widetilde\rho_0d\widetilde x,\;\widetilde\nu(d\widetilde y):=\widetilde\rho_1d\widetilde y",
)

paper.not_attempted(
    "s52-jacobian-equation",
    at="Section 5.2",
    printed=r"\det D\widetilde T(\widetilde x)=\frac{\widetilde\rho_0(\widetilde x)}{\widetilde\rho_1(\widetilde T(\widetilde x))}",
)

paper.not_attempted(
    "s52-density-equality",
    at="Section 5.2",
    printed=r"\widetilde\rho_0(\widetilde x_0)=\widetilde\rho_1(\widetilde y_0),\;\widetilde\rho_0,\;\widetilde\rho_1,\;\widetilde\rho_0(\widetilde x_0)=\widetilde\rho_1(\widetilde y_0)=1",
)

paper.not_attempted(
    "s52-cost-chain",
    at="Section 5.2",
    printed=r"\int\widetilde c_\delta\,\widetilde\gamma=\int c_\delta\,\gamma-\int c_\delta(x,y_0)\mu(dx)-\int c_\delta(x_0,y)\nu(dy)+c_\delta(x_0,y_0)=\inf_{\gamma'\in\Pi(\mu,\nu)}\int c_\delta d\gamma'-\int c_\delta(x,y_0)\mu(dx)-\int c_\delta(x_0,y)\nu(dy)+c_\delta(x_0,y_0)=\inf_{\gamma'\in\Pi(\mu,\nu)}\int\overline c_\delta d\gamma'=\inf_{\widetilde\gamma'\in\Pi(\widetilde\mu,\widetilde\nu)}\int\widetilde c_\delta d\widetilde\gamma'",
)

paper.not_attempted(
    "eq-5-9",
    at="Section 5.2, (5.9)",
    printed=r"\mathcal E_R^+:=\frac1{R^{d+2}}\int_{B_R(\widetilde x_0)\times\mathbb R^d}|\widetilde y-\widetilde y_0-(\widetilde x-\widetilde x_0)|^2\widetilde\gamma(d\widetilde xd\widetilde y)\to0,\;R\downarrow0",
)
