"""Section 2.2: nested strictly convex bodies."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "sec-2-2-disjoint-union",
    at="(2.5)",
    printed=r"\bigcup_iU_i=\bigcup_i\partial\Omega_i\text{ disjointly},\;U_i=\partial\Omega_i\setminus\partial\Omega_{i-1}",
)

paper.not_attempted(
    "lem-2-4-no-chain",
    at="Lemma 2.4",
    printed=r"M_L=\partial\Omega_1\cup\dots\cup\partial\Omega_L\Rightarrow M_L\times N\text{ contains no chain of length }4L+1",
)

paper.not_attempted(
    "lem-2-4-projections",
    at="Lemma 2.4",
    printed=r"\text{a chain of length }4L\text{ projects onto }2L\text{ points of }M_L\text{ and }2L+1\text{ points of }N",
)

paper.not_attempted(
    "lem-2-4-base",
    at="Proof of Lemma 2.4",
    printed=r"L=1\text{ is Corollary 2.2}",
)

paper.not_attempted(
    "lem-2-4-forms",
    at="Proof of Lemma 2.4, (2.6), (2.7)",
    printed=r"\text{a chain of length }4L+5\text{ is }((x_1,y_2),\dots,(x_{4L+5},y_{4L+6}))\text{ or }((x_2,y_1),\dots,(x_{4L+6},y_{4L+5}))",
)

paper.not_attempted(
    "lem-2-4-exposed",
    at="Proof of Lemma 2.4",
    printed=r"\{x_4,\dots,x_{4L+3}\}\subset M_L:\text{ all but the first and the last pair lie in }M_L\times N",
)

paper.not_attempted(
    "lem-2-4-second-step",
    at="Proof of Lemma 2.4",
    printed=r"\text{a chain of length }2L+4\text{ starts as (2.7); as (2.6) it leaves a chain of length }4L+3\text{ in }M_L\times N",
)

paper.not_attempted(
    "lem-2-4-index-sets",
    at="Proof of Lemma 2.4",
    printed=r"\#\{x_4,x_6,\dots,x_{4L+2}\}=2L,\quad\#\{y_3,y_5,\dots,y_{4L+3}\}=2L+1",
)

paper.not_attempted(
    "lem-2-4-x-distinct",
    at="Proof of Lemma 2.4",
    printed=r"x_2,x_{4L+4}\notin\{x_4,\dots,x_{4L+2}\};\ x_2=x_{4L+4}\Rightarrow\text{a cycle of length }4L+2\Rightarrow\text{an infinite chain}",
)

paper.not_attempted(
    "lem-2-4-y-distinct",
    at="Proof of Lemma 2.4",
    printed=r"y_1\ne y_{4L+5}\text{ are not in }\{y_3,\dots,y_{4L+3}\}\text{, else a cycle and an infinite chain}",
)
