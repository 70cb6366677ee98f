"""Section 2: c-transforms, the c-subdifferential, and potentials as solutions of the dual problem."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "c-transform-3a-3b",
    at="(3a), (3b)",
    printed=r"g^c:X\to\mathbb R\cup\{-\infty\},\;g^c(x)=\inf_{y\in Y}c(x,y)-g(y)\quad\text{for any }g:Y\to\mathbb R\cup\{-\infty\}",
)
paper.not_attempted(
    "double-conjugate",
    at="Section 2, after (3b)",
    printed=r"f=f^{cc},\;g=g^{cc}\text{ for all }c\text{-concave }f,g",
)
paper.not_attempted(
    "conjugate-class-Scc",
    at="Section 2, after (3b)",
    printed=r"S_c^c=\{f^c:f\in S_c\}=\{g\ c\text{-concave on }Y\}",
)
paper.not_attempted(
    "upper-semicontinuity",
    at="Section 2",
    printed=r"c\text{ continuous}\;\Rightarrow\;S_c,S_c^c\text{ consist of upper-semicontinuous functions}",
)
paper.not_attempted(
    "c-subdifferential-4",
    at="(4)",
    printed=r"\partial_cf=\{(x,y):f(x)+f^c(y)=c(x,y)\},\text{ closed for }c\text{ continuous, }f\text{ usc}",
)
paper.not_attempted(
    "plan-concentrated-on-subdifferential",
    at="Section 2, after (4)",
    printed=r"f\text{ solves (1b)},\;\pi\text{ optimal}\;\Rightarrow\;\pi(\partial_cf)=1",
)
paper.not_attempted(
    "existence-5",
    at="(5), Theorem (Existence)",
    printed=r"T_c(\mu,\nu)=\pi c=\pi(f\oplus f^c)\text{ for some }\pi\in C(\mu,\nu),\,f\in S_c",
)
paper.not_attempted(
    "integrable-dual-value",
    at="Section 2, after (5)",
    printed=r"(\mu\otimes\nu)c<\infty\;\Rightarrow\;T_c(\mu,\nu)=\pi c=\mu f+\nu f^c",
)
paper.not_attempted(
    "all-optimal-plans",
    at="Section 2, after (5)",
    printed=r"\pi(f\oplus f^c)=T_c(\mu,\nu)\text{ for all }f\in S_c(\mu,\nu)\text{ and all optimal }\pi",
)
paper.not_attempted(
    "support-inclusion",
    at="Section 2, before Regularity",
    printed=r"\operatorname{supp}\pi\subset\partial_cf",
)
