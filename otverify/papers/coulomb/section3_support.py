"""Section 3, Lemmas 3.1 to 3.3: optimal plans stay away from the diagonal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.kernel.terms import Term, number
from otverify.papers.coulomb.instances import (
    Pair,
    compare,
    coulomb_problems,
    line_cost,
    named_optima,
    products_and_optima,
    squared_diameter,
    squared_distance,
    support_pairs,
)
from otverify.papers.coulomb.notation import d, delta, h, paper, r, s
from otverify.transport import outcomes
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    equals,
    maximum,
    minimum,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

eps, C, r0, t = reals("epsilon C r_0 t")
(point,) = points("p")
#: a coupling γ as a measure on pairs p = (x', y')
G = BorelSet("gamma")
#: the indicators of x' in B_r(x) and of y' in B_r(y)
a, b = Function("a"), Function("b")
near_x, near_y = a(point), b(point)
COUPLING = Domain(G.everywhere(point, near_x >= 0), G.everywhere(point, near_y >= 0))


@paper.claim(
    "lem-3-2",
    at="Lemma 3.2",
    printed=r"\forall\varepsilon\in(0,1)\;\exists r_0>0:\;\gamma(B_r(x)^c\times B_r(y)^c)\ge\varepsilon"
    r"\;\text{ for }r\le r_0,\;(x,y)\in\operatorname{supp}\gamma",
    hypotheses=(r"\mu,\nu\text{ absolutely continuous}", r"\gamma\in\Pi(\mu,\nu)"),
    depends=("lem-3-2-complement", "lem-3-2-union-bound", "lem-3-2-omega-step"),
)
def lem_3_2() -> Obligations:
    """μ(B_r(x)) + ν(B_r(y)) <= 1 - ε implies the conclusion, for every coupling.

    On finite instances the radius of the proof is computed, and the conclusion tested for the product
    coupling and the optimal plan at every pair of the support.
    """
    yield from mass_outside()
    for level in (Fraction(1, 2), Fraction(3, 4)):

        def not_concentrated(stated: TransportProblem, level: Fraction = level) -> list[Obligation]:
            squared = squared_diameter(stated.source, stated.target, level=level)
            if squared is None:
                return []
            return [
                compare(mass_away(coupling, pair, squared / 4), ">=", 1 - level)
                for coupling in products_and_optima(stated)
                for pair in coupling
            ]

        yield ForAll(
            coulomb_problems(least=3, most=6, span=12),
            not_concentrated,
            examples=25,
            label=rf"$\varepsilon={1 - level}$",
        )


def mass_outside() -> Obligations:
    """γ(A^c × B^c) >= ε for sets with μ(A) + ν(B) <= 1 - ε: (1-a)(1-b) >= 1 - a - b, integrated."""
    u, v, first, second = reals("u v m n")
    yield Relation((1 - u) * (1 - v) >= 1 - u - v, over=Domain(u >= 0, v >= 0))
    low, high = Function("f")(point), Function("g")(point)
    ordered = Domain(G.everywhere(point, low <= high))
    yield Relation(G.integral(low, point) <= G.integral(high, point), over=ordered)
    yield Identity(
        G.integral(1 - near_x - near_y, point), G.mass - G.integral(near_x, point) - G.integral(near_y, point)
    )
    yield Relation(1 - first - second >= eps, over=Domain(first <= u, second <= v, u + v <= 1 - eps))


def mass_away(coupling: dict[Pair, Fraction], pair: Pair, squared_radius: Fraction) -> Fraction:
    """γ(B_r(x)^c × B_r(y)^c) with open balls."""
    x, y = pair
    return sum(
        (
            mass
            for (w, z), mass in coupling.items()
            if squared_distance(w, x) >= squared_radius and squared_distance(z, y) >= squared_radius
        ),
        Fraction(0),
    )


@paper.claim(
    "lem-3-2-complement",
    at="Proof of Lemma 3.2, first inequality",
    printed=r"\gamma\bigl((B_r(x)^c\times B_r(y)^c)^c\bigr)\le\gamma\bigl((B_r(x)\times\mathbb R^d)\cup"
    r"(\mathbb R^d\times B_r(y))\bigr)",
)
def lem_3_2_complement() -> Obligations:
    """The two sets are equal: their indicators are 1 - (1-a)(1-b) and max(a, b) for a, b = 0, 1."""
    for u in (0, 1):
        for v in (0, 1):
            yield Identity(1 - (1 - number(u)) * (1 - number(v)), maximum(u, v))


@paper.claim(
    "lem-3-2-union-bound",
    at="Proof of Lemma 3.2, second inequality",
    printed=r"\gamma\bigl((B_r(x)\times\mathbb R^d)\cup(\mathbb R^d\times B_r(y))\bigr)\le\mu(B_r(x))+\nu(B_r(y))",
)
def lem_3_2_union_bound() -> Obligations:
    """The indicator a + b - ab of the union is at most a + b, whose integral is μ(B_r(x)) + ν(B_r(y))."""
    union = near_x + near_y - near_x * near_y
    yield Relation(G.integral(union, point) <= G.integral(near_x + near_y, point), over=COUPLING)
    yield Identity(
        G.integral(near_x + near_y, point),
        G.integral(near_x, point) + G.integral(near_y, point),
        over=COUPLING,
    )


@paper.claim(
    "lem-3-2-omega-step",
    at="Proof of Lemma 3.2, last line",
    printed=r"\mu(B_r(x))+\nu(B_r(y))\le\omega_\mu(|B_r|)+\omega_\nu(|B_r|)\le1-\varepsilon\;\text{ for }r\le r_0",
)
def lem_3_2_omega_step() -> Obligations:
    """Uniform densities on intervals of lengths L, M: ω_μ(s) = min(s/L, 1), r_0 = (1-ε)LM/(2(L+M)).

    In general |B_ρ| < |B_r| for ρ < r, so that μ(B_ρ(x)) <= ω_μ(|B_r|), and μ(B_ρ) grows to μ(B_r).
    """
    length, other, place, rho = reals("L M x rho")
    yield Relation(rho**d < r**d, over=Domain(rho > 0, rho < r, d >= 1), label=r"$|B_\rho|<|B_r|$")
    inside = Domain(length > 0, r > 0, place >= 0, place <= length)
    mass = (minimum(place + r, length) - maximum(place - r, 0)) / length
    name = "uniform densities on intervals"
    yield Relation(mass <= minimum(2 * r / length, 1), over=inside, instance=name)
    chosen = Domain(length > 0, other > 0, 2 * r * (length + other) <= (1 - eps) * length * other)
    yield Relation(2 * r / length + 2 * r / other <= 1 - eps, over=chosen, instance=name)


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


@paper.claim(
    "lem-3-3-support-lemma",
    at="Lemma 3.3",
    printed=r"\delta<\tfrac{r_0}2,\;c\text{ of the class }(3.3),\;\gamma\;c\text{-monotone}\;\Rightarrow\;"
    r"\gamma(\overline D_\delta)=0,\quad r_0\text{ as in Lemma 3.2}",
    hypotheses=(r"\varepsilon=\tfrac12",),
    depends=("lem-3-2", "lem-3-3-proof-four-terms"),
)
def lem_3_3_support_lemma() -> Obligations:
    """Read as: any r_0 for which the conclusion of Lemma 3.2 holds.

    The coupling has half of its mass at (0, t), half at (r_0, t - r_0): Lemma 3.2 holds with ε = 1/2 and
    this r_0. The two pairs are monotone for 1/|x-y| if 1/t + 1/(2r_0-t) <= 2/(r_0-t). The lemma says that
    then t >= r_0/2. Densities on short intervals, shifted rigidly, inherit the witness.
    """
    pairs = Domain(t > 0, t < r0, two_pairs(t) <= 2 / (r0 - t))
    yield Relation(2 * t >= r0, over=pairs, label=r"$|x-y|\ge r_0/2$")


def two_pairs(distance: Term) -> Term:
    """1/t + 1/(2r_0 - t), the cost of the two pairs."""
    return 1 / distance + 1 / (2 * r0 - distance)


@lem_3_3_support_lemma.reading(
    "$r_0$ chosen in the proof of Lemma 3.2",
    printed=r"\omega_\mu(|B_{r_0}|)+\omega_\nu(|B_{r_0}|)\le\tfrac12:\;\delta<\tfrac{r_0}2\;\Rightarrow\;"
    r"\gamma(\overline D_\delta)=0",
    note=r"True with the balls exchanged: some $(w,z)$ of the support has $|w-y|,|x-z|\ge r_0$.",
)
def lem_3_3_with_the_modulus() -> Obligations:
    """μ(B_{r_0}(y)) + ν(B_{r_0}(x)) <= 1/2 as well, so (w, z) exists with w far from y and z far from x."""
    far = Domain(delta > 0, r0 > 2 * delta, r >= r0, s >= r0)
    yield Relation(1 / delta > 1 / r + 1 / s, over=far, label="monotonicity fails")
    yield from mass_outside()

    def stays_away(stated: TransportProblem) -> list[Obligation]:
        squared = squared_diameter(stated.source, stated.target)
        found = solve(stated) if squared is not None else None
        if squared is None or not isinstance(found, outcomes.Optimal):
            return []
        return [compare(16 * squared_distance(*pair), ">=", squared) for pair in support_pairs(found)]

    for dimension in (1, 2):
        yield ForAll(
            coulomb_problems(least=3, most=6, dimension=dimension, span=12),
            stays_away,
            examples=25,
            label=rf"optimal plans, $d={dimension}$",
        )


@lem_3_3_support_lemma.corrected(
    r"\delta<\tfrac{3-\sqrt5}2r_0\;\Rightarrow\;\gamma(\overline D_\delta)=0,\quad r_0\text{ as in Lemma 3.2}",
    note=r"For any $r_0$ of Lemma 3.2 the constant $(3-\sqrt5)/2$ is sharp; $r_0/3$ is what the printed argument gives.",
)
def lem_3_3_corrected() -> Obligations:
    """|w-y| = r_0-t+p, |x-z| = r_0-t+q with p, q >= 0, and |w-z| <= |w-y| + t + |x-z|.

    Below the smaller root of t² - 3 r_0 t + r_0² the monotonicity inequality fails; above it the two pairs
    of the printed form are monotone.
    """
    p, q = reals("p q")
    region = Domain(t > 0, t < r0, p >= 0, q >= 0)
    reach = 1 / (2 * r0 - t + p + q)
    yield Relation(
        reach - 1 / (r0 - t + p) - 1 / (r0 - t + q) >= 1 / (2 * r0 - t) - 2 / (r0 - t),
        over=region,
        label="the worst case is $p=q=0$",
    )
    close = Domain(t > 0, t < r0, t**2 - 3 * r0 * t + r0**2 > 0)
    yield Relation(two_pairs(t) > 2 / (r0 - t), over=close, label="not monotone")
    root = (3 - number(5) ** Fraction(1, 2)) / 2
    yield Identity(root**2 - 3 * root + 1, 0, label=r"the zero is $\frac{3-\sqrt5}2r_0$")
    yield Relation(root, "<", Fraction(2, 5), label="below $2/5$")
    beyond = Domain(t > 0, t < r0, t**2 - 3 * r0 * t + r0**2 <= 0)
    yield Relation(two_pairs(t) <= 2 / (r0 - t), over=beyond, label="sharp")


@paper.claim(
    "lem-3-3-proof-monotone-ineq",
    at="Proof of Lemma 3.3",
    printed=r"h(|x-y|)+h(|w-z|)\le h(|w-y|)+h(|x-z|),\quad(x,y),(w,z)\in\operatorname{supp}\gamma",
)
def lem_3_3_proof_monotone_ineq() -> Obligations:
    """All pairs of the support of certified optimal plans, for h(r) = 1/r."""
    cost = coulomb()
    for name, optimum in named_optima().items():
        pairs = support_pairs(optimum)
        for position, (x, y) in enumerate(pairs):
            for w, z in pairs[position + 1 :]:
                own = [line_cost(cost, x, y), line_cost(cost, w, z)]
                crossed = [line_cost(cost, w, y), line_cost(cost, x, z)]
                if None in crossed:
                    continue  # infinite on the right
                left, right = (
                    sum((v for v in side if v is not None), Fraction(0)) for side in (own, crossed)
                )
                yield Relation(number(left), "<=", number(right), instance=name)


@paper.claim(
    "lem-3-3-proof-pair-choice",
    at="Proof of Lemma 3.3",
    printed=r"|x-y|\le\delta<\tfrac{r_0}2,\;|w-x|,|z-y|\ge r_0\;\Rightarrow\;|w-y|,|x-z|\ge r_0",
)
def lem_3_3_proof_pair_choice() -> Obligations:
    """As printed, the distances to the other centre."""
    x, y, w = vectors("x y w")
    region = Domain(r0 > 0, delta > 0, delta < r0 / 2, norm(x - y) <= delta, norm(w - x) >= r0)
    yield Relation(norm(w - y) >= r0, over=region)


@lem_3_3_proof_pair_choice.corrected(
    r"|w-y|,|x-z|\ge r_0-\delta,\quad h(|w-y|)+h(|x-z|)\le\tfrac2{r_0-\delta}",
    note=r"The argument then needs $\delta<r_0/3$; for $\delta<r_0/2$ choose $(w,z)$ far from $(y,x)$.",
)
def lem_3_3_proof_pair_choice_corrected() -> Obligations:
    """The triangle inequality costs δ; 1/δ <= 2/(r_0 - δ) is impossible for δ < r_0/3."""
    u, v = vectors("u v")
    far, near, reach = reals("u v w")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v), label="$|w-x|\\le|w-y|+|y-x|$")
    yield Relation(far >= r0 - delta, over=Domain(reach >= r0, reach <= far + near, near <= delta))
    region = Domain(delta > 0, r0 > 3 * delta, r >= r0 - delta, s >= r0 - delta)
    yield Relation(1 / delta > 1 / r + 1 / s, over=region, label=r"contradiction for $\delta<r_0/3$")


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
