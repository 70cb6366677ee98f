"""Section 5.5: the bound on the local displacement, up to (5.13)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.kernel.terms import number
from otverify.papers.coulomb.notation import d, paper
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    dot,
    integral,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

R, M, eps, alpha, s, t = reals("R M epsilon alpha s t")
(point,) = points("p")
POWER = 1 / (d + 2)


@paper.claim(
    "s55-intro",
    at="Section 5.5, first sentence",
    printed=r"R\le R_0,\;\mathcal E^++\mathcal D\text{ small},\;|x-x_0|<R\;\Rightarrow\;T(x)\in B_{\Lambda_0R}(y_0)",
    depends=("intro-1d-map-optimal", "intro-radial-jump-sphere"),
)
def s55_intro() -> Obligations:
    """The two optimal maps in closed form: T(x) - y_0 = x - x_0 on the interval, |T(x) - T(x_0)| = |x-x_0|/(|x||x_0|)."""
    place, base, length = reals("u x_0 L")
    interval = Domain(length > 0, R > 0, place > base - R, place < base + R)
    shift = (place + length / 2) - (base + length / 2)
    for sign in (1, -1):
        yield Relation(sign * shift < R, over=interval, instance="uniform interval", label=r"$\Lambda_0=1$")
    x, x0 = vectors("x x_0")
    away = Domain(norm(x) > 0, norm(x0) > 0, d >= 1)
    image, other = norm(x) ** -2 * (-1 * x), norm(x0) ** -2 * (-1 * x0)
    yield Identity(
        norm(image - other), norm(x - x0) / (norm(x) * norm(x0)), over=away, instance="the map $-x/|x|^2$"
    )
    size, start = reals("r s")
    near = Domain(R > 0, start > 2 * R, size >= start - R)
    name = "the map $-x/|x|^2$, $|x_0|>2R$"
    yield Relation(size > start / 2, over=near, instance=name)
    region = Domain(start > 0, size > start / 2)
    yield Relation(
        1 / (size * start) < 2 / start**2, over=region, instance=name, label=r"$\Lambda_0=2/|x_0|^2$"
    )


@paper.claim(
    "lem-5-1",
    at="Lemma 5.1, (5.12)",
    printed=r"\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon_0,\;R\le R_0\;\Rightarrow\;(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma\subseteq B_{5R}(x_0)\times B_{\Lambda_0R}(y_0)",
)
def lem_5_1() -> Obligations:
    """The cones S_R(x, e) have mass, in every dimension; the whole lemma for d = 1 and c = -xy, with Λ_0 = 8.

    On the line, for |x| < 5R: by monotonicity all of S_R(x, 1) is sent beyond y, so if y > 6R, then
    (y - 6R)² μ(S_R) <= (6R)³ E⁺, where μ(S_R) >= R/16 and E⁺ <= 1/3456; the same to the left.
    """
    yield from cones_have_mass()
    line = "d = 1, c = -xy"
    place, other, target, image = reals("x u y v")
    two = -place * target - other * image <= -other * target - place * image
    yield Relation(image >= target, over=Domain(two, other > place), instance=line, label="monotone")
    mass, energy = reals("m E")
    beyond = Domain(R > 0, target >= 8 * R, mass >= R / 16, energy <= Fraction(1, 3456))
    yield Relation(
        (target - 6 * R) ** 2 * mass > (6 * R) ** 3 * energy,
        over=beyond,
        instance=line,
        label=r"not $|y|\ge8R$",
    )


def cones_have_mass() -> Obligations:
    """D_6R <= ε gives μ(S_R(x, e)) >= κR^d/4 for a small ε(d), κ = |B_1|/8^d, without a bound of the density.

    The ball of radius R/4 about x + (3/4)Re lies in S_R(x, e). Of the mass θκR^d that the constant density
    θ = μ(B_6R)/|B_6R| has in the ball of radius R/8, all but μ(S_R) moves by at least R/8.
    """
    along, size = reals("a s")
    u, v = vectors("u v")
    yield Relation(dot(u, v) <= norm(u) * norm(v), over=Domain(u, v))
    # R = 1: a point 3e/4 + w of the ball, a = w·e, s = |w|
    inside = Domain(size >= 0, size <= Fraction(1, 4), along <= size, along >= -size)
    length = Fraction(9, 16) + Fraction(3, 2) * along + size**2
    yield Relation(length <= 1, over=inside, label=r"$|x'-x|\le R$")
    yield Relation(length >= Fraction(1, 4), over=inside, label=r"$|x'-x|\ge R/2$")
    yield Relation((Fraction(3, 4) + along) ** 2 >= length / 2, over=inside, label="opening angle $\\pi/2$")
    theta, kappa, mass, small = reals("theta kappa m epsilon")
    average = Domain(theta < Fraction(1, 2))
    yield Relation((theta - 1) ** 2 > Fraction(1, 4), over=average, label=r"$\theta\ge\tfrac12$")
    unit = Domain(R > 0, d >= 1, kappa > 0, theta >= Fraction(1, 2), 256 * 6 ** (d + 2) * small <= kappa)
    moved = (R / 8) ** 2 * (theta * kappa * R**d - mass)
    transported = Domain(unit, moved <= small * (6 * R) ** (d + 2))
    yield Relation(mass >= kappa * R**d / 4, over=transported, label=r"$\mu(S_R)$")


@paper.not_computable(
    "lem-5-2",
    at="Lemma 5.2",
    printed=r"(\text{i})\text{--}(\text{iii}),\;x\in B_{4R}(x_0),\;(x,y)\in\operatorname{supp}\gamma\;\Rightarrow\;|x-x_0-(y-y_0)|"
    r"\le MR(\mathcal E^+_{6R}+\mathcal D_{6R})^{\frac1{d+2}}",
    why="its proof is that of another paper, for all couplings",
    analogue=r"d=1,\;c=-xy,\;\mu=dx:\;|T(x)-x|\le3^{1/3}R(\mathcal E^+_R)^{1/3}\text{, sharp}",
)
def lem_5_2() -> Obligations:
    """A monotone T with T(x) = x + m, m > 0, has T(u) - u >= x + m - u on (x, x + m), of energy m³/3.

    Equality holds for the map that sends all of (x, x + m) to x + m, so the exponent 1/(d+2) is right for d = 1.
    """
    place, base, move, image = reals("u x m T")
    monotone = Domain(move > 0, place >= base, place <= base + move, image >= base + move)
    yield Relation((image - place) ** 2 >= (base + move - place) ** 2, over=monotone)
    jump = integral((base + move - place) ** 2, place, base, base + move)
    yield Identity(jump, move**3 / 3, over=Domain(move > 0, base))
    energy = move**3 / 3 / R**3
    yield Identity(
        number(3) ** Fraction(1, 3) * R * energy ** Fraction(1, 3), move, over=Domain(R > 0, move > 0)
    )


@paper.claim(
    "lem-5-2-consequence",
    at="Section 5.5, after Lemma 5.2",
    printed=r"\mathcal E^+_{6R}+\mathcal D_{6R}\ll1:\quad x\in B_{4R}(x_0)\Rightarrow y\in B_{5R}(y_0)",
    depends=("lem-5-2",),
)
def lem_5_2_consequence() -> Obligations:
    """|y - y_0| <= |x - x_0| + MR(E + D)^(1/(d+2)) < 5R as soon as M(E + D)^(1/(d+2)) <= 1."""
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v))
    near, energy = reals("r E")
    small = Domain(R > 0, M > 0, energy > 0, d >= 1, near < 4 * R, M * energy**POWER <= 1)
    yield Relation(near + M * R * energy**POWER < 5 * R, over=small)


@paper.claim(
    "lem-5-2-iii-always",
    at="Section 5.5, after Lemma 5.2",
    printed=r"\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{5R}\times B_{\Lambda R})}\le\varepsilon\text{ for small }R\text{, by }(5.10)",
    depends=("eq-5-10-second-ineq", "K-R-limit"),
)
def lem_5_2_iii_always() -> Obligations:
    """A Lipschitz kernel, constant H: the norm is at most H(5 + Λ)R, which tends to 0; (5.10) with 5R, a = Λ/5."""
    lip, big, u, v = reals("H Lambda u v")
    region = Domain(R > 0, lip > 0, big > 0, u >= 0, u <= 5 * R, v >= 0, v <= big * R)
    yield Relation(lip * (u + v) <= lip * (5 + big) * R, over=region)
    yield Limit(lip * (5 + big) * R, R, to=0, equals=0, over=Domain(R > 0, lip > 0, big > 0))


@paper.claim(
    "eq-5-13",
    at="Section 5.5, (5.13)",
    printed=r"0\ge-(x-x')\cdot(y-y')-\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{5R}\times B_{\Lambda R})}|x-x'||y-y'|",
    hypotheses=(
        r"x\in B_{4R}(x_0),\;x'\in B_{5R}(x_0)",
        r"\operatorname{supp}\gamma\;c_\delta\text{-monotone}",
    ),
)
def eq_5_13() -> Obligations:
    """g(s, t) = c(x' + s(x-x'), y' + t(y-y')) for a general cost of class C².

    c(x,y) - c(x',y) - c(x,y') + c(x',y') is the integral of ∂_s∂_t g = (x-x')·D_yx c (y-y'), whose part
    besides -(x-x')·(y-y') is at most N|x-x'||y-y'|; monotonicity says that it is <= 0.
    """
    g = Function("g")
    yield Identity(
        integral(integral(D(g(s, t), s, t), s, 0, 1), t, 0, 1), g(1, 1) - g(0, 1) - g(1, 0) + g(0, 0)
    )
    square, rest, (bound,) = BorelSet("Q"), Function("e"), reals("B")
    above = Domain(square.everywhere(point, rest(point) >= -bound), bound)
    yield Relation(
        square.integral(rest(point), point) >= square.integral(-bound, point),
        over=above,
        label=r"$\int\!\int e\ge-N|x-x'||y-y'|$",
    )
    product, error, size, first, second = reals("w E N p q")
    monotone = Domain(-product + error <= 0, error >= -size * first * second)
    yield Relation(-product - size * first * second <= 0, over=monotone)
    p, q = reals("p q")
    segment = Domain(s >= 0, s <= 1, p >= 0, q >= 0, R > 0, p < 4 * R, q < 5 * R)
    yield Relation(s * p + (1 - s) * q < 5 * R, over=segment, label="the segment stays in $B_{5R}$")
