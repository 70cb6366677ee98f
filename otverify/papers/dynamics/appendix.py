"""Appendix A: uniqueness for generic costs and given marginals."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "lem-A-1",
    at="Lemma A.1",
    printed=r"\Pi(\mu,\nu)\text{ is nonempty, compact and convex}",
)

paper.not_attempted(
    "lem-A-2-continuity",
    at="Lemma A.2",
    printed=r"(\pi,c)\mapsto\int c\,d\pi\text{ is continuous on }E\times C^k",
)

paper.not_attempted(
    "lem-A-2-separation",
    at="Lemma A.2",
    printed=r"\pi_1\ne\pi_2\Rightarrow\exists c\in C^k:\ \int c\,d\pi_1\ne\int c\,d\pi_2",
)

paper.not_attempted(
    "sec-A-Mc-face",
    at="Appendix A, definition of M(c)",
    printed=r"\mathcal M(c)=\{\pi:\int c\,d\pi\le\int c\,d\pi'\;\forall\pi'\}\text{ is nonempty, compact, convex}",
)

paper.not_attempted(
    "thm-A-3",
    at="Theorem A.3",
    printed=r"\mathcal C=\bigcap_l\{c:\operatorname{diam}\mathcal M(c)<1/l\},\;\text{each open and dense}",
)

paper.not_attempted(
    "lem-A-4",
    at="Lemma A.4",
    printed=r"\forall U\ni c_0,\epsilon>0\;\exists c\in U:\ \operatorname{diam}\mathcal M(c)<\epsilon",
)

paper.not_attempted(
    "sec-A-metric",
    at="Proof of Lemma A.4",
    printed=r"\tilde d(\pi_1,\pi_2)=\sum_l2^{-l}|\int f_l\,d\pi_1-\int f_l\,d\pi_2|\text{ is a metric for the weak topology}",
)

paper.not_attempted(
    "eq-A-1-A-2",
    at="(A.1), (A.2)",
    printed=r"\operatorname{diam}P_{\bar l}^{-1}(p)<\epsilon\;\forall p;\quad K\times K\setminus D=\bigcup_lW_{c_l}",
)

paper.not_attempted(
    "sec-A-Phi",
    at="Appendix A",
    printed=r"\Phi(y)=\sup_x\{\langle y,x\rangle-\Psi(x)\}=\max_{\pi\in K}\{\int\sum_ly_lc_l\,d\pi-\Psi(P_{\bar l}(\pi))\}",
)

paper.not_attempted(
    "sec-A-subgradient",
    at="Appendix A",
    printed=r"\Phi(\bar y)=\langle\bar y,\bar x\rangle-\Psi(\bar x)\Rightarrow\Phi(\bar y)+\langle y-\bar y,\bar x\rangle=\langle y,\bar x\rangle-\Psi(\bar x)\le\Phi(y)",
)

paper.not_attempted(
    "sec-A-optimality-inequality",
    at="Appendix A",
    printed=r"\int\sum\bar y_lc_l\,d\pi-\Psi(P_{\bar l}(\pi))\le\int\sum\bar y_lc_l\,d\bar\pi-\Psi(\bar x)\quad\forall\pi\in K",
)

paper.not_attempted(
    "sec-A-inclusion",
    at="Appendix A",
    printed=r"\mathcal M(c_0-\sum_l\bar y_lc_l)\subset P_{\bar l}^{-1}(\partial\Phi(\bar y))",
)
