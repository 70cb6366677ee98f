"""Appendix A: Lemma A.1 and Step 1 of the proof of Lemma 5.1.

Along the segment x_t = tx + (1-t)x' a cost is a general function g(t) = c(x_t, y), and ∇_x c(x_t, y)·(x-x')
is g'(t); k(t) is the same for y'.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.kernel.terms import number, real
from otverify.papers.coulomb.notation import d, paper
from otverify.papers.coulomb.section5_displacement import cones_have_mass
from otverify.vocabulary import (
    PI,
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    cos,
    dot,
    equals,
    integral,
    norm,
    points,
    reals,
    sin,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

R, lam, t, K = reals("R lambda t K")
x, x_prime, x0, y, y_prime, y0 = vectors("x x_prime x_0 y y_prime y_0")
(point,) = points("p")
g, k = Function("g"), Function("k")
HALF = Fraction(1, 2)
#: cos(π/4): half the opening angle
COSINE = 1 / sqrt(number(2))
#: |S_1|, the volume of the truncated cone, by dimension; see A1-S-geometry
SHELLS = {1: number(HALF), 2: Fraction(3, 16) * PI, 3: Fraction(7, 12) * PI * (1 - COSINE)}


@paper.claim(
    "lem-A-1",
    at="Lemma A.1",
    printed=r"\mathcal E^+_{6R}+R^{2\alpha}[\rho_0]^2_{\alpha,B_{6R}(x_0)}\le\varepsilon\;\Rightarrow\;(S_R(x,e)\times B_{7R})"
    r"\cap\operatorname{supp}\gamma\ne\emptyset\quad\forall x\in B_{5R}(x_0),\;e\in\mathbb S^{d-1}",
    hypotheses=(r"\rho_0(x_0)=1,\;x_0=y_0=0",),
)
def lem_a_1() -> Obligations:
    """d = 1, 2, 3, with 6^α √ε <= 1/2 and ε < |S_1|/(2·6^(d+2)); s stands for |S_R|/R^d = |S_1|.

    If no pair of S_R × B_7R is in the support, every x' of S_R moves by at least R, and ρ_0 >= 1/2 on B_6R; so
    R²·½|S_R| <= (6R)^(d+2) ε, which is false.
    """
    source, target, gap = reals("a b c")
    moved = Domain(R > 0, source < 6 * R, target >= 7 * R, target <= source + gap)
    yield Relation(gap > R, over=moved, instance="d = 1, 2, 3", label=r"$|y'-x'|>R$")
    scaled, root, factor, density = reals("w q k rho_0")
    holder = Domain(
        scaled >= 0, scaled <= root, factor > 0, factor * root <= HALF, density >= 1 - factor * scaled
    )
    yield Relation(
        density >= HALF,
        over=holder,
        instance="d = 1, 2, 3",
        label=r"$w=R^\alpha[\rho_0]_\alpha$, $k=6^\alpha$",
    )
    for dimension, volume in SHELLS.items():
        energy = real("E")
        small = Domain(R > 0, energy < volume / (2 * 6 ** (dimension + 2)))
        yield Relation(
            (6 * R) ** (dimension + 2) * energy < R**2 * (volume * R**dimension) / 2,
            over=small,
            instance=f"d = {dimension}",
        )


@paper.claim(
    "A1-S-geometry",
    at="Lemma A.1",
    printed=r"S_R(x,e)=C(x,e)\cap(B_R(x)\setminus B_{R/2}(x)),\text{ opening angle }\tfrac\pi2;\quad S_R(x,e)\subset B_{6R}(x_0)",
    hypotheses=(r"x\in B_{5R}(x_0)",),
)
def a1_s_geometry() -> Obligations:
    """The inclusion, and |S_R|/|B_R| = 1/4, 3/16, (7/16)(1 - 1/√2) for d = 1, 2, 3."""
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v))
    near, far = reals("p q")
    yield Relation(near + far < 6 * R, over=Domain(R > 0, near < R, far < 5 * R))
    radius, angle, cosine = reals("r theta u")
    yield Identity((R - R / 2) / (2 * R), Fraction(1, 4), over=R > 0, label="$d=1$")
    yield Identity(R - R / 2, SHELLS[1] * R, over=R > 0, label="$|S_R|$, $d=1$")
    sector = integral(integral(radius, radius, R / 2, R), angle, -PI / 4, PI / 4)
    yield Identity(sector / (PI * R**2), Fraction(3, 16), over=R > 0, label="$d=2$")
    yield Identity(sector, SHELLS[2] * R**2, over=R > 0, label="$|S_R|$, $d=2$")
    cone = integral(radius**2, radius, R / 2, R) * 2 * PI * integral(1, cosine, COSINE, 1)
    yield Identity(
        cone / (Fraction(4, 3) * PI * R**3), Fraction(7, 16) * (1 - COSINE), over=R > 0, label="$d=3$"
    )


@paper.claim(
    "A1-step1-usage",
    at="Appendix, Step 1",
    printed=r"\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon\;\Rightarrow\;\mathcal E^+_{6R}+R^{2\alpha}[\rho_0]^2_{\alpha,B_{6R}}"
    r"\le\varepsilon\text{ (Lemma A.1)}",
    depends=("lem-A-1",),
)
def a1_step1_usage() -> Obligations:
    """The density 1 + ½ sin(kx) on (-R, R), d = 1, transported to itself by the identity for -xy: E⁺ = 0.

    Its mean is 1 as the sine is odd, and the monotone map to the constant density moves by at most 1/k, so D_R <= 6/(kR)²;
    but the α-seminorm is at least (k/π)^α, from the points ±π/(2k).
    """
    frequency, place, alpha, eps = reals("k u alpha epsilon")
    wave = Domain(R > 0, frequency > 0, place)
    density = 1 + sin(frequency * place) / 2
    primitive = place - cos(frequency * place) / (2 * frequency)
    yield Identity(D(primitive, place), density, over=wave, label="primitive")
    first, second = reals("a b")
    cosines = Domain(frequency > 0, first <= 1, first >= -1, second <= 1, second >= -1)
    yield Relation((first - second) / (2 * frequency) <= 1 / frequency, over=cosines, label="displacement")
    small = Domain(R > 0, frequency > 0, alpha > 0, alpha <= 1, eps > 0, 6 / (frequency * R) ** 2 <= eps)
    yield Relation(
        (R * frequency / PI) ** (2 * alpha) <= eps,
        over=small,
        label=r"$R^{2\alpha}[\rho_0]_\alpha^2\le\varepsilon$",
    )


@a1_step1_usage.corrected(
    r"\mathcal E^+_{6R}+\mathcal D_{6R}\le\varepsilon\;\Rightarrow\;(S_R(x,e)\times B_{7R})\cap\operatorname{supp}\gamma\ne\emptyset"
    r"\quad\forall x\in B_{5R}(x_0),\;e\in\mathbb S^{d-1}",
    note="Not the hypothesis of Lemma A.1 follows, but its conclusion: the $W_2$ term of $\\mathcal D_{6R}$ gives the cones "
    "mass, so that Lemma 5.1 needs no further hypothesis.",
)
def a1_step1_usage_corrected() -> Obligations:
    """μ(S_R) >= κR^d/4; if all of it moved by R or more, then R² μ(S_R) <= (6R)^(d+2) E⁺, which is too small."""
    yield from cones_have_mass()
    kappa, mass, energy, eps, scaled = reals("kappa m E epsilon s")
    small = Domain(d >= 1, kappa > 0, energy >= 0, energy <= eps, 256 * 6 ** (d + 2) * eps <= kappa)
    yield Relation(6 ** (d + 2) * energy <= kappa / 256, over=small)
    yield Identity(
        (6 * R) ** (d + 2) * energy, R ** (d + 2) * (6 ** (d + 2) * energy), over=Domain(R > 0, energy)
    )
    moved = Domain(R > 0, d >= 1, kappa > 0, scaled <= kappa / 256, mass >= kappa * R**d / 4)
    yield Relation(
        R ** (d + 2) * scaled < R**2 * mass, over=moved, label=r"$(6R)^{d+2}\mathcal E^+<R^2\mu(S_R)$"
    )


@paper.claim(
    "eq-A-1",
    at="Appendix, (A.1)",
    printed=r"\nabla_xc_\delta(x,y)\in B_{\lambda R}\quad\forall(x,y)\in(B_{5R}(x_0)\times\mathbb R^d)\cap\operatorname{supp}\gamma",
    depends=("lem-A-1", "eq-A-3-first", "A-direction-choice", "A-lambda-bound"),
)
def eq_a_1() -> Obligations:
    """(A.3) and the cone: |∇c||x-x'|/√2 <= C(|x'| + |x| + |y'|)|x-x'| with |x-x'| > 0, so λ = 18√2 C."""
    slope, total, gap, norm_ = reals("n s m C")
    region = Domain(R > 0, norm_ > 0, gap > 0, total < 18 * R, COSINE * slope * gap <= norm_ * total * gap)
    step = Relation(COSINE * slope <= norm_ * total, over=region)
    yield Relation(COSINE * slope < 18 * norm_ * R, over=region, by=(step,))


