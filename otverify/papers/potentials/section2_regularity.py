"""Section 2, Regularity: what potentials inherit from the cost, and continuity along the plan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Integral, Limit, Relation, minus_oo, oo
from otverify.papers.potentials.notation import (
    F_v,
    F_y,
    c_uv,
    c_xv,
    c_xy,
    c_zv,
    eps,
    f_u,
    f_x,
    f_z,
    g_v,
    infimum,
    paper,
)
from otverify.vocabulary import D, Domain, Function, absolute, equals, minimum, reals, sqrt

Obligations = Iterator[Any]

lam, m, s, t = reals("lambda m s t")
#: a point z = (1-t)x + tu between x and u
MIX = Domain(t >= 0, t <= 1)


def infimum_of_concave() -> Obligations:
    """c(z, v) >= (1-t)c(x, v) + t c(u, v) for v that comes within ε of f(z)."""
    given = Domain(
        MIX,
        c_zv >= (1 - t) * c_xv + t * c_uv,
        infimum(f_z, near=c_zv - g_v),
        infimum(f_x, below=(c_xv - g_v,)),
        infimum(f_u, below=(c_uv - g_v,)),
    )
    yield Relation(f_z + eps >= (1 - t) * f_x + t * f_u, over=given, label="$f((1-t)x+tu)$")


@paper.claim(
    "concavity-inherited",
    at="Section 2, Regularity",
    printed=r"c(\cdot,y)\text{ concave for all }y\;\Rightarrow\;f\in S_c\text{ concave}",
)
def concavity_inherited() -> Obligations:
    """An infimum of concave functions is concave."""
    yield from infimum_of_concave()


def modulus_of_infimum() -> Obligations:
    """m bounds |c(x, y) - c(x', y)| for the y that comes within ε of f at the one point; equality occurs."""
    bound = Domain(m >= 0, absolute(c_xv - c_uv) <= m)
    one = Domain(bound, infimum(f_x, near=c_xv - g_v), infimum(f_u, below=(c_uv - g_v,)))
    yield Relation(f_u - f_x <= m + eps, over=one, label="$f(x')-f(x)$")
    two = Domain(bound, infimum(f_u, near=c_uv - g_v), infimum(f_x, below=(c_xv - g_v,)))
    yield Relation(f_x - f_u <= m + eps, over=two, label="$f(x)-f(x')$")


@paper.claim(
    "modulus-inherited", at="Section 2, Regularity", printed=r"|f(x)-f(x')|\le\sup_{y\in Y}|c(x,y)-c(x',y)|"
)
def modulus_inherited() -> Obligations:
    """Both directions; c(x, y) = x on X = [0, 1] gives f(x) = x and equality."""
    yield from modulus_of_infimum()
    yield Relation(absolute(s - t), "==", s - t, over=s >= t, label="equality for $c(x,y)=x$, $f(x)=x$")


# ---------------------------------------------------------------------------------------------------
# sequences in ∂_c f

f_n, F_n, c_n = reals("f_n F_n c_n")
upper_f, lower_f, conjugate = reals("Lf lf LF")


@paper.claim(
    "lemma1",
    at="Lemma 1",
    printed=r"\partial_cf\ni(x_n,y_n)\to(x,y)\in\partial_cf\;\Rightarrow\;f(x_n)\to f(x),\;f^c(y_n)\to f^c(y)",
    depends=("lemma1-chain",),
)
def lemma1() -> Obligations:
    """For large n: f(x_n) < f(x) + ε, f^c(y_n) < f^c(y) + ε and |c(x_n, y_n) - c(x, y)| < ε."""
    late = Domain(
        eps > 0,
        f_n < f_x + eps,
        F_n < F_y + eps,
        absolute(c_n - c_xy) < eps,
        equals(f_n + F_n, c_n),
        equals(f_x + F_y, c_xy),
    )
    yield Relation(absolute(f_n - f_x) < 2 * eps, over=late, label=r"$f(x_n)\to f(x)$")
    yield Relation(absolute(F_n - F_y) < 2 * eps, over=late, label=r"$f^c(y_n)\to f^c(y)$")


@paper.claim(
    "lemma1-chain",
    at="Proof of Lemma 1",
    printed=r"f^c(y)\ge\limsup f^c(y_n)\ge c(x,y)-\limsup f(x_n)\ge c(x,y)-f(x)=f^c(y)",
)
def lemma1_chain() -> Obligations:
    """L = lim sup f(x_n) >= l = lim inf f(x_n), and lim sup f^c(y_n) = c(x, y) - l; all links, then equality."""
    chain = Domain(
        upper_f <= f_x,
        lower_f <= upper_f,
        conjugate <= F_y,
        equals(conjugate, c_xy - lower_f),
        equals(f_x + F_y, c_xy),
    )
    yield Relation(F_y >= conjugate, over=chain, label=r"$f^c(y)\ge\limsup f^c(y_n)$")
    yield Relation(conjugate >= c_xy - upper_f, over=chain, label=r"$\ge c(x,y)-\limsup f(x_n)$")
    yield Relation(c_xy - upper_f >= c_xy - f_x, over=chain, label=r"$\ge c(x,y)-f(x)$")
    yield Identity(c_xy - f_x, F_y, over=chain, label="$=f^c(y)$")
    for label, value, limit in (
        (r"$\limsup f$", upper_f, f_x),
        (r"$\liminf f$", lower_f, f_x),
        (r"$\limsup f^c$", conjugate, F_y),
    ):
        yield Relation(value >= limit, over=chain, label=f"{label}: equality")


paper.not_attempted(
    "induced-regularity-6",
    at="(6)",
    printed=r"p_X(\operatorname{supp}\pi)\cap U=p_X(\operatorname{supp}\pi\cap(U\times K)),\;K\text{ compact}",
)
paper.not_attempted(
    "lemma2-cover",
    at="Lemma 2",
    printed=r"\pi\text{ induces regularity on }U\;\Rightarrow\;U\subset p_X(\operatorname{supp}\pi)",
)


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


paper.not_attempted(
    "lemma2-proof",
    at="Proof of Lemma 2",
    printed=r"p_X|_{X\times K}\text{ is closed},\;U=p_X(\operatorname{supp}\pi\cap(X\times K))\cap U\subset p_X(\operatorname{supp}\pi)",
)
paper.not_attempted(
    "lemma2-continuity",
    at="Lemma 2, last conclusion",
    printed=r"f|_{\operatorname{supp}\mu}\text{ is continuous on }U",
)
paper.not_attempted(
    "remark1-inclusion",
    at="Remark 1",
    printed=r"\operatorname{supp}\mu\setminus p_X(\operatorname{supp}\pi)\subset\{x:\pi\text{ does not induce regularity at }x\}",
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


paper.not_attempted(
    "remark1-analytic",
    at="Remark 1",
    printed=r"p_X(\operatorname{supp}\pi)\text{ is analytic, in general not Borel}",
)


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
