"""Section 4, Theorem 3: costs h(d(x, y)) in geodesic spaces."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, finite, minus_oo, oo
from otverify.kernel.terms import Term
from otverify.papers.potentials.examples import to_the_right
from otverify.papers.potentials.notation import eps, infimum, paper
from otverify.vocabulary import PI, D, Domain, cos, equals, number, reals, sin

Obligations = Iterator[Any]

r, t, a, b, k = reals("r t a b k")


@paper.not_computable(
    "theorem3",
    at="Theorem 3",
    printed=r"c=h(d(x,y)),\;h'(a)\to\infty\;\Rightarrow\;\Sigma\subset\partial\operatorname{supp}\mu",
    why="Compactness of balls and density of projections; the inequalities of the proof are checked on their own.",
    analogue=r"h(a)=a^2\text{ on the line: both conditions of Lemma 8 hold; }h(a)=a\text{: an interior point in }\Sigma",
    depends=("theorem3-perturbation", "theorem3-mean-value", "theorem3-ball", "lemma8-chain"),
)
def theorem3() -> Obligations:
    """x_n pushed by t_n = r_n^(-1/2) towards y_n; the ball of dominated cost; and a plan for h(a) = a."""
    yield Identity(
        (r - t) ** 2 - r**2, -2 * r * t + t**2, over=Domain(r, t), label="$h(a)=a^2$: pushed by $t$"
    )
    pushed = -2 * r ** Fraction(1, 2) + r ** Fraction(-1)
    yield Limit(pushed, r, to=oo, equals=minus_oo, label="$h(a)=a^2$, $t=r^{-1/2}$: condition 1")
    inside = Domain(r > 2, a > 0, a < 2)
    yield Relation((r - a) ** 2 <= r**2, over=inside, label="$h(a)=a^2$: $B(x+1,1)$ is dominated")
    yield from to_the_right("without $h'\\to\\infty$")


@theorem3.mutant("bounded slope", printed=r"h(a)=a")
def theorem3_bounded() -> Obligations:
    """For h(a) = a a push by t changes the cost by -t only."""
    yield Limit((r - r ** Fraction(-1, 2)) - r, r, to=oo, equals=minus_oo)


@paper.claim(
    "theorem3-proper",
    at="Proof of Theorem 3",
    printed=r"y_n\to\infty\;\Rightarrow\;r_n=d(x_n,y_n)\to\infty",
    hypotheses=(r"\text{closed balls are compact (Hopf and Rinow)}", r"x_n\to x"),
)
def proper() -> Obligations:
    """r_n <= k and d(x, x_n) <= 1 put y_n into the closed ball of radius k + 1 about x, which has finitely many y_n."""
    start, whole, radius = reals("d_xxn d_xyn k")
    near = Domain(whole <= start + r, start <= 1, r <= radius)
    yield Relation(whole <= radius + 1, over=near, label=r"$d(x,y_n)\le d(x,x_n)+d(x_n,y_n)$")
    outside = Domain(whole <= start + r, start <= 1, whole > radius + 1)
    yield Relation(r > radius, over=outside, label=r"$r_n>k$ for large $n$")


#: h(b) = b² + 4 + (b-1)² sin(1/(b-1)²), h(1) = 5: differentiable and positive, h' -> ∞
WILD = b**2 + 4 + (b - 1) ** 2 * sin(1 / (b - 1) ** 2)


@paper.claim(
    "theorem3-g",
    at="Proof of Theorem 3",
    printed=r"g:\mathbb R_+\to\mathbb R,\;g\le h',\;g(a)\to\infty;\;\text{for example }g(a)=\inf_{b\ge a}h'(b)",
)
def theorem3_g() -> Obligations:
    """Where 1/(b-1)² is a multiple of 2π, h' = 2b - 2/(b-1): is inf h' over [1, ∞) a number?"""
    slope = 2 * b + 2 * (b - 1) * sin(1 / (b - 1) ** 2) - 2 * cos(1 / (b - 1) ** 2) / (b - 1)
    yield Identity(D(WILD, b), slope, over=b > 1, label="$h'$")
    # sin = 0, cos = 1, b = 1 + t
    yield Limit(2 * (1 + t) - 2 / t, t, to=0, equals=finite, label=r"$\inf_{b\ge1}h'(b)>-\infty$")


@theorem3_g.corrected(
    r"g(a)=\inf_{b\ge a}h'(b)\text{ for }a\ge a_0,\text{ where }h'\ge0\text{ on }[a_0,\infty)",
    note=r"For small $a$ the infimum may be $-\infty$; only large $a$ matter, and there $h'\ge0$.",
)
def theorem3_g_corrected() -> Obligations:
    """An infimum over [a, ∞) is below h'(a) by definition; nondecreasing in a, and at least k once h' >= k."""
    lower, later, slope = reals("g_a g_b s")
    both = Domain(infimum(later, near=slope), infimum(lower, below=(slope,)))
    yield Relation(lower <= later + eps, over=both, label="nondecreasing")
    high = Domain(infimum(lower, near=slope), slope >= k)
    yield Relation(lower > k - eps, over=high, label=r"$g\ge k$ once $h'\ge k$")


@paper.claim(
    "theorem3-perturbation",
    at="Proof of Theorem 3",
    printed=r"\tilde x_n=\gamma_{x_ny_n}(t_n):\;d(x,\tilde x_n)\le d(x,x_n)+t_n,\;d(\tilde x_n,y_n)=r_n-t_n",
)
def perturbation() -> Obligations:
    """Unit speed: d(x_n, x~_n) = t_n; the triangle inequality, and the rest of the geodesic."""
    x_n, moved, rest = reals("d_xxn d_xtxn d_rest")
    yield Relation(
        moved <= x_n + t,
        over=Domain(moved <= x_n + a, equals(a, t), x_n >= 0, t > 0),
        label=r"$d(x,\tilde x_n)$",
    )
    yield Relation(
        rest, "==", r - t, over=Domain(equals(t + rest, r), t > 0, t < 1, r > 1), label=r"$d(\tilde x_n,y_n)$"
    )
    # a choice of t_n: t = r^(-1/2) and g(r) = r give t -> 0 and t g(r - 1) -> ∞
    yield Limit(r ** Fraction(-1, 2), r, to=oo, equals=0, label=r"$t_n\to0$")
    yield Limit(
        r ** Fraction(-1, 2) * (r - 1), r, to=oo, equals=oo, label=r"$t_ng(r_n-1)\to\infty$, $g(a)=a$"
    )


#: h' = a(2 - cos πa) = a + 2a sin²(πa/2) >= a, so g = h' is allowed: g -> ∞, but not monotone
SINE, COSINE = sin(PI * a / 2), cos(PI * a / 2)
WAVING = a**2 - 2 * a * SINE * COSINE / PI - (1 - 2 * SINE**2) / PI**2 + 1
WAVING_SLOPE = a + 2 * a * SINE**2


@paper.claim(
    "theorem3-mean-value",
    at="Proof of Theorem 3",
    printed=r"h(r_n-t_n)-h(r_n)\le-t_ng(r_n-1)\to-\infty",
    depends=("theorem3-g",),
)
def mean_value() -> Obligations:
    """h' = g = a(2 - cos πa): the mean value lies in (r - t, r), not at r - 1."""
    yield Identity(D(WAVING, a), WAVING_SLOPE, over=Domain(a), label="$h'$")
    yield Relation(a <= WAVING_SLOPE, over=a >= 0, label=r"$g\to\infty$")
    change = WAVING.at(a, r - t) - WAVING.at(a, r)
    bound = -t * WAVING_SLOPE.at(a, r - 1)
    yield Relation(change <= bound, over=Domain(r >= 10, t > 0, t < 1), label="$h(r-t)-h(r)\\le-tg(r-1)$")


