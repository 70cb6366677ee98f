"""Section 2, Regularity: induced regularity, Lemma 2, and continuity of potentials."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Exists, Identity, Integral, Limit, Relation, minus_oo, oo
from otverify.papers.potentials.notation import F_v, F_y, c_xv, c_xy, f_x, paper
from otverify.papers.potentials.section2_regularity import MIX, infimum_of_concave, lam, modulus_of_infimum
from otverify.vocabulary import D, Domain, Function, absolute, equals, integral, minimum, reals, sqrt

Obligations = Iterator[Any]

s, t = reals("s t")


@paper.claim(
    "induced-regularity-6",
    at="(6)",
    printed=r"p_X(\operatorname{supp}\pi)\cap U=p_X(\operatorname{supp}\pi\cap(U\times K)),\;K\text{ compact}",
)
def induced_regularity() -> Obligations:
    """T(x) = 1/(1-x) on [0, 1): with K = [1, 1/(1-u)] on U = [0, u), u < 1; at 1 no K is large enough."""
    u, bound = reals("u k")
    image, name = 1 / (1 - s), "1/(1-x)"
    inside = Domain(s >= 0, s < u, u < 1)
    yield Relation(image >= 1, over=inside, instance=name, label="$K=[1,1/(1-u)]$")
    yield Relation(image < 1 / (1 - u), over=inside, instance=name, label="$K=[1,1/(1-u)]$")
    larger = Domain(bound > 1, s > 1 - 1 / bound, s < 1)
    yield Relation(image > bound, over=larger, instance=name, label="near 1 beyond every $[1,k]$")


@paper.not_computable(
    "lemma2-cover",
    at="Lemma 2",
    printed=r"\pi\text{ induces regularity on }U\;\Rightarrow\;U\subset p_X(\operatorname{supp}\pi)",
    why="Closed maps between Polish spaces.",
    analogue=r"T(x)=(1-x)^\beta\text{ on }[0,1)\text{: bounded, and }1\text{ has a partner, for }\beta>0;\text{ neither for }\beta<0",
)
def lemma2_cover() -> Obligations:
    """t = 1 - x: for β = b the limit 0 is the partner of 1, as the support is closed; for β = -b there is no limit."""
    (b,) = reals("b")
    yield Relation(t**b <= 1, over=Domain(b > 0, t > 0, t <= 1), label=r"$\beta>0$: $K=[0,1]$")
    yield Limit(t**b, t, to=0, equals=0, over=Domain(b > 0, t > 0), label=r"$\beta>0$: the partner of 1")
    yield Limit(t ** (-b), t, to=0, equals=oo, over=Domain(b > 0, t > 0), label=r"$\beta<0$: none")


@paper.claim(
    "lemma2-formula-7",
    at="(7), Lemma 2",
    printed=r"f(x)=\inf_{y\in K}c(x,y)-f^c(y)\quad\text{for all }x\in U",
    depends=("support-inclusion",),
)
def lemma2_formula() -> Obligations:
    """x has a partner y in K, f(x) + f^c(y) = c(x, y); every other v in K is above."""
    partner = Domain(equals(f_x + F_y, c_xy), f_x + F_v <= c_xv)
    smallest = minimum(c_xy - F_y, c_xv - F_v)
    yield Relation(smallest <= f_x, over=partner, label=r"$\min_Kc(x,\cdot)-f^c\le f(x)$")
    yield Relation(smallest >= f_x, over=partner, label=r"$\min_Kc(x,\cdot)-f^c\ge f(x)$")


@paper.not_computable(
    "lemma2-proof",
    at="Proof of Lemma 2",
    printed=r"p_X|_{X\times K}\text{ is closed},\;U=p_X(\operatorname{supp}\pi\cap(X\times K))\cap U\subset p_X(\operatorname{supp}\pi)",
    why="The projection along a compact set is a closed map.",
    analogue=r"\{(x,y):(1-x)y=1,\,y\ge1\}\text{ is closed, its projection }[0,1)\text{ is not; for }y\le k\text{ it is }[0,1-1/k]",
)
def lemma2_proof() -> Obligations:
    """x = 1 - 1/y: at most 1 - 1/k for y <= k, which is attained; below 1 for all y, though it tends to 1."""
    y, k, place = reals("y k x")
    point = 1 - 1 / y
    yield Relation(point <= 1 - 1 / k, over=Domain(y >= 1, y <= k), label=r"$K=[1,k]$")
    onto = Domain(k >= 1, place >= 0, place < 1, (1 - place) * k >= 1)
    yield Exists({y: 1 / (1 - place)}, y <= k, y >= 1, equals((1 - place) * y, 1), over=onto, label="onto")
    yield Relation(point < 1, over=y >= 1, label="1 is not attained")
    yield Limit(point, y, to=oo, equals=1, over=y >= 1, label="and is a limit")


@paper.not_computable(
    "lemma2-continuity",
    at="Lemma 2, last conclusion",
    printed=r"f|_{\operatorname{supp}\mu}\text{ is continuous on }U",
    why="Compactness in Polish spaces.",
    analogue=r"c=|x-y|^2,\;K=[-k,k]:\;|f(x)-f(x')|\le(|x+x'|+2k)|x-x'|",
    depends=("lemma2-formula-7", "modulus-inherited"),
)
def lemma2_continuity() -> Obligations:
    """By (7) f is an infimum over K and inherits the modulus that the cost has for y in K."""
    y, u, bound = reals("y u k")
    change = (u - y) ** 2 - (s - y) ** 2
    yield Identity(change, (u - s) * (u + s - 2 * y), over=Domain(u, s, y), label=r"$c(x',y)-c(x,y)$")
    inside = Domain(bound > 0, absolute(y) <= bound)
    yield Relation(
        absolute(u + s - 2 * y) <= absolute(u + s) + 2 * bound, over=Domain(inside, u, s), label="$y\\in K$"
    )
    yield from modulus_of_infimum()


@paper.not_computable(
    "remark1-inclusion",
    at="Remark 1",
    printed=r"\operatorname{supp}\mu\setminus p_X(\operatorname{supp}\pi)\subset\{x:\pi\text{ does not induce regularity at }x\}",
    why="Closed maps between Polish spaces; it is Lemma 2 again.",
    analogue=r"T(x)=(1-x)^{-1/4}:\;1\notin p_X(\operatorname{supp}\pi)\text{, and }T\text{ exceeds every }k\text{ on every }(1-e,1)",
    depends=("remark1-strict", "lemma2-cover"),
)
def remark1_inclusion() -> Obligations:
    """At x = 1 - (k + 1/e)⁻⁴, for k > 0 and e in (0, 1)."""
    e, k = reals("e k")
    given = Domain(k > 0, e > 0, e < 1)
    yield Exists(
        {t: (k + 1 / e) ** -4},
        t > 0,
        t < e,
        t ** Fraction(-1, 4) > k,
        over=given,
        label="every neighbourhood of 1",
    )


@paper.claim(
    "remark1-strict",
    at="Remark 1",
    printed=r"p_X(\operatorname{supp}\pi)\subsetneq\operatorname{supp}\mu\text{ is possible}",
)
def remark1_strict() -> Obligations:
    """μ uniform on [0, 1], T(x) = (1-x)^(-1/4): increasing, square integrable, and 1 has no partner."""
    # t = 1 - x
    transport = t ** Fraction(-1, 4)
    yield Relation(D(transport, t) < 0, over=t > 0, label="increasing in $x$, so optimal for $|x-y|^2$")
    yield Limit(transport, t, to=0, equals=oo, label=r"$T(x)\to\infty$")
    rest = 2 * sqrt(t)
    yield Relation(D(rest, t), "==", transport**2, over=t > 0, label=r"$\int_x^1T^2=2\sqrt{1-x}$")
    yield Limit(rest, t, to=0, equals=0, label=r"$\int T^2d\mu=2$")


@paper.not_computable(
    "remark1-analytic",
    at="Remark 1",
    printed=r"p_X(\operatorname{supp}\pi)\text{ is analytic, in general not Borel}",
    why="Descriptive set theory.",
    analogue=r"T(x)=\tfrac1{1-x}:\;p_X(\operatorname{supp}\pi)=\bigcup_k[0,1-\tfrac1k]\text{, compact sets whose masses tend to }1",
    depends=("lemma2-proof",),
)
def remark1_analytic() -> Obligations:
    """μ uniform on [0, 1]: the mass that is sent to y <= k is 1 - 1/k, so the union of the compact sets has mass 1."""
    (k,) = reals("k")
    yield Relation(1 / (1 - s) <= k, over=Domain(k >= 1, s < 1, (1 - s) * k >= 1), label="sent to $y\\le k$")
    yield Relation(1 / (1 - s) > k, over=Domain(k >= 1, s < 1, (1 - s) * k < 1), label="sent further")
    mass = integral(1, s, 0, 1 - 1 / k)
    yield Relation(D(mass, k) > 0, over=k >= 1, label="more for larger $k$")
    yield Identity(mass, 1 - 1 / k, over=k >= 1, label="$1-1/k$")
    yield Limit(1 - 1 / k, k, to=oo, equals=1, over=k > 0, label="full measure")


@paper.not_computable(
    "compact-Y-continuous",
    at="Section 2, after Remark 1",
    printed=r"Y\text{ compact}\;\Rightarrow\;S_c(\mu,\nu)\subset C(X)",
    why="Uniform continuity of the cost on compact sets.",
    analogue=r"|c(x,y)-c(x',y)|\le m\text{ for all }y\in Y\;\Rightarrow\;|f(x)-f(x')|\le m",
)
def compact_target() -> Obligations:
    """On compact Y the modulus m of the cost tends to 0 as x' tends to x, and f inherits it."""
    yield from modulus_of_infimum()