@paper.claim(
    "eq-A-2",
    at="Appendix, (A.2)",
    printed=r"c_\delta(x,y)-c_\delta(x',y)\le c_\delta(x,y')-c_\delta(x',y')",
    hypotheses=(r"(x,y),(x',y')\in\operatorname{supp}\gamma\;c_\delta\text{-monotone}",),
)
def eq_a_2() -> Obligations:
    """The two-point condition c(x,y) + c(x',y') <= c(x',y) + c(x,y'), rearranged; one is the other."""
    own, other, crossed, back = reals("a b c d_")
    yield Relation(own - crossed <= back - other, over=Domain(own + other <= crossed + back))
    yield Relation(own + other <= crossed + back, over=Domain(own - crossed <= back - other))


@paper.claim(
    "A-identity-1",
    at="Appendix, after (A.2)",
    printed=r"c_\delta(x,y)-c_\delta(x',y)=\int_0^1\nabla_xc_\delta(x_t,y)\,dt\cdot(x-x')=\nabla_xc_\delta(x,y)\cdot(x-x')+"
    r"\int_0^1(\nabla_xc_\delta(x_t,y)-\nabla_xc_\delta(x,y))\,dt\cdot(x-x')",
)
def a_identity_1() -> Obligations:
    """For every differentiable cost."""
    yield Identity(g(1) - g(0), integral(D(g(t), t), t, 0, 1))
    at_x = D(g(t), t).at(t, 1)
    yield Identity(g(1) - g(0), at_x + integral(D(g(t), t) - at_x, t, 0, 1))


