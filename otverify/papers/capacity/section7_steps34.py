"""Section 7, steps (3) and (4) of the proof of Theorem 7.2: the correction h̃ and the sum h_n^δ = ĥ + h̃."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.papers.capacity.notation import HALF, X, paper, s, t, x, y
from otverify.papers.capacity.section7_theorem import BETWEEN, CEILING
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    cases,
    dot,
    equals,
    integers,
    integral,
    minimum,
    norm,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

h, hat_h, k, c = (Function(name) for name in ("h", "hhat", "k", "c"))
r, cap, bar, delta = reals("r R Rbar delta")
hat, tilde, value, e, q, factor = reals("hhat htilde h_delta e q K")
bad_x, bad_y, good_x, good_y, size = reals("Xbad Ybad Xgood Ygood eps")
(d,) = integers("d")
v, w = vectors("x y")
#: the good and the bad part of a line, on which ĥ and h have the same mass
GOOD, BAD = BorelSet("G"), BorelSet("B")
#: K = R̄ + (R̄ + 1)³/r², the bound of |h| + |ĥ|
BOUND = bar + CEILING
CUBES = Domain(good_x > 0, good_y > 0, bad_x >= 0, bad_y >= 0)


@paper.claim(
    "step3-marginal-defect",
    at="Step (3)",
    printed=r"|\tilde f_n^\delta(x)|=|\int_{\tilde Y^{good}}(h_n-\hat h_n^\delta)dy|=|\int_{\tilde Y^{bad}}(h_n-\hat h_n^\delta)dy|\le(\bar R+\tfrac{(\bar R+1)^3}{r^2})\mathcal L^d[\tilde Y_n^{bad}]",
    depends=("step1-hhat", "prop-4-4-c", "eq-20"),
)
def step3_marginal_defect() -> Obligations:
    """On a line the defect of the good part is minus that of the bad part, where |h| + |ĥ| <= K."""
    defect = h(t) - hat_h(t)
    on_good, on_bad = reals("d_good d_bad")
    balanced = Domain(equals(on_good + on_bad, 0))
    yield Identity(absolute(on_good), absolute(on_bad), over=balanced, label="good and bad part of a line")
    bounded = Domain(
        BAD.mass >= 0, factor > 0, BAD.everywhere(t, absolute(h(t)) + absolute(hat_h(t)) <= factor)
    )
    modulus = BAD.integral(absolute(h(t)) + absolute(hat_h(t)), t)
    for sign in (1, -1):
        yield Relation(BAD.integral(sign * defect, t) <= modulus, over=bounded)
    yield Relation(modulus <= BAD.integral(factor, t), over=bounded)
    yield Identity(BAD.integral(factor, t), factor * BAD.mass, over=bounded)
    each = Domain(r > 0, bar > 0, value >= 0, value <= bar, hat >= 0, hat <= CEILING)
    yield Relation(absolute(value) + absolute(hat) <= BOUND, over=each, label="$K$")


@paper.claim(
    "step3-common-mass",
    at="Step (3)",
    printed=r"\tilde f_n^\delta[\tilde X_n^{good}]=\tilde g_n^\delta[\tilde Y_n^{good}],\text{ and Lemma 7.1 applies}",
    depends=("lemma-7-1", "marginals-def"),
)
def step3_common_mass() -> Obligations:
    """Both are the mass of (h - ĥ) on the rectangle, for integrands x^p y^q, which span; the sets have positive measure."""
    p1, p2, a, b = reals("p q a b")
    rectangle = Domain(p1 >= 1, p2 >= 1, a > 0, b > 0)
    product = x**p1 * y**p2
    yield Identity(
        integral(integral(product, y, 0, b), x, 0, a),
        integral(integral(product, x, 0, a), y, 0, b),
        over=rectangle,
        label="one mass",
    )
    yield Relation(
        good_x > 0,
        over=Domain(equals(good_x + bad_x, 1), bad_x < 1),
        label=r"$\mathcal L[\tilde X^{good}]>0$",
    )


@paper.claim(
    "eq-21",
    at="(21)",
    printed=r"|\tilde h_n^\delta|<3(\bar R+\tfrac{(\bar R+1)^3}{r^2})(\mathcal L^d[\tilde X_n^{bad}]+\mathcal L^d[\tilde Y_n^{bad}])(\tfrac1{\mathcal L^d[\tilde X_n^{good}]}+\tfrac1{\mathcal L^d[\tilde Y_n^{good}]})",
    depends=("lemma-7-1", "step3-marginal-defect"),
)
def eq_21() -> Obligations:
    """Lemma 7.1 asks for sup|f̃|, sup|g̃| < ε = K(L[X_bad] + L[Y_bad]), where only <= K L[Y_bad] and <= K L[X_bad] are known."""
    marginal = reals("f")[0]
    first = Domain(CUBES, factor > 0, absolute(marginal) <= factor * bad_y)
    yield Relation(
        absolute(marginal) < factor * (bad_x + bad_y), over=first, label=r"$\|\tilde f\|_\infty<\epsilon$"
    )
    yield Relation(
        factor * (bad_x + bad_y) * (1 / good_x + 1 / good_y) >= 0,
        over=Domain(CUBES, factor > 0),
        label="right side",
    )


@eq_21.corrected(
    r"|\tilde h_n^\delta|\le3(\bar R+\tfrac{(\bar R+1)^3}{r^2})(\mathcal L^d[\tilde X_n^{bad}]+\mathcal L^d[\tilde Y_n^{bad}])(\tfrac1{\mathcal L^d[\tilde X_n^{good}]}+\tfrac1{\mathcal L^d[\tilde Y_n^{good}]})",
    note="With <= in place of <: if a bad set is empty a strict hypothesis of Lemma 7.1 fails (0 < 0). Lemma 7.1 holds with "
    "<= throughout, by its proof; only the limit 0 of the right side is used.",
)
def eq_21_corrected() -> Obligations:
    """The chain of Lemma 7.1 with |f|, |g| <= ε and |m| <= ε|X|, |m| <= ε|Y|."""
    f_, g_, m_ = reals("f g m")
    weak = Domain(
        good_x > 0,
        good_y > 0,
        size >= 0,
        absolute(f_) <= size,
        absolute(g_) <= size,
        absolute(m_) <= size * good_x,
        absolute(m_) <= size * good_y,
    )
    density = f_ / good_y + g_ / good_x - m_ / (good_x * good_y)
    parts = absolute(f_) / good_y + absolute(g_) / good_x + absolute(m_) / (good_x * good_y)
    for sign in (1, -1):
        yield Relation(sign * density <= parts, over=weak, label="triangle inequality")
    # 1/good_x and 1/good_y as numbers
    u_, v_ = reals("u v")
    inverse = Domain(
        size >= 0, u_ > 0, v_ > 0, f_ >= 0, g_ >= 0, m_ >= 0, f_ <= size, g_ <= size, m_ * u_ <= size
    )
    yield Relation(f_ * v_ + g_ * u_ + m_ * u_ * v_ <= 3 * size * (u_ + v_), over=inverse, label="constant 3")
    marginal = reals("p")[0]
    first = Domain(CUBES, factor > 0, absolute(marginal) <= factor * bad_y)
    yield Relation(
        absolute(marginal) <= factor * (bad_x + bad_y), over=first, label=r"$\|\tilde f\|_\infty\le\epsilon$"
    )
    bad = reals("b")[0]
    yield Limit(
        3 * factor * bad * (1 / good_x + 1 / good_y),
        bad,
        to=0,
        equals=0,
        over=Domain(factor > 0, good_x >= HALF, good_y >= HALF, bad > 0),
        label="tends to 0",
    )


#: the right side of (22)
ROOM = minimum((cap - r - delta) / 4, (r - delta) / 4)


@paper.claim(
    "eq-22",
    at="(22)",
    printed=r"|\tilde h_n^\delta|<\min\{\tfrac{R-(r+\delta)}4,\tfrac{r-\delta}4\}",
    hypotheses=(r"n\text{ large}",),
    depends=("eq-21", "delta-chain"),
)
def eq_22() -> Obligations:
    """The right side is positive; with good sets of measure at least ½ it suffices that 12 K (L[X_bad] + L[Y_bad]) is below it."""
    yield Relation(ROOM > 0, over=BETWEEN)
    target = reals("w")[0]
    sets = Domain(factor > 0, good_x >= HALF, good_y >= HALF, bad_x >= 0, bad_y >= 0)
    yield Relation(1 / good_x + 1 / good_y <= 4, over=sets)
    u_ = reals("u")[0]
    small = Domain(factor > 0, u_ >= 0, u_ <= 4, bad_x >= 0, bad_y >= 0, target > 0)
    whole = factor * (bad_x + bad_y)
    yield Relation(3 * whole * u_ <= 12 * whole, over=small, label="a threshold")
    yield Relation(value < target, over=Domain(value <= 12 * whole, 12 * whole < target), label="a threshold")


#: on the good set, by (19) and (22): what bounds ĥ + h̃ from below and from above
FROM_BELOW = Domain(BETWEEN, hat > (r - delta) / 2, tilde > -(r - delta) / 4)
FROM_ABOVE = Domain(BETWEEN, hat < (cap + r + delta) / 2, tilde < (cap - r - delta) / 4)


@paper.claim(
    "step4-positivity",
    at="Step (4)",
    printed=r"h_n^\delta=\hat h_n^\delta+\tilde h_n^\delta>\tfrac{r-\delta}2-\tfrac{r-\delta}4=\tfrac{r-\delta}4>0",
    depends=("eq-19", "eq-22"),
)
def step4_positivity() -> Obligations:
    """On the good set, where (19) and (22) are available; elsewhere h_n^δ = ĥ >= 0."""
    yield Relation(hat + tilde > (r - delta) / 2 - (r - delta) / 4, over=FROM_BELOW)
    yield Identity((r - delta) / 2 - (r - delta) / 4, (r - delta) / 4, over=BETWEEN)
    yield Relation((r - delta) / 4 > 0, over=BETWEEN)
    yield Relation(q * value >= 0, over=Domain(q > 0, value >= 0), label="elsewhere")


@paper.claim(
    "step4-p2",
    at="Step (4)",
    printed=r"\hat f_n^\delta=((h_n-\hat h_n^\delta)|_{\tilde Z_n^{good}})_X\text{ the marginal of }\hat h_n^\delta\Rightarrow h_n^\delta\text{ and }h_n\text{ have the same marginals on }\tilde Z_n^{good}",
    depends=("step3-common-mass",),
)
def step4_p2() -> Obligations:
    """With the hats of the print, on a line of the good set: ĥ has the marginal of h - ĥ."""
    line = Domain(equals(GOOD.integral(hat_h(t), t), GOOD.integral(h(t) - hat_h(t), t)))
    yield Identity(
        GOOD.integral(hat_h(t), t) + GOOD.integral(k(t), t),
        GOOD.integral(h(t), t),
        over=line,
        label=r"$\hat f$",
    )


@step4_p2.corrected(
    r"\tilde f_n^\delta=((h_n-\hat h_n^\delta)|_{\tilde Z_n^{good}})_X\text{ the marginal of }\tilde h_n^\delta\Rightarrow\text{the same}",
    note="Tildes for the hats on h, f, g that define the correction, as in step (3); possibly the copy's accents.",
)
def step4_p2_corrected() -> Obligations:
    """h̃ has the marginal of h - ĥ on every line of the good set, in both directions."""
    for good in (GOOD, BAD):
        line = Domain(equals(good.integral(k(t), t), good.integral(h(t) - hat_h(t), t)))
        yield Identity(good.integral(hat_h(t) + k(t), t), good.integral(h(t), t), over=line)


@paper.claim(
    "step4-p1",
    at="Step (4)",
    printed=r"h_n^\delta<\tfrac{R+r+\delta}2+\tfrac{R-(r+\delta)}4=\tfrac{3R+r+\delta}4<\bar h_n\text{ on }\tilde Z_n^{good}",
    hypotheses=(r"\bar h_n>\tfrac{3R+r+\delta}4\text{ on }Q\text{ (see step2-capacity-uniform)}",),
    depends=("eq-19", "eq-22", "step2-capacity-uniform"),
)
def step4_p1() -> Obligations:
    """The arithmetic, with the bound on h̄_n as the hypothesis that it is."""
    yield Relation(hat + tilde < (cap + r + delta) / 2 + (cap - (r + delta)) / 4, over=FROM_ABOVE)
    yield Identity((cap + r + delta) / 2 + (cap - (r + delta)) / 4, (3 * cap + r + delta) / 4, over=BETWEEN)
    level = reals("hbar_n")[0]
    yield Relation(hat + tilde < level, over=Domain(FROM_ABOVE, level > (3 * cap + r + delta) / 4))


@paper.claim(
    "step4-p3",
    at="Step (4)",
    printed=r"h_n^\delta=\hat h_n^\delta<\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q\setminus\tilde Z_n^{good}",
    depends=("eq-20",),
)
def step4_p3() -> Obligations:
    """h̃ = 0 there, and (20)."""
    level = ((bar + 1) / r) ** 2 * cap
    yield Relation(hat + 0 < CEILING, over=Domain(r > 0, cap > 0, cap <= bar, hat >= 0, hat < level))


@paper.claim(
    "step4-p4-perturbation",
    at="Step (4)",
    printed=r"\tilde h_n^\delta\to0\text{ uniformly},\quad I_{\tilde c_n}(\tilde h_n^\delta)=I_{\tilde c}(\tilde h_n^\delta)+o(1)\to0",
    depends=("eq-21", "xy-bound", "eq-14"),
)
def step4_p4_perturbation() -> Obligations:
    """|I(h̃)| <= (d/4) sup|h̃| on a set of volume at most 1."""
    bounded = Domain(
        d >= 1,
        e >= 0,
        X.mass > 0,
        X.everywhere(s, absolute(c(s)) <= d / 4),
        X.everywhere(s, absolute(k(s)) <= e),
    )
    for sign in (1, -1):
        yield Relation(X.integral(sign * c(s) * k(s), s) <= X.integral(d / 4 * e, s), over=bounded)
    yield Identity(X.integral(d / 4 * e, s), d / 4 * e * X.mass, over=bounded)
    yield Limit(d / 4 * e, e, to=0, equals=0, over=Domain(d >= 1, e > 0))


# ---------------------------------------------------------------------------------------------------
# the maps of an example: d = 1, r = 1, f'_n = 1 + e on {x < 0} and 1 - e on {x > 0}
#
# S decreases and pushes 1 to f'_n: S'(x) = -1/f'_n(S(x)). The mass (1 - e)/2 on {x > 0} is filled from the left end.

SPLIT = -HALF + (1 - e) / 2
STEP_MAP = cases(
    (x <= SPLIT, HALF - (x + HALF) / (1 - e)),
    (x > SPLIT, -(x - SPLIT) / (1 + e)),
)
STEP_DENSITIES = "two steps, d = 1"
PIECES = (Domain(e > 0, e < HALF, x >= -HALF, x <= SPLIT), Domain(e > 0, e < HALF, x > SPLIT, x <= HALF))


def step_map_is_optimal() -> Obligations:
    """Decreasing from ½ to -½, with |S'| = 1/f' on both pieces."""
    (left, right) = PIECES
    ends = Domain(e > 0, e < HALF)
    yield Identity((HALF - (x + HALF) / (1 - e)).at(x, SPLIT), 0, over=ends, label="$S=0$ at the split")
    yield Identity((-(x - SPLIT) / (1 + e)).at(x, HALF), -HALF, over=ends, label=r"$S(\frac12)=-\frac12$")
    yield Identity(D(HALF - (x + HALF) / (1 - e), x) * (1 - e), -1, over=left, label="(18)")
    yield Identity(D(-(x - SPLIT) / (1 + e), x) * (1 + e), -1, over=right, label="(18)")


@paper.claim(
    "step4-p4-maps",
    at="Step (4)",
    printed=r"S_n,T_n\to-\mathrm{id}\text{ in measure},\quad\tilde c(S_n(x),T_n(y))\to\tilde c(x,y)\text{ a.e.}",
    depends=("step1-optimal-maps",),
)
def step4_p4_maps() -> Obligations:
    """f' = 1 ± e on the halves: sup|S + id| <= e; (-x)(-y) = xy; |S T - xy| <= e(|x| + |y|) + e²."""
    yield from step_map_is_optimal()
    for piece in PIECES:
        yield Relation(
            absolute(STEP_MAP + x) <= e, over=piece, label=r"$\sup|S+\mathrm{id}|$", instance=STEP_DENSITIES
        )
    p, q_ = reals("p q")
    near = Domain(e > 0, x, y, absolute(p) <= e, absolute(q_) <= e)
    yield Identity((-x + p) * (-y + q_) - x * y, -x * q_ - y * p + p * q_, over=near)
    for left, right, bound in ((x, q_, e * absolute(x)), (y, p, e * absolute(y)), (p, q_, e**2)):
        yield Relation(absolute(left * right) <= bound, over=near, label=r"$\tilde c(S,T)\to\tilde c$")


