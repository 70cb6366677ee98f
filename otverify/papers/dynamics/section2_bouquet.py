"""Section 2.3, Proposition 2.6: smooth costs on arbitrary manifolds."""

from __future__ import annotations

from otverify.papers.dynamics.notation import paper

paper.not_attempted(
    "prop-2-6",
    at="Proposition 2.6",
    printed=r"\exists c\in C^\infty(M\times N):\ \text{unique optimal plans for all }\mu,\nu\text{ without mass on }c\text{-}c\text{ hypersurfaces}",
)

paper.not_attempted(
    "prop-2-6-nesting",
    at="Proof of Proposition 2.6",
    printed=r"\Omega_k=kB_1(e_1)\subset\Omega_{k+1},\quad\partial\Omega_k\cap\partial\Omega_{k+1}=\{0\}",
)

paper.not_attempted(
    "prop-2-6-chain-bound",
    at="Proof of Proposition 2.6",
    printed=r"\text{no chain in }(M\setminus M_0)\times(N\setminus N_0)\text{ is longer than }4k_M",
)

paper.not_attempted(
    "prop-2-6-null-skeleton",
    at="Proof of Proposition 2.6",
    printed=r"\mu(M_0)=0,\;\nu(N_0)=0",
)

paper.not_attempted(
    "prop-2-6-EM",
    at="Proof of Proposition 2.6",
    printed=r"E_M:M\to\tilde M\text{ smooth, diffeomorphic off }M_0,\;E_M(M_0)=\{0\};\quad c=\tfrac12|E_M(x)-E_N(y)|^2",
)
