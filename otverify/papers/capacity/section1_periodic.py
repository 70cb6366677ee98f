"""Section 1, Example 1.3: the periodic cost and the diagonal strip.

The coordinates are x' = y + x, y' = y - x; the lattice Z² becomes {(k + l, l - k)}. The figures do not say
which set R' is; two are looked at: the image of the square R, and {0 <= x' < 2, |y'| <= 1/2}.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.papers.capacity.notation import HALF, paper, x, y
from otverify.vocabulary import D, Domain, absolute, integers, integral, minimum, number, reals, sqrt

Obligations = Iterator[Obligation]

#: t = x - y (= -y'), the capacity h̄, a competitor k
t, cap, k_ = reals("t hbar k")
x1, x2, y1, y2, p, q = reals("x_1 x_2 y_1 y_2 p q")
k, m, n = integers("k l n")
#: half the width of the strip in t
HALF_WIDTH = 1 / (2 * cap)


@paper.claim(
    "ex13-periodic-cost",
    at="Example 1.3",
    printed=r"c(x,y)=\inf_{n\in\mathbb Z}|x-y-n|^2\text{ on }\mathbb R^2/\mathbb Z^2",
)
def ex13_periodic_cost() -> Obligations:
    """Shifts of x and y by integers shift n; for |t| <= ½ the infimum is attained at n = 0, so 0 <= c <= ¼."""
    shifted = (x + k) - (y + m) - (n + k - m)
    yield Identity(shifted**2, (x - y - n) ** 2, over=Domain(x, y, k, m, n), label="$c$ is periodic")
    near = Domain(t >= -HALF, t <= HALF)
    for sign, others in ((r"$n\ge1$", n >= 1), (r"$n\le-1$", n <= -1)):
        yield Relation((t - n) ** 2 >= t**2, over=Domain(near, others), label=f"attained at 0, {sign}")
    yield Relation(t**2 <= HALF**2, over=near, label=r"$c\le\frac14$")


@paper.claim(
    "ex13-fundamental-domains",
    at="Example 1.3",
    printed=r"R\text{ and }R'\text{ are fundamental domains}",
)
def ex13_fundamental_domains() -> Obligations:
    """R = [-½, ½)² and R' = {0 <= x' < 2, -½ <= y' < ½}: area 1, and no two points differ by a lattice vector."""
    one = Domain(x1 >= -HALF, x1 < HALF, x2 >= -HALF, x2 < HALF)
    yield Relation(absolute(x1 - x2) < 1, over=one, label="$R$: no two points differ by an integer")
    yield Identity(integral(integral(1, y, -HALF, HALF), x, -HALF, HALF), 1, label="$R$ has area 1")
    # a lattice vector is (k + l, l - k); |l - k| < 1 leaves l = k, and |2k| < 2 leaves k = 0
    primed = Domain(p >= 0, p < 2, q >= 0, q < 2)
    yield Relation(absolute(x1 - x2) < 1, over=one, label="$R'$: $|l-k|<1$, so $l=k$")
    yield Relation(absolute(p - q) < 2, over=primed, label="$R'$: $|2k|<2$, so $k=0$")
    yield Identity((k + m) ** 2 - (m - k) ** 2, 4 * k * m, over=Domain(k, m), label=r"$x'\equiv y'$ mod 2")
    area = integral(integral(HALF, y, -HALF, HALF), x, 0, 2)
    yield Identity(area, 1, label="$R'$ has area 1, as $dx'\\,dy'=2\\,dx\\,dy$")


@paper.claim(
    "ex13-coordinate-change",
    at="Example 1.3",
    printed=r"x'=y+x,\;y'=y-x\text{ maps }R\text{ onto a square of side }\sqrt2,\text{ identified with }R'",
)
def ex13_coordinate_change() -> Obligations:
    """A rotation by 45° and a dilation by √2: inner products double; the inverse is x = (x' - y')/2, y = (x' + y')/2."""
    points = Domain(x1, y1, x2, y2)
    left, right = (y1 + x1, y1 - x1), (y2 + x2, y2 - x2)
    yield Identity(
        left[0] * right[0] + left[1] * right[1],
        2 * (x1 * x2 + y1 * y2),
        over=points,
        label="inner products double",
    )
    yield Identity((left[0] - left[1]) / 2, x1, over=Domain(x1, y1), label="bijective")
    yield Identity((left[0] + left[1]) / 2, y1, over=Domain(x1, y1), label="bijective")
    yield Identity(sqrt(2 * number(1) ** 2), sqrt(2), label="sides")
    yield Identity(
        D(y + x, x) * D(y - x, y) - D(y + x, y) * D(y - x, x), 2, over=Domain(x, y), label="Jacobian"
    )


