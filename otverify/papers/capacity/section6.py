"""Section 6: is optimality inherited by blow-ups?"""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "lemma-6-1",
    at="Lemma 6.1",
    printed=r"0<h(x_0,y_0)<\bar h(x_0,y_0)\Rightarrow\exists h_\infty^\delta:\;I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty),\;h(x_0,y_0)-\delta\le h_\infty^\delta\le h(x_0,y_0)+\delta",
)

paper.not_attempted(
    "lemma-6-1-blowup-marginals",
    at="Proof of Lemma 6.1",
    printed=r"h_\infty=r,\;f_\infty=g_\infty=r,\;\bar h_\infty=R,\;0<r<R",
)

paper.not_attempted(
    "lemma-6-1-two-points",
    at="Proof of Lemma 6.1",
    printed=r"\tilde c(x_1,y_1)+\tilde c(x_2,y_2)<\tilde c(x_1,y_2)+\tilde c(x_2,y_1),\text{ also on neighbourhoods }U_j,V_j",
)

paper.not_attempted(
    "lemma-6-1-neighbourhoods",
    at="Proof of Lemma 6.1",
    printed=r"U_1\cap U_2\ne\emptyset,\quad V_1\cap V_2\ne\emptyset",
)

paper.not_attempted(
    "lemma-6-1-perturbation",
    at="Proof of Lemma 6.1",
    printed=r"\Delta h=\pm\delta\text{ on }U_i\times V_j:\;r\text{ and }r+\Delta h\text{ have the same marginals},\;0<r-\delta\le h_\infty^\delta\le r+\delta<R",
)

paper.not_attempted(
    "lemma-6-1-decrease",
    at="Proof of Lemma 6.1",
    printed=r"I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty)",
)

paper.not_attempted(
    "def-6-2",
    at="Definition 6.2",
    printed=r"h\text{ is geometrically extreme if }h=\bar h1_W\text{ a.e. for a measurable }W",
)

paper.not_attempted(
    "cor-6-3",
    at="Corollary 6.3",
    printed=r"h_\infty\;\tilde c\text{-optimal at a.e. }(x_0,y_0)\Rightarrow h\text{ geometrically extreme}",
)
