"""Section 7, steps (1) and (2) of the proof of Theorem 7.2."""

from __future__ import annotations

from otverify.papers.capacity.notation import paper

paper.not_attempted(
    "step1-normalised",
    at="Step (1)",
    printed=r"f'_n=\tfrac{h_\infty[Q]}{h_n[Q]}f_n,\;g'_n=\tfrac{h_\infty[Q]}{h_n[Q]}g_n\text{ have the mass of }f_\infty,g_\infty",
)

paper.not_attempted(
    "step1-optimal-maps",
    at="Step (1)",
    printed=r"S_n=\nabla\psi,\;T_n=\nabla\phi\text{ with }\psi,\phi\text{ convex, minimise }\tilde c=x\cdot y",
)

paper.not_attempted(
    "step1-alexandrov",
    at="Step (1)",
    printed=r"\text{convex functions have second derivatives a.e.};\;S_n,T_n\text{ are essentially bijective}",
)

paper.not_attempted(
    "eq-17",
    at="(17)",
    printed=r"\int h(y)g(y)\,dy=\int h(s(x))f(x)\,dx\;\forall h\in C;\quad\forall f\in L^1,\;s\text{ Borel}\;\exists!\,g\in L^1",
)

paper.not_attempted(
    "eq-18",
    at="(18)",
    printed=r"g(s(x))|\det Ds(x)|=f(x)",
)

paper.not_attempted(
    "step1-pushforward-marginals",
    at="Step (1)",
    printed=r"(S_n\times T_n)_\#k\in\Gamma(f'_n,g'_n)\text{ for }k\in\Gamma(f_\infty,g_\infty)",
)

paper.not_attempted(
    "step1-hhat",
    at="Step (1)",
    printed=r"\hat h_n^\delta=\tfrac{h_n[Q]}{h_\infty[Q]}(S_n\times T_n)_\#h_\infty^\delta\in\Gamma(f_n,g_n)",
)

paper.not_attempted(
    "step2-good-preimages",
    at="Step (2)",
    printed=r"\bar X_n^{good}=S_n^{-1}(\tilde X_n^{good}),\;\bar Y_n^{good}=T_n^{-1}(\tilde Y_n^{good}),\quad\mathcal L^d[\bar X_n^{good}],\mathcal L^d[\bar Y_n^{good}]\to1",
)

paper.not_attempted(
    "step2-uniform-fn",
    at="Step (2)",
    printed=r"f_n\to r\text{ uniformly on }\bar X_n^{good},\quad f_n\le\bar R",
)

paper.not_attempted(
    "step2-jacobian",
    at="Step (2)",
    printed=r"\tfrac1{|\det DS_n(x)|}=\tfrac{f'_n(S_n(x))}{f_\infty(x)}=\tfrac{h_\infty[Q]}{h_n[Q]}\tfrac{f_n(S_n(x))}r\to1,\quad\le\tfrac{\bar R}r\tfrac{h_\infty[Q]}{h_n[Q]}<\tfrac{\bar R+1}r",
)

paper.not_attempted(
    "step2-jacobian-product",
    at="Step (2)",
    printed=r"\tfrac1{|\det D(S_n\times T_n)|}=\tfrac1{|\det DS_n||\det DT_n|}\to1\text{ on }\bar Z_n^{good},\quad<(\tfrac{\bar R+1}r)^2\text{ on }Q",
)

paper.not_attempted(
    "step2-joint-gradient",
    at="Step (2)",
    printed=r"(S_n(x),T_n(y))=\nabla(\psi(x)+\phi(y)),\text{ a gradient of a convex function}",
)

paper.not_attempted(
    "step2-density-formula",
    at="Step (2), display before (19)",
    printed=r"\hat h_n^\delta((S_n\times T_n)(x,y))\tfrac{h_\infty^\delta(x,y)}{h_n[Q]}=\tfrac{h_\infty^\delta(x,y)}{|\det D(S_n\times T_n)(x,y)|}",
)

paper.not_attempted(
    "eq-19",
    at="(19)",
    printed=r"0<\tfrac{r-\delta}2<\hat h_n^\delta((S_n\times T_n)(x,y))<\tfrac{R+r+\delta}2<R\text{ a.e. on }\bar Z_n^{good}",
)

paper.not_attempted(
    "eq-20",
    at="(20)",
    printed=r"\hat h_n^\delta<(\tfrac{\bar R+1}r)^2R\le\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q",
)

paper.not_attempted(
    "step2-capacity-uniform",
    at="Step (2) and Step (4)",
    printed=r"\bar h_n\to R\text{ uniformly on }Q;\quad\hat h_n^\delta\le\bar h_n\text{ on }\bar Z_n^{good}",
)