@paper.claim(
    "ex13-cost-primed",
    at="Example 1.3",
    printed=r"c(x',y')=\inf_{n\in\mathbb Z}|y'-n|^2=y'^2\text{ on }R'\text{, the image of }R",
    hypotheses=(r"R=[-\tfrac12,\tfrac12]^2",),
    depends=("ex13-coordinate-change",),
)
def ex13_cost_primed() -> Obligations:
    """On the image of R, y' = y - x runs over [-1, 1]; c does not depend on x'."""
    square = Domain(x >= -HALF, x <= HALF, y >= -HALF, y <= HALF)
    yield Identity(D((q - n) ** 2, p), 0, over=Domain(p, q, n), label="constant along $x'$")
    yield Relation(
        (y - x) ** 2 <= minimum(absolute(y - x), absolute(y - x - 1), absolute(y - x + 1)) ** 2,
        over=square,
        label=r"$y'^2\le|y'-n|^2$ for $n=0,\pm1$",
    )


@ex13_cost_primed.corrected(
    r"c=y'^2\text{ on }R'=\{0\le x'<2,\;|y'|\le\tfrac12\}",
    note="The cost is $y'^2$ only for $|y'|\\le\\frac12$; the image of R reaches $|y'|=1$. The rectangle of lengths 2 and 1 "
    "in $(x',y')$ is a fundamental domain on which the formula holds, and nothing else in the example changes.",
)
def ex13_cost_primed_corrected() -> Obligations:
    """|y' - n| >= |y'| for all integers n if |y'| <= ½."""
    near = Domain(q >= -HALF, q <= HALF)
    for sign, others in ((r"$n\ge1$", n >= 1), (r"$n\le-1$", n <= -1)):
        yield Relation((q - n) ** 2 >= q**2, over=Domain(near, others), label=sign)
    yield Identity(D((q - n) ** 2, p), 0, over=Domain(p, q, n), label="constant along $x'$")


@paper.claim(
    "ex13-strip-width",
    at="Example 1.3, (6)",
    printed=r"h_0=\bar h\text{ on }S,\;0\text{ otherwise};\quad S\text{ of width }w=\tfrac1{\bar h\sqrt2}\text{ and length }\sqrt2",
    hypotheses=(r"\bar h\ge1",),
)
def ex13_strip_width() -> Obligations:
    """In the lengths of (x, y): area 1/h̄, mass 1, and the strip |y - x| <= 1/(2h̄) has that width and fits."""
    width, length = 1 / (cap * sqrt(2)), sqrt(2)
    above = Domain(cap >= 1)
    yield Identity(cap * width * length, 1, over=above, label="mass 1")
    yield Identity(
        2 * HALF_WIDTH / sqrt(2), width, over=above, label=r"$|y'|\le\frac1{2\bar h}$ has width $w$"
    )
    yield Relation(HALF_WIDTH <= HALF, over=above, label="the strip fits")


@ex13_strip_width.reading(
    "lengths in the primed coordinates",
    printed=r"S\text{ of width }\tfrac1{\bar h\sqrt2}\text{ and length }\sqrt2\text{ in }(x',y')\text{ has mass }1",
    note="There $dx'\\,dy'=2\\,dx\\,dy$, so that strip has mass 1/2; width and length are those in (x, y).",
)
def ex13_strip_width_primed() -> Obligations:
    """Half the area in (x', y') counts."""
    yield Identity(cap * (1 / (cap * sqrt(2))) * sqrt(2) / 2, 1, over=Domain(cap >= 1), label="mass 1")


def optimality_of_the_strip() -> Obligations:
    """With λ = 1/(4h̄²): (c - λ)(k - h_0) >= 0 for every 0 <= k <= h̄."""
    level = HALF_WIDTH**2
    on_strip = Domain(cap >= 1, k_ <= cap, absolute(t) <= HALF_WIDTH)
    yield Relation((t**2 - level) * (k_ - cap) >= 0, over=on_strip, label="on the strip")
    for side, beyond in (("above", t >= HALF_WIDTH), ("below", t <= -HALF_WIDTH)):
        off_strip = Domain(cap >= 1, k_ >= 0, t >= -HALF, t <= HALF, beyond)
        yield Relation((t**2 - level) * k_ >= 0, over=off_strip, label=f"{side} the strip")


