"""Section 4, Theorem 3: costs h(d(x, y)) in geodesic spaces."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "theorem3",
    at="Theorem 3",
    printed=r"c=h(d(x,y)),\;h'(a)\to\infty\;\Rightarrow\;\Sigma\subset\partial\operatorname{supp}\mu",
)
paper.not_attempted(
    "theorem3-proper", at="Proof of Theorem 3", printed=r"y_n\to\infty\;\Rightarrow\;r_n=d(x_n,y_n)\to\infty"
)
paper.not_attempted(
    "theorem3-g",
    at="Proof of Theorem 3",
    printed=r"g:\mathbb R_+\to\mathbb R,\;g\le h',\;g(a)\to\infty;\;\text{for example }g(a)=\inf_{b\ge a}h'(b)",
)
paper.not_attempted(
    "theorem3-perturbation",
    at="Proof of Theorem 3",
    printed=r"\tilde x_n=\gamma_{x_ny_n}(t_n):\;d(x,\tilde x_n)\le d(x,x_n)+t_n,\;d(\tilde x_n,y_n)=r_n-t_n",
)
paper.not_attempted(
    "theorem3-mean-value", at="Proof of Theorem 3", printed=r"h(r_n-t_n)-h(r_n)\le-t_ng(r_n-1)\to-\infty"
)
paper.not_attempted(
    "theorem3-ball",
    at="Proof of Theorem 3",
    printed=r"d(x',y_n)\le d(x',u_n)+d(u_n,y_n)<d(\tilde x_n,u_n)+d(u_n,y_n)=d(\tilde x_n,y_n)",
)
paper.not_attempted(
    "theorem3-closure",
    at="Proof of Theorem 3",
    printed=r"d(x,u)\le d(x,\tilde x_n)+d(\tilde x_n,u_n)+d(u_n,u)\to1\;\Rightarrow\;x\in\operatorname{cl}(U)",
)
paper.not_attempted(
    "theorem3-larger-balls",
    at="Section 4, last paragraph",
    printed=r"C_\infty\supset B(u,r)\text{ with }d(x,u)=r,\;r\ge1",
)
