"""Section 5.5, (5.14) and its proof: what is moved into B_2R(y_0) comes from B_4R(x_0).

The points are written relative to the base point: x, y, x', y' stand for x - x_0, y - y_0, x' - x_0, y' - y_0.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.kernel.terms import Term
from otverify.papers.coulomb.notation import d, i, paper
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    cases,
    dot,
    equals,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

R, M, eps, alpha, s, t = reals("R M epsilon alpha s t")
x, y, y_prime = vectors("x y y_prime")
(point,) = points("p")
#: x' = (1-α)x + αy
x_prime = (1 - alpha) * x + alpha * y
ON_SEGMENT = Domain(alpha > 0, alpha < 1, x, y)
POWER = 1 / (d + 2)

#: a cost c = -f(x) y on the line with f(x) = x up to 6R and f(x) = 12R - x beyond: on |x| < 6R it is -xy
X, Y = reals("x y")
folded = cases((X <= 6 * R, X), (X > 6 * R, 12 * R - X))


@paper.claim(
    "eq-5-14",
    at="Section 5.5, (5.14)",
    printed=r"(\mathbb R^d\times B_{2R}(y_0))\cap\operatorname{supp}\gamma\subseteq B_{4R}(x_0)\times B_{2R}(y_0)",
    hypotheses=(r"\text{those of Lemma 5.2, }\varepsilon\text{ small}",),
)
def eq_5_14() -> Obligations:
    """The cost -f(x)y, (x_0, y_0) = 0, and a coupling on {y = f(x)}: the identity near 0, and far points folded back.

    Any such coupling is monotone; for |x| < 6R it is the identity, so the energy vanishes, and with little
    mass beyond 6R also D_6R is as small as one likes; c = -xy on |x| < 6R, so (iii) holds with 0.
    """
    yield from folded_coupling()
    image = Domain(R > 0, X > 6 * R, equals(Y, 12 * R - X), absolute(Y) < 2 * R)
    yield Relation(absolute(X) < 4 * R, over=image, label="$y\\in B_{2R}\\Rightarrow x\\in B_{4R}$")


def folded_coupling() -> Obligations:
    """The hypotheses of Lemma 5.2 for the folded cost."""
    u, v = reals("u v")
    change = -u * u - v * v - (-u * v - v * u)
    yield Relation(change <= 0, over=Domain(u, v), label="monotone: $-(f-f')(y-y')\\le0$")
    near = Domain(R > 0, X < 6 * R, X > -6 * R)
    yield Identity((folded - X) ** 2, 0, over=near, label=r"$\mathcal E^+_{6R}=0$")
    yield Identity(D(-X * Y, X, Y) + 1, 0, over=Domain(X, Y), label=r"$D_{yx}c+1=0$")
    yield Identity(folded, 12 * R - X, over=Domain(R > 0, X > 6 * R), label="folded back")
    (mass,) = reals("m")
    distance = (12 * R) ** 2 * mass / R**3 + (mass / (12 * R)) ** 2
    yield Limit(
        distance,
        mass,
        to=0,
        equals=0,
        over=Domain(R > 0, mass > 0),
        label=r"bound of $\mathcal D_{6R}$ for mass $m$ beyond",
    )


@eq_5_14.corrected(
    r"(B_{5R}(x_0)\times B_{2R}(y_0))\cap\operatorname{supp}\gamma\subseteq B_{4R}(x_0)\times B_{2R}(y_0)",
    note=r"Points beyond $B_{5R}$ are not reached by (5.13). At the points of $X\times Y$ they are excluded for small $R$, "
    r"because $T^*$ is continuous at $y_0$; the smallness then depends on $T^*$, not on $\mathcal E+\mathcal D$ alone.",
)
def eq_5_14_corrected() -> Obligations:
    """The contradiction of the proof for 4R <= |x - x_0| < 5R, where (5.13) applies; x ≠ x' as |x'| = 5R/2."""
    yield from last_line_from_first()
    yield from contradiction()
    size, other = reals("p q")
    yield Relation(
        size - other > 0,
        over=Domain(R > 0, size >= 4 * R, equals(other, Fraction(5, 2) * R)),
        label="$x\\ne x'$",
    )


#: |x - x_0|, |y - y_0| and their inner product
A, B, C = reals("a b c")
FAR = Domain(R > 0, A >= 4 * R, C >= 0, C < 2 * R, B <= A * C, B >= -A * C)
LEAD = A**2 - 2 * B + C**2


def squared_length(place: Term | int) -> Term:
    """|(1-τ)(x-x_0) + τ(y-y_0)|²."""
    return A**2 * (1 - place) ** 2 + 2 * B * place * (1 - place) + C**2 * place**2


@paper.claim(
    "s55-xprime-unique",
    at="Section 5.5, proof of (5.14)",
    printed=r"x'-x_0\text{ a convex combination of }x-x_0\text{ and }y-y_0,\;|x'-x_0|=\tfrac52R:\;\exists!\,x'",
    hypotheses=(r"|x-x_0|\ge4R", r"|y-y_0|<2R"),
)
def s55_xprime_unique() -> Obligations:
    """A quadratic that is above (5R/2)² at 0 and below at 1, with positive leading coefficient."""
    target = Fraction(25, 4) * R**2
    yield Relation(squared_length(0) > target, over=FAR, label="at 0")
    yield Relation(squared_length(1) < target, over=FAR, label="at 1")
    yield Relation(LEAD >= (A - C) ** 2, over=Domain(A, C, B <= A * C), label="convex")
    yield Relation(A - C > 0, over=FAR, label="strictly convex")
    yield Identity(
        squared_length(s) - squared_length(t),
        (s - t) * (LEAD * (s + t) - 2 * (A**2 - B)),
        over=Domain(A, B, C, s, t),
    )
    # with two roots s < t it would be LEAD (τ - s)(τ - t) + (5R/2)², which is too large at τ = 1
    (lead,) = reals("l")
    yield Relation(lead * (1 - s) * (1 - t) > 0, over=Domain(lead > 0, s < t, t < 1), label="no second root")


@paper.claim(
    "s55-xprime-displacement",
    at="Section 5.5, proof of (5.14)",
    printed=r"|x'-x_0-(y'-y_0)|\le M\varepsilon^{\frac1{d+2}}R",
    depends=("lem-5-2",),
)
def s55_xprime_displacement() -> Obligations:
    """(ii) put into Lemma 5.2; x' lies in B_4R."""
    (energy,) = reals("E")
    region = Domain(M > 0, R > 0, energy >= 0, energy <= eps, eps > 0, d >= 1)
    yield Relation(M * R * energy**POWER <= M * eps**POWER * R, over=region)
    yield Relation(Fraction(5, 2) * R < 4 * R, over=R > 0)


