"""Section 3, Remark 4: locally semiconcave costs."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "remark4-statement",
    at="Remark 4",
    printed=r"\text{Corollary 3 with }c(\cdot,y)\text{ locally semiconcave uniformly in }y",
)
paper.not_attempted(
    "remark4-squared-semiconcave",
    at="Remark 4",
    printed=r"\|x-y\|^2-\lambda\|x\|^2\text{ concave},\;\nabla_x\|x-y\|^2\text{ unbounded in }y",
)
paper.not_attempted(
    "remark4-affine-unique",
    at="Remark 4",
    printed=r"X,Y\subset\mathbb R^d\text{ affine},\;c=\|x-y\|^2,\;\mu\text{ as in Corollary 3}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "remark4-power-range",
    at="Remark 4, last sentence",
    printed=r"\|x-y\|^p,\;0<p\,\cdots\text{: semiconcave in }x\text{ uniformly in }y\text{ for separated supports}",
)
paper.not_attempted(
    "section3-closing",
    at="Section 3, last paragraph",
    printed=r"\Sigma\subset\partial\operatorname{supp}\mu\text{: condition 1 becomes }\mu(\partial\operatorname{supp}\mu)=0;\;M\subset p_X(\Gamma)",
)
