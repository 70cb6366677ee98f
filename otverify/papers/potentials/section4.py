"""Section 4: regions of dominated cost, and where potentials are minus infinity."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, minus_oo, oo
from otverify.claims_transport import CyclicallyMonotone
from otverify.papers.potentials.examples import to_the_right
from otverify.papers.potentials.instances import EMPTY_COST, MASSLESS_POTENTIALS, TIES_COST
from otverify.papers.potentials.notation import F_y, c_uy, c_xy, c_zy, f_x, f_z, infimum, paper
from otverify.vocabulary import (
    Domain,
    absolute,
    contract,
    dot,
    equals,
    indices,
    kron,
    minimum,
    number,
    reals,
    vectors,
)

Obligations = Iterator[Any]

p, r, s, t, z, M = reals("p r s t z M")


@paper.not_computable(
    "interior-16",
    at="(16)",
    printed=r"\Sigma\subset\partial\operatorname{supp}\mu",
    why="A condition on the plan, for which Lemma 8 and Theorem 3 give criteria.",
    analogue=r"c=|x-y|^2\text{ on the line: between }x_1<x<x_2\text{ with the partners }y_1,y_2\text{, all partners lie in }K=[y_1,y_2]",
    depends=("lemma8-minus-infinity", "theorem3"),
)
def interior() -> Obligations:
    """Two-point monotonicity orders the partners; for |x - y| an interior point may be sent to infinity."""
    (x1, x2, y1, y2) = reals("x_1 x_2 y_1 y_2")
    for place, target, label in ((x1, y1, "$y\\ge y_1$"), (x2, y2, "$y\\le y_2$")):
        monotone = (s - t) ** 2 + (place - target) ** 2 <= (s - target) ** 2 + (place - t) ** 2
        if place is x1:
            yield Relation(t >= target, over=Domain(monotone, s > place), label=label)
        else:
            yield Relation(t <= target, over=Domain(monotone, s < place), label=label)
    yield from to_the_right("$|x-y|$: (16) fails")


@paper.claim(
    "infinity-notation",
    at="Section 4",
    printed=r"y_n\to\infty\iff|\{n:y_n\in K\}|<\infty\text{ for all compact }K;\quad y_n\text{ need not leave bounded sets}",
)
def infinity_notation() -> Obligations:
    """The unit vectors of ℓ²: bounded, and √2 apart in every number of dimensions, so no compact set has infinitely many."""
    i, j, k = indices("i j k")
    yield Identity(contract(k, kron(i, k) ** 2), kron(i, i), label="$|e_i|=1$")
    distance = contract(k, (kron(i, k) - kron(j, k)) ** 2)
    yield Identity(distance, 2 - 2 * kron(i, j), label=r"$|e_i-e_j|^2=2$ for $i\ne j$")


@paper.claim("dominated-region-17", at="(17)", printed=r"C(x,y)=\{x'\in X:c(x',y)\le c(x,y)\}")
def dominated_region() -> Obligations:
    """The table of the ties: C(1, 1) = {1, 2}; C(1, 3) is everything."""
    for column, members in ((0, (0, 1)), (2, (0, 1, 2))):
        for i, row in enumerate(TIES_COST):
            said = "<=" if i in members else ">"
            label = f"point {i + 1} and $C(1,{column + 1})$"
            yield Relation(number(row[column]), said, TIES_COST[0][column], label=label, instance="3 points")


@paper.claim(
    "dominated-region-ball",
    at="Section 4, after (17)",
    printed=r"c=\|x-y\|^p,\,p\ge1\;\Rightarrow\;C(x,y)=\bar B(y,\|x-y\|)",
    depends=("dominated-region-17",),
)
def dominated_ball() -> Obligations:
    """r^p <= s^p iff r <= s, for r, s >= 0: the closed ball, and only it."""
    yield Relation(
        r**p <= s**p, over=Domain(p >= 1, r > 0, s >= r), label=r"$\|x'-y\|\le\|x-y\|$: in $C(x,y)$"
    )
    yield Relation(
        r**p > s**p, over=Domain(p >= 1, s > 0, r > s), label=r"$\|x'-y\|>\|x-y\|$: not in $C(x,y)$"
    )


# ---------------------------------------------------------------------------------------------------
# Lemma 8: z in C(x~_n, y_n), the point x~_n is called u

#: f + f^c <= c at z, equality at (x, y), and z costs no more than u
DOMINATED = Domain(f_z + F_y <= c_zy, c_zy <= c_uy, c_xy, f_x, F_y=c_xy - f_x)


def chain_of_lemma8() -> Obligations:
    """All links; then the limit: c(x~_n, y_n) - c(x_n, y_n) = -M, and f(x_n) stays below S."""
    yield Relation(f_z <= c_zy - F_y, over=DOMINATED, label="first link")
    yield Relation(c_zy - F_y <= c_uy - F_y, over=DOMINATED, label="second link")
    yield Relation(c_uy - F_y, "==", c_uy - c_xy + f_x, over=DOMINATED, label="third link")
    far = Domain(f_z + F_y <= c_zy, c_zy <= c_xy - M, f_x <= s, F_y=c_xy - f_x)
    yield Relation(f_z <= s - M, over=far, label=r"$f(x')\le\sup f(x_n)-M$")
    yield Limit(s - M, M, to=oo, equals=minus_oo, over=Domain(s, M), label=r"$M\to\infty$")


@paper.claim(
    "lemma8-minus-infinity",
    at="Lemma 8, first conclusion",
    printed=r"c(\tilde x_n,y_n)-c(x_n,y_n)\to-\infty\;\Rightarrow\;f=-\infty\text{ on }C_\infty=\limsup C(\tilde x_n,y_n)",
    depends=("lemma8-chain",),
)
def lemma8() -> Obligations:
    """The chain; a plan without condition 1; for the table with points without mass, f(x') <= f(x_n) + c(x~, y_n) - c(x_n, y_n) at every dominated x'."""
    yield from chain_of_lemma8()
    yield from to_the_right("without condition 1")
    (f, g), contacts = MASSLESS_POTENTIALS, {0: 1, 1: 0}
    for j, start in contacts.items():
        for there, row in enumerate(EMPTY_COST):
            yield Relation(
                number(f[there]) <= number(f[start]) + row[j] - EMPTY_COST[start][j],
                label=f"$y_{j + 1}$, $x'={there + 1}$",
                instance="3 points",
            )
        yield Identity(
            number(f[start]) + g[j],
            EMPTY_COST[start][j],
            label=f"contact at $y_{j + 1}$",
            instance="3 points",
        )


@paper.not_computable(
    "lemma8-boundary",
    at="Lemma 8, second conclusion",
    printed=r"U\subset C_\infty\text{ open},\;x\in\operatorname{cl}(U)\;\Rightarrow\;x\in\partial\operatorname{supp}\mu",
    why="Density of projections in the support.",
    analogue=r"\text{an interior point sent far beyond its neighbours violates }c\text{-cyclical monotonicity}",
)
def lemma8_boundary() -> Obligations:
    """On the line: 0 sent to 10 and 1, on the side of 10, sent to 2."""
    places, targets = (0, 1), (10, 2)
    squares = [[(x - y) ** 2 for y in targets] for x in places]
    yield CyclicallyMonotone(squares, [(0, 0), (1, 1)], holds=False, label="$|x-y|^2$: $0\\to10$, $1\\to2$")
    lengths = [[abs(x - y) for y in targets] for x in places]
    yield CyclicallyMonotone(lengths, [(0, 0), (1, 1)], label="$|x-y|$: no objection")


@paper.claim(
    "lemma8-chain",
    at="Proof of Lemma 8",
    printed=r"f(x')\le c(x',y_n)-f^c(y_n)\le c(\tilde x_n,y_n)-f^c(y_n)=c(\tilde x_n,y_n)-c(x_n,y_n)+f(x_n)\to-\infty",
    depends=("support-inclusion",),
)
def lemma8_chain() -> Obligations:
    """With f(x) + f^c(y) = c(x, y) at the contact and c(x', y) <= c(x~, y)."""
    yield from chain_of_lemma8()


@paper.not_computable(
    "sigma-sequence",
    at="Section 4, after Lemma 8",
    printed=r"x\in\Sigma\;\Rightarrow\;\exists(x_n,y_n)\in\operatorname{supp}\pi:\;x_n\to x,\;y_n\to\infty",
    why="Compact sets of a Polish space; false where balls are not compact, by the example.",
    analogue=r"X=Y=\ell^2,\;\pi=(\operatorname{id},\operatorname{id})_\#\mu\text{: }\Sigma=\operatorname{supp}\mu\text{ for a ball, but }y_n=x_n\to x",
)
def sigma_sequence() -> Obligations:
    """x + te, x + tu for orthogonal unit vectors e, u: distance √2 t, so no ball lies in a compact set."""
    e, u = vectors("e u")
    orthonormal = Domain(equals(dot(e, e), 1), equals(dot(u, u), 1), equals(dot(e, u), 0), t > 0)
    apart = dot(t * e - t * u, t * e - t * u)
    yield Relation(apart, "==", 2 * t**2, over=orthonormal, label="distances within a ball of radius $t$")
    yield Limit(t, t, to=0, equals=0, label="and yet $y_n=x_n\\to x$")


@paper.claim(
    "condition1-H-infinity",
    at="Section 4, after Lemma 8",
    printed=r"(H_\infty)_2\;\Rightarrow\;\text{condition 1 of Lemma 8}",
    hypotheses=(
        r"(H_\infty)_2:\;\forall x\,\forall U\ni x\,\exists B\ni x:\;\lim_{y\to\infty}\sup_{w\in B}\inf_{z\in U}c(z,y)-c(w,y)=-\infty",
    ),
)
def h_infinity() -> Obligations:
    """x_n in B, y_n far out: the supremum is below -M, so some x~_n in U has c(x~_n, y_n) - c(x_n, y_n) < 1 - M.

    |x - y|² has the property: U of radius 2e, B of radius e, z = w pushed by e towards y, r = |w - y|.
    """
    least, supremum, change, e = reals("I S q e")
    far = Domain(supremum <= -M, least <= supremum, change < least + 1)
    yield Relation(change < 1 - M, over=far, label=r"$c(\tilde x_n,y_n)-c(x_n,y_n)$")
    yield Limit(1 - M, M, to=oo, equals=minus_oo, over=Domain(M), label=r"$M\to\infty$")
    pushed = (r - e) ** 2 - r**2
    yield Identity(pushed, e**2 - 2 * e * r, over=Domain(e > 0, r > e), label="$|x-y|^2$")
    yield Limit(pushed, r, to=oo, equals=minus_oo, over=Domain(e > 0, r > e), label="$|x-y|^2$")


@paper.not_computable(
    "remark5-escape",
    at="Remark 5",
    printed=r"f(x)=-\infty\;\Rightarrow\;\exists y_n\to\infty:\;c(x,y_n)-f^c(y_n)\to-\infty",
    why="Upper semicontinuous functions on compact sets are bounded above.",
    analogue=r"f^c\le B\text{ on }K\;\Rightarrow\;c(x,y)-f^c(y)\ge-B\text{ on }K;\quad f^c(y)=y^2-2\sqrt y,\;c=|x-y|^2",
)
def remark5_escape() -> Obligations:
    """Values below -B are taken outside of K. For x > 0 the example tends to -∞, and on [0, k] it is at least -2xk."""
    (bound,) = reals("B")
    on_k = Domain(c_xy >= 0, F_y <= bound)
    yield Relation(c_xy - F_y >= -bound, over=on_k, label="on $K$")
    value = (r - s) ** 2 - (s**2 - 2 * s ** Fraction(1, 2))
    right = Domain(r > 0, s > 0)
    yield Limit(
        value, s, to=oo, equals=minus_oo, over=right, label=r"$x>0$: $f(x)=-\infty$ along $y_n\to\infty$"
    )
    yield Relation(value >= -2 * r * z, over=Domain(right, z >= s), label="on $[0,k]$")


@paper.claim(
    "remark5-region",
    at="Remark 5",
    printed=r"f=-\infty\text{ on }C_\infty=\limsup C(x,y_n)",
    depends=("lemma8-chain",),
)
def remark5_region() -> Obligations:
    """z in C(x, y_n): f(z) <= c(z, y_n) - f^c(y_n) <= c(x, y_n) - f^c(y_n) -> -∞."""
    dominated = Domain(infimum(f_z, below=(c_zy - F_y,)), c_zy <= c_uy)
    yield Relation(f_z <= c_uy - F_y, over=dominated, label="below")
    escaping = Domain(dominated, c_uy - F_y <= -M)
    yield Relation(f_z <= -M, over=escaping, label=r"below every $-M$")


#: X = R, Y = [2, ∞): y min(1, y|x|) for |x| <= 1/2, y min(1, y(1-x)) for 1/2 <= x <= 1, 0 for x >= 1, and y for
#: x <= -1/2. With f^c(y) = y: f(x) = -1/(4|x|) for 0 < |x| <= 1/4, with the partner y = 1/(2|x|); f(0) = -∞; f = -∞
#: on [1, ∞). μ has a density proportional to |x|² on [-1/4, 1/4].
NEAR = Domain(r > 0, r <= Fraction(1, 4), s >= 2)


def needle() -> Obligations:
    """r = |x|, s = y: f(x) + y <= c(x, y) with equality at y = 1/(2|x|); c(0, y) = c(1, y) = 0 for all y."""
    f = -1 / (4 * r)
    yield Relation(f + s <= s, over=NEAR, label=r"$f(x)+y\le y$")
    yield Relation(f + s <= s**2 * r, over=NEAR, label=r"$f(x)+y\le y^2|x|$")
    yield Identity((s**2 * r - s).at(s, 1 / (2 * r)), f, over=r > 0, label="equality at $y=1/(2|x|)$")
    yield Identity(
        (s * minimum(1, s * r)).at(r, 0), 0, over=Domain(s >= 2), label="$c(0,y)=0$; so is $c(1,y)$"
    )
    yield Relation(r**2 * (1 / (4 * r)) <= 1, over=NEAR, label="$|x|^2c(x,T(x))$ bounded: $T_c<\\infty$")


@paper.claim(
    "remark5-disjoint",
    at="Remark 5, last sentence",
    printed=r"\text{condition 2 of Lemma 8}\;\Rightarrow\;C_\infty\cap\operatorname{int}(\operatorname{supp}\mu)=\emptyset",
    depends=("remark5-region",),
)
def remark5_disjoint() -> Obligations:
    """C_∞ of the point 1 is {0} ∪ [1, ∞): it contains the open (1, 2), which touches 1, and the interior point 0."""
    yield from needle()
    yield Relation(z >= 1, over=Domain(z > 1, z < 2), label="$(1,2)\\subset C_\\infty$: condition 2 at $x=1$")
    yield Relation(
        absolute(z) >= Fraction(1, 4),
        over=Domain(z >= 0, z <= 0),
        label="$0\\in C_\\infty$ is not in $(-1/4,1/4)$",
    )


@remark5_disjoint.corrected(
    r"\operatorname{int}(C_\infty)\cap\operatorname{supp}\mu=\emptyset",
    note=r"$f$ may be $-\infty$ at single points inside the support; an open set of them would miss the dense projection of the plan.",
)
def remark5_disjoint_corrected() -> Obligations:
    """At a point x of the projection f(x) = c(x, y) - f^c(y) is a number, so x is not in C_∞."""
    finite_there = Domain(equals(f_x + F_y, c_xy))
    yield Relation(f_x, "==", c_xy - F_y, over=finite_there, label="finite on the projection of the plan")
    yield Relation(f_x > -M, over=Domain(finite_there, F_y - c_xy < M), label="above some $-M$")