@mean_value.corrected(
    r"g\text{ nondecreasing}\;\Rightarrow\;h(r_n-t_n)-h(r_n)\le-t_ng(r_n-1)\to-\infty",
    note=r"The example $g(a)=\inf_{b\ge a}h'(b)$ is nondecreasing; with it the proof is right.",
)
def mean_value_corrected() -> Obligations:
    """h(r) - h(r-t) = t h'(ξ) with ξ > r - t > r - 1, h'(ξ) >= g(ξ) >= g(r - 1)."""
    at = WAVING.at(a, 12 - Fraction(3, 4)) - WAVING.at(a, 12)
    printed = -Fraction(3, 4) * WAVING_SLOPE.at(a, 11)
    yield Relation(at > printed, label="$g$ not monotone", instance="$r=12$, $t=3/4$")
    before, after, slope, at_xi, at_start = reals("h_r h_rt s g_xi g_r1")
    monotone = Domain(slope >= at_xi, at_xi >= at_start, t > 0, t < 1, after, h_r=after + t * slope)
    yield Relation(after - before <= -t * at_start, over=monotone, label="mean value theorem")
    yield Limit(-t * k, k, to=oo, equals=minus_oo, over=Domain(t > 0, k), label=r"$-tg\to-\infty$")


@paper.claim(
    "theorem3-ball",
    at="Proof of Theorem 3",
    printed=r"d(x',y_n)\le d(x',u_n)+d(u_n,y_n)<d(\tilde x_n,u_n)+d(u_n,y_n)=d(\tilde x_n,y_n)",
    depends=("theorem3-perturbation",),
)
def ball() -> Obligations:
    """d(x', u_n) < 1 = d(x~_n, u_n), and u_n on the geodesic from x~_n to y_n."""
    yield from dominated_ball(number(1))


