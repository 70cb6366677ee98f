"""Section 5: restrictions, Lemma 5.2 and Proposition 5.4."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import Minimum, Optimal
from otverify.papers.capacity import instances
from otverify.papers.capacity.families import rectangles, restriction_is_optimal
from otverify.papers.capacity.notation import (
    HALF,
    SQUARE,
    X,
    Y,
    cost,
    density,
    over_rectangle,
    paper,
    s,
    t,
    x,
    y,
)
from otverify.transport import problem
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import BorelSet, D, Domain, Function, equals, integers, integral, reals

Obligations = Iterator[Obligation]

c, f, g, h, new, primitive = (Function(name) for name in ("c", "f", "g", "h", "k", "G"))
rest = BorelSet("W")
n, x0, m, k, cap, a, b, e = reals("n x_0 m k hbar a b e")
x1, x2, y1, y2 = reals("x_1 x_2 y_1 y_2")
(d,) = integers("d")
whole, inside, better, beyond = reals("I_h I_A I_B I_C")

QUARTER = HALF / 2
LOW, HIGH = (Fraction(0), QUARTER), (QUARTER, HALF)


@paper.claim(
    "unconstrained-restriction",
    at="Section 5",
    printed=r"h\text{ optimal without capacities}\Rightarrow h|_A\text{ optimal for its marginals}",
)
def unconstrained_restriction() -> Obligations:
    """c >= f + g with equality where h lives: the same potentials serve the restriction to any set of pairs."""
    cc, ff, gg = reals("c f g")
    slack = Domain(cc >= ff + gg, k >= 0)
    yield Relation(cc * k >= (ff + gg) * k, over=slack, label="any competitor")
    yield Identity(cc * k, (ff + gg) * k, over=Domain(equals(cc, ff + gg), k), label="where $h$ lives")
    for name, stated in instances.small_problems().items():
        free = instances.without_capacity(stated)
        plan = instances.solved(free).plan.matrix()
        for parity in (0, 1):
            kept = [
                [mass if (i + j) % 2 == parity else Fraction(0) for j, mass in enumerate(row)]
                for i, row in enumerate(plan)
            ]
            if any(map(any, kept)):
                supply, demand = instances.marginals(kept)
                part = problem(supply, demand, cost=free.cost)
                yield Optimal(part, plan=kept, label=f"{name}, pairs of parity {parity}")


@paper.claim(
    "restriction-counterexample",
    at="Section 5",
    printed=r"h|_{[0,\frac14]\times[\frac14,\frac12]\cup[\frac14,\frac12]\times[0,\frac14]}\text{ is not optimal: }h|_{[0,\frac14]^2\cup[\frac14,\frac12]^2}\text{ costs less}",
    depends=("ex11-optimal",),
)
def restriction_counterexample() -> Obligations:
    """Both have density 2 and marginals ½ on [0, ½]; the costs are 7/768 and 1/768."""
    for low, high in ((LOW, HIGH), (HIGH, LOW)):
        yield Identity(integral(2, y, *high), integral(2, y, *low), label="same marginals")
    off = over_rectangle(2 * cost, LOW, HIGH) + over_rectangle(2 * cost, HIGH, LOW)
    on = over_rectangle(2 * cost, LOW, LOW) + over_rectangle(2 * cost, HIGH, HIGH)
    yield Identity(off, Fraction(7, 768), label="the restriction")
    yield Identity(on, Fraction(1, 768), label="the other density")
    yield Relation(on < off)
    yield Relation(density(x, y) <= 2, over=SQUARE, label=r"both are $\le\bar h$")


@paper.claim(
    "lemma-5-2",
    at="Lemma 5.2",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow\tilde h=h|_{A\times B}\in\operatorname{argmin}_{\Gamma(\tilde h_X,\tilde h_Y)^{\bar h}}I_c",
    hypotheses=(r"A,B\text{ Borel}",),
    depends=("lemma-5-2-gluing",),
)
def lemma_5_2() -> Obligations:
    """The glued density costs I(h) - I(h̃) + I(h̃'): I_A and I_C are the costs of h on A × B and off it, I_B that of h̃'."""
    parts = Domain(better, equals(whole, inside + beyond))
    yield Identity(
        better + beyond,
        whole - inside + better,
        over=parts,
        label=r"$I(h-\tilde h+\tilde h')$, over $A\times B$ and the rest",
    )
    yield Relation(
        inside <= better,
        over=Domain(parts, whole <= better + beyond),
        label=r"$I(h)\le I(h-\tilde h+\tilde h')\Rightarrow I(\tilde h)\le I(\tilde h')$",
    )


@lemma_5_2.reading(
    "finite problems",
    printed=r"\text{the same for finite problems with any rows }A\text{ and columns }B",
    note="Random instances, each decided exactly.",
)
def lemma_5_2_finite() -> Obligations:
    """Random costs of any sign, capacities, rows and columns."""
    yield ForAll(rectangles(), restriction_is_optimal, examples=60)


@paper.claim(
    "lemma-5-2-gluing",
    at="Proof of Lemma 5.2",
    printed=r"h-\tilde h+\tilde h'=\tilde h'\text{ on }A\times B,\;h\text{ otherwise};\quad h-\tilde h+\tilde h'\in\Gamma(h_X,h_Y)^{\bar h}",
)
def lemma_5_2_gluing() -> Obligations:
    """Pointwise on and off A × B; on each line the mass is kept; h̃' vanishes off A × B as its marginals do off A and B."""
    bounded = Domain(a >= 0, a <= cap, k >= 0, k <= cap)
    yield Identity(a - a + k, k, over=bounded, label=r"on $A\times B$")
    yield Identity(a - 0 + 0, a, over=bounded, label="elsewhere")
    yield Relation(a - a + k >= 0, over=bounded)
    yield Relation(a - a + k <= cap, over=bounded, label=r"$\le\bar h$")
    line = Domain(equals(Y.integral(h(t), t), Y.integral(new(t), t)))
    yield Identity(
        Y.integral(h(t) - h(t) + new(t), t), Y.integral(h(t), t), over=line, label="marginals on a line"
    )
    none = Domain(Y.mass > 0, Y.everywhere(t, new(t) >= 0))
    yield Relation(
        Y.integral(0, t) <= Y.integral(new(t), t), over=none, label=r"$\tilde h'=0$ where a marginal is 0"
    )


@paper.claim(
    "remark-5-3",
    at="Remark 5.3",
    printed=r"\text{(4) restricted to rectangles is optimal}",
    depends=("ex11-optimal", "lemma-5-2"),
)
def remark_5_3() -> Obligations:
    """(c+u+v)(k - h) = -xy(k - h) >= 0 for every 0 <= k <= 2, at every point of every rectangle."""
    competitor = Domain(SQUARE, k >= 0, k <= 2)
    yield Identity(cost - x**2 / 2 - y**2 / 2, -x * y, over=SQUARE, label="$c+u+v$")
    for name, quarter, value in (
        ("same signs", (x >= 0, y >= 0), 2),
        ("same signs", (x <= 0, y <= 0), 2),
        ("opposite signs", (x > 0, y < 0), 0),
        ("opposite signs", (x < 0, y > 0), 0),
    ):
        there = Domain(competitor, *quarter)
        yield Relation(-x * y * (k - value) >= 0, over=there, label=name)
        yield Identity(density(x, y), value, over=there, label="the density (4)")


# ---------------------------------------------------------------------------------------------------
# Proposition 5.4


def windows() -> Iterator[tuple[str, TransportProblem, list[list[Fraction]]]]:
    """Square windows of optimal plans on a grid, for two costs and two capacities."""
    for name, polynomial in (("cubic cost", instances.CURVED), ("quadratic cost", instances.QUADRATIC)):
        for level in (Fraction(3, 2), Fraction(3)):
            whole = instances.grid_problem(polynomial, [[level] * 6] * 6)
            plan = instances.solved(whole).plan.matrix()
            part, restricted = instances.rectangle_problem(whole, plan, (1, 2, 3), (1, 2, 3))
            yield f"{name}, capacity {level}", part, restricted


def changed(
    stated: TransportProblem, *, factor: Fraction = Fraction(1), separable: bool = False
) -> TransportProblem:
    """The same problem with the cost times a factor, and minus a(x) + b(y)."""
    old = instances.costs(stated)
    cost_ = [
        [factor * (value - (i * i - 3 * j if separable else 0)) for j, value in enumerate(row)]
        for i, row in enumerate(old)
    ]
    return problem(stated.source, stated.target, cost=cost_, capacity=stated.capacity)


@paper.claim(
    "prop-5-4",
    at="Proposition 5.4",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow h_n\in\operatorname{argmin}_{\Gamma((h_n)_X,(h_n)_Y)^{\bar h_n}}I_{\tilde c_n}",
    depends=("prop-5-4-argmin-chain", "lemma-5-2"),
)
def prop_5_4() -> Obligations:
    """Windows of optimal plans are optimal for n² times the cost minus any separable function."""
    for name, part, restricted in windows():
        blown = changed(part, factor=Fraction(4), separable=True)
        yield Optimal(blown, plan=restricted, label=name)


@paper.claim(
    "prop-5-4-restriction-step",
    at="Proof of Proposition 5.4",
    printed=r"h\text{ optimal}\Rightarrow h'_n=h|_{Q_n}\in\operatorname{argmin}_{\Gamma((h'_n)_X,(h'_n)_Y)^{\bar h'_n}}\int_{Q_n}ck",
    depends=("lemma-5-2",),
)
def prop_5_4_restriction_step() -> Obligations:
    """Windows of optimal plans are optimal; a set that is no rectangle need not be (h = 0 on one diagonal)."""
    for name, part, restricted in windows():
        yield Optimal(part, plan=restricted, label=name)
    tiles = problem([1, 1], [1, 1], cost=[[0, 1], [1, 0]], capacity=[[1, 1], [1, 1]])
    yield Minimum(tiles, "<", 2, label="control: the other diagonal costs 2")


@paper.claim(
    "prop-5-4-change-of-variables",
    at="Proof of Proposition 5.4",
    printed=r"\int_{Q_n}ch'_n=\int_{Q_n}c(h_n\circ\varphi_n^{-1})=\int_Qc(\varphi_n)h_n|\det D\varphi_n|=\tfrac1{n^{2d}}\int_Qc(x_0+\tfrac xn,y_0+\tfrac yn)h_n",
    depends=("claim-4-2-a-determinant",),
)
def prop_5_4_change_of_variables() -> Obligations:
    """In each coordinate, for any continuous integrand c h, written as a derivative G'; 2d factors 1/n."""
    place = Domain(n >= 1, x0 > 0)
    on_window = integral(D(primitive(x), x), x, x0 - 1 / (2 * n), x0 + 1 / (2 * n))
    blown = integral(D(primitive(x0 + x / n), x), x, -HALF, HALF)
    yield Identity(on_window, blown, over=place, label="change of variables")
    yield Identity(
        D(primitive(x0 + x / n), x),
        D(primitive(x), x).at(x, x0 + x / n) / n,
        over=Domain(place, x > 0),
        label="the factor $1/n$",
    )
    yield Identity(
        (1 / n) ** d * (1 / n) ** d, n ** (-2 * d), over=Domain(n >= 1, d >= 1), label="all coordinates"
    )
    yield Identity(x0 + n * (x - x0) / n, x, over=Domain(place, x), label=r"$h_n\circ\varphi_n^{-1}=h'_n$")


@paper.claim(
    "prop-5-4-argmin-chain",
    at="Proof of Proposition 5.4",
    printed=r"\operatorname{argmin}\int_{Q_n}ck=\operatorname{argmin}\tfrac1{n^{2d}}\int_Qc\circ\varphi_n\,k=\operatorname{argmin}\tfrac1{n^{2(d+1)}}\int_Q\{\tilde c+\tilde R_2\}k=\operatorname{argmin}\int_Q\tilde c_nk",
    depends=("prop-5-4-change-of-variables", "prop-5-4-separable-terms", "prop-5-4-positive-scaling"),
)
def prop_5_4_argmin_chain() -> Obligations:
    """k on Q_n is identified with k∘φ_n; marginals get the factor n^d on both sides, values n^-2d, c̃ the factor n^-2."""
    scale = Domain(n >= 1, d >= 1)
    yield Identity(n ** (-2 * d) * n ** (-2), 1 / n ** (2 * (d + 1)), over=scale, label="prefactors")
    line = integral(D(primitive(x0 + x / n), x) * n, x, -HALF, HALF)
    yield Identity(
        line,
        n * integral(D(primitive(x), x), x, x0 - 1 / (2 * n), x0 + 1 / (2 * n)),
        over=Domain(n >= 1, x0 > 0),
        label="marginals, per coordinate",
    )
    for name, part, restricted in windows():
        yield Optimal(changed(part, factor=Fraction(1, 16)), plan=restricted, label=f"{name}, scaled")
        yield Optimal(changed(part, separable=True), plan=restricted, label=f"{name}, separable terms off")


@paper.claim(
    "prop-5-4-separable-terms",
    at="Proof of Proposition 5.4",
    printed=r"\int(a+b(x)+e(y))k\text{ depends on the marginals of }k\text{ only}",
)
def prop_5_4_separable_terms() -> Obligations:
    """On the line at x, ∫(a + b(x)) k dy = (a + b(x)) k_X(x), and the same with x and y exchanged; xy sees more."""
    for line, point in ((Y, t), (X, s)):
        yield Identity(
            line.integral((e + b) * new(point), point),
            (e + b) * line.integral(new(point), point),
            over=Domain(e, b),
            label="on a line",
        )
    moved = e * x1 * y1 + e * x2 * y2 - e * x1 * y2 - e * x2 * y1
    free = Domain(e, x1, x2, y1, y2)
    yield Identity(
        moved, e * (x1 - x2) * (y1 - y2), over=free, label="control: $xy$ changes along a 2 × 2 exchange"
    )


@paper.claim(
    "prop-5-4-positive-scaling",
    at="Proof of Proposition 5.4",
    printed=r"\operatorname{argmin}\int\cdot=\operatorname{argmin}\tfrac1m\int\cdot,\quad m>0",
)
def prop_5_4_positive_scaling() -> Obligations:
    """Order is kept both ways for m > 0, and reversed for m < 0."""
    yield Relation(a / m <= b / m, over=Domain(m > 0, a <= b))
    yield Relation(a <= b, over=Domain(m > 0, a / m <= b / m), label="conversely")
    yield Relation(a / m >= b / m, over=Domain(m < 0, a <= b), label="control: $m<0$ reverses")
