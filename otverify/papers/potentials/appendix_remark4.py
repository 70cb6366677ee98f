"""Appendix A: the proofs of Lemma 7 and Remark 4."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "lemma7-proof",
    at="Proof of Lemma 7",
    printed=r"f_{1,x}-f_{2,x}=c_x\text{ on }B_1,\;c_{x'}=c_x\text{ for }x'\in U_x,\;V=\{c_x=c_{x_0}\}=M",
)
paper.not_attempted(
    "remark4-proof-concavity",
    at="Proof of Remark 4",
    printed=r"v\mapsto f(\varphi_x^{-1}(v))-\lambda_x\|v\|^2\text{ is concave}",
)
paper.not_attempted(
    "remark4-proof-finite",
    at="Proof of Remark 4",
    printed=r"f>-\infty\text{ on }M=\operatorname{int}(\operatorname{supp}\mu)",
)
paper.not_attempted(
    "remark4-proof-nullset",
    at="Proof of Remark 4",
    printed=r"\varphi_\#\mu(B)=0\;\Rightarrow\;\lambda(B)=0,\;f_1=f_2\text{ on }M",
)
paper.not_attempted(
    "remark4-proof-boundary",
    at="Proof of Remark 4, last step",
    printed=r"x_n\in M,\;x_n\to x\in\partial\operatorname{supp}\mu\;\Rightarrow\;f_i(x_n)\to f_i(x)",
)
