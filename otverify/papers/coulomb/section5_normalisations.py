"""Section 5.1: the normalised cost and its potential."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "s51-normalised-cost-value",
    at="Section 5.1, first paragraph",
    printed=r"c_\delta,\;\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=-\widetilde x_0\cdot\widetilde y_0",
)

paper.not_attempted(
    "s51-xy-derivative-nonsingular",
    at="Section 5.1, first sentence",
    printed=r"(x_0,y_0)",
)

paper.not_attempted(
    "eq-5-6",
    at="Section 5.1, (5.6)",
    printed=r"x_0\in X,\;y_0=T(x_0),\;-\nabla\psi(x_0)+\nabla_xc_\delta(x_0,y_0)=0",
)

paper.not_attempted(
    "cbar-def",
    at="Section 5.1",
    printed=r"\overline c_\delta(x,y):=c_\delta(x,y)-c_\delta(x,y_0)-c_\delta(x_0,y)+c_\delta(x_0,y_0)",
)

paper.not_attempted(
    "psibar-def-concave",
    at="Section 5.1",
    printed=r"\overline\psi(x):=\psi(x)-\psi(x_0)-c_\delta(x,y_0)+c_\delta(x_0,y_0),\;\overline\psi,\;\overline c_\delta",
)

paper.not_attempted(
    "psibar-transform",
    at="Section 5.1",
    printed=r"\overline\psi^{\overline c_\delta}(y):=\psi^{c_\delta}(y)-\psi(x_0)-c_\delta(x_0,y)+c_\delta(x_0,y_0)",
)

paper.not_attempted(
    "s51-i-vanishing",
    at="Section 5.1, (i)",
    printed=r"\overline c_\delta(x_0,y_0)=0,\;\nabla_x\overline c_\delta(x,y_0)=0,\;\nabla_y\overline c_\delta(x_0,y)=0,\;D_x^2\overline c_\delta(x,y_0)=0,\;D_y^2\overline c_\delta(x_0,y)=0,\;D^2_{xy}\overline c_\delta=D^2_{xy}c_\delta,\;D^2_{yx}\overline c_\delta=D^2_{yx}c_\delta,\;\mathbb R^d\times\mathbb R^d",
)

paper.not_attempted(
    "s51-i-M",
    at="Section 5.1, (i)",
    printed=r"M:=D_{yx}\overline c_\delta(x_0,y_0)=D_{yx}c_\delta(x_0,y_0)=D_{yx}c_\delta(x_0,y_0)",
)

paper.not_attempted(
    "s51-ii",
    at="Section 5.1, (ii)",
    printed=r"\overline\psi(x_0)=0,\;\nabla\overline\psi(x_0)=\nabla\psi(x_0)-\nabla_xc_\delta(x_0,y_0)=0",
)

paper.not_attempted(
    "s51-iii-A-nsd",
    at="Section 5.1, (iii)",
    printed=r"(x_0,y_0),\;\psi_\delta(x)+\phi_\delta(y)-c_\delta(x,y),\;A:=D^2\psi(x_0)-D^2_{xx}c_\delta(x_0,y_0)",
)

paper.not_attempted(
    "s51-iii-expansion",
    at="Section 5.1, (iii)",
    printed=r"\nabla\psi(x)=\nabla\psi(x_0)+D^2\psi(x_0)(x-x_0)+o(|x-x_0|),\;\nabla\overline\psi(x)=A(x-x_0)+o(|x-x_0|),\;x\to x_0",
)
