"""Section 7: Theorem 7.2, its statement, the properties (P1) to (P4), and the end of its proof.

m_n is the measure of Q off the good set, A and B with indices the values of the cost functional.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.papers.capacity.families import grid_problems, thin_layer
from otverify.papers.capacity.notation import HALF, Z, paper, x, y, z
from otverify.papers.capacity.section6 import decrease, improved_by_halves
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    absolute,
    cases,
    dot,
    equals,
    integers,
    norm,
    number,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

h, k, c, cap_ = (Function(name) for name in ("h", "k", "c", "H"))
r, cap, bar, delta, e, n, level, mass = reals("r R Rbar delta e n theta m_n")
#: values of the functional: of h_n^δ and h_n on the good set, on the rest, on all of Q; for c̃_n and for c̃
good_new, good_old, rest_new, rest_old = reals("A_new A_old B_new B_old")
limit_good, limit_rest, all_old, limit_new = reals("J_old J_rest J_h J_new")
i, j, size = integers("i j N")
(d,) = integers("d")
u, v = vectors("x y")
a, b, p, q = reals("a b p q")

#: 0 < δ < min(r, R - r), R <= R̄
BETWEEN = Domain(delta > 0, delta < r, delta < cap - r)
BOUNDED = Domain(BETWEEN, cap <= bar)
#: the bound of (P3)
CEILING = (bar + 1) ** 3 / r**2


@paper.claim(
    "thm-7-2",
    at="Theorem 7.2",
    printed=r"h\in\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c\Rightarrow h\text{ geometrically extreme}",
    hypotheses=(r"(C1)-(C3)", r"0\le\bar h\in L^\infty\text{ of compact support}"),
)
def thm_7_2() -> Obligations:
    """On grids: all pairs used but not always saturated, over all optimal plans at once, are O(n) of n²."""
    yield ForAll(grid_problems(sizes=(4, 9)), thin_layer, examples=40)


@thm_7_2.mutant("degenerate costs", printed=r"\text{the same for }c=a(x)+b(y)")
def thm_7_2_degenerate() -> Obligations:
    """Without (C3): every plan is optimal, and almost all pairs lie between."""
    yield ForAll(grid_problems(sizes=(6, 9), degenerate=True), thin_layer, examples=40)


@thm_7_2.reading(
    "by four corners",
    printed=r"e<h<\bar h-e\text{ on a set }F\text{ of positive measure}\Rightarrow h\text{ is not optimal},\;\tilde c=x\cdot y",
    note="A proof for every bounded $\\bar h$, without blow-ups: a part $G$ of $F$ of small diameter, with its translates by "
    "$(-s,0)$, $(0,-t)$, $(-s,-t)$ in $F$; add $e$ on two of the four, take $e$ off the other two. That $F$ meets its "
    "translates by small vectors in almost all of $F$ is the continuity of translations in $L^1$.",
)
def thm_7_2_four_corners() -> Obligations:
    """Signs +, -, -, + on G and its translates: marginals, bounds, and the change s·t of the cost, negative for t = -s."""
    s_, t_ = vectors("s t")
    corners = dot(u, v) - dot(u - s_, v) - dot(u, v - t_) + dot(u - s_, v - t_)
    yield Identity(corners, dot(s_, t_), label="the change for $x\\cdot y$, every dimension")
    yield Relation(dot(s_, -s_) < 0, over=norm(s_) > 0, label="$t=-s$")
    # any c of class C²: D²c differs from its normal form by at most theta < 1 near the point
    off, length = a, b
    near = Domain(length > 0, level < 1, absolute(off) <= level * length**2)
    yield Relation(-(length**2) + off < 0, over=near, label=r"$c\in C^2$, up to $\theta|s||t|$")
    inside = Domain(e > 0, p > e, p < cap - e)
    for sign in (1, -1):
        yield Relation(p + sign * e > 0, over=inside, label=r"$0\le h\pm e\le\bar h$")
        yield Relation(p + sign * e < cap, over=inside, label=r"$0\le h\pm e\le\bar h$")
    good, moved = BorelSet("G"), BorelSet("T")
    line = Domain(e, equals(good.mass, moved.mass))
    yield Identity(
        good.integral(e, z) - moved.integral(e, z), 0, over=line, label="each line loses what it gains"
    )
    # F and its three translates: each misses at most a share q of F
    share = Domain(mass > 0, q >= 0, 3 * q < 1)
    yield Relation(mass - 3 * q * mass > 0, over=share, label="the four sets have a common part")


@paper.not_computable(
    "thm-7-2-null-set",
    at="Proof of Theorem 7.2 and of Corollary 6.3",
    printed=r"\mathcal L^{2d}[\mathbb R^{2d}\setminus N]=0",
    why="Lebesgue's differentiation theorem, a statement about almost every point of a general function.",
    analogue=r"\text{step functions: blow-ups at inner points of a cell are constant from some }n\text{ on}",
)
def thm_7_2_null_set() -> Obligations:
    """The window Q_n around a point at distance e from the boundary of its cell lies in the cell once n >= 1/e."""
    window = Domain(e > 0, n >= 1, n * e >= 1, x >= -HALF, x <= HALF)
    yield Relation(absolute(x / n) <= e, over=window)


@paper.claim(
    "thm-7-2-constants",
    at="Proof of Theorem 7.2",
    printed=r"\bar R=\|\bar h\|_{L^\infty(Q_1)},\;R=\bar h(x_0,y_0),\;r=h(x_0,y_0),\;0<\delta<\min(r,R-r)",
    depends=("lebesgue-value",),
)
def thm_7_2_constants() -> Obligations:
    """R is a limit of means of h̄ over Q_n in Q_1, so R <= R̄; and r < R by the choice of the point."""
    inside = Domain(Z.mass > 0, Z.everywhere(z, cap_(z) <= bar), bar)
    yield Relation(Z.integral(cap_(z), z) <= Z.integral(bar, z), over=inside, label=r"means are $\le\bar R$")
    yield Identity(Z.integral(bar, z), bar * Z.mass, over=inside)
    yield Relation(cap <= bar + e, over=Domain(a <= bar, cap <= a + e, e > 0), label="and so is their limit")
    yield Relation(r < cap, over=BETWEEN)


@paper.claim(
    "eq-15",
    at="(15)",
    printed=r"I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty)",
    depends=("lemma-6-1",),
)
def eq_15() -> Obligations:
    """Lemma 6.1, with the gain δ/16 for halves and δw²(a - b)(p - q) for intervals."""
    yield from improved_by_halves()
    yield from decrease()


# ---------------------------------------------------------------------------------------------------
# the properties of the perturbed densities

#: h̄ on an N × N grid of a blow-up: R, but 0 on the diagonal, whose share 1/N of the cells tends to 0
SCATTERED = cases((absolute(i - j) < HALF, 0), (absolute(i - j) >= HALF, cap))


@paper.claim(
    "p1",
    at="(P1)",
    printed=r"h_n^\delta\le\bar h_n\text{ on }\tilde Z_n^{good},\quad\mathcal L^{2d}[\tilde Z_n^{good}]\to1",
    hypotheses=(
        r"\bar h\in L^\infty,\;(x_0,y_0)\text{ a Lebesgue point}",
        r"h_n^\delta>\tfrac{r-\delta}4\text{ on }\tilde Z_n^{good}\text{ (step 4)}",
    ),
    depends=("step4-positivity",),
)
def p1() -> Obligations:
    """Scattered holes: rows 1..N-1 and columns 2..N are nearly everything, and meet the diagonal."""
    rows = Domain(BETWEEN, size >= 4, i >= 1, i <= size - 1, j >= 2, j <= size)
    yield Relation((r - delta) / 4 <= SCATTERED, over=rows, label="room for $h_n^\\delta$ on the good set")
    # a rectangle without holes has disjoint sets of rows and columns, of shares a + b <= 1
    disjoint = Domain(a >= 0, b >= 0, a + b <= 1)
    yield Relation(
        4 * a * b <= (a + b) ** 2,
        over=disjoint,
        label="a rectangle without holes has area at most $\\frac14$",
    )
    yield Relation(
        (a + b) ** 2 <= 1, over=disjoint, label="a rectangle without holes has area at most $\\frac14$"
    )
    yield Relation(1 / size <= e, over=Domain(e > 0, size >= 1, size * e >= 1), label="share of the holes")


@p1.corrected(
    r"\bar h\text{ continuous at }(x_0,y_0):\;h_n^\delta\le\bar h_n\text{ on }\tilde Z_n^{good}",
    note="The construction needs $\\bar h_n$ close to $R$ on a rectangle of almost full measure. Continuity of $\\bar h$ at "
    "almost every point gives it; a general bounded $\\bar h$ need not have such rectangles (let $\\bar h$ vanish where "
    "$x-y$ lies in a dense open set of small measure: every rectangle of positive measure meets it in positive "
    "measure). Theorem 7.2 is not refuted: if $e<h<\\bar h-e$ on a set of positive measure, four translates of a part "
    "of it to the corners of a small rectangle lie in that set, and moving mass between them improves $h$.",
)
def p1_corrected() -> Obligations:
    """|h̄_n - R| <= (R - r - δ)/4 on Q for n large, and h_n^δ < (3R + r + δ)/4 by (19), (22)."""
    close = Domain(BETWEEN, level >= cap - (cap - r - delta) / 4, a < (3 * cap + r + delta) / 4)
    yield Relation(a < level, over=close)
    # four corners: +1, -1, -1, +1 at (x, y), (x - s, y), (x, y - t), (x - s, y - t)
    s_, t_ = reals("s t")
    moved = x * y - (x - s_) * y - x * (y - t_) + (x - s_) * (y - t_)
    yield Identity(moved, s_ * t_, over=Domain(x, y, s_, t_), label="the gain of four corners for $xy$")


@paper.claim(
    "p2",
    at="(P2)",
    printed=r"h_n^\delta|_{\tilde Z_n^{good}}\text{ and }h_n|_{\tilde Z_n^{good}}\text{ have the same marginals}",
    depends=("step4-p2", "lemma-7-1"),
)
def p2() -> Obligations:
    """ĥ + h̃ with h̃ of the marginals of (h - ĥ) on the good set: on each of its lines the mass of h."""
    good = Domain(equals(Z.integral(k(z), z), Z.integral(h(z) - c(z), z)))
    yield Identity(Z.integral(c(z) + k(z), z), Z.integral(h(z), z), over=good)


@paper.claim(
    "p3",
    at="(P3)",
    printed=r"h_n^\delta\le\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q\setminus\tilde Z_n^{good}",
    depends=("eq-20", "step4-p3"),
)
def p3() -> Obligations:
    """The bound of (20). Once the mass ratio is 1 it is not sharp: (r + δ)R̄²/r² would do."""
    near = Domain(BOUNDED, q > 0, q * (bar + 1) ** 2 >= bar**2)
    density = (r + delta) * bar**2 / (r**2 * q)
    yield Relation(density <= CEILING, over=near)
    yield Relation((r + delta) * bar**2 / r**2 < CEILING, over=BOUNDED, label="room in the constant")


@paper.claim(
    "p4",
    at="(P4)",
    printed=r"I_{\tilde c_n}(h_n^\delta)\to I_{\tilde c}(h_\infty^\delta)",
    depends=("step4-p4-perturbation", "step4-p4-limit"),
)
def p4() -> Obligations:
    """The parts ĥ and h̃ of h_n^δ: |I(ĥ + h̃) - I_∞| <= |I(ĥ) - I_∞| + |I(h̃)|."""
    hat, tilde = reals("I_hat I_tilde")
    small = Domain(e > 0, hat - limit_new <= e, limit_new - hat <= e, tilde <= e, -tilde <= e)
    yield Relation(hat + tilde - limit_new <= 2 * e, over=small)
    yield Relation(limit_new - hat - tilde <= 2 * e, over=small)


# ---------------------------------------------------------------------------------------------------
# the end of the proof


def parts_of_16() -> Domain:
    """(P1), (P2) and Lemma 5.2 give A_new >= A_old; (14) changes the cost by at most e on each part."""
    return Domain(
        e >= 0,
        good_new >= good_old,
        good_old >= limit_good - e,
        rest_new >= limit_rest - e,
        equals(all_old, limit_good + rest_old),
    )


@paper.claim(
    "eq-16",
    at="(16)",
    printed=r"I_{\tilde c_n}(h_n^\delta)\ge I_{\tilde c_n}(h_n|_{\tilde Z})+I_{\tilde c_n}(h_n^\delta|_{Q\setminus\tilde Z})=I_{\tilde c}(h_n)-I_{\tilde c}(h_n|_{Q\setminus\tilde Z})+I_{\tilde c}(h_n^\delta|_{Q\setminus\tilde Z})+o(1)",
    hypotheses=(r"(P1),(P2)",),
    depends=("lemma-5-2", "prop-5-4", "eq-14"),
)
def eq_16() -> Obligations:
    """Additivity over the good set and the rest, and the error 2e of (14)."""
    yield Relation(good_new + rest_new >= good_old + rest_new, over=parts_of_16(), label="lines 1 and 2")
    yield Relation(
        good_old + rest_new >= limit_good + limit_rest - 2 * e, over=parts_of_16(), label="lines 2 and 3"
    )
    yield Identity(limit_good, all_old - rest_old, over=parts_of_16(), label="line 4")


@paper.claim(
    "xy-bound",
    at="after (16)",
    printed=r"|x\cdot y|\le\tfrac d4\text{ on }Q,\quad|I_{\tilde c}(k)|\le\int_Q|x\cdot y|k\le\tfrac d4k[Q]\text{ for any }k\in L^1(Q)",
)
def xy_bound() -> Obligations:
    """On Q, |x|, |y| <= √d/2; then for any integrable k, as printed."""
    cube = Domain(d >= 1, norm(u) <= sqrt(d) / 2, norm(v) <= sqrt(d) / 2)
    yield Relation(absolute(dot(u, v)) <= d / 4, over=cube)
    any_sign = Domain(d >= 1, Z.mass > 0, Z.everywhere(z, absolute(c(z)) <= d / 4))
    yield Relation(
        Z.integral(c(z) * k(z), z) <= Z.integral(absolute(c(z)) * k(z), z), over=any_sign, label="any $k$"
    )


@xy_bound.corrected(
    r"|I_{\tilde c}(k)|\le\int_Q|x\cdot y||k|\le\tfrac d4\|k\|_{L^1(Q)}",
    note="As printed for $k\\ge0$, which is all that is used ($h_n$ and $h_n^\\delta$ are densities); for signed $k$ put $|k|$.",
)
def xy_bound_corrected() -> Obligations:
    """With |k|, for every integrable k."""
    cube = Domain(d >= 1, norm(u) <= sqrt(d) / 2, norm(v) <= sqrt(d) / 2)
    yield Relation(absolute(dot(u, v)) <= d / 4, over=cube)
    yield Identity(absolute(d * (HALF * a)), d / 4, over=Domain(d >= 1, equals(a, HALF)), label="at a corner")
    any_sign = Domain(d >= 1, Z.mass > 0, Z.everywhere(z, absolute(c(z)) <= d / 4))
    modulus = Z.integral(absolute(c(z)) * absolute(k(z)), z)
    for sign in (1, -1):
        yield Relation(Z.integral(sign * c(z) * k(z), z) <= modulus, over=any_sign)
    yield Relation(modulus <= Z.integral(d / 4 * absolute(k(z)), z), over=any_sign)


@paper.claim(
    "eq-16-rearranged",
    at="after (16)",
    printed=r"I_{\tilde c}(h_n)-I_{\tilde c_n}(h_n^\delta)+o(1)\le\dots\le\tfrac d4\bigl(\bar R+\tfrac{(\bar R+1)^3}{r^2}\bigr)\mathcal L^{2d}[Q\setminus\tilde Z_n^{good}]",
    depends=("eq-16", "xy-bound", "prop-4-4-c", "p3"),
)
def eq_16_rearranged() -> Obligations:
    """The parts on Q without the good set, of measure m_n: |I(k)| <= (d/4) sup k · m_n."""
    mass_old, mass_new = reals("M_old M_new")
    yield Relation(
        all_old - (good_new + rest_new) - 2 * e <= rest_old - limit_rest, over=parts_of_16(), label="line 1"
    )
    yield Relation(
        rest_old - limit_rest <= absolute(rest_old) + absolute(limit_rest),
        over=Domain(rest_old, limit_rest),
        label="line 2",
    )
    bounded = Domain(d >= 1, absolute(rest_old) <= d / 4 * mass_old, absolute(limit_rest) <= d / 4 * mass_new)
    yield Relation(
        absolute(rest_old) + absolute(limit_rest) <= d / 4 * (mass_old + mass_new),
        over=bounded,
        label="line 3",
    )
    sizes = Domain(d >= 1, r > 0, bar > 0, mass >= 0, mass_old <= bar * mass, mass_new <= CEILING * mass)
    yield Relation(
        d / 4 * (mass_old + mass_new) <= d / 4 * (bar + CEILING) * mass, over=sizes, label="line 4"
    )


@paper.claim(
    "thm-7-2-limit",
    at="Proof of Theorem 7.2",
    printed=r"n\to\infty:\;I_{\tilde c}(h_\infty^\delta)\ge I_{\tilde c}(h_\infty)",
    depends=("eq-16-rearranged", "p4", "remark-4-3-a"),
)
def thm_7_2_limit() -> Obligations:
    """All four terms within e of their limits: I(h_∞) - I(h_∞^δ) <= 5e; I is continuous, |I(h_n) - I(h_∞)| <= (d/4)‖h_n - h_∞‖."""
    # a = I(h_∞) - I(h_n), b = I(h_n) - I(h_n^δ), p = I(h_n^δ) - I(h_∞^δ), m_n the right side of the last display
    yield Relation(b <= 3 * e, over=Domain(e > 0, b - 2 * e <= mass, mass <= e), label="the last display")
    yield Relation(a + b + p <= 5 * e, over=Domain(a <= e, b <= 3 * e, p <= e), label="the limit")
    moved = Domain(d >= 1, Z.mass > 0, Z.everywhere(z, absolute(c(z)) <= d / 4))
    yield Relation(
        Z.integral(c(z) * (h(z) - k(z)), z) <= Z.integral(d / 4 * absolute(h(z) - k(z)), z),
        over=moved,
        label="continuity",
    )


@paper.claim(
    "delta-chain",
    at="before step (1)",
    printed=r"0<\tfrac{r-\delta}2<r-\delta\le h_\infty^\delta\le r+\delta<\tfrac{R+r+\delta}2<\tfrac{3R+r+\delta}4<R",
    hypotheses=(r"0<\delta<\min(r,R-r)",),
    depends=("lemma-6-1",),
)
def delta_chain() -> Obligations:
    """Every difference is a positive multiple of r - δ or of R - r - δ."""
    below = (number(0), (r - delta) / 2, r - delta)
    above = (r + delta, (cap + r + delta) / 2, (3 * cap + r + delta) / 4, cap)
    for left, right in (*pairwise(below), *pairwise(above)):
        yield Relation(left < right, over=BETWEEN)
    changed = Domain(BETWEEN, b >= -delta, b <= delta)
    yield Relation(r - delta <= r + b, over=changed, label=r"$h_\infty^\delta=r+\Delta h$")
    yield Relation(r + b <= r + delta, over=changed, label=r"$h_\infty^\delta=r+\Delta h$")
