"""Section 7: Theorem 7.2, its statement and the end of its proof."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "thm-7-2",
    at="Theorem 7.2",
    printed=r"h\in\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c\Rightarrow h\text{ geometrically extreme}",
)

paper.not_attempted(
    "thm-7-2-null-set",
    at="Proof of Thm 7.2 / Cor. 6.3",
    printed=r"\mathcal L^{2d}[\mathbb R^{2d}\setminus N]=0",
)

paper.not_attempted(
    "thm-7-2-constants",
    at="Proof of Thm 7.2",
    printed=r"\bar R=\|\bar h\|_{L^\infty(Q_1)},\;R=\bar h(x_0,y_0),\;r=h(x_0,y_0),\;0<\delta<\min(r,R-r)",
)

paper.not_attempted(
    "eq-15",
    at="(15)",
    printed=r"I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty)",
)

paper.not_attempted(
    "p1",
    at="(P1)",
    printed=r"h_n^\delta\le\bar h_n\text{ on }\tilde Z_n^{good},\quad\mathcal L^{2d}[\tilde Z_n^{good}]\to1",
)

paper.not_attempted(
    "p2",
    at="(P2)",
    printed=r"h_n^\delta|_{\tilde Z_n^{good}}\text{ and }h_n|_{\tilde Z_n^{good}}\text{ have the same marginals}",
)

paper.not_attempted(
    "p3",
    at="(P3)",
    printed=r"h_n^\delta\le\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q\setminus\tilde Z_n^{good}",
)

paper.not_attempted(
    "p4",
    at="(P4)",
    printed=r"I_{\tilde c_n}(h_n^\delta)\to I_{\tilde c}(h_\infty^\delta)",
)

paper.not_attempted(
    "eq-16",
    at="(16)",
    printed=r"I_{\tilde c_n}(h_n^\delta)\ge I_{\tilde c_n}(h_n|_{\tilde Z})+I_{\tilde c_n}(h_n^\delta|_{Q\setminus\tilde Z})=I_{\tilde c}(h_n)-I_{\tilde c}(h_n|_{Q\setminus\tilde Z})+I_{\tilde c}(h_n^\delta|_{Q\setminus\tilde Z})+o(1)",
)

paper.not_attempted(
    "xy-bound",
    at="after (16)",
    printed=r"|x\cdot y|\le\tfrac d4\text{ on }Q,\quad|I_{\tilde c}(k)|\le\int_Q|x\cdot y|k\le\tfrac d4k[Q]\text{ for any }k\in L^1(Q)",
)

paper.not_attempted(
    "eq-16-rearranged",
    at="after (16)",
    printed=r"I_{\tilde c}(h_n)-I_{\tilde c_n}(h_n^\delta)+o(1)\le\dots\le\tfrac d4\bigl(\bar R+\tfrac{(\bar R+1)^3}{r^2}\bigr)\mathcal L^{2d}[Q\setminus\tilde Z_n^{good}]",
)

paper.not_attempted(
    "thm-7-2-limit",
    at="Proof of Thm 7.2",
    printed=r"n\to\infty:\;I_{\tilde c}(h_\infty^\delta)\ge I_{\tilde c}(h_\infty)",
)

paper.not_attempted(
    "delta-chain",
    at="before Step (1)",
    printed=r"0<\tfrac{r-\delta}2<r-\delta\le h_\infty^\delta\le r+\delta<\tfrac{R+r+\delta}2<\tfrac{3R+r+\delta}4<R",
)
