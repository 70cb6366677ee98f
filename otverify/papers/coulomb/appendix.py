"""Appendix A: the proof of Lemma 5.1."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "lem-A-1",
    at="Lemma A.1",
    printed=r"\gamma\in\Pi(\mu,\nu),\;\varepsilon>0,\;R>0,\;\mathcal E^+_{6R}+R^{2\alpha}[\rho_0]^2_{\alpha,B_{6R}(x_0)}\le\varepsilon,\;x\in B_{5R}(x_0),\;e\in\mathbb S^{d-1},\;(S_R(x,e)\times B_{7R})\cap\operatorname{supp}\gamma\ne\emptyset,\;S_R(x,e):=C(x,e)\cap(B_R(x)\setminus B_{\frac R2}(x)),\;C(x,e),\;\frac\pi2",
)

paper.not_attempted(
    "A1-S-geometry",
    at="Lemma A.1",
    printed=r"S_R(x,e),\;B_R(x)\setminus B_{\frac R2}(x),\;\frac\pi2",
)

paper.not_attempted(
    "A1-step1-usage",
    at="Proof of Lemma 5.1, Step 1",
    printed=r"\varepsilon>0,\;R>0,\;\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon,\;x\in B_{5R}(x_0),\;(S_R(x,e)\times B_{7R}(y_0))\cap\operatorname{supp}\gamma\ne\emptyset",
)

paper.not_attempted(
    "eq-A-1",
    at="Appendix, (A.1)",
    printed=r"\lambda<\infty,\;\|c_\delta\|_{C^2},\;\nabla_xc_\delta(x,y)\in B_{\lambda R},\;(x,y)\in(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma",
)

paper.not_attempted(
    "eq-A-2",
    at="Appendix, (A.2)",
    printed=r"c_\delta(x,y)-c_\delta(x',y)\le c_\delta(x,y')-c_\delta(x',y'),\;(x,y),(x',y')\in\operatorname{supp}\gamma",
)

paper.not_attempted(
    "A-identity-1",
    at="Appendix, after (A.2)",
    printed=r"x_t:=tx+(1-t)x',\;c_\delta(x,y)-c_\delta(x',y)=\int_0^1\nabla_xc_\delta(x_t,y)dt\cdot(x-x')=\nabla_xc_\delta(x,y)\cdot(x-x')+\int_0^1(\nabla_xc_\delta(x_t,y)-\nabla_xc_\delta(x,y))dt\cdot(x-x')",
)

paper.not_attempted(
    "A-identity-2",
    at="Appendix, after (A.2)",
    printed=r"\nabla_xc_\delta(x_0,y_0)=0,\;c_\delta(x,y')-c_\delta(x',y')=(\nabla_xc_\delta(x_0,y')-\nabla_xc_\delta(x_0,y_0))\cdot(x-x')+\int_0^1(\nabla_xc_\delta(x_t,y')-\nabla_xc_\delta(x_0,y'))dt\cdot(x-x')",
)

paper.not_attempted(
    "A-inserted",
    at="Appendix, 'Inserting these two identities into (A.2)'",
    printed=r"\nabla_xc_\delta(x,y)\cdot(x-x')\le\int_0^1|\nabla_xc_\delta(x_t,y)-\nabla_xc_\delta(x,y)|dt\,|x-x'|+|\nabla_xc_\delta(x_0,y')-\nabla_xc_\delta(x_0,y_0)||x-x'|+\int_0^1|\nabla_xc_\delta(x_t,y')-\nabla_xc_\delta(x_0,y')|dt\,|x-x'|",
)

paper.not_attempted(
    "eq-A-3-first",
    at=r"Appendix, (A.3) first $\le$",
    printed=r"\nabla_xc_\delta(x,y)\cdot(x-x')\le\|\nabla_{xx}c_\delta\|_{C^0}\Big(\int_0^1|x_t-x|dt+\int_0^1|x_t|dt\Big)|x-x'|+\|\nabla_{xy}c_\delta\|_{C^0}|y'||x-x'|",
)

paper.not_attempted(
    "eq-A-3-second",
    at="Appendix, (A.3) second step",
    printed=r"\ldots\lesssim\|c\|_{C^2(\mathbb R^d\times\mathbb R^d)}(|x'|+|x|+|y'|)|x-x'|",
)

paper.not_attempted(
    "A-direction-choice",
    at="Appendix, after (A.3)",
    printed=r"e=\frac{\nabla_xc_\delta(x,y)}{|\nabla_xc_\delta(x,y)|},\;(x',y')\in(S_R(x,e)\times B_{7R}(y_0))\cap\operatorname{supp}\gamma,\;S_R(x,e),\;\frac\pi2,\;\nabla_xc_\delta(x,y)\cdot(x-x')=|\nabla_xc_\delta(x,y)||x-x'|e\cdot\frac{x-x'}{|x-x'|}\gtrsim|\nabla_xc_\delta(x,y)||x-x'|",
)

paper.not_attempted(
    "A-lambda-bound",
    at="Appendix, end of Step 1",
    printed=r"\lambda<\infty,\;|\nabla_xc_\delta(x,y)|\lesssim\|c\|_{C^2}(|x'|+|x|+|y'|)\le\lambda R",
)

paper.not_attempted(
    "A-step2-inclusion",
    at="Appendix, Step 2",
    printed=r"R_0>0,\;\Lambda_0<\infty,\;R\le R_0,\;x\in B_{5R}(x_0),\;B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J))\subseteq-\nabla_xc_\delta(x,B_{\Lambda_0R}(y_0)\cap\pi_Y(J))",
)

paper.not_attempted(
    "A-step2-injective",
    at="Appendix, Step 2 (also Step 3)",
    printed=r"c_\delta,\;J\subset\mathbb R^d\times\mathbb R^d,\;x\in B_{5R}(x_0),\;-\nabla_xc_\delta(x,\cdot),\;\pi_Y(J),\;F_x:-\nabla_xc_\delta(x,\pi_Y(J))\to\pi_Y(J),\;p\mapsto[-\nabla_xc_\delta(x,\cdot)]^{-1}(p),\;C^{1,1}",
)

paper.not_attempted(
    "A-step2-expansion",
    at="Appendix, Step 2",
    printed=r"F_x(p)=F_x(p)+DF_x(0)p+O_x(|p|^2)",
)

paper.not_attempted(
    "A-step2-F0",
    at="Appendix, Step 2",
    printed=r"-\nabla_xc_\delta(x,y_0)=0,\;F_x(0)=y_0",
)

paper.not_attempted(
    "A-step2-DF0",
    at="Appendix, Step 2",
    printed=r"DF_x(0)=D_{yx}c_\delta(x,y_0)^{-1}",
)

paper.not_attempted(
    "A-step2-F-bound",
    at="Appendix, Step 2",
    printed=r"|F_x(p)-y_0|\le|D_{yx}c^2_\delta(x,y_0)^{-1}p|+O_x(|p|^2)",
)

paper.not_attempted(
    "A-step2-radius",
    at="Appendix, Step 2",
    printed=r"|x_0-y_0|>\delta,\;(x_0,y_0)\in\operatorname{supp}\gamma,\;|x-y_0|\ge\frac34\delta,\;x\in B_{5R}(x_0),\;R\le\frac\delta{20},\;x\in B_{5R}(x_0)",
)

paper.not_attempted(
    "A-step2-Lambda",
    at="Appendix, Step 2",
    printed=r"R_0>0,\;\Lambda_0<\infty,\;\lambda|F_x(p)-y_0|\le\Lambda_0|v|,\;x\in B_{5R}(x_0),\;|p|\le\lambda R_0,\;F_x(B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J)))\subseteq B_{\Lambda_0R}(y_0)\cap\pi_Y(J)",
)

paper.not_attempted(
    "A-step3",
    at="Appendix, Step 3",
    printed=r"(x,y)\in(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma,\;|y-y_0|\le\Lambda_0R,\;R\le R_0,\;\nabla_xc_\delta(x,y)\in B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J)),\;y\mapsto-\nabla_xc_\delta(x,y),\;\pi_Y(J),\;y\in B_{\Lambda_0R}(y_0)",
)
