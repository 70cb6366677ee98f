"""Section 3: existence."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "thm-3-1-existence",
    at="Theorem 3.1",
    printed=r"I_c\text{ attains its minimum on }\Gamma(f,g)^{\bar h}\ne\emptyset",
)

paper.not_attempted(
    "thm-3-1-lp-inclusion",
    at="Proof of Thm 3.1",
    printed=r"\operatorname{spt}h\subset X\times Y,\;\operatorname{spt}f\subset X,\;\operatorname{spt}g\subset Y;\quad\bar h\in L^p(X\times Y),\;1\le p\le\infty",
)

paper.not_attempted(
    "thm-3-1-ball",
    at="Proof of Thm 3.1",
    printed=r"0\le h\le\bar h\Rightarrow\|h\|_2\le\|\bar h\|_2=:R<\infty;\quad\Gamma(g,h)^{\bar h}\subset B_R(0)",
)

paper.not_attempted(
    "eq-8-weak-convergence",
    at="(8)",
    printed=r"\lim_{n\to\infty}\int_{X\times Y}h_n\psi=\int_{X\times Y}h_\infty\psi\text{ for all }\psi\in L^2(X\times Y)",
)

paper.not_attempted(
    "thm-3-1-domination-limit",
    at="Proof of Thm 3.1",
    printed=r"\int h_n\psi\le\int\bar h\psi\;(\psi\ge0)\Rightarrow\int h_\infty\psi\le\int\bar h\psi\Rightarrow h_\infty\le\bar h",
)

paper.not_attempted(
    "thm-3-1-marginal-limit",
    at="Proof of Thm 3.1",
    printed=r"(h_\infty)_X=f,\text{ by (8) with }\psi(x,y)=\psi(x)1_Y(y)",
)

paper.not_attempted(
    "thm-3-1-cost-continuity",
    at="Proof of Thm 3.1",
    printed=r"I_c(h_\infty)=\int h_\infty c=\lim_{n\to\infty}\int h_nc=\lim_{n\to\infty}I_c(h_n)",
)
