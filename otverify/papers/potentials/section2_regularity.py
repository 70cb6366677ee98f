"""Section 2, Regularity: what potentials inherit from the cost, and continuity along the plan."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "concavity-inherited",
    at="Section 2, Regularity",
    printed=r"c(\cdot,y)\text{ concave for all }y\;\Rightarrow\;f\in S_c\text{ concave}",
)
paper.not_attempted(
    "modulus-inherited", at="Section 2, Regularity", printed=r"|f(x)-f(x')|\le\sup_{y\in Y}|c(x,y)-c(x',y)|"
)
paper.not_attempted(
    "lemma1",
    at="Lemma 1",
    printed=r"\partial_cf\ni(x_n,y_n)\to(x,y)\in\partial_cf\;\Rightarrow\;f(x_n)\to f(x),\;f^c(y_n)\to f^c(y)",
)
paper.not_attempted(
    "lemma1-chain",
    at="Proof of Lemma 1",
    printed=r"f^c(y)\ge\limsup f^c(y_n)\ge c(x,y)-\limsup f(x_n)\ge c(x,y)-f(x)=f^c(y)",
)
paper.not_attempted(
    "induced-regularity-6",
    at="(6)",
    printed=r"p_X(\operatorname{supp}\pi)\cap U=p_X(\operatorname{supp}\pi\cap(U\times K)),\;K\text{ compact}",
)
paper.not_attempted(
    "lemma2-cover",
    at="Lemma 2",
    printed=r"\pi\text{ induces regularity on }U\;\Rightarrow\;U\subset p_X(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma2-formula-7",
    at="(7), Lemma 2",
    printed=r"f(x)=\inf_{y\in K}c(x,y)-f^c(y)\quad\text{for all }x\in U",
)
paper.not_attempted(
    "lemma2-proof",
    at="Proof of Lemma 2",
    printed=r"p_X|_{X\times K}\text{ is closed},\;U=p_X(\operatorname{supp}\pi\cap(X\times K))\cap U\subset p_X(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma2-continuity",
    at="Lemma 2, last conclusion",
    printed=r"f|_{\operatorname{supp}\mu}\text{ is continuous on }U",
)
paper.not_attempted(
    "remark1-inclusion",
    at="Remark 1",
    printed=r"\operatorname{supp}\mu\setminus p_X(\operatorname{supp}\pi)\subset\{x:\pi\text{ does not induce regularity at }x\}",
)
paper.not_attempted(
    "remark1-strict",
    at="Remark 1",
    printed=r"p_X(\operatorname{supp}\pi)\subsetneq\operatorname{supp}\mu\text{ is possible}",
)
paper.not_attempted(
    "remark1-analytic",
    at="Remark 1",
    printed=r"p_X(\operatorname{supp}\pi)\text{ is analytic, in general not Borel}",
)
paper.not_attempted(
    "compact-Y-continuous",
    at="Section 2, after Remark 1",
    printed=r"Y\text{ compact}\;\Rightarrow\;S_c(\mu,\nu)\subset C(X)",
)
paper.not_attempted(
    "failure-of-regularity-examples",
    at="Section 2, before Example 1",
    printed=r"\operatorname{supp}\mu\text{ compact},\;\operatorname{supp}\nu\text{ not: }f\text{ may be continuous or not where }T\to\infty",
)
paper.not_attempted(
    "example1",
    at="Example 1",
    printed=r"c=h(d(x,y)),\;h\text{ convex, differentiable: }f\text{ is continuous in }\operatorname{int}(\operatorname{supp}\mu),\text{ and on }\operatorname{supp}\mu\text{ unless }h'(a)\to\infty",
)
paper.not_attempted(
    "example2-concavity",
    at="Example 2",
    printed=r"\sup_y\|D^2_xc\|<\infty\;\Rightarrow\;c(\cdot,y)-\lambda\|\cdot\|^2,\;f-\lambda\|\cdot\|^2\text{ concave for some }\lambda>0",
)
paper.not_attempted(
    "example2-domain",
    at="Example 2",
    printed=r"\Omega=\operatorname{int}\{f>-\infty\}\text{ is convex},\;\operatorname{int}(\operatorname{supp}\mu)\subset\Omega;\;f|_{\partial\Omega}\text{ finite or }-\infty",
)
