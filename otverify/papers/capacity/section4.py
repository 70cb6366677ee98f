"""Section 4: blowing up a density near a Lebesgue point."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "sec4-discontinuity",
    at="Section 4, opening",
    printed=r"h\le\bar h\in L^\infty\text{ is bounded; }\bar h\text{ continuous}\not\Rightarrow h\text{ continuous}",
)

paper.not_attempted(
    "qn-volume",
    at="Section 4",
    printed=r"\mathcal L^{2d}[Q_n]=(\tfrac1n)^{2d}",
)

paper.not_attempted(
    "eq-9-blowup-sequence",
    at="(9), Definition 4.1",
    printed=r"\varphi_n(x,y)=(x_0,y_0)+\tfrac1n(x,y),\quad k_n=k\circ\varphi_n:Q\to\mathbb R",
)

paper.not_attempted(
    "lebesgue-point-definition",
    at="Section 4",
    printed=r"\lim_{r\to0}\tfrac1{\mathcal L^n[B_r(x)]}\int_{B_r(x)}|f(y)-f(x)|\,dy=0",
)

paper.not_attempted(
    "lebesgue-value",
    at="Section 4",
    printed=r"f(x)=\lim_{r\to0}\tfrac1{\mathcal L^n[B_r(x)]}\int_{B_r(x)}f(y)\,dy",
)

paper.not_attempted(
    "lebesgue-theorem",
    at="Section 4",
    printed=r"\text{points of continuity are Lebesgue points; almost every point is one}",
)

paper.not_attempted(
    "claim-4-2-a-chain",
    at="Claim 4.2(a), proof",
    printed=r"\int_Q|k_n-k_\infty|=\int_Q|(k-k(x_0,y_0))\circ\varphi_n|=\tfrac1{\mathcal L^{2d}[Q_n]}\int_Q|(k-k(x_0,y_0))\circ\varphi_n||\det D\varphi_n|=\tfrac1{\mathcal L^{2d}[Q_n]}\int_{Q_n}|k-k(x_0,y_0)|",
)

paper.not_attempted(
    "claim-4-2-a-determinant",
    at="Claim 4.2(a), proof",
    printed=r"|\det D\varphi_n|=\left|\begin{smallmatrix}1/n^d&0\\0&1/n^d\end{smallmatrix}\right|=\tfrac1{n^{2d}}=\mathcal L^{2d}[Q_n]",
)

paper.not_attempted(
    "claim-4-2-a-limit",
    at="Claim 4.2(a)",
    printed=r"\|k_n-k_\infty\|_{L^1(Q)}\to0",
)

paper.not_attempted(
    "claim-4-2-b",
    at="Claim 4.2(b)",
    printed=r"k_n(x,y)=k(\tfrac1nx+x_0,\tfrac1ny+y_0)\text{ on }Q",
)

paper.not_attempted(
    "remark-4-3-a",
    at="Remark 4.3(a)",
    printed=r"h_\infty=h(x_0,y_0)\text{ on }Q,\quad\|h_n-h_\infty\|_{L^1(Q)}\to0",
)

paper.not_attempted(
    "remark-4-3-b",
    at="Remark 4.3(b)",
    printed=r"\bar h_\infty=\bar h(x_0,y_0)\text{ on }Q,\quad\|\bar h_n-\bar h_\infty\|_{L^1(Q)}\to0",
)

paper.not_attempted(
    "prop-4-4-good-bad",
    at="Proposition 4.4(a),(b)",
    printed=r"\mathcal L^{2d}[\tilde E_n]\le\alpha_n,\quad\|h_n-h(x_0,y_0)\|_{L^\infty(\tilde F_n)}\le\alpha_n\to0",
)

paper.not_attempted(
    "prop-4-4-c",
    at="Proposition 4.4(c)",
    printed=r"|h_n(x,y)|\le\|\bar h\|_{L^\infty(Q_1)}",
)

paper.not_attempted(
    "prop-4-4-subsequence",
    at="Proof of Prop. 4.4",
    printed=r"\|h_{k_i}-h_{k_{i+1}}\|_{L^1(Q)}\le2^{-i}\Rightarrow h_{k_i}\to h_\infty\text{ a.e.}",
)

paper.not_attempted(
    "prop-4-4-egoroff",
    at="Proof of Prop. 4.4",
    printed=r"\mathcal L^{2d}[\tilde E_m]\le\tfrac1m,\quad\|h_{k_i}-h_\infty\|_{L^\infty(\tilde E_m)}\to0",
)

paper.not_attempted(
    "eq-10",
    at="(10)",
    printed=r"\|h_{k_{i_m}}-h_\infty\|_{L^\infty(\tilde F_m)}<\tfrac1m",
)

paper.not_attempted(
    "eq-11",
    at="(11)",
    printed=r"\|h_n-h_\infty\|_{L^\infty(\tilde F_n)}<\alpha_n,\quad n=k_{i_m},\;\alpha_n=\tfrac1m",
)

paper.not_attempted(
    "prop-4-5-good-bad",
    at="Proposition 4.5(a),(b)",
    printed=r"\mathcal L^d[\tilde X_n^{bad}],\mathcal L^d[\tilde Y_n^{bad}]\to0,\quad\|f_n-h(x_0,y_0)\|_{L^\infty(\tilde X_n^{good})},\|g_n-h(x_0,y_0)\|_{L^\infty(\tilde Y_n^{good})}\to0",
)

paper.not_attempted(
    "prop-4-5-marginals",
    at="Proof of Prop. 4.5",
    printed=r"f_n(x)=\int h_n(x,y)\,dy,\quad f_\infty(x)=\int h_\infty(x,y)\,dy=h(x_0,y_0)",
)

paper.not_attempted(
    "prop-4-5-contraction",
    at="Proof of Prop. 4.5",
    printed=r"\|h_k-h_\infty\|_{L^1(Q)}\to0\Rightarrow\|f_k-f_\infty\|_{L^1},\|g_k-g_\infty\|_{L^1}\to0",
)

paper.not_attempted(
    "prop-4-5-egoroff",
    at="Proof of Prop. 4.5",
    printed=r"\mathcal L^{2d}[\tilde X_m^{bad}],\mathcal L^{2d}[\tilde Y_m^{bad}]\le\tfrac1m,\quad\|f_{k_{i_m}}-f_\infty\|_{L^\infty(\tilde X_m^{good})}<\tfrac1m",
)

paper.not_attempted(
    "prop-4-5-c",
    at="Proposition 4.5(c)",
    printed=r"0\le h\le\bar h\Rightarrow f_n,g_n\le\|\bar h\|_{L^\infty(Q_1)}",
)
