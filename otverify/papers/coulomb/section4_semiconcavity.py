"""Section 4, Lemma 4.2 to the end: transforms are semi-concave, and the map is the gradient's."""

from __future__ import annotations

from otverify.papers.coulomb.notation import paper

paper.not_attempted(
    "lem-4-2-semiconcavity",
    at="Lemma 4.2",
    printed=r"C^2(\mathbb R^d\times\mathbb R^d),\;\|D_x^2c\|_{L^\infty}<\infty,\;V\subseteq\mathbb R^d,\;\psi_\delta,\;c_\delta,\;\varphi:V\to\mathbb R\cup\{-\infty\},\;\psi_\delta(x)=\inf_{y\in V}(c_\delta(x,y)-\varphi(y)),\;\psi_\delta,\;K\ge0,\;\psi_\delta-\frac K2|\cdot|^2,\;\mathbb R^d,\;K=\|D_x^2c_\delta\|_{L^\infty}",
)

paper.not_attempted(
    "cor-4-3",
    at="Corollary 4.3",
    printed=r"\psi_\delta,\;D:=\{x:\psi_\delta(x)>-\infty\},\;\psi_\delta,\;x\in D",
)

paper.not_attempted(
    "lem-4-2-ftc",
    at="Proof of Lemma 4.2, first display",
    printed=r"c_\delta(\lambda x+(1-\lambda)x',y)-c_\delta(z,y)=\int_0^1\nabla_xc_\delta\big(t(\lambda x+(1-\lambda)x')+(1-t)z,y\big)dt\cdot(\lambda x+(1-\lambda)x'-z)",
)

paper.not_attempted(
    "eq-4-7-first",
    at="Proof of Lemma 4.2, (4.7) first equality",
    printed=r"\lambda\big(c_\delta(x_\lambda,y)-c_\delta(x,y)\big)+(1-\lambda)\big(c_\delta(x_\lambda,y)-c_\delta(x',y)\big)=-\lambda(1-\lambda)\int_0^1\big(\nabla_xc_\delta(x+t(1-\lambda)(x'-x),y)-\nabla_xc_\delta(x'+t\lambda(x-x'),y)\big)dt\cdot(x-x'),\;x_\lambda=\lambda x+(1-\lambda)x'",
)

paper.not_attempted(
    "eq-4-7-second",
    at="Proof of Lemma 4.2, (4.7) second equality",
    printed=r"\ldots=-\lambda(1-\lambda)(x-x')\cdot\int_0^1\int_0^1(1-t)D_x^2c_\delta(X(t,s;\lambda,x,x'),y)\,ds\,dt\,(x-x'),\;X(t,s;\lambda,x,x'):=s(x+t(1-\lambda)(x'-x))+(1-s)(x'+t\lambda(x-x'))",
)

paper.not_attempted(
    "lem-4-2-rewrite",
    at=r"Proof of Lemma 4.2, estimate of $\widetilde\psi_\delta$, first display",
    printed=r"\widetilde\psi_\delta(\lambda x+(1-\lambda)x')=\inf_{y\in V}(c_\delta(\lambda x+(1-\lambda)x',y)-\varphi(y))-\frac K2|\lambda x+(1-\lambda)x'|^2=\inf_{y\in V}[\lambda(c_\delta(x,y)-\varphi(y))+(1-\lambda)(c_\delta(x',y)-\varphi(y))+\lambda(c_\delta(\lambda x+(1-\lambda)x',y)-c_\delta(x,y))+(1-\lambda)(c_\delta(\lambda x+(1-\lambda)x',y)-c_\delta(x',y))]-\frac K2|\lambda x+(1-\lambda)x'|^2",
)

paper.not_attempted(
    "lem-4-2-first-lower-bound",
    at=r"Proof of Lemma 4.2, second display, first $\ge$",
    printed=r"\widetilde\psi_\delta(\lambda x+(1-\lambda)x')\ge\lambda\widetilde\psi_\delta(x)+(1-\lambda)\widetilde\psi_\delta(x')+\lambda\frac K2|x|^2+(1-\lambda)\frac K2|x'|^2-\frac K2|\lambda x+(1-\lambda)x'|^2+\inf_{y\in V}[\text{(4.7)}]",
)

paper.not_attempted(
    "lem-4-2-parallelogram",
    at="Proof of Lemma 4.2, second display (implicit step)",
    printed=r"\lambda\frac K2|x|^2+(1-\lambda)\frac K2|x'|^2-\frac K2|\lambda x+(1-\lambda)x'|^2=\lambda(1-\lambda)\frac K2|x-x'|^2",
)

paper.not_attempted(
    "lem-4-2-second-lower-bound",
    at=r"Proof of Lemma 4.2, second display, second $\ge$",
    printed=r"\ldots\ge\lambda\widetilde\psi_\delta(x)+(1-\lambda)\widetilde\psi_\delta(x')+\lambda(1-\lambda)\frac K2|x-x'|^2-\lambda(1-\lambda)\frac{\|D_x^2c_\delta\|_{L^\infty}}2|x-x'|^2",
)

paper.not_attempted(
    "lem-4-2-K-choice",
    at="Proof of Lemma 4.2, last lines",
    printed=r"K=\|D_x^2c_\delta\|_{L^\infty(\mathbb R^d\times\mathbb R^d)},\;\widetilde\psi_\delta(\lambda x+(1-\lambda)x')\ge\lambda\widetilde\psi_\delta(x)+(1-\lambda)\widetilde\psi_\delta(x')",
)

paper.not_attempted(
    "lem-4-4",
    at="Lemma 4.4",
    printed=r"(x,y)\in\operatorname{supp}\gamma,\;\psi_\delta:\mathbb R^d\to\mathbb R,\;c_\delta,\;y=x+\frac{\nabla\psi_\delta(x)}{|\nabla\psi_\delta(x)|^{\frac32}}",
)

paper.not_attempted(
    "lem-4-4-first-order",
    at="Proof of Lemma 4.4",
    printed=r"c_\delta(x,y)-\psi_\delta(x)-\phi_\delta(y),\;\operatorname{supp}\gamma,\;\nabla_xc_\delta(x,y)=\nabla\psi_\delta(x)",
)

paper.not_attempted(
    "lem-4-4-gap",
    at="Proof of Lemma 4.4; also used in the appendix",
    printed=r"|x-y|>\delta,\;c_\delta,\;c_0",
)

paper.not_attempted(
    "pushforward-Tdelta",
    at="After Lemma 4.4",
    printed=r"T_\delta,\;\mu,\;\nu,\;\gamma=(\mathrm{id}\times T_\delta)_\#\mu,\;\int\zeta\,d(T_\delta)_\#\mu=\int\zeta(T_\delta(x))\mu(dx)=\int\zeta(T_\delta(x))\gamma(dxdy)=\int\zeta(y)\gamma(dxdy)=\int\zeta\,d\nu",
)

paper.not_attempted(
    "fn5-borel",
    at="Footnote 5",
    printed=r"z\mapsto\frac z{|z|^{3/2}}",
)
