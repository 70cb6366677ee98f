"""Section 6: is optimality inherited by blow-ups?

With h_∞ = r, h̄_∞ = R on Q and c̃ = x·y, the density is moved between the halves {x_1 < 0}, {x_1 > 0} of the
cube and the halves {y_1 < 0}, {y_1 > 0}: the cost falls by δ/16 in every dimension.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Obligation, Relation
from otverify.claims_transport import Minimum, Optimal
from otverify.kernel.terms import Term
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import (
    HALF,
    INTERVAL,
    NEGATIVE,
    POSITIVE,
    X,
    Y,
    over_rectangle,
    paper,
    s,
    t,
    x,
    y,
)
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    absolute,
    dot,
    equals,
    integral,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

#: values of h and h̄ at the point, the size of the change, a competitor
r, cap, delta, k = reals("r R delta k")
a, b, p, q, w, rho = reals("a b p q w rho")
x1, x2, y1, y2 = vectors("x_1 x_2 y_1 y_2")
U1, U2, V1, V2 = (BorelSet(name) for name in ("U_1", "U_2", "V_1", "V_2"))

#: 0 < δ < min(r, R - r)
BETWEEN = Domain(delta > 0, delta < r, delta < cap - r)


def improved_by_halves() -> Obligations:
    """r + δ on {x_1 < 0 < y_1} and {y_1 < 0 < x_1}, r - δ on the other two quarters: marginals, bounds, cost."""
    for variable in (x, y):
        line = integral(r + delta, variable, *NEGATIVE) + integral(r - delta, variable, *POSITIVE)
        yield Identity(line, r, over=BETWEEN, label="marginals")
    yield Relation(r - delta > 0, over=BETWEEN, label=r"$h_\infty^\delta>0$")
    yield Relation(r + delta < cap, over=BETWEEN, label=r"$h_\infty^\delta<R$")
    yield Identity(change(x * y), -delta / 16, over=BETWEEN, label="$x_1y_1$ gains $-\\delta/16$")
    yield Relation(change(x * y) < 0, over=BETWEEN)
    # x_i y_i for i > 1 has mean 0 over the other coordinates of every quarter
    yield Identity(over_rectangle(x * y, INTERVAL, INTERVAL), 0, label="$x_iy_i$, $i>1$, gains nothing")


def change(integrand: Term) -> Term:
    """δ times the integral over two quarters, minus that over the two others."""
    plus = over_rectangle(integrand, NEGATIVE, POSITIVE) + over_rectangle(integrand, POSITIVE, NEGATIVE)
    minus = over_rectangle(integrand, NEGATIVE, NEGATIVE) + over_rectangle(integrand, POSITIVE, POSITIVE)
    return delta * plus - delta * minus


@paper.claim(
    "lemma-6-1",
    at="Lemma 6.1",
    printed=r"0<h(x_0,y_0)<\bar h(x_0,y_0)\Rightarrow\exists h_\infty^\delta:\;I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty),\;h(x_0,y_0)-\delta\le h_\infty^\delta\le h(x_0,y_0)+\delta",
    hypotheses=(r"0<\delta<\min(h(x_0,y_0),\bar h(x_0,y_0)-h(x_0,y_0))",),
    depends=("lemma-6-1-blowup-marginals",),
)
def lemma_6_1() -> Obligations:
    """The gain δ/16, which is the best possible for d = 1: xy(Δ - Δ_0) >= 0 for every |Δ| <= δ."""
    yield from improved_by_halves()
    for name, quarter, value in (
        ("same signs", (x >= 0, y >= 0), -delta),
        ("same signs", (x <= 0, y <= 0), -delta),
        ("opposite signs", (x >= 0, y <= 0), delta),
        ("opposite signs", (x <= 0, y >= 0), delta),
    ):
        other = Domain(BETWEEN, k >= -delta, k <= delta, *quarter)
        yield Relation(x * y * (k - value) >= 0, over=other, label=f"best for $d=1$, {name}")


@paper.claim(
    "lemma-6-1-blowup-marginals",
    at="Proof of Lemma 6.1",
    printed=r"h_\infty=r,\;f_\infty=g_\infty=r,\;\bar h_\infty=R,\;0<r<R",
    depends=("remark-4-3-a", "remark-4-3-b"),
)
def lemma_6_1_blowup_marginals() -> Obligations:
    """Cubes of volume 1."""
    yield Identity(Y.integral(r, t), r, over=Domain(r, equals(Y.mass, 1)), label=r"$f_\infty$")
    yield Identity(X.integral(r, s), r, over=Domain(r, equals(X.mass, 1)), label=r"$g_\infty$")
    yield Relation(r < cap, over=BETWEEN)
    yield Relation(r > 0, over=BETWEEN)


FOUR_POINTS = dot(x1, y1) + dot(x2, y2) - dot(x1, y2) - dot(x2, y1)


@paper.claim(
    "lemma-6-1-two-points",
    at="Proof of Lemma 6.1",
    printed=r"\tilde c(x_1,y_1)+\tilde c(x_2,y_2)<\tilde c(x_1,y_2)+\tilde c(x_2,y_1),\text{ also on neighbourhoods }U_j,V_j",
)
def lemma_6_1_two_points() -> Obligations:
    """The difference is (x_1 - x_2)·(y_1 - y_2); opposite points of Q exist, and it moves by at most 2ρ(|a| + |b|) + 4ρ²."""
    yield Identity(FOUR_POINTS, dot(x1 - x2, y1 - y2))
    # on the first coordinate axis, x_1 = ½ = -x_2 and y_1 = -½ = -y_2
    place = {a: HALF, b: -HALF, p: -HALF, q: HALF}
    yield Exists(
        place,
        (a - b) * (p - q) < 0,
        absolute(a) <= HALF,
        absolute(b) <= HALF,
        absolute(p) <= HALF,
        absolute(q) <= HALF,
        label="two such points",
    )
    # a = x_1 - x_2, b = y_1 - y_2; the neighbourhoods move them by at most 2ρ each
    shift_x, shift_y, base_x, base_y = vectors("m n a b")
    near = Domain(rho > 0, norm(shift_x) <= 2 * rho, norm(shift_y) <= 2 * rho, base_x, base_y)
    yield Identity(
        dot(base_x + shift_x, base_y + shift_y) - dot(base_x, base_y),
        dot(base_x, shift_y) + dot(shift_x, base_y) + dot(shift_x, shift_y),
        over=near,
        label="moved points",
    )
    for left, right, bound in (
        (base_x, shift_y, 2 * rho * norm(base_x)),
        (base_y, shift_x, 2 * rho * norm(base_y)),
        (shift_x, shift_y, 4 * rho**2),
    ):
        yield Relation(dot(left, right) <= bound, over=near, label="each term")
    small = Domain(rho > 0, rho <= Fraction(1, 5))
    yield Relation(-1 + 4 * rho + 4 * rho**2 < 0, over=small, label=r"radius 1/5 for the two points")


@paper.claim(
    "lemma-6-1-neighbourhoods",
    at="Proof of Lemma 6.1",
    printed=r"U_1\cap U_2\ne\emptyset,\quad V_1\cap V_2\ne\emptyset",
    depends=("lemma-6-1-two-points",),
)
def lemma_6_1_neighbourhoods() -> Obligations:
    """At a common point u of U_1 and U_2 the strict inequality of the neighbourhoods would have to hold."""
    u = x1
    yield Relation(dot(u, y1) + dot(u, y2) < dot(u, y2) + dot(u, y1), label=r"$u\in U_1\cap U_2$")
    common = dot(x1, y1) + dot(x2, y1) - dot(x1, y1) - dot(x2, y1)
    yield Relation(common < 0, label=r"$v\in V_1\cap V_2$")


@lemma_6_1_neighbourhoods.corrected(
    r"U_1\cap U_2=\emptyset,\quad V_1\cap V_2=\emptyset",
    note="The opposite holds, and is what makes $\\Delta h$ well defined; the printed relation is not used.",
)
def lemma_6_1_neighbourhoods_corrected() -> Obligations:
    """For u in both, both sides are equal."""
    yield Identity(dot(x1, y1) + dot(x1, y2), dot(x1, y2) + dot(x1, y1), label="$u_1=u_2$ gives equality")
    common = dot(x1, y1) + dot(x2, y1) - dot(x1, y1) - dot(x2, y1)
    yield Identity(common, 0, label="$v_1=v_2$ gives equality")
    yield Relation(
        (a - b) * (p - q), "!=", 0, over=Domain(a * p + b * q < a * q + b * p), label="$d=1$: $u_1\\ne u_2$"
    )


def lines_of_the_change() -> Obligations:
    """∫Δh over a line through U_1 and over one through V_1."""
    for name, first, second in (("U_1", V1, V2), ("V_1", U1, U2)):
        yield Identity(
            first.integral(delta, t) - second.integral(delta, t),
            delta * (first.mass - second.mass),
            over=Domain(delta > 0, first.mass > 0, second.mass > 0),
            label=f"a line through ${name}$",
        )


@paper.claim(
    "lemma-6-1-perturbation",
    at="Proof of Lemma 6.1",
    printed=r"\Delta h=\pm\delta\text{ on }U_i\times V_j:\;r\text{ and }r+\Delta h\text{ have the same marginals},\;0<r-\delta\le h_\infty^\delta\le r+\delta<R",
    hypotheses=(r"U_j,V_j\text{ compact neighbourhoods}",),
)
def lemma_6_1_perturbation() -> Obligations:
    """For neighbourhoods of any sizes, as printed."""
    yield from lines_of_the_change()
    sizes = Domain(delta > 0, V1.mass > 0, V2.mass > 0)
    yield Identity(V1.integral(delta, t) - V2.integral(delta, t), 0, over=sizes, label="marginal on $U_1$")


@lemma_6_1_perturbation.corrected(
    r"\mathcal L^d[U_1]=\mathcal L^d[U_2],\;\mathcal L^d[V_1]=\mathcal L^d[V_2]:\text{ the same}",
    note="The neighbourhoods must be chosen of equal volume, for instance cubes of one radius; nothing else changes.",
)
def lemma_6_1_perturbation_corrected() -> Obligations:
    """Equal volumes: the marginals of Δh vanish, and the bounds hold by the choice of δ."""
    yield from lines_of_the_change()
    for first, second in ((V1, V2), (U1, U2)):
        sizes = Domain(delta > 0, first.mass > 0, equals(first.mass, second.mass))
        yield Identity(first.integral(delta, t) - second.integral(delta, t), 0, over=sizes, label="marginals")
    for sign in (1, -1):
        yield Relation(r + sign * delta > 0, over=BETWEEN)
        yield Relation(r + sign * delta < cap, over=BETWEEN)


def decrease() -> Obligations:
    """Intervals U_j = [a, a + w], [b, b + w] and V_j = [p, p + w], [q, q + w]: I(Δh) = δ w² (a - b)(p - q) < 0."""
    us, vs = ((a, a + w), (b, b + w)), ((p, p + w), (q, q + w))
    value = delta * (over_rectangle(x * y, us[0], vs[0]) + over_rectangle(x * y, us[1], vs[1]))
    value = value - delta * (over_rectangle(x * y, us[0], vs[1]) + over_rectangle(x * y, us[1], vs[0]))
    chosen = Domain(delta > 0, w > 0, a < b, p > q)
    yield Identity(value, delta * w**2 * (a - b) * (p - q), over=chosen, label="$d=1$, intervals")
    yield Relation(delta * w**2 * (a - b) * (p - q) < 0, over=chosen)
    # any sets of equal volumes, a component of x and of y, by its moments over the four sets
    f, m1, m2, n1, n2 = Function("x"), *reals("m_1 m_2 n_1 n_2")
    yield Identity(
        U1.integral(f(s) * n1, s), n1 * U1.integral(f(s), s), over=Domain(n1), label="a product set"
    )
    spread = m1 * n1 + m2 * n2 - m1 * n2 - m2 * n1
    moments = Domain(delta, m1, m2, n1, n2)
    yield Identity(
        delta * spread, delta * (m1 - m2) * (n1 - n2), over=moments, label="any sets, one component"
    )


@paper.claim(
    "lemma-6-1-decrease",
    at="Proof of Lemma 6.1",
    printed=r"I_{\tilde c}(h_\infty^\delta)<I_{\tilde c}(h_\infty)",
    depends=("lemma-6-1-two-points", "lemma-6-1-perturbation"),
)
def lemma_6_1_decrease() -> Obligations:
    """A product of the differences of the first moments, negative by the choice of the points."""
    yield from decrease()


@paper.claim(
    "def-6-2",
    at="Definition 6.2",
    printed=r"h\text{ is geometrically extreme if }h=\bar h1_W\text{ a.e. for a measurable }W",
)
def def_6_2() -> Obligations:
    """h = h̄ 1_W with W = {h > 0} exactly if h(h̄ - h) = 0; where h̄ = 0 both hold."""
    inside = Domain(k >= 0, k <= cap)
    yield Identity(k * (cap - k), 0, over=Domain(inside, equals(k, cap)), label=r"$h=\bar h$")
    yield Identity(k * (cap - k), 0, over=Domain(inside, equals(k, 0)), label="$h=0$")
    yield Relation(k * (cap - k) > 0, over=Domain(k > 0, k < cap), label="between")
    yield Identity(k, 0, over=Domain(inside, cap <= 0), label=r"where $\bar h=0$")


def constant_plans(size: int) -> Iterator[tuple[str, TransportProblem, list[list[Fraction]], bool]]:
    """Constant densities r <= R = 2 on size × size cells, cost xy; and whether r is 0 or R."""
    for level in (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)):
        stated, plan = instances.block_problem(
            instances.PRODUCT,
            centre=(Fraction(0), Fraction(0)),
            side=Fraction(1),
            cells=size,
            level=level,
            capacity=Fraction(2),
        )
        if level:
            yield f"level {level} of 2", stated, plan, level == 2


@paper.claim(
    "cor-6-3",
    at="Corollary 6.3",
    printed=r"h_\infty\;\tilde c\text{-optimal at a.e. }(x_0,y_0)\Rightarrow h\text{ geometrically extreme}",
    depends=("lemma-6-1", "thm-7-2-null-set"),
)
def cor_6_3() -> Obligations:
    """The contrapositive: with δ = min(r, R - r)/2 a value between 0 and R can be improved."""
    halved = Domain(r > 0, r < cap, k > 0, 2 * k <= r, 2 * k <= cap - r)
    yield Relation(r - k > 0, over=halved)
    yield Relation(r + k < cap, over=halved)
    yield Relation(-k / 16 < 0, over=halved, label="the change of the cost")
    yield from improved_by_halves()


@cor_6_3.reading(
    "finite problems",
    printed=r"\text{a constant plan is optimal for }xy\text{ if and only if it is }0\text{ or saturated}",
    note="Constant plans on 4 × 4 cells.",
)
def cor_6_3_finite() -> Obligations:
    """Saturated: the only plan; between: a better one exists."""
    for name, stated, plan, saturated in constant_plans(4):
        value = instances.total(instances.costs(stated), plan)
        if saturated:
            yield Optimal(stated, plan=plan, label=name)
        else:
            yield Minimum(stated, "<", value, label=name)
