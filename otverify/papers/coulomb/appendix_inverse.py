"""Appendix A, Steps 2 and 3 of the proof of Lemma 5.1: the inverse of y ↦ -∇_x c(x, y).

The model is c = 1/(y - x), normalised at (0, 1). With ρ = 1 - x and σ = y - x it has p = -∇_x c̄(x, y) = ρ⁻² - σ⁻²,
so that F_x(p) = x + (ρ⁻² - p)^(-1/2).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Limit, MatrixIdentity, Obligation, Relation, finite
from otverify.kernel.terms import Term
from otverify.matrices import IDENTITY, Matrix
from otverify.papers.coulomb.notation import TWO_THIRDS, cap, delta, paper, r, tail
from otverify.papers.coulomb.section3_cost import h_prime_increases
from otverify.papers.coulomb.section5_normalisations import at_y0, cbar, s
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    equals,
    integral,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

g = Function("g")
R, lam, t, K = reals("R lambda t K")
rho, sigma, p = reals("rho sigma p")
NEAR = Domain(rho >= Fraction(1, 2), rho <= Fraction(3, 2), p >= Fraction(-1, 16), p <= Fraction(1, 16))
MODEL = "1/(y - x) at (0, 1)"


def model_distance() -> Term:
    """σ = (ρ⁻² - p)^(-1/2)."""
    return (rho**-2 - p) ** Fraction(-1, 2)


def model_gradient() -> Obligations:
    """-∇_x c̄ = ρ⁻² - σ⁻² for c̄ = c(x, y) - c(x, 1) - c(0, y) + c(0, 1), c = 1/(y - x)."""
    X, Y = reals("x y")
    centred = 1 / (Y - X) - 1 / (1 - X) - 1 / Y + 1
    yield Identity(
        -D(centred, X), (1 - X) ** -2 - (Y - X) ** -2, over=Domain(X < 1, Y > X, Y > 0), instance=MODEL
    )


@paper.claim(
    "A-step2-inclusion",
    at="Appendix, Step 2",
    printed=r"B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J))\subseteq-\nabla_xc_\delta(x,B_{\Lambda_0R}(y_0)\cap\pi_Y(J))",
    hypotheses=(r"R\le R_0",),
)
def a_step2_inclusion() -> Obligations:
    """In the model: p with |p| <= 1/16 is attained at distance σ, and |σ - ρ| <= 4|p|, so Λ_0 = 4λ."""
    yield from model_gradient()
    yield Identity(rho**-2 - model_distance() ** -2, p, over=NEAR, instance=MODEL)
    between = Domain(rho >= Fraction(1, 2), rho <= Fraction(3, 2), sigma > 0, sigma <= 2)
    yield Identity(
        sigma - rho, (rho**-2 - sigma**-2) * (rho**2 * sigma**2 / (rho + sigma)), over=between, instance=MODEL
    )
    yield Relation(rho**2 * sigma**2 / (rho + sigma) <= 4, over=between, instance=MODEL)
    yield Relation(rho**-2 - p >= Fraction(1, 4), over=NEAR, instance=MODEL, label=r"$\sigma\le2$")


@paper.claim(
    "A-step2-injective",
    at="Appendix, Step 2",
    printed=r"-\nabla_xc_\delta(x,\cdot)\text{ is one-to-one on }\pi_Y(J),\quad F_x:-\nabla_xc_\delta(x,\pi_Y(J))\to\pi_Y(J)",
    hypotheses=(r"J=\{|x-y|>\tfrac23\delta\}",),
    depends=("cdelta-gradient",),
)
def a_step2_injective() -> Obligations:
    """π_Y(J) is all of R^d; on it two points on a ray, at (2/3)δ - s and (2/3)δ + s, are to have different slopes."""
    gap, place, other = reals("s u v")
    yield Exists(
        {place: other + delta},
        place - other > TWO_THIRDS * delta,
        over=Domain(delta > 0, other),
        label=r"$\pi_Y(J)=\mathbb R$, $d=1$",
    )
    near, far = TWO_THIRDS * delta - gap, TWO_THIRDS * delta + gap
    region = Domain(delta > 0, gap > 0, gap <= delta / 3)
    yield Relation(D(cap, r).at(r, near), "!=", D(cap, r).at(r, far), over=region)


@a_step2_injective.corrected(
    r"-\nabla_xc_\delta(x,\cdot)\text{ is one-to-one on }\{y:(x,y)\in J\}",
    note="The slice of $J$ over $x$, not its projection; Step 3 then needs $(x,y)$ in $J$, which the support gives.",
)
def a_step2_injective_corrected() -> Obligations:
    """h' is strictly increasing and negative beyond (2/3)δ."""
    yield from h_prime_increases()
    yield Relation(D(cap, r) < 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta))
    yield Relation(D(tail, r) < 0, over=Domain(delta > 0, r >= delta))


