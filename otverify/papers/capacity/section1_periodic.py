"""Section 1, Example 1.3: the periodic cost and the diagonal strip."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "ex13-periodic-cost",
    at="Example 1.3",
    printed=r"c(x,y)=\inf_{n\in\mathbb Z}|x-y-n|^2\text{ on }\mathbb R^2/\mathbb Z^2",
)

paper.not_attempted(
    "ex13-fundamental-domains",
    at="Example 1.3",
    printed=r"R\text{ and }R'\text{ are fundamental domains}",
)

paper.not_attempted(
    "ex13-coordinate-change",
    at="Example 1.3",
    printed=r"x'=y+x,\;y'=y-x\text{ maps }R\text{ onto a square of side }\sqrt2,\text{ identified with }R'",
)

paper.not_attempted(
    "ex13-cost-primed",
    at="Example 1.3",
    printed=r"c(x',y')=\inf_{n\in\mathbb Z}|y'-n|^2=y'^2\text{ on }R'",
)

paper.not_attempted(
    "ex13-strip-width",
    at="Example 1.3, (6)",
    printed=r"h_0=\bar h\text{ on }S,\;0\text{ otherwise};\quad S\text{ of width }w=\tfrac1{\bar h\sqrt2}\text{ and length }\sqrt2",
)

paper.not_attempted(
    "ex13-argmin",
    at="Example 1.3",
    printed=r"h_0=\operatorname{argmin}_{h\le\bar h}\int_{R'}ch",
)

paper.not_attempted(
    "ex13-marginals",
    at="Example 1.3",
    printed=r"h_0=\operatorname{argmin}_{h\in\Gamma(1_I,1_I)^{\bar h}}\int_{R'}ch",
)

paper.not_attempted(
    "ex13-uniqueness-applies",
    at="Example 1.3",
    printed=r"c\in C^2,\;\partial_x\partial_yc\ne0\text{ outside of two diagonal segments}",
)