@paper.claim(
    "s55-x-minus-xprime",
    at="Section 5.5, proof of (5.14)",
    printed=r"x-x'=-\alpha(y-y_0-(x-x_0)),\quad|x-x'|=\alpha|y-y_0-(x-x_0)|,\quad\alpha\in(0,1)",
)
def s55_x_minus_xprime() -> Obligations:
    """x' = (1-α)x + αy."""
    yield Identity((x - x_prime)[i], -alpha * (y - x)[i], over=ON_SEGMENT)
    yield Identity(norm(x - x_prime), alpha * norm(y - x), over=ON_SEGMENT)


@paper.claim(
    "s55-chain-line1",
    at="Section 5.5, proof of (5.14), first inequality",
    printed=r"0\le(x-x')\cdot(y-x')+(x-x')\cdot(x'-y')+\varepsilon|x-x'||y-x'|+\varepsilon|x-x'||x'-y'|"
    r"\quad\text{by }(5.13)",
    hypotheses=(r"x\in B_{4R}(x_0)^c,\;y\in B_{2R}(y_0)",),
    depends=("eq-5-13",),
)
def s55_chain_line1() -> Obligations:
    """The folded cost of (5.14): (x, y) = (11R, R) and (x', y') = (5R/2, 5R/2) lie in the support."""
    yield from folded_coupling()
    far, here = 11 * R, Fraction(5, 2) * R
    own = (far - here) * (R - here)
    line = own + (far - here) * (here - here) + eps * (far - here) * (here - R)
    yield Identity(folded.at(X, far), R, over=R > 0, label="$f(11R)=R$")
    yield Relation(line >= 0, over=Domain(R > 0, eps > 0, eps < 1), label="(5.13) used outside its range")


