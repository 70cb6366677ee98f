"""Section 7, steps (3) and (4) of the proof of Theorem 7.2."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "step3-marginal-defect",
    at="Step (3)",
    printed=r"|\tilde f_n^\delta(x)|=|\int_{\tilde Y^{good}}(h_n-\hat h_n^\delta)dy|=|\int_{\tilde Y^{bad}}(h_n-\hat h_n^\delta)dy|\le(\bar R+\tfrac{(\bar R+1)^3}{r^2})\mathcal L^d[\tilde Y_n^{bad}]",
)

paper.not_attempted(
    "step3-common-mass",
    at="Step (3)",
    printed=r"\tilde f_n^\delta[\tilde X_n^{good}]=\tilde g_n^\delta[\tilde Y_n^{good}],\text{ and Lemma 7.1 applies}",
)

paper.not_attempted(
    "eq-21",
    at="(21)",
    printed=r"|\tilde h_n^\delta|<3(\bar R+\tfrac{(\bar R+1)^3}{r^2})(\mathcal L^d[\tilde X_n^{bad}]+\mathcal L^d[\tilde Y_n^{bad}])(\tfrac1{\mathcal L^d[\tilde X_n^{good}]}+\tfrac1{\mathcal L^d[\tilde Y_n^{good}]})",
)

paper.not_attempted(
    "eq-22",
    at="(22)",
    printed=r"|\tilde h_n^\delta|<\min\{\tfrac{R-(r+\delta)}4,\tfrac{r-\delta}4\}",
)

paper.not_attempted(
    "step4-positivity",
    at="Step (4)",
    printed=r"h_n^\delta=\hat h_n^\delta+\tilde h_n^\delta>\tfrac{r-\delta}2-\tfrac{r-\delta}4=\tfrac{r-\delta}4>0",
)

paper.not_attempted(
    "step4-p2",
    at="Step (4)",
    printed=r"\hat f_n^\delta=((h_n-\hat h_n^\delta)|_{\tilde Z_n^{good}})_X\Rightarrow h_n^\delta\text{ and }h_n\text{ have the same marginals on }\tilde Z_n^{good}",
)

paper.not_attempted(
    "step4-p1",
    at="Step (4)",
    printed=r"h_n^\delta<\tfrac{R+r+\delta}2+\tfrac{R-(r+\delta)}4=\tfrac{3R+r+\delta}4<\bar h_n\text{ on }\tilde Z_n^{good}",
)

paper.not_attempted(
    "step4-p3",
    at="Step (4)",
    printed=r"h_n^\delta=\hat h_n^\delta<\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q\setminus\tilde Z_n^{good}",
)

paper.not_attempted(
    "step4-p4-perturbation",
    at="Step (4)",
    printed=r"\tilde h_n^\delta\to0\text{ uniformly},\quad I_{\tilde c_n}(\tilde h_n^\delta)=I_{\tilde c}(\tilde h_n^\delta)+o(1)\to0",
)

paper.not_attempted(
    "step4-p4-maps",
    at="Step (4)",
    printed=r"S_n,T_n\to-\mathrm{id}\text{ in measure},\quad\tilde c(S_n(x),T_n(y))\to\tilde c(x,y)\text{ a.e.}",
)

paper.not_attempted(
    "step4-p4-domination",
    at="Step (4)",
    printed=r"|\tilde c(S_n(x),T_n(y))h_\infty^\delta(x,y)|\le\|\tilde c\|_{L^\infty(Q)}R",
)

paper.not_attempted(
    "step4-p4-limit",
    at="Step (4)",
    printed=r"I_{\tilde c_n}(\hat h_n^\delta)=\tfrac{h_n[Q]}{h_\infty[Q]}\int_Q\tilde c(S_n(x),T_n(y))h_\infty^\delta+o(1)\to I_{\tilde c}(h_\infty^\delta)",
)
