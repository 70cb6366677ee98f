"""Section 3: numbered limb systems."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "def-3-1",
    at="Definition 3.1, (3.1), (3.2)",
    printed=r"S=\bigcup_i\operatorname{Graph}(f_{2i-1})\cup\operatorname{Antigraph}(f_{2i}),\quad\operatorname{Dom}(f_k)\cup\operatorname{Ran}(f_{k+1})\subset I_k",
)

paper.not_attempted(
    "thm-3-2-uniqueness",
    at="Theorem 3.2",
    printed=r"\text{at most one }\gamma\in\Gamma(\mu,\nu)\text{ vanishes outside a numbered limb system}",
)

paper.not_attempted(
    "eq-3-4-recursion",
    at="(3.4)",
    printed=r"\eta_{2i-1}=(\mu-\pi^X_\#\gamma_{2i})|_{\operatorname{Dom}f_{2i-1}},\;\eta_{2i}=(\nu-\pi^Y_\#\gamma_{2i+1})|_{\operatorname{Dom}f_{2i}}\text{ recursively from }k=N",
)

paper.not_attempted(
    "thm-3-2-measurability",
    at="Theorem 3.2",
    printed=r"\eta_k\text{ is a Borel measure on }I_k",
)

paper.not_attempted(
    "sec-3-nonmeasurable",
    at="Section 3, after Theorem 3.2",
    printed=r"\text{without measurability there may be non-extremal measures on }S",
)