@s55_chain_line1.corrected(
    r"\text{the same for }x\in B_{5R}(x_0)\setminus B_{4R}(x_0)",
    note="(5.13) is about points of $B_{5R}$; with the pair $(x',y')$ in the part of the point of $B_{4R}$.",
)
def s55_chain_line1_corrected() -> Obligations:
    """From (5.13): y - y' is split, and the triangle inequality used in the error."""
    u, v, w = vectors("u v w")
    yield Identity(dot(u, v + w), dot(u, v) + dot(u, w), over=Domain(u, v, w))
    yield Relation(norm(v + w) <= norm(v) + norm(w), over=Domain(v, w))
    product, size, whole, first, second = reals("w p q u v")
    region = Domain(-product - eps * size * whole <= 0, whole <= first + second, eps > 0, size >= 0)
    yield Relation(product + eps * size * first + eps * size * second >= 0, over=region)


@paper.claim(
    "s55-chain-equality",
    at="Section 5.5, proof of (5.14), equality",
    printed=r"(x-x')\cdot(y-y_0-(x'-x_0))=-\alpha|y-y_0-(x'-x_0)|^2",
)
def s55_chain_equality() -> Obligations:
    """The only term that changes in this line; x' = (1-α)x + αy."""
    yield Identity(dot(x - x_prime, y - x_prime), -alpha * norm(y - x_prime) ** 2, over=ON_SEGMENT)


@s55_chain_equality.corrected(
    r"=-\tfrac\alpha{1-\alpha}|y-y_0-(x'-x_0)|^2=-|x-x'||y-y_0-(x'-x_0)|",
    note="As $x-x'$ and $y-x'$ are antiparallel; the last line of the chain follows from this.",
)
def s55_chain_equality_corrected() -> Obligations:
    """x - x' = -α(y - x) and y - x' = (1-α)(y - x)."""
    product = dot(x - x_prime, y - x_prime)
    yield Identity(product, -alpha / (1 - alpha) * norm(y - x_prime) ** 2, over=ON_SEGMENT)
    yield Identity(product, -norm(x - x_prime) * norm(y - x_prime), over=ON_SEGMENT)


@paper.claim(
    "s55-chain-last",
    at="Section 5.5, proof of (5.14), last inequality",
    printed=r"-\alpha|y-x'|^2+(x-x')\cdot(x'-y')+\varepsilon|x-x'|(|y-x'|+|x'-y'|)\le|x-x'|\bigl((-1+\varepsilon)|y-x'|+"
    r"(1+\varepsilon)|x'-y'|\bigr)",
)
def s55_chain_last() -> Obligations:
    """The last line against the line directly above it."""
    region = Domain(ON_SEGMENT, y_prime, eps > 0, eps < 1)
    own, other, gap = norm(x - x_prime), norm(y - x_prime), norm(x_prime - y_prime)
    above = -alpha * other**2 + dot(x - x_prime, x_prime - y_prime) + eps * own * other + eps * own * gap
    yield Relation(above <= own * ((-1 + eps) * other + (1 + eps) * gap), over=region)


