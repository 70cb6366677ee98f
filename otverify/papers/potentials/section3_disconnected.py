"""Section 3, Disconnected support: the semi-discrete case, contacts, degeneracy, countable index sets."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "example3-connected",
    at="Example 3",
    printed=r"X\text{ finite},\;\operatorname{supp}\nu\text{ connected}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique for all }\mu",
)
paper.not_attempted(
    "example3-trivial-hypotheses",
    at="Example 3",
    printed=r"X\text{ finite},\;c\text{ continuous}\;\Rightarrow\;f^c\text{ continuous and restricted potentials unique}",
)
paper.not_attempted(
    "example3-countable-components",
    at="Example 3",
    printed=r"X\text{ finite},\;\mu,\nu\text{ as in Lemma 6}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "example3-uniform",
    at="Example 3, last sentence",
    printed=r"\mu\text{ uniform on }n\text{ points},\;n\nu(Y_j)\notin\mathbb N\text{ for all }j\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
paper.not_attempted(
    "offset-form",
    at="Section 3, after Example 3",
    printed=r"f_a=\sum_{i\in I}\mathbb 1_{X_i}(f_i+a_i)\text{ on }p_X(\operatorname{supp}\pi),\;\text{not every }a\in\mathbb R^{|I|}\text{ occurs}",
)
paper.not_attempted(
    "contact-determines-offset",
    at="Section 3, after Example 3",
    printed=r"\overline{p_Y(\Gamma_{i_1j})}\cap\overline{p_Y(\Gamma_{i_2j})}\ne\emptyset\;\Rightarrow\;a_{i_1}\text{ determines }a_{i_2}",
)
paper.not_attempted(
    "figure2",
    at="Figure 2",
    printed=r"\text{(a) no contact between }\{X_1,X_2\}\text{ and }X_3;\;\text{(b) contacts }y_1,y_2\text{: unique}",
)
paper.not_attempted(
    "no-crossing-11",
    at="(11)",
    printed=r"\Delta>0\;\Rightarrow\;\pi(X_1\times X_2)=\pi(X_2\times X_1)=0\text{ for all optimal }\pi",
)
paper.not_attempted(
    "fab-potentials-11",
    at="(11)",
    printed=r"|a-b|\le\Delta\;\Rightarrow\;f_{a,b}=a\mathbb 1_{X_1}+b\mathbb 1_{X_2}\in S_c(\mu,\mu)",
)
paper.not_attempted(
    "jump-cost",
    at="Section 3, Continuity",
    printed=r"c\text{ jumps by }\Delta\text{ between two parts of a connected support: }f_{a,b},\,|a-b|\le\Delta,\text{ as in Lemma 11}",
)
paper.not_attempted(
    "continuity-criteria",
    at="Section 3, Continuity",
    printed=r"\{c(x,\cdot)\}\text{ equicontinuous, or }X\text{ compact}\;\Rightarrow\;f^c\text{ continuous}",
)
paper.not_attempted(
    "continuity-at-contact-points",
    at="Section 3, Continuity",
    printed=r"\text{continuity at finitely many contact points suffices}",
)
paper.not_attempted(
    "interior-restriction",
    at="Section 3, Continuity",
    printed=r"\nu(\partial\operatorname{supp}\nu)=0\text{: Lemma 3 with }\tilde Y=\operatorname{int}(\operatorname{supp}\nu)",
)
paper.not_attempted(
    "countable-two-settings",
    at="Section 3, Countable index sets",
    printed=r"|\{i:\pi(X_i\times Y_j)>0\}|<\infty\text{ for all }j,\text{ or }Y_j=\{y_j\}",
)
paper.not_attempted(
    "corollary1-case1",
    at="Corollary 1, 1)",
    printed=r"I\text{ countable},\;|\{i\in I:\pi(X_i\times Y_j)>0\}|<\infty\text{ for all }j\text{: Theorem 1 holds}",
)
paper.not_attempted(
    "corollary1-case2",
    at="Corollary 1, 2)",
    printed=r"I\text{ countable},\;Y_j=\{y_j\}\text{ if }\nu(Y_j)>0\text{: Theorem 1 holds}",
)
paper.not_attempted(
    "countable-points",
    at="Section 3, after Corollary 1",
    printed=r"X_i,Y_j\text{ points},\;(\mu(X_i)),(\nu(Y_j))\text{ as in Lemma 6}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
)
