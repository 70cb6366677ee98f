"""Section 4: levels, graphs and antigraphs, disjoint domains."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "def-level",
    at="Section 4, levels",
    printed=r"\tilde{\mathcal S}_{L+1}\subset\tilde{\mathcal S}_L,\quad\tilde{\mathcal S}_L=\tilde{\mathcal S}_L^h\cup\tilde{\mathcal S}_L^v\;(L\ge2)",
)

paper.not_attempted(
    "lem-4-4",
    at="Lemma 4.4",
    printed=r"\tilde{\mathcal S}_L^{h},\tilde{\mathcal S}_L^{v}=\bigcup_p\bigcap_qU_{p,q}\text{ are Borel}",
)

paper.not_attempted(
    "lem-4-4-parity",
    at="Proof of Lemma 4.4",
    printed=r"L\ge3\text{ odd},\;l\text{ even}:x_{l+1}=x_l,\;l\text{ odd}:y_{l+1}=y_l\text{ describes }\tilde{\mathcal S}_L^h",
)

paper.not_attempted(
    "lem-4-4-projection-commutes",
    at="Proof of Lemma 4.4",
    printed=r"\operatorname{Proj}_L\bigl(\bigcap_q(S_p^q\cap S'_q)\bigr)=\bigcap_q\operatorname{Proj}_L(S_p^q\cap S'_q)",
)

paper.not_attempted(
    "lem-4-4-monotone",
    at="Proof of Lemma 4.4",
    printed=r"U_{p-1,q}\subset U_{p,q}\subset U_{p,q-1}",
)

paper.not_attempted(
    "cor-4-5",
    at="Corollary 4.5",
    printed=r"\pi^M(\tilde{\mathcal S}_i)=\bigcup_p\bigcap_q\pi^M(U_{p,q})",
)

paper.not_attempted(
    "def-graph-antigraph",
    at="Section 4, after Corollary 4.5",
    printed=r"\text{graph: one }y\text{ for each }x;\quad\text{antigraph: one }x\text{ for each }y",
)

paper.not_attempted(
    "eq-4-6-4-7",
    at="(4.6), (4.7)",
    printed=r"\tilde{\mathcal S}=E_\infty\cup E_1\cup\bigcup_{k\ge2}(E_k^{h-}\cup E_k^{hv}\cup E_k^{v-})\text{ disjointly}",
)

paper.not_attempted(
    "sec-4-graphs-before-4-6",
    at="Section 4, before Lemma 4.6",
    printed=r"E_k^h\text{ are graphs, }E_k^v\text{ antigraphs, }E_1\text{ and }E_k^{hv}\text{ both}",
)

paper.not_attempted(
    "lem-4-6-a",
    at="Lemma 4.6 (a)",
    printed=r"(x,y_i)\in E_i,(x,y_j)\in E_j,j\ge i:\ i\ge2;\ j>i\Rightarrow(x,y_i)\in E_i^h,(x,y_j)\in E_{i+1}^{v-};\ j=i\Rightarrow\text{both}\in E_i^{v-}",
)

paper.not_attempted(
    "lem-4-6-a-proof",
    at="Proof of Lemma 4.6, (4.8), (4.9)",
    printed=r"(x,y_i)\in E_i^h\Rightarrow j\ge i+1;\quad\text{(c) }y'_{j-1}=y_i,\;i\ge j-1;\quad\text{(d) }j\le i",
)

paper.not_attempted(
    "lem-4-6-b",
    at="Lemma 4.6 (b)",
    printed=r"(x_i,y)\in E_i,(x_j,y)\in E_j,j\ge i:\ i=2;\ j>i\Rightarrow(x_i,y)\in E_i^v,(x_j,y)\in E_{i+1}^{h-};\ j=i\Rightarrow\text{both}\in E_i^{h-}",
)

paper.not_attempted(
    "eq-4-10",
    at="(4.10)",
    printed=r"G_{2i}=E_{2i}^{v-}\cup E_{2i}^{hv}\cup E_{2i+1}^{v-}=E_{2i}^v\cup E_{2i+1}^{v-},\;G_{2i+1}=E_{2i+2}^{h-}\cup E_{2i+1}^{hv}\cup E_{2i+1}^{h-}=E_{2i+2}^h\cup E_{2i+1}^{h-}",
)

paper.not_attempted(
    "lem-4-7",
    at="Lemma 4.7, (4.11)",
    printed=r"I_k=\pi^{M|N}(G_k\cup G_{k+1}):\ \{I_{2i+1}\}_{i\ge0}\text{ are disjoint, as are }\{I_{2i}\}_{i\ge1}",
)

paper.not_attempted(
    "lem-4-7-proof",
    at="Proof of Lemma 4.7",
    printed=r"x\in I_{2i+1}\Rightarrow\exists(x,y)\in E_1\cup E_2^{h-}\cup E_{2i+1}^h\cup E_{2i+2}^{h-}",
)

paper.not_attempted(
    "lem-4-8",
    at="Lemma 4.8",
    printed=r"G_{2i+1}=\operatorname{Graph}(f_{2i+1}),\;G_{2i}=\operatorname{Antigraph}(f_{2i}),\;\operatorname{Dom}f_k\cup\operatorname{Ran}f_{k+1}\subset I_k",
)

paper.not_attempted(
    "einfty-two-definitions",
    at="Theorem 1.4 against (4.7)",
    printed=r"\text{points in }k\text{-chains for arbitrarily large }k=\bigcap_k\tilde{\mathcal S}_k",
)

paper.not_attempted(
    "thm-1-4-proof-projection-of-intersection",
    at="Proof of Theorem 1.4",
    printed=r"\pi^M(E_\infty)=\bigcap_k\pi^M(\tilde{\mathcal S}_k)",
)

paper.not_attempted(
    "thm-1-4-proof-assembly",
    at="Proof of Theorem 1.4",
    printed=r"\text{at most one optimal plan vanishes outside }\tilde{\mathcal S}\setminus E_\infty",
)