@s55_chain_last.corrected(
    r"-|x-x'||y-x'|+(x-x')\cdot(x'-y')+\varepsilon|x-x'|(|y-x'|+|x'-y'|)\le|x-x'|\bigl((-1+\varepsilon)|y-x'|+"
    r"(1+\varepsilon)|x'-y'|\bigr)",
    note="From the first line of the chain, or the corrected equality; so the argument goes on as printed.",
)
def s55_chain_last_corrected() -> Obligations:
    """Cauchy and Schwarz for the second term."""
    yield from last_line_from_first()


def last_line_from_first() -> Obligations:
    """(x-x')·(y-x') = -|x-x'||y-x'|, and the rest by Cauchy and Schwarz."""
    u, v = vectors("u v")
    yield Identity(dot(x - x_prime, y - x_prime), -norm(x - x_prime) * norm(y - x_prime), over=ON_SEGMENT)
    yield Relation(dot(u, v) <= norm(u) * norm(v), over=Domain(u, v))
    own, other, gap, product = reals("p q r w")
    region = Domain(eps > 0, eps < 1, own >= 0, other >= 0, gap >= 0, product <= own * gap)
    line = -own * other + product + eps * own * other + eps * own * gap
    yield Relation(line <= own * ((-1 + eps) * other + (1 + eps) * gap), over=region)


@paper.claim(
    "s55-R-half",
    at="Section 5.5, proof of (5.14)",
    printed=r"|y-y_0-(x'-x_0)|\ge|x'-x_0|-|y-y_0|\ge\tfrac52R-2R=\tfrac R2",
)
def s55_r_half() -> Obligations:
    """The reverse triangle inequality and arithmetic; R/2 is approached as |y - y_0| → 2R on one ray."""
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v), label="$|x'|\\le|x'-y|+|y|$")
    here, there, gap = reals("p q r")
    region = Domain(R > 0, equals(here, Fraction(5, 2) * R), there >= 0, there < 2 * R, here <= gap + there)
    yield Relation(gap >= R / 2, over=region)
    yield Limit(
        Fraction(5, 2) * R - there, there, to=2 * R, side="-", equals=R / 2, over=Domain(R > 0, there)
    )


def bracket() -> Term:
    """(-1+ε)/2 + (1+ε)Mε^(1/(d+2))."""
    return (-1 + eps) / 2 + (1 + eps) * M * eps**POWER


@paper.claim(
    "s55-contradiction",
    at="Section 5.5, proof of (5.14)",
    printed=r"0\le|x-x'|R\bigl((-1+\varepsilon)\tfrac12+(1+\varepsilon)M\varepsilon^{\frac1{d+2}}\bigr)\text{ is impossible for }"
    r"\varepsilon\text{ small}",
    depends=("s55-R-half", "s55-xprime-displacement"),
)
def s55_contradiction() -> Obligations:
    """The bracket increases with ε and tends to -1/2; it is negative for ε <= 1/4 and Mε^(1/(d+2)) <= 1/4."""
    yield from contradiction()


def contradiction() -> Obligations:
    """The bracket is negative for small ε, and bounds the last line of the chain."""
    parameters = Domain(eps > 0, M > 0, d >= 1)
    yield Limit(bracket(), eps, to=0, equals=Fraction(-1, 2), over=parameters)
    yield Relation(D(bracket(), eps) > 0, over=parameters)
    small = Domain(parameters, eps <= Fraction(1, 4), M * eps**POWER <= Fraction(1, 4))
    yield Relation(bracket() < 0, over=small)
    other, gap, size = reals("q r m")
    region = Domain(R > 0, eps > 0, eps < 1, size >= 0, other >= R / 2, gap >= 0, gap <= size * R)
    yield Relation(
        (-1 + eps) * other + (1 + eps) * gap <= R * ((-1 + eps) / 2 + (1 + eps) * size), over=region
    )


#: indicators of x in B_2R(x_0), y in B_2R(y_0), x in B_6R(x_0), and |y - x|², at any pair; then integrated against γ
G = BorelSet("gamma")
in_x, in_y, in_large, squared = reals("a b c w")
INDICATORS = Domain(in_x >= 0, in_x <= 1, in_y >= 0, in_y <= 1, squared >= 0)
cross = in_x + in_y - in_x * in_y


