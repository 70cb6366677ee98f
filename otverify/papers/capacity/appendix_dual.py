"""Section 9: the dual problems."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "eq-23",
    at="(23)",
    printed=r"\sup_{(u,v)\in Lip_c}-\int uf-\int vg,\quad Lip_c=\{c+u+v\ge0\}",
)

paper.not_attempted(
    "eq-24",
    at="(24)",
    printed=r"\sup_{(u,v,w)\in\overline{Lip}_c}-\int uf-\int vg+\int w\bar h,\quad\overline{Lip}_c=\{c+u+v-w\ge0,\;w\le0\}",
)

paper.not_attempted(
    "eq-25",
    at="(25)",
    printed=r"\int ch=-\int uf-\int vg+\int w\bar h\Rightarrow h\text{ minimises (3)},\;(u,v,w)\text{ maximises (24)}",
)
