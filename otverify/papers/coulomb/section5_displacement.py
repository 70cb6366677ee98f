"""Section 5.5: the bound on the local displacement."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "s55-intro",
    at="Section 5.5, first sentence",
    printed=r"R_0>0,\;\mathcal E^+,\;\mathcal D,\;x\in\pi_X(\operatorname{supp}\gamma),\;|x-x_0|<R,\;T(x)\in B_{\Lambda_0R},\;\Lambda_0<\infty",
)

paper.not_attempted(
    "lem-5-1",
    at="Lemma 5.1, (5.12)",
    printed=r"\gamma\in\Pi(\mu,\nu),\;c_\delta,\;(x_0,y_0)\in\operatorname{supp}\gamma,\;\Lambda_0<\infty,\;R_0>0,\;\varepsilon_0>0,\;R\le R_0,\;\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon_0\ (5.12),\;(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma\subseteq B_{5R}(x_0)\times B_{\Lambda_0R}(y_0)",
)

paper.not_attempted(
    "lem-5-2",
    at="Lemma 5.2",
    printed=r"\varepsilon\in(0,1),\;M<\infty,\;\Lambda<\infty,\;R>0,\;(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma\subset B_{5R}(x_0)\times B_{\Lambda R}(y_0),\;\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon,\;\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{5R}(x_0)\times B_{\Lambda R}(y_0))}\le\varepsilon",
)

paper.not_attempted(
    "lem-5-2-consequence",
    at="After Lemma 5.2",
    printed=r"\mathcal E^+_{6R}+\mathcal D_{6R},\;x\in B_{4R}(x_0),\;y\in B_{5R}(y_0)",
)

paper.not_attempted(
    "lem-5-2-iii-always",
    at="After Lemma 5.2",
    printed=r"\text{see the place}",
)

paper.not_attempted(
    "eq-5-13",
    at="Section 5.5, (5.13)",
    printed=r"(x,y)\in(B_{4R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma,\;(x',y')\in(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma,\;0\ge-(x-x')\cdot(y-y')-\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{5R}(x_0)\times B_{\Lambda R}(y_0))}|x-x'||y-y'|",
)

paper.not_attempted(
    "eq-5-14",
    at="Section 5.5, (5.14)",
    printed=r"(\mathbb R^d\times B_{2R}(y_0))\cap\operatorname{supp}\gamma\subseteq B_{4R}(x_0)\times B_{2R}(y_0)",
)

paper.not_attempted(
    "s55-xprime-unique",
    at="Proof of (5.14)",
    printed=r"x'-x_0,\;x-x_0,\;y-y_0,\;|x'-x_0|=\frac52R",
)

paper.not_attempted(
    "s55-xprime-displacement",
    at="Proof of (5.14)",
    printed=r"(x',y')\in\operatorname{supp}\gamma,\;x'\in\overline{B_{\frac52R}(x_0)},\;B_{\frac57R},\;|x'-x_0-(y'-y_0)|\le M\varepsilon^{\frac1{d+2}}R",
)

paper.not_attempted(
    "s55-x-minus-xprime",
    at="Proof of (5.14)",
    printed=r"x-x'=-\alpha(y-y_0-(x-x_0)),\;|x-x'|=\alpha|y-y_0-(x-x_0)|,\;\alpha\in(0,1)",
)

paper.not_attempted(
    "s55-chain-line1",
    at="Proof of (5.14), chain after the definition of $\alpha$, first $\\le$",
    printed=r"\|D_{yx}c_\delta+\mathbb I\|\le\varepsilon<1,\;y-y'=y-y_0-(x'-x_0)+x'-x_0-(y'-y_0),\;0\le(x-x')\cdot(y-y_0-(x'-x_0))+(x-x')\cdot(x'-x_0-(y'-y_0))+\varepsilon|x-x'||y-y_0-(x'-x_0)|+\varepsilon|x-x'||x'-x_0-(y'-y_0)|",
)

paper.not_attempted(
    "s55-chain-equality",
    at="Proof of (5.14), chain, '=' line",
    printed=r"\ldots=-\alpha|y-y_0-(x'-x_0)|^2+(x-x')\cdot(x'-x_0-(y'-y_0))+\varepsilon|x-x'||y-y_0-(x'-x_0)|+\varepsilon|x-x'||x'-x_0-(y'-y_0)|",
)

paper.not_attempted(
    "s55-chain-last",
    at=r"Proof of (5.14), chain, last $\le$",
    printed=r"\ldots\le|x-x'|\big((-1+\varepsilon)|y-y_0-(x'-x_0)|+(1+\varepsilon)|x'-x_0-(y'-y_0)|\big)",
)

paper.not_attempted(
    "s55-R-half",
    at="Proof of (5.14)",
    printed=r"|y-y_0-(x'-x_0)|\ge|x'-x_0|-|y-y_0|\ge\frac52R-2R=\frac R2",
)

paper.not_attempted(
    "s55-contradiction",
    at="Proof of (5.14)",
    printed=r"0\le|x-x'|R\big((-1+\varepsilon)\frac12+(1+\varepsilon)M\varepsilon^{\frac1{d+2}}\big),\;\varepsilon",
)

paper.not_attempted(
    "energy-2R-step1",
    at=r"Section 5.5, display for $\mathcal E_{2R}$, first $\le$",
    printed=r"\mathcal E_{2R}:=\frac1{(2R)^{d+2}}\int_{\#_{2R}(x_0,y_0)}|y-x|^2\gamma\le\frac1{(2R)^{d+2}}\int_{B_{2R}(x_0)\times\mathbb R^d}|y-x|^2\gamma+\frac1{(2R)^{d+2}}\int_{\mathbb R^d\times B_{2R}(y_0)}|y-x|^2\gamma",
)

paper.not_attempted(
    "energy-2R-step2",
    at=r"Section 5.5, second $\le$",
    printed=r"\ldots\le\frac1{(2R)^{d+2}}\int_{B_{2R}(x_0)\times\mathbb R^d}|y-x|^2\gamma+\frac1{(2R)^{d+2}}\int_{B_{4R}(x_0)\times B_{2R}(y_0)}|y-x|^2\gamma",
)

paper.not_attempted(
    "energy-2R-step3",
    at=r"Section 5.5, third $\le$",
    printed=r"\ldots\le2\cdot3^{d+2}\mathcal E^+_{6R}",
)
