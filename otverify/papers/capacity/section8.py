"""Section 8: uniqueness."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "sec8-remark",
    at="Section 8, opening",
    printed=r"c\text{-cyclically monotone}\iff\text{optimal (no capacities)};\quad\text{geometrically extreme}\not\Rightarrow\text{optimal (capacities)}",
)

paper.not_attempted(
    "thm-8-1",
    at="Theorem 8.1",
    printed=r"\#\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c=1",
)

paper.not_attempted(
    "thm-8-1-average",
    at="Proof of Thm 8.1",
    printed=r"h_1,h_2\text{ optimal}\Rightarrow\tfrac12h_1+\tfrac12h_2\in\Gamma(f,g)^{\bar h}\text{ optimal}",
)

paper.not_attempted(
    "thm-8-1-symmetric-difference",
    at="Proof of Thm 8.1",
    printed=r"\mathcal L^{2d}(\Delta)=0\text{ and }h_1=h_2\text{ a.e., or }0<\tfrac12h_1+\tfrac12h_2<\bar h\text{ a.e. on }\Delta=W_1\triangle W_2",
)
