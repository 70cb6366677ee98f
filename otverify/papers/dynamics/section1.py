"""Section 1: the problem, c-cyclical monotonicity, chains, and the main theorems."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "monge-kantorovich-relaxation",
    at="(1.1), (1.2)",
    printed=r"\inf_{\gamma\in\Pi(\mu,\nu)}\int c\,d\gamma\text{ is attained}",
)

paper.not_attempted(
    "twist-implies-unique",
    at="Section 1, nonsmooth TWIST",
    printed=r"D_x^-c(\cdot,y_1)\cap D_x^-c(\cdot,y_2)=\emptyset\;\forall y_1\ne y_2\Rightarrow\text{unique minimiser, on a graph}",
)

paper.not_attempted(
    "twist-fails-for-c1",
    at="Section 1, before Theorem 1.1",
    printed=r"\exists x,y_1,y_2:\ c(x,y_1)=\min c(x,\cdot),\;c(x,y_2)=\max c(x,\cdot),\;\tfrac{\partial c}{\partial x}(x,y_1)=\tfrac{\partial c}{\partial x}(x,y_2)",
)

paper.not_attempted(
    "thm-1-1",
    at="Theorem 1.1",
    printed=r"\tfrac{\partial^2c}{\partial x\partial y}(\bar x,\bar y)\text{ invertible}\Rightarrow\exists\,\mu,\nu\text{ with a unique optimal plan, not on a graph}",
)

paper.not_attempted(
    "def-1-2-ccm",
    at="Definition 1.2",
    printed=r"\sum_{i=1}^I[c(x_{i+1},y_i)-c(x_i,y_i)]\ge0;\quad\text{subsets inherit it}",
)

paper.not_attempted(
    "common-ccm-support",
    at="Section 1, after Definition 1.2",
    printed=r"\text{one closed }c\text{-cyclically monotone set contains the supports of all optimal plans}",
)

paper.not_attempted(
    "def-1-3-chain",
    at="Definition 1.3, (1.4), (1.5)",
    printed=r"x_l=x_{l+1},\,y_l\ne y_{l+1}=y_{\min\{L,l+2\}},\,\tfrac{\partial c}{\partial x}(x_l,y_l)=\tfrac{\partial c}{\partial x}(x_l,y_{l+1});\ \text{or with }x,y\text{ exchanged}",
)

paper.not_attempted(
    "def-1-3-cyclic",
    at="Definition 1.3, last sentence",
    printed=r"\#\pi^M=\#\pi^N=L/2\Rightarrow L\text{ even},\;y_L=y_1,\;x_L\ne x_1",
)

paper.not_attempted(
    "eq-1-6-periodic-extension",
    at="(1.6)",
    printed=r"(x_{kL+l},y_{kL+l}):=(x_l,y_l)\text{ extends a cyclic chain to an infinite chain}",
)

paper.not_attempted(
    "thm-1-4-uniqueness",
    at="Theorem 1.4",
    printed=r"\gamma(E_\infty)=0\;\forall\gamma\in\Pi_0\Rightarrow\#\Pi_0=1",
)

paper.not_attempted(
    "thm-1-4-borel",
    at="Theorem 1.4",
    printed=r"E_\infty,\;\pi^M(E_\infty),\;\pi^N(E_\infty)\text{ are Borel}",
)

paper.not_attempted(
    "rem-1-5",
    at="Remark 1.5",
    printed=r"c\in C^{1,1},\;\mu,\nu\text{ without mass on }c\text{-}c\text{ hypersurfaces, is enough}",
)

paper.not_attempted(
    "cor-1-6",
    at="Corollary 1.6",
    printed=r"\mu(\pi^M(E_\infty))=0\text{ or }\nu(\pi^N(E_\infty))=0\Rightarrow\gamma(E_\infty)=0",
)

paper.not_attempted(
    "uniform-bound-empties-einfty",
    at="Section 1, after Corollary 1.6",
    printed=r"\text{all chains in }M\times N\text{ have length}\le K\Rightarrow E_\infty=\emptyset",
)

paper.not_attempted(
    "thm-1-7",
    at="Theorem 1.7",
    printed=r"\text{a residual set of costs in }C^\infty(M\times N)\text{ admits no cyclic chain}",
)

paper.not_attempted(
    "thm-1-8",
    at="Theorem 1.8",
    printed=r"\text{for given }\mu,\nu\text{ a residual set of costs in }C^k(M\times N)\text{ has a unique optimal plan}",
)

paper.not_attempted(
    "residual-definitions",
    at="Section 1; Appendix A",
    printed=r"\text{residual: a countable intersection of open dense sets / of sets with dense interiors}",
)
