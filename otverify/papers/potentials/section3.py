"""Section 3: almost sure uniqueness, degenerate plans, and Theorem 1."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "shift-invariance",
    at="Section 3, first paragraph",
    printed=r"f\in S_c(\mu,\nu)\;\Rightarrow\;f+a\in S_c(\mu,\nu)",
)
paper.not_attempted(
    "uniqueness-equivalence",
    at="Section 3, before Lemma 5",
    printed=r"S_c(\mu,\nu)\text{ a.s. unique}\iff S_c^c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "lemma5-1",
    at="Lemma 5, 1)",
    printed=r"f_1=f_2\;\mu\text{-a.s.}\iff f_1=f_2\text{ on }p_X(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma5-2",
    at="Lemma 5, 2)",
    printed=r"f_1^c=f_2^c\;\nu\text{-a.s.}\iff f_1^c=f_2^c\text{ on }p_Y(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma5-3",
    at="Lemma 5, 3)",
    printed=r"f_1=f_2\text{ on }p_X(\operatorname{supp}\pi)\iff f_1^c=f_2^c\text{ on }p_Y(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma5-proof-line",
    at="Proof of Lemma 5, last line",
    printed=r"c(x,y)=f_1(x)+f_2^c(y)=f_2(x)+f_2^c(y),\;f_1(x)-f_2(x)=f_2^c(y)-f_1^c(y)\text{ on }\operatorname{supp}\pi",
)
paper.not_attempted(
    "degenerate-9-10",
    at="(9), (10)",
    printed=r"0<\sum_{i\in I'}\mu(X_i)=\sum_{i\in I'}\sum_{j\in J'}\pi(X_i\times Y_j)=\sum_{j\in J'}\nu(Y_j)<1",
)
paper.not_attempted(
    "lemma6",
    at="Lemma 6",
    printed=r"\sum_{i\in I'}\mu(X_i)\ne\sum_{j\in J'}\nu(Y_j)\text{ for all nonempty proper }I',J'\;\Rightarrow\;\text{no }\pi\in C(\mu,\nu)\text{ is degenerate}",
)
paper.not_attempted(
    "components-positive-mass",
    at="Section 3, before Theorem 1",
    printed=r"|I|<\infty\;\Rightarrow\;\mu(X_i)>0\text{ for all }i",
)
paper.not_attempted(
    "theorem1",
    at="Theorem 1",
    printed=r"\exists\,\pi\text{ optimal, non-degenerate, }S_{c_{X_i}}(\mu_{X_i},\nu_{X_i})\text{ a.s. unique for all }i\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