@paper.claim(
    "failure-of-regularity-examples",
    at="Section 2, before Example 1",
    printed=r"\operatorname{supp}\mu\text{ compact},\;\operatorname{supp}\nu\text{ not: }f\text{ may be continuous or not where }T\to\infty",
    depends=("remark1-strict",),
)
def failure_of_regularity() -> Obligations:
    """f = x² - 2φ, φ' = T = (1-x)^(-β) on [0, 1): finite at 1 for β = 1/2, -∞ for β = 2; cost |x-y|²."""
    # t = 1 - x, so that φ' = -dφ/dt
    finite_one, infinite_one = 2 - 2 * sqrt(t), 1 / t - 1
    yield Relation(-D(finite_one, t), "==", t ** Fraction(-1, 2), over=t > 0, label=r"$\beta=1/2$")
    yield Limit((1 - t) ** 2 - 2 * finite_one, t, to=0, equals=-3, label=r"$\beta=1/2$: continuous")
    yield Relation(-D(infinite_one, t), "==", 1 / t**2, over=t > 0, label=r"$\beta=2$")
    yield Limit((1 - t) ** 2 - 2 * infinite_one, t, to=0, equals=minus_oo, label=r"$\beta=2$: $f(1)=-\infty$")
    density = 6 * (1 - s) ** 5
    yield Integral(density, (s, 0, 1), equals=1, label="density $6(1-x)^5$")
    inside = Domain(s >= 0, s < 1)
    yield Relation(
        density / (1 - s) ** 4, "==", 6 * (1 - s), over=inside, label=r"$T^2\,d\mu$, $\beta=2$: bounded"
    )


