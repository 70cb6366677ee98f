"""Section 2: notation and assumptions."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "jacobian-convention",
    at="Section 2",
    printed=r"DT=(\partial T_i/\partial x_j)_{1\le i\le m,1\le j\le n},\quad T:\mathbb R^n\to\mathbb R^m",
)

paper.not_attempted(
    "hessian-block",
    at="(7)",
    printed=r"D^2c=\begin{pmatrix}D^2_{xx}c&D^2_{xy}c\\D^2_{yx}c&D^2_{yy}c\end{pmatrix}",
)

paper.not_attempted(
    "marginals-def",
    at="Section 2",
    printed=r"h_X(x)=\int h(x,y)\,dy,\quad h_Y(y)=\int h(x,y)\,dx",
)

paper.not_attempted(
    "cost-assumptions",
    at="Section 2.1",
    printed=r"(C1)\;c\text{ bounded};\;(C2)\;c\in C^2\text{ off a closed null set }Z;\;(C3)\;\det D^2_{xy}c\ne0\text{ off }Z",
)

paper.not_attempted(
    "capacity-assumptions",
    at="Section 2.2",
    printed=r"0\le\bar h\text{ bounded, of compact support},\;\Gamma(f,g)^{\bar h}\ne\emptyset",
)

paper.not_attempted(
    "remark-2-1-finite-cost",
    at="Remark 2.1",
    printed=r"I_c(h)\le I_c(\bar h)<\infty\text{ for all }h\le\bar h",
)

paper.not_attempted(
    "remark-2-1-supports",
    at="Remark 2.1",
    printed=r"\operatorname{spt}h,\operatorname{spt}f,\operatorname{spt}g\text{ are compact if }\operatorname{spt}\bar h\text{ is}",
)
