"""Section 2, Restrictions: potentials of problems restricted to parts of X and Y."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "lemma3-restrict",
    at="Lemma 3 (Restrict)",
    printed=r"\forall f\in S_c(\mu,\nu)\;\exists\tilde f\in S_{\tilde c}(\mu,\nu):\;\tilde f=f\text{ on }p_X(\tilde\Gamma)",
)
paper.not_attempted(
    "lemma3-extend",
    at="Lemma 3 (Extend)",
    printed=r"\forall\tilde f\in S_{\tilde c}(\mu,\nu)\;\exists f\in S_c(\mu,\nu):\;f=\tilde f\text{ on }p_X(\tilde\Gamma)",
)
paper.not_attempted(
    "lemma3-conjugates",
    at="Lemma 3, last sentence",
    printed=r"f^c=\tilde f^{\tilde c}\text{ on }p_Y(\tilde\Gamma)",
)
paper.not_attempted(
    "remark2-one-lipschitz",
    at="Remark 2",
    printed=r"c\text{ a metric on }X=Y\;\Rightarrow\;S_c=\{f:|f(x)-f(x')|\le c(x,x')\}",
)
paper.not_attempted(
    "remark2-conjugate", at="Remark 2", printed=r"c\text{ a metric},\;f\in S_c\;\Rightarrow\;f^c=-f"
)
paper.not_attempted(
    "remark2-ambiguity",
    at="Remark 2",
    printed=r"\operatorname{supp}\mu\cup\operatorname{supp}\nu\ne X\text{: several extensions of }f",
)
paper.not_attempted(
    "restricted-problem",
    at="Section 2, before Lemma 4",
    printed=r"\mu_{\tilde X}=\mu|_{\tilde X}/\mu(\tilde X),\;\nu_{\tilde X}=\pi(\tilde X\times\cdot)/\mu(\tilde X),\;c_{\tilde X}=c|_{\tilde X\times Y}",
)
paper.not_attempted(
    "lemma4",
    at="Lemma 4",
    printed=r"\forall f\in S_c(\mu,\nu)\;\exists\tilde f\in S_{c_{\tilde X}}(\mu_{\tilde X},\nu_{\tilde X}):\;\tilde f=f\text{ on }p_X(\operatorname{supp}\pi)\cap\tilde X",
)
paper.not_attempted(
    "components-closed", at="Section 2, before (8)", printed=r"\text{connected components are closed}"
)
paper.not_attempted(
    "decomposition-8",
    at="(8)",
    printed=r"f=\sum_{i\in I}\mathbb 1_{X_i}f_i\text{ on }p_X(\operatorname{supp}\pi),\;f_i\in S_{c_{X_i}}(\mu_{X_i},\nu_{X_i})",
)