@paper.claim(
    "ex13-argmin",
    at="Example 1.3",
    printed=r"h_0=\operatorname{argmin}_{h\le\bar h}\int_{R'}ch",
    hypotheses=(r"\bar h\ge1", r"\text{mass }1"),
    depends=("ex13-strip-width",),
)
def ex13_argmin() -> Obligations:
    """Filling the cheapest places first; the inequality is strict off the strip's edge, the value is 1/(12h̄²)."""
    yield from optimality_of_the_strip()
    inside = Domain(cap >= 1, k_ >= 0, k_ < cap, absolute(t) < HALF_WIDTH)
    yield Relation((t**2 - HALF_WIDTH**2) * (k_ - cap) > 0, over=inside, label="the only one: on the strip")
    for beyond in (t > HALF_WIDTH, t < -HALF_WIDTH):
        outside = Domain(cap >= 1, k_ > 0, k_ <= cap, beyond)
        yield Relation((t**2 - HALF_WIDTH**2) * k_ > 0, over=outside, label="the only one: off the strip")
    value = integral(cap * t**2, t, -HALF_WIDTH, HALF_WIDTH)
    yield Identity(value, 1 / (12 * cap**2), over=Domain(cap >= 1), label=r"$\int ch_0=\frac1{12\bar h^2}$")


@paper.claim(
    "ex13-marginals",
    at="Example 1.3",
    printed=r"h_0=\operatorname{argmin}_{h\in\Gamma(1_I,1_I)^{\bar h}}\int_{R'}ch,\quad(h_0)_X=(h_0)_Y=1_I",
    hypotheses=(r"\bar h\ge1",),
    depends=("ex13-argmin",),
)
def ex13_marginals() -> Obligations:
    """Every line meets the strip in length 1/h̄ (on the circle, as 1/h̄ <= 1); then the smaller set has the same minimum."""
    above = Domain(cap >= 1)
    yield Identity(
        integral(cap, y, x - HALF_WIDTH, x + HALF_WIDTH), 1, over=Domain(above, x), label="first marginal"
    )
    yield Identity(
        integral(cap, x, y - HALF_WIDTH, y + HALF_WIDTH), 1, over=Domain(above, y), label="second marginal"
    )
    yield Relation(2 * HALF_WIDTH <= 1, over=above, label="once round the circle at most")
    yield from optimality_of_the_strip()


@paper.claim(
    "ex13-uniqueness-applies",
    at="Example 1.3",
    printed=r"c\in C^2,\;\partial_x\partial_yc\ne0\text{ outside of two diagonal segments}",
    depends=("ex13-periodic-cost", "cost-assumptions"),
)
def ex13_uniqueness_applies() -> Obligations:
    """Z = {y - x in ½ + Z}: there c' jumps, elsewhere c is (x - y - n)²; Z meets the open square R in two segments."""
    yield Identity(
        D((x - y - n) ** 2, x, y), -2, over=Domain(x, y, n), label=r"$\partial_x\partial_yc$ off $Z$"
    )
    yield Limit(D(t**2, t), t, to=HALF, side="-", equals=1, label="slope before $t=\\frac12$")
    yield Limit(D((t - 1) ** 2, t), t, to=HALF, side="+", equals=-1, label="slope after")
    inner = Domain(x > -HALF, x < HALF, y > -HALF, y < HALF)
    yield Relation(absolute(y - x) < 1, over=inner, label=r"$y-x=\frac12+j$ only for $j=0,-1$")
    segment = Domain(x > -HALF, x < 0)
    yield Relation(x + HALF < HALF, over=segment, label="one segment inside $R$")
    yield Relation(x + HALF > -HALF, over=segment, label="one segment inside $R$")
    other = Domain(x > 0, x < HALF)
    yield Relation(x - HALF > -HALF, over=other, label="the other inside $R$")
    yield Relation(x - HALF < HALF, over=other, label="the other inside $R$")
    yield Relation(t**2 <= HALF / 2, over=Domain(t >= -HALF, t <= HALF), label="bounded")