@step4_p4_maps.reading(
    "limit +id",
    printed=r"S_n,T_n\to\mathrm{id}",
    note="What convex potentials, as printed in step (1), would give.",
)
def step4_p4_maps_plus() -> Obligations:
    """In the same example."""
    for piece in PIECES:
        yield Relation(absolute(STEP_MAP - x) <= e, over=piece, label=r"$\sup|S-\mathrm{id}|$")


@paper.claim(
    "step4-p4-domination",
    at="Step (4)",
    printed=r"|\tilde c(S_n(x),T_n(y))h_\infty^\delta(x,y)|\le\|\tilde c\|_{L^\infty(Q)}R",
    depends=("xy-bound", "delta-chain"),
)
def step4_p4_domination() -> Obligations:
    """S and T map the cube into itself, 0 <= h_∞^δ < R."""
    cube = Domain(d >= 1, norm(v) <= sqrt(d) / 2, norm(w) <= sqrt(d) / 2)
    yield Relation(absolute(dot(v, w)) <= d / 4, over=cube, label=r"$\|\tilde c\|_\infty\le d/4$")
    image, bound = reals("c C")
    inside = Domain(BETWEEN, value >= r - delta, value <= r + delta, absolute(image) <= bound)
    yield Relation(absolute(image) * value <= bound * cap, over=inside)


