"""Appendix A: Reynolds' transport theorem, Theorem A.1.

General steps are shown for general functions; formula (28) on two families with every exponent s: on the line
f(x, y) = x - y on (0, 1), and in R^d f(x, y) = c(x) - |y|²/2 with c affine.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.kernel.terms import number
from otverify.papers.sparse_rot.notation import HALF, C, d, paper, r
from otverify.symbolic.spheres import ball_volume, sphere_area
from otverify.vocabulary import (
    PI,
    D,
    Domain,
    Function,
    ball_integral,
    beta,
    gamma,
    integral,
    reals,
    sqrt,
)

Obligations = Iterator[Obligation]

#: exponent s, power a of the weight h(y) = y^a, slope c' of c
s, a, x, y, t, slope = reals("s a x y t k")
f, h, mu = Function("f"), Function("h"), Function("mu")
POSITIVE = Domain(s > 0, a >= 0, x > 0)

LINE, BALL = "f = x - y on (0, 1)", "f = c - |y|²/2"
#: ∫_0^x y^a (x - y)^s dy
on_the_line = x ** (a + s + 1) * beta(a + 1, s + 1)
#: ∫ (C - |y|²/2)^s dy over the ball where it is positive
on_the_ball = (2 * PI) ** (d * HALF) * gamma(s + 1) / gamma(s + 1 + d * HALF) * C ** (s + d * HALF)
BALLS = Domain(C > 0, s > 0, d >= 1)


@paper.claim(
    "thmA1-formula-s-positive",
    at="Theorem A.1, (28), s > 0",
    printed=r"\nabla g(x)=\int_{\mathcal R(x)\cap\Omega_1}h(y)\,s\,f(x,y)^{s-1}\nabla_xf(x,y)\,d\mu(y)",
    hypotheses=(r"s>0",),
    depends=("A1-eq35", "thmA1-boundary-vanishes"),
)
def thm_a1_formula_s_positive() -> Obligations:
    """Both families, every s > 0; on the line h(y) = y^a and the end y = 0 lies on ∂Ω_1 and does not move."""
    yield from formula_on_the_line()
    whole = ball_integral((C - r**2 / 2) ** s, r, sqrt(2 * C), d)
    yield Identity(whole, on_the_ball, over=BALLS, label="$g$", instance=BALL)
    inside = ball_integral(s * (C - r**2 / 2) ** (s - 1) * slope, r, sqrt(2 * C), d)
    yield Identity(
        D(on_the_ball, C) * slope,
        inside,
        over=Domain(BALLS, slope),
        label=r"(28), $\nabla c=k$",
        instance=BALL,
    )


def formula_on_the_line() -> Obligations:
    """g(x) = ∫_0^x y^a (x-y)^s dy and its derivative, as integrals in closed form."""
    whole, inside = y**a * (x - y) ** s, y**a * s * (x - y) ** (s - 1)

    yield Identity(integral(whole, y, 0, x), on_the_line, over=POSITIVE, label="$g$", instance=LINE)
    yield Identity(
        D(on_the_line, x),
        s * x ** (a + s) * beta(a + 1, s),
        over=POSITIVE,
        label=r"$\nabla g$",
        instance=LINE,
    )
    yield Identity(
        integral(inside, y, 0, x),
        s * x ** (a + s) * beta(a + 1, s),
        over=POSITIVE,
        label="right side of (28)",
        instance=LINE,
    )


@paper.claim(
    "thmA1-formula-s0",
    at="Theorem A.1, (28), s = 0",
    printed=r"\nabla g(x)=\int_{\partial\mathcal R(x)\cap\Omega_1}h(y)f(x,y)_+^s\langle V,n\rangle\mu(y)\,d\mathcal H^{d-1}(y)",
    hypotheses=(r"s=0", r"(t)_+^0=\mathbf 1_{t\ge0}"),
    depends=("A1-normal-velocity", "plus-convention"),
)
def thm_a1_formula_s0() -> Obligations:
    """On the line <V, n> = 1 at y = x; on the ball <V, n> = k/R with R = (2c)^(1/2); the sign is that of (28)."""

    grown = x ** (a + 1) / (a + 1)
    yield Identity(integral(y**a, y, 0, x), grown, over=Domain(a >= 0, x > 0), label="$g$", instance=LINE)
    # <V, n> = -∂_x f/<∇_y f, n> with ∂_x f = 1, ∇_y f = -1, n = 1
    yield Identity(
        D(grown, x), x**a * (-number(1) / number(-1)), over=Domain(a >= 0, x > 0), label="(28)", instance=LINE
    )
    radius = sqrt(2 * C)
    speed = -slope / -radius  # ∂f = k, <∇_y f, n> = <-y, y/R> = -R
    yield Identity(
        D(ball_volume(d, radius), C) * slope,
        sphere_area(d) * radius ** (d - 1) * speed,
        over=Domain(C > 0, d >= 1, slope),
        label="(28)",
        instance=BALL,
    )


@paper.claim(
    "thmA1-boundary-vanishes",
    at="Theorem A.1, remark; (31), remark",
    printed=r"s>0:\;f=0\text{ on }\partial\mathcal R(x)\cap\Omega_1\Rightarrow\text{the boundary term is }0",
)
def thm_a1_boundary_vanishes() -> Obligations:
    """0^s = 0 for s > 0."""
    weight, speed = reals("h V")
    yield Identity(weight * number(0) ** s * speed, 0, over=Domain(s > 0, weight, speed))


@paper.not_computable(
    "thmA1-regularity",
    at="Theorem A.1",
    printed=r"g\in W^{1,\infty}_{\mathrm{loc}}(\Omega_0)",
    why="A statement about weak derivatives for all f, h and domains.",
    analogue=r"0\le g'\le(a+s+1)B(a+1,s+1)\text{ on }(0,1)\text{ for }f=x-y,\;h=y^a",
)
def thm_a1_regularity() -> Obligations:
    """The derivative on the line is a constant times x^(a+s), bounded on (0, 1]."""
    constant = (a + s + 1) * beta(a + 1, s + 1)
    yield Identity(D(on_the_line, x), constant * x ** (a + s), over=POSITIVE)
    (power,) = reals("sigma")
    yield Relation(x**power <= 1, over=Domain(power > 0, x > 0, x < 1), label=r"$\sigma=a+s$")
    yield Relation(beta(a + 1, s + 1) > 0, over=Domain(s > 0, a > 0))
    yield Relation(a + s + 1 > 0, over=Domain(s > 0, a >= 0))
