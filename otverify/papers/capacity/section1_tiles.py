"""Section 1, Examples 1.1 and 1.2: four tiles, and the open problem."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "ex11-derived-examples",
    at="Section 1, after Example 1.1",
    printed=r"\text{restrictions of (4) to rectangles are optimal}",
)

paper.not_attempted(
    "ex12-candidate-feasible",
    at="(5)",
    printed=r"h=4\text{ on }S=\textstyle\bigcup_{k=0}^3[-\tfrac12+\tfrac k4,-\tfrac14+\tfrac k4]^2,\;0\text{ otherwise};\quad h\in\Gamma(f,g)^{\bar h}",
)

paper.not_attempted(
    "ex12-not-optimal",
    at="Example 1.2",
    printed=r"I_c\text{ does not attain its minimum on }\Gamma(f,g)^{\bar h}\text{ at }(5),\quad\bar h=4\cdot1_{I^2}",
)

paper.not_attempted(
    "ex12-perturbation",
    at="Example 1.2, Figure 2(C)",
    printed=r"I_c(h+\Delta h)<I_c(h),\text{ minuses at }(-\tfrac14,0),(0,-\tfrac14),(0,\tfrac14),(\tfrac14,0)",
)

paper.not_attempted(
    "ex12-open",
    at="Example 1.2",
    printed=r"\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c=\;?\quad\bar h=4\cdot1_{I^2}",
)