def integrated() -> Obligations:
    """Integrals against γ keep the order."""
    low, high = Function("f")(point), Function("g")(point)
    ordered = Domain(G.everywhere(point, low <= high))
    yield Relation(G.integral(low, point) <= G.integral(high, point), over=ordered, label="integrated")


@paper.claim(
    "energy-2R-step1",
    at="Section 5.5, bound of E_2R, first inequality",
    printed=r"\mathcal E_{2R}\le\tfrac1{(2R)^{d+2}}\int_{B_{2R}(x_0)\times\mathbb R^d}|y-x|^2d\gamma+\tfrac1{(2R)^{d+2}}"
    r"\int_{\mathbb R^d\times B_{2R}(y_0)}|y-x|^2d\gamma",
)
def energy_2r_step1() -> Obligations:
    """The union bound."""
    yield Relation(cross * squared <= in_x * squared + in_y * squared, over=INDICATORS)
    yield from integrated()


@paper.claim(
    "energy-2R-step2",
    at="Section 5.5, second inequality",
    printed=r"\int_{\mathbb R^d\times B_{2R}(y_0)}|y-x|^2d\gamma\le\int_{B_{4R}(x_0)\times B_{2R}(y_0)}|y-x|^2d\gamma",
    hypotheses=(r"(5.14)",),
    depends=("eq-5-14",),
)
def energy_2r_step2() -> Obligations:
    """By (5.14) the indicator of y in B_2R is at most that of B_4R × B_2R, γ-almost everywhere."""
    included = Domain(squared >= 0, in_y <= in_large * in_y)
    yield Relation(in_y * squared <= in_large * in_y * squared, over=included)
    yield from integrated()


@paper.claim(
    "energy-2R-step3",
    at="Section 5.5, third inequality",
    printed=r"\tfrac1{(2R)^{d+2}}\Bigl(\int_{B_{2R}\times\mathbb R^d}+\int_{B_{4R}\times B_{2R}}\Bigr)|y-x|^2d\gamma\le"
    r"2\cdot3^{d+2}\mathcal E^+_{6R}",
)
def energy_2r_step3() -> Obligations:
    """Both sets lie in B_6R × R^d, and (6R)^(d+2)/(2R)^(d+2) = 3^(d+2)."""
    included = Domain(INDICATORS, in_large <= 1, in_x <= in_large)
    yield Relation(in_x * squared <= in_large * squared, over=included)
    yield Relation(in_large * in_y * squared <= in_large * squared, over=Domain(included, in_large >= 0))
    yield from integrated()
    first, second, large, weight = reals("u v E k")
    region = Domain(weight > 0, first <= large, second <= large)
    yield Relation(weight * (first + second) <= 2 * (weight * large), over=region, label=r"$k=(2R)^{-(d+2)}$")
    yield Identity(
        large / (2 * R) ** (d + 2),
        3 ** (d + 2) * (large / (6 * R) ** (d + 2)),
        over=Domain(R > 0, d >= 1, large),
    )


@energy_2r_step3.reading(
    "without the factor 2",
    printed=r"\mathcal E_{2R}\le3^{d+2}\mathcal E^+_{6R}",
    note=r"The cross itself lies in $B_{6R}\times\mathbb R^d$ by (5.14), so the union bound is not needed.",
)
def energy_2r_without_2() -> Obligations:
    """The indicator of the cross is at most that of x in B_6R."""
    included = Domain(squared >= 0, cross <= in_large)
    yield Relation(cross * squared <= in_large * squared, over=included)
    yield from integrated()
    (large,) = reals("E")
    yield Identity(
        large / (2 * R) ** (d + 2),
        3 ** (d + 2) * (large / (6 * R) ** (d + 2)),
        over=Domain(R > 0, d >= 1, large),
    )
