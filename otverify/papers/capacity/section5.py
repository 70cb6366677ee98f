"""Section 5: optimality is inherited by the blow-up sequence."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "sec5-intro",
    at="Section 5, opening",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow h_n\text{ is (almost) }\tilde c\text{-optimal}",
)

paper.not_attempted(
    "eq-12-taylor",
    at="(12)",
    printed=r"c(x_0+\tfrac xn,y_0+\tfrac yn)=c+\sum_i\partial_{x_i}c\tfrac{x_i}n+\sum_i\partial_{y_i}c\tfrac{y_i}n+\tfrac1{n^2}\{\tfrac12x^TD^2_{xx}cx+\tfrac12y^TD^2_{yy}cy+x^TD^2_{xy}cy+R_2\}",
)

paper.not_attempted(
    "eq-12-remainder",
    at="after (12)",
    printed=r"\|R_2'(\tfrac xn,\tfrac yn)\|_{L^\infty(Q)}=o(\tfrac1{n^2}),\quad\|R_2\|_{L^\infty(Q)}=o(1)",
)

paper.not_attempted(
    "normal-form-change",
    at="Section 5",
    printed=r"y_{new}=D^2_{xy}c(x_0,y_0)y_{old}\Rightarrow D^2_{xy}c(x_0,y_0)=I,\;\tilde c(x,y)=x\cdot y",
)

paper.not_attempted(
    "eq-13",
    at="(13)",
    printed=r"c(x_0+\tfrac xn,y_0+\tfrac yn)=\text{const}+a(x)+b(y)+\tfrac1{n^2}\{\tilde c(x,y)+\tilde R_2(\tfrac xn,\tfrac yn)\}",
)

paper.not_attempted(
    "eq-14",
    at="(14)",
    printed=r"|\int_Q\tilde R_2k|\le\int_Q|\tilde R_2||k|\le\|\tilde R_2\|_{L^\infty(Q)}\|k\|_{L^1(Q)},\quad I_{\tilde c_n}(k)=I_{\tilde c}(k)+o(1)\;(\|k\|_{L^1}\le M)",
)

paper.not_attempted(
    "remark-5-1",
    at="Remark 5.1",
    printed=r"(x_0,y_0)\notin Z\Rightarrow\text{first and second derivatives exist},\;\det D^2_{xy}c(x_0,y_0)\ne0",
)

paper.not_attempted(
    "unconstrained-restriction",
    at="Section 5, cited [V09, Thm 4.6]",
    printed=r"h\text{ optimal without capacities}\Rightarrow h|_A\text{ optimal for its marginals}",
)

paper.not_attempted(
    "restriction-counterexample",
    at="Section 5",
    printed=r"h|_{[0,\frac14]\times[\frac14,\frac12]\cup[\frac14,\frac12]\times[0,\frac14]}\text{ is not optimal: }h|_{[0,\frac14]^2\cup[\frac14,\frac12]^2}\text{ costs less}",
)

paper.not_attempted(
    "lemma-5-2",
    at="Lemma 5.2",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow\tilde h=h|_{A\times B}\in\operatorname{argmin}_{\Gamma(\tilde h_X,\tilde h_Y)^{\bar h}}I_c",
)

paper.not_attempted(
    "lemma-5-2-gluing",
    at="Proof of Lemma 5.2",
    printed=r"h-\tilde h+\tilde h'=\tilde h'\text{ on }A\times B,\;h\text{ otherwise};\quad h-\tilde h+\tilde h'\in\Gamma(h_X,h_Y)^{\bar h}",
)

paper.not_attempted(
    "remark-5-3",
    at="Remark 5.3",
    printed=r"\text{(4) restricted to rectangles is optimal}",
)

paper.not_attempted(
    "prop-5-4",
    at="Proposition 5.4",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow h_n\in\operatorname{argmin}_{\Gamma((h_n)_X,(h_n)_Y)^{\bar h_n}}I_{\tilde c_n}",
)

paper.not_attempted(
    "prop-5-4-restriction-step",
    at="Proof of Prop. 5.4",
    printed=r"h\text{ optimal}\Rightarrow h'_n=h|_{Q_n}\in\operatorname{argmin}_{\Gamma((h'_n)_X,(h'_n)_Y)^{\bar h'_n}}\int_{Q_n}ck",
)

paper.not_attempted(
    "prop-5-4-change-of-variables",
    at="Proof of Prop. 5.4",
    printed=r"\int_{Q_n}ch'_n=\int_{Q_n}c(h_n\circ\varphi_n^{-1})=\int_Qc(\varphi_n)h_n|\det D\varphi_n|=\tfrac1{n^{2d}}\int_Qc(x_0+\tfrac xn,y_0+\tfrac yn)h_n",
)

paper.not_attempted(
    "prop-5-4-argmin-chain",
    at="Proof of Prop. 5.4",
    printed=r"\operatorname{argmin}\int_{Q_n}ck=\operatorname{argmin}\tfrac1{n^{2d}}\int_Qc\circ\varphi_n\,k=\operatorname{argmin}\tfrac1{n^{2(d+1)}}\int_Q\{\tilde c+\tilde R_2\}k=\operatorname{argmin}\int_Q\tilde c_nk",
)

paper.not_attempted(
    "prop-5-4-separable-terms",
    at="Proof of Prop. 5.4",
    printed=r"\int(a+b(x)+e(y))k\text{ depends on the marginals of }k\text{ only}",
)

paper.not_attempted(
    "prop-5-4-positive-scaling",
    at="Proof of Prop. 5.4",
    printed=r"\operatorname{argmin}\int\cdot=\operatorname{argmin}\tfrac1m\int\cdot,\quad m>0",
)
