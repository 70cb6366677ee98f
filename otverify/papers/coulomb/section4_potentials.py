"""Section 4, (4.1) to (4.6): potentials of the optimal plan."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "lem-4-1",
    at="Lemma 4.1, (4.1)",
    printed=r"\mu,\nu\in\mathcal P\cap L^1(\mathbb R^d),\;c_\delta,\;\psi_\delta:\mathbb R^d\to\mathbb R\cup\{-\infty\},\;\mu,\;T(x)=c_0\text{-}\exp_x(-\nabla\psi_\delta(x))=x+\frac{\nabla\psi_\delta(x)}{|\nabla\psi_\delta(x)|^{\frac32}},\quad x\in\mathbb R^d",
)

paper.not_attempted(
    "cyclical-monotonicity-potential",
    at="Section 4, 'More details'",
    printed=r"\gamma\in\Pi(\mu,\nu),\;c_\delta,\;\operatorname{supp}\gamma,\;c_\delta,\;c_\delta,\;\psi_\delta:\mathbb R^d\to\mathbb R\cup\{-\infty\},\;\operatorname{supp}\gamma,\;\psi_\delta,\;c_\delta,\;\phi_\delta",
)

paper.not_attempted(
    "eq-4-2-chain",
    at="Section 4, (4.2)",
    printed=r"-\phi_\delta(y):=\inf\Big\{-c_\delta(x_N,y_N)+\sum_{i=0}^{N-1}\big(c_\delta(x_{i+1},y_i)-c_\delta(x_i,y_i)\big):(x_0,y_0),\dots,(x_N,y_N)\in\operatorname{supp}\gamma,\ y=y_N\Big\},\;y\in\pi_Y(\operatorname{supp}\gamma),\;\phi_\delta(y):=-\infty,\;y\notin\pi_Y(\operatorname{supp}\gamma)",
)

paper.not_attempted(
    "fn3-phi-delta-equals-c",
    at="Footnote 3",
    printed=r"\operatorname{supp}\gamma,\;c_\delta=c,\;(x_0,y_0),\dots,(x_N,y_N),\;\operatorname{supp}\gamma,\;y\in\pi_Y(\operatorname{supp}\gamma),\;-\phi_\delta(y)=\inf\{-c(x_N,y_N)+\sum_{i=0}^{N-1}(c(x_{i+1},y_i)-c(x_i,y_i)):(x_0,y_0),\dots,(x_N,y_N)\in\operatorname{supp}\gamma,\ y=y_N\}",
)

paper.not_attempted(
    "eq-4-3",
    at="Section 4, (4.3)",
    printed=r"\psi_\delta(x)=\inf_{y\in\pi_Y(\operatorname{supp}\gamma)}(c_\delta(x,y)-\phi_\delta(y))=\inf_{y\in\mathbb R^d}(c_\delta(x,y)-\phi_\delta(y))=\phi_\delta^{c_\delta}(x),\;x\in\mathbb R^d",
)

paper.not_attempted(
    "psi-delta-equals-c-transform",
    at="Display before (4.4)",
    printed=r"x\in\pi_X(\operatorname{supp}\gamma),\;\psi_\delta(x)=\inf_{y\in\pi_Y(\operatorname{supp}\gamma)}(c_\delta(x,y)-\phi_\delta(y))=\inf_{y\in\pi_Y(\operatorname{supp}\gamma)}(c(x,y)-\phi_\delta(y))=\inf_{y\in\mathbb R^d}(c(x,y)-\phi_\delta(y))=\phi^c(x)",
)

paper.not_attempted(
    "fn4-inequality",
    at="Footnote 4",
    printed=r"x\notin\pi_X(\operatorname{supp}\gamma),\;c_\delta\le c,\;\psi_\delta(x)\le\phi_\delta^c(x)",
)

paper.not_attempted(
    "eq-4-4-ruschendorf",
    at="Section 4, (4.4)",
    printed=r"\psi_\delta(x)=\inf\Big\{\sum_{i=0}^N\big(c(x_{i+1},y_i)-c(x_i,y_i)\big):(x_0,y_0),\dots,(x_N,y_N)\in\operatorname{supp}\gamma,\ x_{N+1}=x,\ N\in\mathbb N\Big\}",
)

paper.not_attempted(
    "eq-4-5",
    at="Section 4, (4.5)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)\le c_\delta(x,y)\le c(x,y)\quad\text{on }\mathbb R^d\times\mathbb R^d",
)

paper.not_attempted(
    "eq-4-6",
    at="Section 4, (4.6)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)\ge c_\delta(x,y)=c(x,y)\quad\text{on }\operatorname{supp}\gamma",
)

paper.not_attempted(
    "potentials-equality-on-support",
    at="After (4.6)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)=c_\delta(x,y)=c(x,y),\;\operatorname{supp}\gamma",
)

paper.not_attempted(
    "lem-4-1-uniqueness-T-Tdelta",
    at="Proof of Lemma 4.1",
    printed=r"\gamma=(\mathrm{id}\times T_\delta)_\#\mu,\;T=T_\delta,\;\mu",
)
