"""Section 3, Lemmas 3.1 to 3.3: plans stay away from the diagonal."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Obligation, Relation
from otverify.papers.coulomb.notation import (
    INSIDE,
    OUTSIDE,
    TWO_THIRDS,
    cap,
    delta,
    h,
    paper,
    r,
    s,
    tail,
)
from otverify.vocabulary import (
    Domain,
    equals,
    reals,
)

Obligations = Iterator[Obligation]
BRANCHES = ((cap, INSIDE), (tail, OUTSIDE))
BEYOND = Domain(delta > 0, r > TWO_THIRDS * delta, s > r)

paper.not_attempted(
    "sec3-known-support-fact",
    at="Section 3, opening and sentence before Lemma 3.3",
    printed=r"\text{see the place}",
)

paper.not_attempted(
    "def-3-1-fattened-diagonal",
    at="Section 3, (3.1)",
    printed=r"\overline D_\delta:=\{(x,y)\in\mathbb R^d\times\mathbb R^d:|x-y|\le\delta\}",
)

paper.not_attempted(
    "def-3-2-modulus",
    at="Section 3, (3.2)",
    printed=r"\omega_\mu(\delta):=\sup\{\mu(A):|A|<\delta\}\quad(\delta>0)",
)

paper.not_attempted(
    "lem-3-1",
    at="Lemma 3.1",
    printed=r"f\in L^1(\mathbb R^d),\;\varepsilon>0,\;\delta>0,\;|A|<\delta\implies\int_A|f|\,d\mathcal L<\varepsilon",
)

paper.not_attempted(
    "lem-3-1-tail",
    at="Proof of Lemma 3.1",
    printed=r"\int_{|f|>C}|f|\,d\mathcal L\to0,\;C\to\infty",
)

paper.not_attempted(
    "lem-3-1-delta-choice",
    at="Proof of Lemma 3.1",
    printed=r"\int_{\{|f|>C\}}|f|<\varepsilon/2,\;\delta=\frac\varepsilon{2C},\;|A|<\delta,\;\int_A|f|=\int_{A\cap\{|f|\le C\}}|f|+\int_{A\cap\{|f|>C\}}|f|<\varepsilon,\;\le|A|C<\delta C=\frac\varepsilon2,\;<\frac\varepsilon2",
)

paper.not_attempted(
    "lem-3-1-consequence",
    at="Lemma 3.1",
    printed=r"\mu,\;\omega_\mu(\delta)\to0,\;\delta\to0",
)

paper.not_attempted(
    "lem-3-2",
    at="Lemma 3.2",
    printed=r"\mu,\nu,\;\gamma\in\Pi(\mu,\nu),\;\varepsilon\in(0,1),\;r_0(\varepsilon)>0,\;(x,y)\in\operatorname{supp}\gamma,\;\gamma(B_r(x)^c\times B_r(y)^c)\ge\varepsilon,\;r\le r_0(\varepsilon)",
)

paper.not_attempted(
    "lem-3-2-complement",
    at="Proof of Lemma 3.2, first inequality",
    printed=r"\gamma\big((B_r(x)^c\times B_r(y)^c)^c\big)\le\gamma\big((B_r(x)\times\mathbb R^d)\cup(\mathbb R^d\times B_r(y))\big)",
)

paper.not_attempted(
    "lem-3-2-union-bound",
    at="Proof of Lemma 3.2, second inequality",
    printed=r"\ldots\le\mu(B_r(x))+\nu(B_r(y))",
)

paper.not_attempted(
    "lem-3-2-omega-step",
    at="Proof of Lemma 3.2, last line",
    printed=r"\ldots\le\omega_\mu(|B_r|)+\omega_\nu(|B_r|)\le1-\varepsilon,\;r\le r_0,\;r_0,\;\omega_\mu(|B_r|),\omega_\nu(|B_r|)\to0,\;r\to0",
)


@paper.claim(
    "cost-class-3-3",
    at="Section 3, (3.3)",
    printed=r"c(x,y)=h(|x-y|),\; h:[0,\infty)\to\mathbb R\cup\{+\infty\}\text{ decreasing},\;"
    r" h(r)=\tfrac1r\text{ on }[\delta,\infty),\; h(r)\le\tfrac1r\text{ otherwise}",
)
def cost_class_3_3() -> Obligations:
    """What the class gives: h >= 0, h >= 1/δ on (0, δ], h <= 1/r everywhere; and c_0 belongs to it."""
    # "decreasing" enters through the two comparisons that are used
    beyond = Domain(delta > 0, r > 0, s >= r, s >= delta, h(r) >= h(s), equals(h(s), 1 / s))
    yield Relation(h(r) > 0, over=beyond, label=r"$h>0$")
    at_delta = Domain(delta > 0, r > 0, r <= delta, h(r) >= h(delta), equals(h(delta), 1 / delta))
    yield Relation(h(r) >= 1 / delta, over=at_delta, label=r"$h\ge1/\delta$ on $(0,\delta]$")
    yield Relation(1 / r > 1 / s, over=Domain(r > 0, s > r), label=r"$c_0$ is in the class: decreasing")


paper.not_attempted(
    "lem-3-3-support-lemma",
    at="Lemma 3.3 (Support Lemma)",
    printed=r"\mu,\nu,\;r_0,\;\varepsilon=\frac12,\;\delta<\frac{r_0}2,\;\gamma\in\Pi(\mu,\nu),\;\gamma(\overline D_\delta)=0",
)

paper.not_attempted(
    "lem-3-3-proof-monotone-ineq",
    at="Proof of Lemma 3.3",
    printed=r"\operatorname{supp}\gamma,\;c(x,y)+c(w,z)\le c(w,y)+c(x,z),\;h(|x-y|)+h(|w-z|)\le h(|w-y|)+h(|x-z|)",
)

paper.not_attempted(
    "lem-3-3-proof-pair-choice",
    at="Proof of Lemma 3.3",
    printed=r"\varepsilon=\frac12,\;(w,z)\in B_{r_0}(x)^c\times B_{r_0}(y)^c\cap\operatorname{supp}\gamma,\;\le1/r_0,\;|w-y|,|x-z|\ge r_0",
)


@paper.claim(
    "lem-3-3-proof-four-terms",
    at="Proof of Lemma 3.3",
    printed=r"h(|x-y|)\ge\tfrac1\delta,\quad h(|w-z|)\ge0",
    hypotheses=(r"|x-y|\le\delta", r"h\text{ as in }(3.3)"),
)
def four_terms() -> Obligations:
    """The first two terms of the monotonicity inequality, for every h of the class (3.3)."""
    near = Domain(delta > 0, r >= 0, r <= delta, h(r) >= h(delta), equals(h(delta), 1 / delta))
    yield Relation(h(r) >= 1 / delta, over=near)
    far = Domain(delta > 0, r >= 0, s >= r, s >= delta, h(r) >= h(s), equals(h(s), 1 / s))
    yield Relation(h(r) >= 0, over=far)


@paper.claim(
    "lem-3-3-proof-threshold",
    at="Proof of Lemma 3.3, last line",
    printed=r"\tfrac1\delta\le\tfrac2{r_0}\;\text{ contradicts }\;\delta<\tfrac{r_0}2",
)
def threshold() -> Obligations:
    """1/δ <= 2/r_0 holds exactly when δ >= r_0/2."""
    (r0,) = reals("r_0")
    yield Relation(1 / delta > 2 / r0, over=Domain(delta > 0, r0 > 0, delta < r0 / 2))
    yield Relation(1 / delta <= 2 / r0, over=Domain(delta > 0, r0 > 0, delta >= r0 / 2))