#: F_0(p) = (1 - p)^(-1/2) = 1 + η, so p = 1 - (1 + η)⁻², and DF_0(0) = 1/2
(eta,) = reals("eta")
PARAMETER = 1 - (1 + eta) ** -2


@paper.claim(
    "A-step2-expansion",
    at="Appendix, Step 2",
    printed=r"F_x(p)=F_x(p)+DF_x(0)p+O_x(|p|^2)",
)
def a_step2_expansion() -> Obligations:
    """The residual divided by p², in the model at x = 0."""
    residual = (1 + eta) - (1 + eta) - PARAMETER / 2
    yield Limit(residual / PARAMETER**2, eta, to=0, equals=finite, over=Domain(eta > 0))


@a_step2_expansion.corrected(
    r"F_x(p)=F_x(0)+DF_x(0)p+O_x(|p|^2)",
    note="A misprint, 0 for p on the right; the next line uses the correct form.",
)
def a_step2_expansion_corrected() -> Obligations:
    """Taylor's formula with the remainder ∫_0^1 ∫_0^t g'' for g(t) = F(tp); the model."""
    (inner,) = reals("u")
    remainder = integral(integral(D(g(inner), inner, 2), inner, 0, t), t, 0, 1)
    yield Identity(remainder, g(1) - g(0) - D(g(t), t).at(t, 0))
    residual = (1 + eta) - 1 - PARAMETER / 2
    yield Limit(
        residual / PARAMETER**2,
        eta,
        to=0,
        equals=Fraction(3, 8),
        over=Domain(eta > 0),
        label=r"$\tfrac38p^2$",
    )


@paper.claim(
    "A-step2-F0",
    at="Appendix, Step 2",
    printed=r"-\nabla_xc_\delta(x,y_0)=0\;\Rightarrow\;F_x(0)=y_0",
)
def a_step2_f0() -> Obligations:
    """For every normalised cost, all partial derivatives; in the model σ = ρ at p = 0."""
    yield Identity(at_y0(D(cbar, s)), 0)
    yield Identity(model_distance().at(p, 0), rho, over=rho > 0, label="model")


@paper.claim(
    "A-step2-DF0",
    at="Appendix, Step 2",
    printed=r"DF_x(0)=D_{yx}c_\delta(x,y_0)^{-1}",
)
def a_step2_df0() -> Obligations:
    """Differentiate -∇_x c(x, F_x(p)) = p at p = 0: -D_yx c DF = I."""
    block, derivative = Matrix("D", invertible=True), Matrix("J")
    yield MatrixIdentity(derivative, block.inv, given=[(-1 * block @ derivative, IDENTITY)])


@a_step2_df0.corrected(
    r"DF_x(0)=-D_{yx}c_\delta(x,y_0)^{-1}",
    note="A sign, which the norm in the next line does not see.",
)
def a_step2_df0_corrected() -> Obligations:
    """The sign of the equation for F."""
    block, derivative = Matrix("D", invertible=True), Matrix("J")
    yield MatrixIdentity(derivative, -1 * block.inv, given=[(-1 * block @ derivative, IDENTITY)])


@paper.claim(
    "A-step2-F-bound",
    at="Appendix, Step 2",
    printed=r"|F_x(p)-y_0|\le|D^2_{yx}c_\delta(x,y_0)^{-1}p|+O_x(|p|^2)",
    depends=("A-step2-DF0", "A-step2-F0", "A-step2-expansion"),
)
def a_step2_f_bound() -> Obligations:
    """F_x(p) - y_0 = -u + v with u = D_yx c⁻¹ p and the remainder v."""
    u, v = vectors("u v")
    yield Relation(norm(-1 * u + v) <= norm(u) + norm(v), over=Domain(u, v))


