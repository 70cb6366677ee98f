"""Section 2.1: the quadratic cost on a strictly convex hypersurface."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "sec-2-1-ccm-quadratic",
    at="Section 2.1, after (2.1)",
    printed=r"\sum_i[c(x_{i+1},y_i)-c(x_i,y_i)]=\sum_i\langle y_i,x_i-x_{i+1}\rangle,\quad c=\tfrac12|x-y|^2",
)

paper.not_attempted(
    "eq-2-1-support-ccm",
    at="(2.1)",
    printed=r"\text{the support of a minimiser is }c\text{-cyclically monotone}",
)

paper.not_attempted(
    "sec-2-1-uniqueness",
    at="Section 2.1",
    printed=r"M\text{ strictly convex},\;\mu\ll\mathcal H^m\Rightarrow\text{the optimal plan for }\tfrac12|x-y|^2\text{ is unique}",
)

paper.not_attempted(
    "lem-2-1",
    at="Lemma 2.1",
    printed=r"((x_0,y),(x_2,y),(x_2,y'),(x_4,y'))\text{ a chain}\Rightarrow\text{no hyperplane strictly separates }x_2\text{ from }M\setminus\{x_2\}",
)

paper.not_attempted(
    "lem-2-1-normal",
    at="Proof of Lemma 2.1",
    printed=r"\tfrac{\partial c}{\partial x}(x_2,y)=\tfrac{\partial c}{\partial x}(x_2,y')\Rightarrow y'-y=\alpha n_2",
)

paper.not_attempted(
    "lem-2-1-pairwise",
    at="Proof of Lemma 2.1",
    printed=r"\langle x_4-x_2,y'-y\rangle=\alpha\langle x_4-x_2,n_2\rangle\ge0,\quad\langle x_2-x_0,y'-y\rangle=\alpha\langle x_2-x_0,n_2\rangle\ge0",
)

paper.not_attempted(
    "lem-2-1-sign",
    at="Proof of Lemma 2.1",
    printed=r"\alpha\ge0,\;\alpha\le0,\;\text{and }\alpha=0\text{ gives }y'=y",
)

paper.not_attempted(
    "cor-2-2-no-5-chain",
    at="Corollary 2.2",
    printed=r"M\text{ strictly convex}\Rightarrow M\times N\text{ contains no chain of length }L\ge5",
)

paper.not_attempted(
    "cor-2-2-4-chain-projections",
    at="Corollary 2.2",
    printed=r"\text{a 4-chain projects onto three points of }N\text{ and two points of }M",
)

paper.not_attempted(
    "cor-2-2-both-convex",
    at="Corollary 2.2",
    printed=r"M,N\text{ strictly convex}\Rightarrow\text{no chain of length }L\ge4",
)

paper.not_attempted(
    "cor-2-2-proof-forms",
    at="Proof of Corollary 2.2, (2.3)",
    printed=r"\text{the middle points to which Lemma 2.1 applies are }x_2\text{ in (2.3) and }x_4\text{ in the other form}",
)

paper.not_attempted(
    "cor-2-2-proof-4-form",
    at="Proof of Corollary 2.2",
    printed=r"((x_2,y_1),(x_2,y_3),(x_4,y_3),(x_4,y_5)),\;y_5=y_1\Rightarrow\text{cyclic}\Rightarrow\text{an infinite chain by (1.6)}",
)

paper.not_attempted(
    "cor-2-2-exposed",
    at="Proof of Corollary 2.2",
    printed=r"\text{each point of a strictly convex }M\text{ is exposed}",
)