@paper.claim(
    "A-identity-2",
    at="Appendix, after (A.2)",
    printed=r"c_\delta(x,y')-c_\delta(x',y')=(\nabla_xc_\delta(x_0,y')-\nabla_xc_\delta(x_0,y_0))\cdot(x-x')+\int_0^1"
    r"(\nabla_xc_\delta(x_t,y')-\nabla_xc_\delta(x_0,y'))\,dt\cdot(x-x')",
    hypotheses=(r"\nabla_xc_\delta(x_0,y_0)=0",),
)
def a_identity_2() -> Obligations:
    """b and n are ∇_x c(x_0, y')·(x-x') and ∇_x c(x_0, y_0)·(x-x') = 0."""
    there, base = reals("b n")
    yield Identity(
        k(1) - k(0),
        (there - base) + integral(D(k(t), t) - there, t, 0, 1),
        over=Domain(there, equals(base, 0)),
    )


@paper.claim(
    "A-inserted",
    at="Appendix, both identities in (A.2)",
    printed=r"\nabla_xc_\delta(x,y)\cdot(x-x')\le\Bigl(\int_0^1|\nabla_xc_\delta(x_t,y)-\nabla_xc_\delta(x,y)|dt+|\nabla_x"
    r"c_\delta(x_0,y')-\nabla_xc_\delta(x_0,y_0)|+\int_0^1|\nabla_xc_\delta(x_t,y')-\nabla_xc_\delta(x_0,y')|dt\Bigr)|x-x'|",
    depends=("eq-A-2", "A-identity-1", "A-identity-2"),
)
def a_inserted() -> Obligations:
    """Cauchy and Schwarz in each of the three terms."""
    u, v = vectors("u v")
    yield Relation(dot(u, v) <= norm(u) * norm(v), over=Domain(u, v))
    yield Relation(-dot(u, v) <= norm(u) * norm(v), over=Domain(u, v))
    slope, first, middle, last = reals("a b c e")
    bound_1, bound_2, bound_3 = reals("p q r")
    region = Domain(slope + first <= middle + last, -first <= bound_1, middle <= bound_2, last <= bound_3)
    yield Relation(slope <= bound_1 + bound_2 + bound_3, over=region)
    unit, value, bound = BorelSet("I"), Function("u")(point), Function("v")(point)
    below = unit.everywhere(point, value <= bound)
    yield Relation(unit.integral(value, point) <= unit.integral(bound, point), over=below)


#: values of the norms of D²_xx c and D²_xy c
PURE, MIXED = reals("H N")


@paper.claim(
    "eq-A-3-first",
    at="Appendix, (A.3), first inequality",
    printed=r"\nabla_xc_\delta(x,y)\cdot(x-x')\le\|\nabla_{xx}c_\delta\|\Bigl(\int_0^1|x_t-x|dt+\int_0^1|x_t|dt\Bigr)|x-x'|+"
    r"\|\nabla_{xy}c_\delta\||y'||x-x'|",
    depends=("A-inserted",),
)
def eq_a_3_first() -> Obligations:
    """c = -(x-x_0)(y-y_0) on the line: D²_xx c = 0, |D²_xy c| = 1, and (A.2) is (x-x')(y-y') >= 0."""
    X, X_, Y, Y_, Y0 = reals("x x_prime y y_prime y_0")
    monotone = Domain((X - X_) * (Y - Y_) >= 0, Y0)
    yield Relation(absolute(Y_) * absolute(X - X_) >= -(Y - Y0) * (X - X_), over=monotone)


