"""Section 4, Figure 3 and Example 4: asymptotic regions of dominated cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Exists, Identity, Limit, Relation, minus_oo, oo
from otverify.claims_transport import CyclicallyMonotone
from otverify.papers.potentials.notation import HALF, paper
from otverify.vocabulary import Domain, absolute, dot, maximum, minimum, number, reals, vectors

Obligations = Iterator[Any]

r, t, q, p, k, m, g_0, g_1 = reals("r t q p k m g_0 g_1")
x, y, z = vectors("x y z")


def half_space() -> Obligations:
    """|z - y|² - |x - y|² = |z - x|² - 2<z - x, y - x>; with y = x + ru: at most 0 once 2r<z - x, u> >= |z - x|²."""
    left = dot(z - y, z - y) - dot(x - y, x - y)
    right = dot(z - x, z - x) - 2 * dot(z - x, y - x)
    yield Identity(left, right, over=Domain(x, y, z), label="squares")
    # q = |z - x|², k = <z - x, u>
    late = Domain(k > 0, q >= 0, r >= q / (2 * k))
    yield Relation(q - 2 * r * k <= 0, over=late, label=r"$\langle z-x,u\rangle>0$: in $C$ for large $r$")
    outside = Domain(k < 0, q >= 0, r > 0)
    yield Relation(q - 2 * r * k > 0, over=outside, label=r"$\langle z-x,u\rangle<0$: not in $C$")


@paper.claim(
    "figure3-halfspace",
    at="Figure 3(a)",
    printed=r"c=h(\|x-y\|):\;C(\tilde x_n,y_n)\to\text{half space with normal }u",
    depends=("dominated-region-ball",),
)
def figure3_halfspace() -> Obligations:
    """For increasing h dominated means nearer to y: the half space with the inner normal u, through x."""
    yield from half_space()


# ---------------------------------------------------------------------------------------------------
# l_1 in the plane: y = (a, b), a -> ∞, differences with respect to x

a, b, e, s = reals("a b e s")
z1, z2, x1, x2 = reals("z_1 z_2 x_1 x_2")


def l1_difference(first: Any, second: Any) -> Any:
    """|z - y|_1 - |x - y|_1 for y = (first, second)."""
    return absolute(z1 - first) + absolute(z2 - second) - absolute(x1 - first) - absolute(x2 - second)


@paper.claim(
    "figure3-l1",
    at="Figure 3(b)",
    printed=r"c=h(\|x-y\|_1):\;C_\infty\text{ not a half space}\Rightarrow u\in\{\pm e_1,\pm e_2\},\;(y_n)_2\to(\text{apex})_2",
)
def figure3_l1() -> Obligations:
    """u not aligned: half plane. Aligned, b_n -> b: a cone. And b_n with two limits: may the cone be that of one?"""
    far = Domain(a >= z1, a >= x1, b >= z2, b >= x2)
    yield Identity(
        l1_difference(a, b), (x1 - z1) + (x2 - z2), over=far, label="$a,b\\to\\infty$: a half plane"
    )
    aligned = Domain(a >= z1, a >= x1, b, z2, x2)
    cone = absolute(z2 - b) - absolute(x2 - b) - (z1 - x1)
    yield Identity(
        l1_difference(a, b),
        cone,
        over=aligned,
        label="$a\\to\\infty$, $b_n\\to b$: a cone with apex at height $b$",
    )
    # z_1 - x_1 = t >= |z_2 - b'| - |x_2 - b'| with b' = x_2 is in the region for every b: b_n may return to x_2
    inside = Domain(t >= absolute(s), e)
    yield Relation(
        t >= absolute(s - e) - absolute(e), over=inside, label="the cone of $x_2$ lies in that of every $b$"
    )
    # so b_n alternating between x_2 and x_2 + 1 has the region of x_2 + 1 alone, with apex at that height
    yield Relation(absolute((x2 + 1) - x2), "==", 0, over=Domain(x2), label="$b_n\\to$ height of the apex")


@figure3_l1.corrected(
    r"(y_{n_k})_2\to(\text{apex})_2\text{ for a subsequence}",
    note=r"$C_\infty$ is a limit superior: the heights of $y_n$ may return to that of $x$ without a trace. A subsequence converges.",
)
def figure3_l1_corrected() -> Obligations:
    """The classification, and which cone contains which: C_b grows when b moves away from x_2."""
    far = Domain(a >= z1, a >= x1, b >= z2, b >= x2)
    yield Identity(
        l1_difference(a, b), (x1 - z1) + (x2 - z2), over=far, label="$a,b\\to\\infty$: a half plane"
    )
    nested = Domain(e >= 0, b >= e, s)
    yield Relation(
        absolute(s - b) - b <= absolute(s - e) - e, over=nested, label="$C_e\\subset C_b$ for $0\\le e\\le b$"
    )
    # x = 0: the apex (-b, b) of C_b lies in C_e only if |b - e| - |e| <= -b, so not for e < b
    short = {"$0\\le e<b$": Domain(b > 0, e >= 0, e < b), "$e<0$": Domain(b > 0, e < 0)}
    for label, domain in short.items():
        yield Relation(
            absolute(b - e) - absolute(e) > -b,
            over=domain,
            label=f"{label}: the apex of $C_b$ is not in $C_e$",
        )


@paper.claim(
    "figure3-condition1",
    at="Figure 3, caption",
    printed=r"h'(a)\to\infty\;\Rightarrow\;\text{condition 1 of Lemma 8},\;f=-\infty\text{ on }C_\infty",
    depends=("theorem3",),
)
def figure3_condition1() -> Obligations:
    """h(a) = a^p, p = 3/2, 2, 3: pushing by t = r^(-s) with s below p - 1 lowers the cost without bound."""
    square, cube = -2 * r * t + t**2, -3 * r**2 * t + 3 * r * t**2 - t**3
    for power, change, push in ((2, square, HALF), (3, cube, Fraction(1))):
        yield Identity(
            (r - t) ** power - r**power, change, over=Domain(r, t), label=f"$p={power}$: pushed by $t$"
        )
        pushed = change.at(t, r ** (-push))
        yield Limit(pushed, r, to=oo, equals=minus_oo, label=f"$p={power}$, $t_n=r_n^{{-{push}}}$")
    tangent = Domain(p > 1, r > 1, m > r - 1, m <= r)
    yield Relation(m**p >= r**p - p * r ** (p - 1) * (r - m), over=tangent, label="tangent from below")


# ---------------------------------------------------------------------------------------------------
# Example 4


@paper.claim(
    "example4-perturbation",
    at="Example 4",
    printed=r"\tilde x_n=x_n+(y_n-x_n)/\|y_n-x_n\|^{3/2}:\;\tilde x_n-x_n\to0,\;c(\tilde x_n,y_n)-c(x_n,y_n)\to-\infty",
)
def example4_perturbation() -> Obligations:
    """|x~_n - x_n| = r^(1-q), c(x~_n, y_n) - c(x_n, y_n) = (r - r^(1-q))² - r² for the exponent q; q = 3/2, and 1 < q < 2."""
    change = (r - r ** (1 - q)) ** 2 - r**2
    at = Fraction(3, 2)
    yield Limit((r ** (1 - q)).at(q, at), r, to=oo, equals=0, label=r"$\tilde x_n-x_n\to0$")
    yield Limit(change.at(q, at), r, to=oo, equals=minus_oo, label="condition 1")
    yield Relation(
        change, "==", -2 * r ** (2 - q) + r ** (2 - 2 * q), over=Domain(r > 0, q), label="every $q$"
    )
    general = Domain(q > 1, q < 2, r > 0)
    yield Limit(r ** (1 - q), r, to=oo, equals=0, over=general, label="$q>1$")
    yield Limit(
        -2 * r ** (2 - q) + r ** (2 - 2 * q), r, to=oo, equals=minus_oo, over=general, label="$1<q<2$"
    )


@paper.claim(
    "example4-halfspace",
    at="Example 4",
    printed=r"C_\infty\supset\{z:\langle z-x,u\rangle>0\},\;u=\lim(y_n-\tilde x_n)/\|y_n-\tilde x_n\|",
    depends=("figure3-halfspace",),
)
def example4_halfspace() -> Obligations:
    """{z: <z - x, u> > 0} is open, has x in its closure, and lies in C(x~_n, y_n) for large n."""
    yield from half_space()
    yield Limit(t * k, t, to=0, equals=0, over=Domain(k > 0, t), label="$x+tu\\to x$")


@paper.not_computable(
    "example4-interior",
    at="Example 4",
    printed=r"c=\|x-y\|^2\text{ on }\mathbb R^d\;\Rightarrow\;\Sigma\subset\partial\operatorname{supp}\mu",
    why="A combination of Lemma 8 with sequences of the plan.",
    analogue=r"\text{an interior point sent far beyond its neighbours violates }c\text{-cyclical monotonicity}",
)
def example4_interior() -> Obligations:
    """In the plane: the origin sent to (10, 0) and (1, 1), in the half space, sent to (2, 0)."""
    cost = [[100, 4], [82, 2]]
    yield CyclicallyMonotone(cost, [(0, 0), (1, 1)], holds=False, label="$|x-y|^2$")


#: differences |z - Ru|_∞ - |Ru|_∞ for u = (1, 1) and u = (1, 0), x = 0
DIAGONAL = maximum(absolute(z1 - r), absolute(z2 - r)) - r
AXIS = maximum(absolute(z1 - r), absolute(z2)) - r


@paper.claim(
    "example4-lp",
    at="Example 4",
    printed=r"C_\infty\text{ contains half spaces for all }l_p\text{ costs},\;p>1",
    depends=("figure3-l1",),
)
def example4_lp() -> Obligations:
    """1 < p < ∞: N(y - z) <= N(y - x) - <∇N(y - z), z - x> by convexity of the norm N, gradients converging."""
    # k: limit of <∇N, z - x> > 0, s: its value at n
    late = Domain(g_1 <= g_0 - s, s > 0)
    yield Relation(g_1 < g_0, over=late, label=r"$\langle\nabla N(u),z-x\rangle>0$: in $C$ for large $n$")
    # along an axis, x = 0, y = (R, 0), r = R - z_1, |z_2|^p = t p z_1 r^(p-1) with t <= 1 for large R
    (large,) = reals("R")
    near = Domain(p > 1, r > 0, large > r, t >= 0, t <= 1)
    transverse = t * p * (large - r) * r ** (p - 1)
    yield Relation(r**p + transverse <= large**p, over=near, label="axis: $z_1>0$ is in $C$ for large $R$")
    yield Limit(
        p * z1 * r ** (p - 1),
        r,
        to=oo,
        equals=oo,
        over=Domain(p > 1, z1 > 0, r),
        label="axis, $p>1$: $R$ exists",
    )


@example4_lp.reading(
    "maximum norm excluded",
    printed=r"1<p<\infty;\text{ for the maximum norm }C_\infty\text{ may be a quadrant}",
)
def example4_maximum() -> Obligations:
    """u = (1, 1): |z - Ru| <= R exactly when min(z_1, z_2) >= 0, a quadrant, which contains no half plane."""
    late = Domain(r >= z1, r >= z2, r > 0)
    yield Relation(DIAGONAL, "==", -minimum(z1, z2), over=late, label="the region is a quadrant")
    # every half plane <n, z> > m has points outside of the quadrant; here n_2 > 0 and n_2 < 0
    n1, n2 = reals("n_1 n_2")
    tilted = Domain(n1, n2 > 0, m)
    far = {z1: number(-1), z2: (m + n1) / n2 + 1}
    yield Exists(far, n1 * z1 + n2 * z2 > m, z1 < 0, over=tilted, label="$n_2>0$: not in the quadrant")
    down = {z1: number(0), z2: -(m**2 + 1) / (-n2) - 1}
    yield Exists(
        down, n1 * z1 + n2 * z2 > m, z2 < 0, over=Domain(n1, n2 < 0, m), label="$n_2<0$: not in the quadrant"
    )
    yield Relation(
        DIAGONAL > 0, over=Domain(late, z1 < 0), label="outside of the quadrant: not in $C_\\infty$"
    )


@paper.claim(
    "example4-convex-hull",
    at="Example 4",
    printed=r"\operatorname{int}(\operatorname{conv}(\operatorname{supp}\mu))\subset\{f<\infty\}",
)
def example4_convex_hull() -> Obligations:
    """As printed: f < ∞. It is below c(x, y) - f^c(y) for any y with f^c(y) > -∞."""
    f, cost, conjugate = reals("f c F")
    yield Relation(f <= cost - conjugate, over=Domain(f + conjugate <= cost), label="bounded by a number")


@example4_convex_hull.reading(
    "minus infinity meant",
    printed=r"\operatorname{int}(\operatorname{conv}(\operatorname{supp}\mu))\subset\{f>-\infty\}",
)
def example4_convex_hull_meant() -> Obligations:
    """Squared cost: f - |x|² is concave, so {f > -∞} is convex; it contains a dense part of the support."""
    h0, h1 = reals("h_0 h_1")
    # h_0, h_1 above -m by a and b, h_t above the chord by g_0
    between = Domain(t >= 0, t <= 1, a >= 0, b >= 0, g_0 >= 0, m > 0, h_0=a - m, h_1=b - m)
    yield Relation(
        (1 - t) * h0 + t * h1 + g_0 >= -m, over=between, label=r"$h\ge-m$ at two points, so between them"
    )


@paper.claim(
    "example4-superlinear",
    at="Example 4",
    printed=r"c=g(x-y),\;g\text{ convex, superlinear}\;\Rightarrow\;\text{condition 1 of Lemma 8}",
)
def example4_superlinear() -> Obligations:
    """g((1-τ)z) <= (1-τ)g(z) + τg(0): the push by t = τ|z| changes g by at most -t (g(z) - g(0))/|z|."""
    tau, size, value, pushed, origin = reals("tau r g_z g_p g_0")
    convex = Domain(tau > 0, tau < 1, pushed <= (1 - tau) * value + tau * origin, size > 0)
    yield Relation(pushed - value <= -tau * (value - origin), over=convex, label="convexity")
    # slope k = (g(z) - g(0))/|z| -> ∞, t = k^(-1/2)
    yield Limit(k**-HALF, k, to=oo, equals=0, label=r"$t_n\to0$")
    yield Limit(-(k**-HALF) * k, k, to=oo, equals=minus_oo, label=r"$-t_n(g(z_n)-g(0))/|z_n|\to-\infty$")