@paper.claim(
    "step4-p4-limit",
    at="Step (4)",
    printed=r"I_{\tilde c_n}(\hat h_n^\delta)=\tfrac{h_n[Q]}{h_\infty[Q]}\int_Q\tilde c(S_n(x),T_n(y))h_\infty^\delta+o(1)\to I_{\tilde c}(h_\infty^\delta)",
    depends=("step4-p4-maps", "step4-p4-domination", "step1-hhat"),
)
def step4_p4_limit() -> Obligations:
    """The example with T = -id and h_∞^δ = 1 ± δ on the quarters: I(ĥ) = -(δ/16)(1 + e - e²)/(1 + e), which tends to -δ/16."""
    yield from step_map_is_optimal()
    low, high = HALF - (x + HALF) / (1 - e), -(x - SPLIT) / (1 + e)
    first = integral(low, x, -HALF, SPLIT) + integral(high, x, SPLIT, 0)
    second = integral(high, x, 0, HALF)
    # ∫(-y) Δh dy = -δ/4 on the lines x < 0 and δ/4 on the lines x > 0; 1 contributes ∫S · ∫(-y) = 0
    moment = integral(-y * delta, y, 0, HALF) + integral(y * delta, y, -HALF, 0)
    ends = Domain(e > 0, e < HALF, delta > 0, delta < 1)
    yield Identity(moment, -delta / 4, over=ends, label="lines $x<0$")
    yield Identity(integral(-y, y, -HALF, HALF), 0, label="the constant part")
    closed = -(delta / 16) * (1 + e - e**2) / (1 + e)
    yield Identity(
        moment * (first - second), closed, over=ends, label=r"$I_{\tilde c}(\hat h)$", instance=STEP_DENSITIES
    )
    yield Limit(closed, e, to=0, equals=-delta / 16, over=ends, label=r"$I_{\tilde c}(h_\infty^\delta)$")
