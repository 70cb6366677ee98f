"""Section 5: D_R, the distance of the marginals from the Lebesgue measure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.coulomb.notation import d, paper
from otverify.transport.semidiscrete import line_problem
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    integral,
    points,
    reals,
)

Obligations = Iterator[Obligation]

#: a point, a radius, the exponent and the seminorm [ρ_0]_α on B_R, the mean density on B_R
u, R, alpha, H, m = reals("u R alpha H m")
(x0,) = reals("x_0")
(point,) = points("p")
LINE = "d = 1"
#: on the line the density 1 + bu on (-R, R) and its monotone map to the constant density 1
(b,) = reals("b")
SLOPED = Domain(R > 0, b >= 0, b * R < 1, u >= -R, u <= R)
density, flattened = 1 + b * u, u + b * (u**2 - R**2) / 2


def linear_distance() -> Term:
    """W_2² of the linear density and its mean: ∫ |S(u) - u|² (1 + bu) du."""
    return integral((flattened - u) ** 2 * density, u, -R, R)


@paper.claim(
    "def-D-R",
    at="Section 5",
    printed=r"\mathcal D_R:=\tfrac1{R^{d+2}}W_2^2\bigl(\mu\lfloor_{B_R},\tfrac{\mu(B_R)}{|B_R|}dx\lfloor_{B_R}\bigr)+\bigl(\tfrac{\mu(B_R)}{|B_R|}-1\bigr)^2+\tfrac1{R^{d+2}}W_2^2\bigl(\nu\lfloor_{B_R},\tfrac{\nu(B_R)}{|B_R|}dy\lfloor_{B_R}\bigr)+\bigl(\tfrac{\nu(B_R)}{|B_R|}-1\bigr)^2",
)
def def_d_r() -> Obligations:
    """d = 1, μ = ν. The density 1 + bu: D_R = (8/15) b²R². Three atoms in (-R, R), R = 1, 2, 3: W_2² = (7/48) R³.

    The map u + b(u² - R²)/2 has the derivative 1 + bu and keeps the ends; the potential φ with φ' = 2(u - S) shows
    that it is optimal. D_R does not change under x ↦ sx when masses are multiplied by s^d.
    """
    yield Identity(D(flattened, u), density, over=SLOPED, instance=LINE, label="$S'=\\rho_0$")
    for end in (R, -R):
        yield Identity(
            flattened.at(u, end), end, over=Domain(R > 0, b), instance=LINE, label="$S(\\pm R)=\\pm R$"
        )
    (w,) = reals("w")
    for ordered, sign in ((w > u, ">="), (w < u, "<=")):
        gap = -2 * (u - flattened) + 2 * (u - flattened.at(u, w))
        inside = Domain(SLOPED, w >= -R, w <= R, ordered)
        falls = "<=" if sign == ">=" else ">="
        yield Relation(
            gap, falls, 0, over=inside, instance=LINE, label="$|u-S(w)|^2-\\varphi(u)$ is least at $u=w$"
        )
    volume = (integral(density, u, -R, R) / (2 * R) - 1) ** 2
    yield Identity(
        2 * (linear_distance() / R**3 + volume),
        Fraction(8, 15) * b**2 * R**2,
        over=Domain(R > 0, b),
        instance=LINE,
        label=r"$\mathcal D_R$",
    )
    for size in (1, 2, 3):
        atoms = [Fraction(-size, 2), Fraction(0), Fraction(3 * size, 4)]
        masses = [Fraction(size), Fraction(size, 2), Fraction(size)]
        spread = line_problem(atoms, masses, over=[(-size, size, sum(masses))])
        yield Optimal(spread, value=Fraction(7, 48) * size**3, label=f"$W_2^2$, three atoms, $R={size}$")
    scale, cost, mass, ball = reals("s W M B")
    scaled = Domain(scale > 0, R > 0, ball > 0, d >= 1, cost, mass)
    yield Identity(
        scale**d * scale**2 * cost / (scale * R) ** (d + 2) + (scale**d * mass / (scale**d * ball) - 1) ** 2,
        cost / R ** (d + 2) + (mass / ball - 1) ** 2,
        over=scaled,
        label=r"$x\mapsto sx$",
    )


@paper.claim(
    "W2-holder-scaling",
    at="Section 5, after the definition of D_R",
    printed=r"\tfrac1{R^{d+2}}W_2^2\bigl(\mu\lfloor_{B_R(x_0)},\tfrac{\mu(B_R)}{|B_R|}dx\lfloor_{B_R(x_0)}\bigr)\lesssim R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}",
    hypotheses=(r"\rho_0\text{ bounded away from }0",),
    depends=("def-D-R",),
)
def w2_holder_scaling() -> Obligations:
    """d = 1, every density: at most 8·4^α/m times the right side, m the mean density. The power of R is right.

    The monotone map S has S(u) - u = (1/m) ∫_{-R}^u (ρ_0 - m), where |ρ_0 - m| <= H(2R)^α; with 1 + b sgn(u)|u|^α,
    whose seminorm is at least b, both sides are b²R^(2α) up to constants.
    """
    yield from distance_on_the_line()
    yield from power_densities()


def distance_on_the_line() -> Obligations:
    """|S - u| <= (2R)H(2R)^α/m, so W_2² <= 2R m (that)² = R³ (8·4^α/m) R^(2α)H²."""
    interval, rho, (excess,) = BorelSet("I"), Function("rho_0"), reals("e")
    bound = H * (2 * R) ** alpha
    given = Domain(R > 0, alpha > 0, alpha <= 1, H >= 0, m > 0)
    close = interval.everywhere(point, rho(point) - m <= bound)
    yield Relation(
        interval.integral(rho(point) - m, point),
        "<=",
        interval.integral(bound, point),
        over=Domain(given, close),
        instance=LINE,
        label=r"$\int_{-R}^u(\rho_0-m)$",
    )
    far = interval.everywhere(point, rho(point) - m >= -bound)
    yield Relation(
        interval.integral(rho(point) - m, point),
        ">=",
        interval.integral(-bound, point),
        over=Domain(given, far),
        instance=LINE,
        label=r"$\int_{-R}^u(\rho_0-m)$",
    )
    (length,) = reals("l")
    reach = Domain(given, length >= 0, length <= 2 * R)
    yield Relation(
        length * bound <= 2 * R * bound, over=reach, instance=LINE, label=r"$\int_{-R}^u|\rho_0-m|$"
    )
    moved = Domain(excess >= 0, m > 0, R > 0, m * u <= excess, m * u >= -excess)
    yield Relation(
        2 * R * m * u**2 <= 2 * R * excess**2 / m,
        over=moved,
        instance=LINE,
        label=r"$W_2^2\le2Rm\sup|S-u|^2$",
    )
    yield Identity(
        2 * R * (2 * R * bound) ** 2 / m / R**3,
        8 * 4**alpha / m * R ** (2 * alpha) * H**2,
        over=given,
        instance=LINE,
        label="the constant",
    )


def power_densities() -> Obligations:
    """S(u) - u = b(|u|^(α+1) - R^(α+1))/(α+1) for ρ_0 = 1 + b sgn(u)|u|^α; the odd part of ρ_0 drops out of W_2²."""
    (c,) = reals("b")
    half = Domain(R > 0, alpha > 0, alpha <= 1, c > 0)
    moved = c * (u ** (alpha + 1) - R ** (alpha + 1)) / (alpha + 1)
    yield Identity(D(moved, u), c * u**alpha, over=Domain(half, u > 0), instance=LINE, label="$S'-1$")
    share = (1 - 2 / (alpha + 2) + 1 / (2 * alpha + 3)) / (alpha + 1) ** 2
    yield Identity(
        2 * integral(moved**2, u, 0, R) / R**3,
        2 * share * R ** (2 * alpha) * c**2,
        over=half,
        instance=LINE,
        label=r"$1+b\,\mathrm{sgn}(u)|u|^\alpha$",
    )
    yield Relation(
        share > 0, over=Domain(alpha > 0, alpha <= 1), instance=LINE, label="the factor is positive"
    )


@paper.claim(
    "D-R-bound",
    at="Section 5, before (5.3)",
    printed=r"\mathcal D_R\lesssim R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}+R^{2\alpha}[\rho_1]^2_{\alpha,B_R(y_0)}",
    hypotheses=(r"\rho_0,\rho_1\in C^{0,\alpha}\text{, positive}",),
)
def d_r_bound() -> Obligations:
    """Constant densities ρ: the seminorms and the W_2 terms vanish, the volume terms are 2(ρ - 1)²."""
    (rho,) = reals("rho")
    volume = (integral(rho, u, x0 - R, x0 + R) / (2 * R) - 1) ** 2
    yield Relation(2 * volume <= 0, over=Domain(rho > 0, R > 0, x0), label=r"$[\rho]_\alpha=0$, $d=1$")


@d_r_bound.corrected(
    r"\rho_0(x_0)=\rho_1(y_0)=1\;\Rightarrow\;\Bigl(\tfrac{\mu(B_R)}{|B_R|}-1\Bigr)^2\le R^{2\alpha}[\rho_0]^2_{\alpha,B_R(x_0)}",
    note="Under the normalisation of Section 5.2, which is in force where the bound is used, (5.11).",
)
def d_r_bound_corrected() -> Obligations:
    """The volume terms: |ρ_0 - 1| <= [ρ_0]_α R^α on B_R; the W_2 terms are a claim of their own."""
    alpha, seminorm, mean = reals("alpha H m")
    bounded = Domain(
        R > 0, alpha > 0, alpha <= 1, seminorm >= 0, mean <= seminorm * R**alpha, mean >= -seminorm * R**alpha
    )
    yield Relation(mean**2 <= R ** (2 * alpha) * seminorm**2, over=bounded)
    ball, density = BorelSet("B"), Function("rho_0")
    above = ball.everywhere(point, density(point) - 1 <= seminorm * R**alpha)
    positive = Domain(R > 0, alpha, seminorm, above)
    yield Relation(
        ball.integral(density(point) - 1, point) <= ball.integral(seminorm * R**alpha, point), over=positive
    )
    below = ball.everywhere(point, density(point) - 1 >= -seminorm * R**alpha)
    negative = Domain(R > 0, alpha, seminorm, below)
    yield Relation(
        ball.integral(density(point) - 1, point) >= ball.integral(-seminorm * R**alpha, point), over=negative
    )