@paper.not_computable(
    "example1",
    at="Example 1",
    printed=r"c=h(d(x,y)),\;h\text{ convex, differentiable: }f\text{ is continuous in }\operatorname{int}(\operatorname{supp}\mu),\text{ and on }\operatorname{supp}\mu\text{ unless }h'(a)\to\infty",
    why="Geodesic spaces; where h' is unbounded it is Theorem 3.",
    analogue=r"|h'|\le L\;\Rightarrow\;|f(x)-f(x')|\le L\,d(x,x')",
    depends=("modulus-inherited", "theorem3"),
)
def example1() -> Obligations:
    """h' <= L, so that |h'| <= L for L >= |h'(0)|: |c(x, y) - c(x', y)| <= L d(x, x'), and f inherits it."""
    a, b, distance, slope = reals("d_xy d_uy d_xu s")
    bounded = Domain(lam > 0, absolute(slope) <= lam, absolute(a - b) <= distance)
    product_bound = Relation(absolute(slope) * absolute(a - b) <= lam * distance, over=bounded)
    yield product_bound
    yield Relation(
        (a - b) * slope <= lam * distance,
        over=bounded,
        by=(product_bound,),
        label=r"$h(d)-h(d')=(d-d')h'(\xi)$",
    )
    yield from modulus_of_infimum()


@paper.claim(
    "example2-concavity",
    at="Example 2",
    printed=r"\sup_y\|D^2_xc\|<\infty\;\Rightarrow\;c(\cdot,y)-\lambda\|\cdot\|^2,\;f-\lambda\|\cdot\|^2\text{ concave for some }\lambda>0",
    depends=("semiconcave-2",),
)
def example2_concavity() -> Obligations:
    """λ = ½ sup |D²c| along every line; then f - λ|x|² is an infimum of concave functions."""
    h = Function("h")
    second = D(h(t), t, 2)
    bounded = Domain(lam > 0, absolute(second) <= 2 * lam)
    yield Relation(D(h(t) - lam * t**2, t, 2) <= 0, over=bounded, label=r"$c(x+te,y)-\lambda t^2$")
    yield from infimum_of_concave()


@paper.claim(
    "example2-domain",
    at="Example 2",
    printed=r"\Omega=\operatorname{int}\{f>-\infty\}\text{ is convex},\;\operatorname{int}(\operatorname{supp}\mu)\subset\Omega;\;f|_{\partial\Omega}\text{ finite or }-\infty",
    depends=("example2-concavity",),
)
def example2_domain() -> Obligations:
    """{f > -∞} is convex: h = f - λ|x|² is finite between points where it is. At the boundary both occur."""
    a, b, e = reals("a b e")
    # h above -s by a and b at two points, above the chord by e between them
    between = Domain(MIX, a >= 0, b >= 0, e >= 0, s > 0)
    value = (1 - t) * (a - s) + t * (b - s) + e
    yield Relation(value >= -s, over=between, label=r"$h\ge-s$ at two points, so between them")
    # t = 1 - x is the distance to the boundary point 1
    inside = Domain(t > 0)
    for label, potential, end in (
        (r"$\varphi=-\sqrt{1-x}$", 2 * sqrt(t), 0),
        (r"$\varphi=1/(1-x)$", -2 / t, minus_oo),
    ):
        yield Relation(D(potential, t, 2) <= 0, over=inside, label=f"{label}: $f-x^2$ concave on $x<1$")
        yield Limit(potential, t, to=0, equals=end, label=f"{label}: $f-x^2$ at the boundary")