@paper.claim(
    "A-step2-radius",
    at="Appendix, Step 2",
    printed=r"|x_0-y_0|>\delta,\;R\le\tfrac\delta{20}\;\Rightarrow\;|x-y_0|\ge\tfrac34\delta\text{ on }B_{5R}(x_0),\quad\sup_x"
    r"\|D^2_{yx}c_\delta(x,y_0)^{-1}\|<\infty",
    depends=("rem-3-5-inverse",),
)
def a_step2_radius() -> Obligations:
    """The inverse has the eigenvalues -r/h' and -1/h'': at most 2δ³ on [¾δ, δ] and r³ beyond.

    On (2/3)δ < r <= δ it is δ³/(6s - 4), s = r/δ, which is unbounded as s → 2/3.
    """
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v))
    here, there, gap = reals("a b c")
    region = Domain(delta > 0, R > 0, delta / 20 >= R, there > delta, gap < 5 * R, there <= here + gap)
    yield Relation(here >= Fraction(3, 4) * delta, over=region)
    inner = Domain(delta > 0, r >= Fraction(3, 4) * delta, r <= delta)
    yield Relation(1 / D(cap, r, 2) <= 2 * delta**3, over=inner)
    yield Relation(-r / D(cap, r) <= delta**3, over=inner)
    outer = Domain(delta > 0, r >= delta)
    yield Identity(1 / D(tail, r, 2), r**3 / 2, over=outer)
    yield Identity(-r / D(tail, r), r**3, over=outer)
    yield Identity(
        1 / D(cap, r, 2),
        delta**3 / (6 * r / delta - 4),
        over=Domain(delta > 0, r > TWO_THIRDS * delta),
        label="blow-up at $2\\delta/3$",
    )


@paper.claim(
    "A-step2-Lambda",
    at="Appendix, Step 2",
    printed=r"\lambda|F_x(p)-y_0|\le\Lambda_0|p|\;(|p|\le\lambda R_0),\quad F_x(B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J)))"
    r"\subseteq B_{\Lambda_0R}(y_0)\cap\pi_Y(J)",
    depends=("A-step2-F-bound", "A-step2-radius"),
)
def a_step2_lambda() -> Obligations:
    """|F-y_0| <= K|p| + C|p|² gives Λ_0 = λ(K + CλR_0); then |p| < λR puts F_x(p) into B_{Λ_0 R}(y_0)."""
    size, gap, factor, top, big = reals("q m C R_0 Lambda_0")
    region = Domain(
        lam > 0, K > 0, factor >= 0, top > 0, size >= 0, size <= lam * top, gap <= K * size + factor * size**2
    )
    yield Relation(gap <= (K + factor * lam * top) * size, over=region)
    inside = Domain(lam > 0, R > 0, big > 0, size >= 0, size < lam * R, lam * gap <= big * size)
    steps = (
        Relation(big * size < big * (lam * R), over=inside),
        Relation(lam * gap < lam * (big * R), over=inside),
    )
    yield Relation(gap < big * R, over=inside, by=steps)


@paper.claim(
    "A-step3",
    at="Appendix, Step 3",
    printed=r"(x,y)\in(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma\;\Rightarrow\;|y-y_0|\le\Lambda_0R",
    hypotheses=(
        r"\nabla_xc_\delta(x,y)\in B_{\lambda R}\cap-\nabla_xc_\delta(x,\pi_Y(J))",
        r"\lambda R\le\tfrac1{16}",
    ),
    depends=("eq-A-1", "A-step2-inclusion", "A-step2-injective"),
)
def a_step3() -> Obligations:
    """In the model -∇_x c̄ = p with |p| < λR, and the gradient itself, -p, is among the values as well.

    No y to the left of x has such a p, and to the right |y - y_0| = |σ - ρ| <= 4|p|, so that Λ_0 = 4λ.
    """
    yield from model_gradient()
    yield Exists(
        {sigma: (rho**-2 + p) ** Fraction(-1, 2)},
        equals(rho**-2 - sigma**-2, -p),
        sigma > 0,
        over=NEAR,
        label=r"$\nabla_xc\in-\nabla_xc(x,\pi_Y(J))$",
    )
    left = Domain(rho >= Fraction(1, 2), rho <= Fraction(3, 2), sigma > 0)
    yield Relation(rho**-2 + sigma**-2 > Fraction(1, 16), over=left, instance=MODEL, label="$y<x$")
    right = Domain(rho >= Fraction(1, 2), rho <= Fraction(3, 2), sigma > 2)
    yield Relation(
        rho**-2 - sigma**-2 > Fraction(1, 16), over=right, instance=MODEL, label="$y>x$: $\\sigma\\le2$"
    )
    # σ - ρ = p s with 0 < s <= 4, as in Step 2
    (factor,) = reals("s")
    bounded = Domain(factor > 0, factor <= 4, lam > 0, R > 0)
    for sign in (1, -1):
        within = Domain(bounded, sign * p <= lam * R)
        yield Relation(
            sign * p * factor <= 4 * lam * R, over=within, instance=MODEL, label=r"$|y-y_0|\le4\lambda R$"
        )
