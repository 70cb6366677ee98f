"""Section 4, Figure 3 and Example 4: asymptotic regions of dominated cost."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "figure3-halfspace",
    at="Figure 3(a)",
    printed=r"c=h(\|x-y\|):\;C(\tilde x_n,y_n)\to\text{half space with normal }u",
)
paper.not_attempted(
    "figure3-l1",
    at="Figure 3(b)",
    printed=r"c=h(\|x-y\|_1):\;C_\infty\text{ not a half space}\Rightarrow u\in\{\pm e_1,\pm e_2\},\;(y_n)_2\to(\text{apex})_2",
)
paper.not_attempted(
    "figure3-condition1",
    at="Figure 3, caption",
    printed=r"h'(a)\to\infty\;\Rightarrow\;\text{condition 1 of Lemma 8},\;f=-\infty\text{ on }C_\infty",
)
paper.not_attempted(
    "example4-perturbation",
    at="Example 4",
    printed=r"\tilde x_n=x_n+(y_n-x_n)/\|y_n-x_n\|^{3/2}:\;\tilde x_n-x_n\to0,\;c(\tilde x_n,y_n)-c(x_n,y_n)\to-\infty",
)
paper.not_attempted(
    "example4-halfspace",
    at="Example 4",
    printed=r"C_\infty\supset\{z:\langle z-x,u\rangle>0\},\;u=\lim(y_n-\tilde x_n)/\|y_n-\tilde x_n\|",
)
paper.not_attempted(
    "example4-interior",
    at="Example 4",
    printed=r"c=\|x-y\|^2\text{ on }\mathbb R^d\;\Rightarrow\;\Sigma\subset\partial\operatorname{supp}\mu",
)
paper.not_attempted(
    "example4-lp",
    at="Example 4",
    printed=r"C_\infty\text{ contains half spaces for all }l_p\text{ costs},\;p>1",
)
paper.not_attempted(
    "example4-convex-hull",
    at="Example 4",
    printed=r"\operatorname{int}(\operatorname{conv}(\operatorname{supp}\mu))\subset\{f<\infty\}",
)
paper.not_attempted(
    "example4-superlinear",
    at="Example 4",
    printed=r"c=g(x-y),\;g\text{ convex, superlinear}\;\Rightarrow\;\text{condition 1 of Lemma 8}",
)
