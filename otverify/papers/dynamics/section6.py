"""Section 6: generic costs."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "sec-6-strata",
    at="Section 6",
    printed=r"V_r=\{\operatorname{rank}H_2=r\},\;r<n,\text{ has codimension}\ge1",
)

paper.not_attempted(
    "sec-6-sigma-nonempty",
    at="Section 6",
    printed=r"\Sigma=\{\tfrac{\partial^2c}{\partial x\partial y}\text{ singular}\}\ne\emptyset",
)

paper.not_attempted(
    "sec-6-sigma-codim",
    at="Section 6",
    printed=r"\Sigma\text{ has codimension}\ge1\text{, so zero volume}",
)

paper.not_attempted(
    "lem-6-1-parity",
    at="Lemma 6.1",
    printed=r"x_2=x_1,\;x_L\ne x_1,\;y_L=y_1\Rightarrow L=2K,\;K\ge2",
)

paper.not_attempted(
    "lem-6-1-equality",
    at="Lemma 6.1",
    printed=r"\sum_{k=0}^{K-1}c(x_{2k+1},y_{2k+1})=\sum_{k=0}^{K-1}c(x_{2k+1},y_{2k+2})",
)

paper.not_attempted(
    "lem-6-1-indices",
    at="Proof of Lemma 6.1",
    printed=r"x_{2k+2}=x_{2k+1},\;y_{2k+3}=y_{2k+2}\quad\forall k\in\{0,K-1\}",
)

paper.not_attempted(
    "lem-6-1-chain-of-inequalities",
    at="Proof of Lemma 6.1",
    printed=r"\sum c(x_{2k+1},y_{2k+1})\le\sum c(x_{2k+1},y_{2k+3})=\dots\le c(x_2,y_{2K})+\sum_{k\ge1}c(x_{2k+2},y_{2k})=\sum c(x_{2k+1},y_{2k+1})",
)

paper.not_attempted(
    "sec-6-WL-dimension",
    at="Section 6, W_L",
    printed=r"\dim W_L=4Kn+L-1=(2n+1)L-1,\quad k\in\{0,K-1\}",
)

paper.not_attempted(
    "sec-6-jet-dimension",
    at="Section 6",
    printed=r"\dim J^1_L(M\times N)=(4n+1)L,\quad\operatorname{codim}W_L=2nL+1",
)

paper.not_attempted(
    "sec-6-transversality",
    at="Section 6",
    printed=r"j^1_{2K}c\pitchfork W_{2K}\;\forall K\ge2\Rightarrow\text{the conclusions of Theorem 1.7}",
)
