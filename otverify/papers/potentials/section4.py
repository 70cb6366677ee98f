"""Section 4: regions of dominated cost, and where potentials are minus infinity."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted("interior-16", at="(16)", printed=r"\Sigma\subset\partial\operatorname{supp}\mu")
paper.not_attempted(
    "infinity-notation",
    at="Section 4",
    printed=r"y_n\to\infty\iff|\{n:y_n\in K\}|<\infty\text{ for all compact }K",
)
paper.not_attempted("dominated-region-17", at="(17)", printed=r"C(x,y)=\{x'\in X:c(x',y)\le c(x,y)\}")
paper.not_attempted(
    "dominated-region-ball",
    at="Section 4, after (17)",
    printed=r"c=\|x-y\|^p,\,p\ge1\;\Rightarrow\;C(x,y)=\bar B(y,\|x-y\|)",
)
paper.not_attempted(
    "lemma8-minus-infinity",
    at="Lemma 8, first conclusion",
    printed=r"c(\tilde x_n,y_n)-c(x_n,y_n)\to-\infty\;\Rightarrow\;f=-\infty\text{ on }C_\infty=\limsup C(\tilde x_n,y_n)",
)
paper.not_attempted(
    "lemma8-boundary",
    at="Lemma 8, second conclusion",
    printed=r"U\subset C_\infty\text{ open},\;x\in\operatorname{cl}(U)\;\Rightarrow\;x\in\partial\operatorname{supp}\mu",
)
paper.not_attempted(
    "lemma8-chain",
    at="Proof of Lemma 8",
    printed=r"f(x')\le c(x',y_n)-f^c(y_n)\le c(\tilde x_n,y_n)-f^c(y_n)=c(\tilde x_n,y_n)-c(x_n,y_n)+f(x_n)\to-\infty",
)
paper.not_attempted(
    "sigma-sequence",
    at="Section 4, after Lemma 8",
    printed=r"x\in\Sigma\;\Rightarrow\;\exists(x_n,y_n)\in\operatorname{supp}\pi:\;x_n\to x,\;y_n\to\infty",
)
paper.not_attempted(
    "condition1-H-infinity",
    at="Section 4, after Lemma 8",
    printed=r"(H_\infty)_2\;\Rightarrow\;\text{condition 1 of Lemma 8}",
)
paper.not_attempted(
    "remark5-escape",
    at="Remark 5",
    printed=r"f(x)=-\infty\;\Rightarrow\;\exists y_n\to\infty:\;c(x,y_n)-f^c(y_n)\to-\infty",
)
paper.not_attempted("remark5-region", at="Remark 5", printed=r"f=-\infty\text{ on }C_\infty=\limsup C(x,y_n)")
paper.not_attempted(
    "remark5-disjoint",
    at="Remark 5, last sentence",
    printed=r"\text{condition 2 of Lemma 8}\;\Rightarrow\;C_\infty\cap\operatorname{int}(\operatorname{supp}\mu)=\emptyset",
)
