"""Section 2.3, Lemma 2.5: from the simplex to the punctured sphere."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "lem-2-5",
    at="Lemma 2.5",
    printed=r"\exists E:\Delta\to\partial B_1(e_1)\text{ smooth, diffeomorphic inside, flat on }\partial\Delta,\;E(\partial\Delta)=\{0\}",
)

paper.not_attempted(
    "lem-2-5-F-endpoints",
    at="Proof of Lemma 2.5, (a)-(c)",
    printed=r"F(v)=\exp_N[\tfrac\pi2f(|v|)v]:\ \operatorname{Int}D_m\to\mathbf S^m\setminus\{S\}\text{ diffeomorphic},\;F(\partial D_m)=\{S\}",
)

paper.not_attempted(
    "lem-2-5-F-flat",
    at="Proof of Lemma 2.5",
    printed=r"\text{all derivatives of }F\text{ vanish on }\partial D_m",
)

paper.not_attempted(
    "lem-2-5-circumradius",
    at="Proof of Lemma 2.5",
    printed=r"\Delta\subset\bar B(\bar t,\sqrt{1-1/(m+1)})",
)

paper.not_attempted(
    "lem-2-5-rho-def",
    at="Proof of Lemma 2.5",
    printed=r"\rho(t)=\min\{s\ge0\mid\bar t+su_t\in\partial\Delta\},\quad\rho(\bar t+\alpha u)=\alpha_u-\alpha",
)

paper.not_attempted(
    "lem-2-5-alpha-range",
    at="Proof of Lemma 2.5",
    printed=r"\alpha_u\in(0,\sqrt{1-1/(m+1)})\;\forall u",
)

paper.not_attempted(
    "lem-2-5-inball",
    at="Proof of Lemma 2.5",
    printed=r"H\cap\bar B(\bar t,\tfrac1{2(m+1)})\subset\operatorname{Int}\Delta,\quad\rho\ge\tfrac1{2(m+1)}\text{ there}",
)

paper.not_attempted(
    "lem-2-5-g",
    at="Proof of Lemma 2.5, (d)-(f)",
    printed=r"g'\le0,\;g(s)=1-3(m+1)s\text{ on }[0,\tfrac1{4(m+1)}],\;g(s)=0\text{ for }s\ge\tfrac1{2(m+1)}",
)

paper.not_attempted(
    "lem-2-5-G0-ray",
    at="Proof of Lemma 2.5",
    printed=r"G^0(\bar t+\alpha u)=\bar t+[1-g(\alpha_u-\alpha)]\alpha u+g(\alpha_u-\alpha)u",
)

paper.not_attempted(
    "lem-2-5-G0-derivative",
    at="Proof of Lemma 2.5",
    printed=r"\tfrac{\partial G^0_u}{\partial\alpha}=[1-g(\alpha_u-\alpha)+(\alpha-1)g'(\alpha_u-\alpha)]u",
)

paper.not_attempted(
    "lem-2-5-lower-bound",
    at="Proof of Lemma 2.5",
    printed=r"1-g(\alpha-\alpha_u)+(\alpha-1)g'(\alpha-\alpha_u)\ge1-g+\bigl(\sqrt{1-\tfrac1{m+1}}-1\bigr)g'\ge1-g-\tfrac1{2(m+1)}g'\ge\tfrac34",
)

paper.not_attempted(
    "lem-2-5-G0-boundary",
    at="Proof of Lemma 2.5",
    printed=r"G^0_u(\alpha_u)=\bar t+u,\quad G^0(t)=t\text{ on }H\cap\bar B(\bar t,\tfrac1{2(m+1)}),\quad G^0\text{ bijective}",
)

paper.not_attempted(
    "lem-2-5-clarke",
    at="Proof of Lemma 2.5",
    printed=r"\mathcal J_z\tilde G^0\text{ contains only invertible matrices}\Rightarrow G^0\text{ locally bi-Lipschitz}",
)

paper.not_attempted(
    "lem-2-5-eq-2-8",
    at="(2.8)",
    printed=r"d(A,\operatorname{conv}\{\mathcal J_\beta G^0\mid\beta\in B(t,\epsilon(t))\})<\epsilon(t)\Rightarrow A\text{ invertible}",
)

paper.not_attempted(
    "lem-2-5-JG",
    at="Proof of Lemma 2.5",
    printed=r"J_tG=\int\theta(x)\,J_{t-\nu(t)x}G^0\,(I-x(\nabla_t\nu)^*)\,dx",
)

paper.not_attempted(
    "lem-2-5-JG-bound",
    at="Proof of Lemma 2.5, (j)-(l)",
    printed=r"\|J_tG-\int\theta(x)J_{t-\nu(t)x}G\,dx\|\le K|\nabla_t\nu|,\text{ and (2.8) applies by }|\nabla_t\nu|\le\epsilon(t)/K",
)

paper.not_attempted(
    "lem-2-5-bijective",
    at="Proof of Lemma 2.5",
    printed=r"G:\operatorname{Int}\Delta\to\operatorname{Int}D\text{ is a diffeomorphism; }F\circ G\text{ proves the lemma}",
)