def dominated_ball(radius: Term) -> Obligations:
    """The ball around u_n, at distance ``radius`` from x~_n on the geodesic: d(x~_n, y_n) = radius + d(u_n, y_n)."""
    d_xu, d_uy, d_xy = reals("d_xu d_uy d_xy")
    chain = Domain(radius > 0, d_xy <= d_xu + d_uy, d_xu < radius)
    yield Relation(d_xu + d_uy < radius + d_uy, over=chain, label="$d(x',u_n)<d(\\tilde x_n,u_n)$")
    yield Relation(d_xy < radius + d_uy, over=chain, label="$d(x',y_n)<d(\\tilde x_n,y_n)$")
    at_x, slope = reals("h_x s")
    rising = Domain(chain, slope >= 0)
    pushed = at_x + (radius + d_uy - d_xy) * slope
    yield Relation(
        at_x <= pushed, over=Domain(rising, at_x), label="$h$ increasing: $x'\\in C(\\tilde x_n,y_n)$"
    )


@paper.not_computable(
    "theorem3-closure",
    at="Proof of Theorem 3",
    printed=r"d(x,u)\le d(x,\tilde x_n)+d(\tilde x_n,u_n)+d(u_n,u)\to1\;\Rightarrow\;x\in\operatorname{cl}(U)",
    why="Closures of balls in geodesic spaces.",
    analogue=r"d(x,u)\le1\text{ and a geodesic: points at distance }e\text{ of }x\text{ in }B(u,1)",
)
def closure() -> Obligations:
    """The point at distance e from x on a geodesic to u is at distance d(x, u) - e < 1 from u."""
    distance, small = reals("d_xu e")
    near = Domain(distance <= 1, small > 0, small < distance)
    yield Relation(distance - small < 1, over=near, label="in the open ball")
    yield Limit(small, small, to=0, equals=0, label="and tends to $x$")


@paper.claim(
    "theorem3-larger-balls",
    at="Section 4, last paragraph",
    printed=r"C_\infty\supset B(u,r)\text{ with }d(x,u)=r,\;r\ge1",
    depends=("theorem3-ball",),
)
def larger_balls() -> Obligations:
    """The same with any radius r < r_n in place of 1."""
    yield from dominated_ball(r)