@eq_a_3_first.corrected(
    r"\le\|\nabla_{xx}c_\delta\|\Bigl(\int_0^1|x_t-x|dt+\int_0^1|x_t-x_0|dt\Bigr)|x-x'|+\|\nabla_{xy}c_\delta\||y'-y_0||x-x'|",
    note="Distances from the base point; as printed it holds if the origins are moved to $x_0$ and $y_0$.",
)
def eq_a_3_first_corrected() -> Obligations:
    """The mean value inequality in each difference of gradients, for a general function of class C²."""
    yield Identity(integral(D(g(t), t, 2), t, 0, 1), D(g(t), t).at(t, 1) - D(g(t), t).at(t, 0))
    one, two, three, gap = reals("p q r m")
    first, second, third = reals("a b c")
    region = Domain(
        PURE >= 0, MIXED >= 0, gap >= 0, first <= PURE * one, second <= MIXED * two, third <= PURE * three
    )
    yield Relation(
        (first + second + third) * gap <= PURE * (one + three) * gap + MIXED * two * gap, over=region
    )


@paper.claim(
    "eq-A-3-second",
    at="Appendix, (A.3), second step",
    printed=r"\lesssim\|c\|_{C^2}(|x'|+|x|+|y'|)|x-x'|",
)
def eq_a_3_second() -> Obligations:
    """∫|x_t-x|dt = ½|x-x'|, ∫|x_t|dt <= ½(|x|+|x'|): the constant is 1."""
    at_t = t * x + (1 - t) * x_prime
    inside = Domain(t >= 0, t <= 1, x, x_prime)
    yield Identity(norm(at_t - x), (1 - t) * norm(x - x_prime), over=inside)
    yield Identity(integral(1 - t, t, 0, 1), Fraction(1, 2))
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v))
    first, second, third, gap, norm_ = reals("p q r m C")
    region = Domain(norm_ >= 0, first >= 0, second >= 0, third >= 0, gap >= 0, gap <= first + second)
    integrals = norm_ * (gap / 2 + (first + second) / 2) + norm_ * third
    yield Relation(integrals <= norm_ * (first + second + third), over=region)


#: e and x' - x
axis, step = vectors("e z")
CONE = Domain(norm(step) > 0, equals(norm(axis), 1), dot(axis, step) >= COSINE * norm(step), d >= 1)


@paper.claim(
    "A-direction-choice",
    at="Appendix, after (A.3)",
    printed=r"e=\frac{\nabla_xc_\delta(x,y)}{|\nabla_xc_\delta(x,y)|},\;x'\in S_R(x,e):\quad e\cdot\frac{x-x'}{|x-x'|}\gtrsim1",
    depends=("A1-S-geometry",),
)
def a_direction_choice() -> Obligations:
    """x' - x lies in the cone around e: as printed, e·(x - x') is to be positive."""
    yield Relation(dot(axis, -1 * step) >= 0, over=CONE)


@a_direction_choice.corrected(
    r"e=-\frac{\nabla_xc_\delta(x,y)}{|\nabla_xc_\delta(x,y)|}:\quad-e\cdot\frac{x-x'}{|x-x'|}\ge\tfrac1{\sqrt2}",
    note="The opposite direction; Lemma A.1 holds for every direction, so the bound on $\\nabla_xc$ stands.",
)
def a_direction_choice_corrected() -> Obligations:
    """With -e in the place of e."""
    yield Relation(-dot(axis, -1 * step) >= COSINE * norm(step), over=CONE)


@paper.claim(
    "A-lambda-bound",
    at="Appendix, end of Step 1",
    printed=r"|\nabla_xc_\delta(x,y)|\lesssim\|c\|_{C^2}(|x'|+|x|+|y'|)\le\lambda R",
    depends=("eq-A-3-second", "A-direction-choice"),
)
def a_lambda_bound() -> Obligations:
    """|x| < 5R, |x'| < 6R, |y'| < 7R, and division by |x-x'|/√2: λ = 18√2 ‖c‖."""
    first, second, third, gap, norm_, slope = reals("p q r m C n")
    near = Domain(R > 0, norm_ > 0, first < 5 * R, second < 6 * R, third < 7 * R)
    yield Relation(norm_ * (second + first + third) < 18 * norm_ * R, over=near)
    divided = Domain(gap > 0, COSINE * slope * gap <= first * gap, slope, first)
    yield Relation(COSINE * slope <= first, over=divided)
