"""Section 5: the proofs of Theorem 1 and Corollary 1."""

from __future__ import annotations

from otverify.papers.potentials.notation import paper

paper.not_attempted(
    "proof1-representation-18",
    at="(18)",
    printed=r"f_a=\sum_{i\in I}\mathbb 1_{X_i}(f_i+a_i),\;a_i=f(x_i)-f_i(x_i)\text{ for any }x_i\in p_X(\operatorname{supp}\pi)\cap X_i",
)
paper.not_attempted(
    "proof1-link-19",
    at="(19)",
    printed=r"y\in\overline{p_Y(\Gamma_{i_1j})}\cap\overline{p_Y(\Gamma_{i_2j})},\;\Gamma_{ij}=\operatorname{supp}\pi\cap(X_i\times Y_j)",
)
paper.not_attempted(
    "proof1-step1-identity",
    at="Proof of Theorem 1, Step 1",
    printed="a_{i_1}-a_{i_2}=(c(x_n,y_n)-f_{i_1}(x_n)-f_a^c(y_n))-(c(x_n',y_n')-f_{i_2}(x_n')-f_a^c(y_n'))",
)
paper.not_attempted(
    "proof1-J1-20",
    at="(20)",
    printed=r"J_k=\{j:\pi(\Gamma_{ij})>0\text{ for some }i\in I_k\},\;\pi\text{ non-degenerate}\;\Rightarrow\;J_1\cap J_2\ne\emptyset",
)
paper.not_attempted(
    "proof1-mass-chain",
    at="Proof of Theorem 1, Step 2",
    printed=r"\sum_{i\in I_1}\mu(X_i)=\sum_{i\in I_1}\sum_{j\in J_1}\pi(\Gamma_{ij})=\sum_{j\in J_1}\nu(Y_j)\text{ if }J_1\cap J_2=\emptyset",
)
paper.not_attempted(
    "proof1-B-21", at="(21)", printed=r"B_k=\bigcup_{i\in I_k}\overline{p_Y(\Gamma_{ij})},\;\nu(B_k)>0"
)
paper.not_attempted(
    "proof1-cover-22", at="(22)", printed=r"\tilde Y_j\subset\overline{\bigcup_ip_Y(\Gamma_{ij})}=B_1\cup B_2"
)
paper.not_attempted(
    "proof1-contact-exists",
    at="Proof of Theorem 1, Step 2, last display",
    printed=r"y\in p_Y(\Gamma_{i_1j})\cap p_Y(\Gamma_{i_2j})\text{ for some }i_1\in I_1,\,i_2\in I_2",
)
paper.not_attempted(
    "proof1-link-23",
    at="(23)",
    printed=r"y\in p_Y(\Gamma_{i_1})\cap p_Y(\Gamma_{i_2}),\;\Gamma_i=\operatorname{supp}\pi\cap(X_i\times Y)",
)
paper.not_attempted(
    "proof1-assumption1-sets",
    at="Proof of Theorem 1, assumption 1",
    printed=r"B_k=Y_j\cap\bigcup_{i\in I_k}\overline{p_Y(\Gamma_i)}\text{ closed},\;Y_j=B_1\cup B_2",
)
paper.not_attempted(
    "corollary1-proof-representation",
    at="Proof of Corollary 1",
    printed=r"\text{(18) on }p_X(\operatorname{supp}\pi)\cap\bigcup_{i\in I_+}X_i,\;I_+=\{i:\mu(X_i)>0\}",
)
paper.not_attempted(
    "corollary1-proof-sets",
    at="Proof of Corollary 1",
    printed=r"B_k=\bigcup_{i\in I_k\cap I^j}\overline{p_Y(\Gamma_{ij})}\text{ closed};\;Y_j=\{y_j\}\Rightarrow B_1=B_2=Y_j",
)
