"""Appendix A: projections, restrictions, separated supports."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "lemma9",
    at="Lemma 9",
    printed=r"\pi(A)=1\;\Rightarrow\;\exists A_\mu\subset p_X(A),A_\nu\subset p_Y(A)\text{ Borel},\;\mu(A_\mu)=\nu(A_\nu)=1",
)
paper.not_attempted(
    "lemma10",
    at="Lemma 10",
    printed=r"\operatorname{cl}(\operatorname{supp}\mu\setminus p_X(\operatorname{supp}\pi))\subset\Sigma,\;\Sigma\text{ closed}",
)
paper.not_attempted(
    "lemma3-proof-restrict-lines",
    at="Proof of Lemma 3, restriction",
    printed=r"\tilde f(x_0)=\inf_{y\in\tilde Y}c(x_0,y)-\inf_{x\in X}c(x,y)+f(x)\ge f(x_0)\text{ and three more lines}",
)
paper.not_attempted(
    "lemma3-proof-extend",
    at="Proof of Lemma 3, extension",
    printed=r"f:X\to\mathbb R,\;f(x)=\inf_{y\in\tilde Y}c(x,y)-\tilde f^{\tilde c}(y);\;f^c(y_0)=\inf_{x\in X}c(x,y_0)-\inf_{y\in\tilde Y}c(x,y)+\tilde f^{\tilde c}(y)\ge\tilde f^{\tilde c}(y_0)",
)
paper.not_attempted(
    "lemma3-proof-values",
    at="Proof of Lemma 3",
    printed=r"T_{\tilde c}(\mu,\nu)=T_c(\mu,\nu)=\pi(f\oplus f^c)=\pi(\tilde f\oplus\tilde f^{\tilde c}),\text{ equal optimal plans}",
)
paper.not_attempted(
    "lemma3-enlarged-consensus",
    at="Appendix A, after the proof of Lemma 3",
    printed=r"\tilde f=f\text{ on }p_X(\operatorname{supp}\pi)\cap\tilde X,\;\tilde f^{\tilde c}=f^c\text{ on }p_Y(\operatorname{supp}\pi)\cap\tilde Y",
)
paper.not_attempted(
    "lemma3-two-extensions",
    at="Appendix A, after the proof of Lemma 3",
    printed=r"f=\tilde f\text{ on }\tilde X\text{ for one extension},\;f^c=\tilde f^{\tilde c}\text{ on }\tilde Y\text{ for one}",
)
paper.not_attempted(
    "lemma11",
    at="Lemma 11",
    printed=r"\Delta>0,\;|a-b|\le\Delta\;\Rightarrow\;\exists f_{a,b}\in S_c(\mu,\mu):\;f_{a,b}=a\text{ on }X_1,\;f_{a,b}=b\text{ on }X_2",
)
paper.not_attempted("lemma11-zero-cost", at="Proof of Lemma 11", printed=r"T_c(\mu,\mu)=0")
paper.not_attempted(
    "lemma11-proof-case",
    at="Proof of Lemma 11",
    printed=r"f_{a,b}(x)=\inf_{y\in X}c(x,y)-g(y)=a\text{ on }X_1,\;=b\text{ on }X_2",
)
paper.not_attempted(
    "lemma11-proof-conjugate",
    at="Proof of Lemma 11",
    printed=r"f^c_{a,b}\le-a\text{ on }X_1,\;f^c_{a,b}\le-b\text{ on }X_2,\;f^c_{a,b}=-f_{a,b}\text{ on }X_1\cup X_2",
)
