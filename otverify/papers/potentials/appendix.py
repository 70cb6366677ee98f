"""Appendix A: projections, restrictions, separated supports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otverify.claims import Exists, Relation
from otverify.claims_transport import Optimal, PotentialWidth, UniquePlan
from otverify.papers.potentials.instances import empty_atoms, finite, separated
from otverify.papers.potentials.notation import (
    F_v,
    F_y,
    c_uy,
    c_xv,
    c_xy,
    eps,
    f_u,
    f_x,
    infimum,
    paper,
)
from otverify.papers.potentials.section2_restrictions import (
    CONTACT,
    SMALL,
    SMALL_COST,
    TILDE_CONTACT,
    WHOLE,
    R_y,
    conjugate_of_extension_agrees,
    conjugate_of_restriction_agrees,
    extension_agrees,
    r_x,
    restriction_agrees,
)
from otverify.papers.potentials.section3_disconnected import SEPARATED_COST
from otverify.vocabulary import BorelSet, Domain, Function, equals, points, reals

Obligations = Iterator[Any]


@paper.not_computable(
    "lemma9",
    at="Lemma 9",
    printed=r"\pi(A)=1\;\Rightarrow\;\exists A_\mu\subset p_X(A),A_\nu\subset p_Y(A)\text{ Borel},\;\mu(A_\mu)=\nu(A_\nu)=1",
    why="Analytic sets are universally measurable.",
    analogue=r"A\subset(A_\mu\cup N)\times Y,\;\mu(N)=0:\;\mu(A_\mu)\ge\mu(A_\mu\cup N)-\mu(N)\ge\pi(A)=1",
)
def lemma9() -> Obligations:
    """The displayed line of the proof, for the indicators a of A and b of (A_μ ∪ N) × Y; then μ(N) = 0."""
    plan, (pair,) = BorelSet("pi"), points("p")
    inner, outer = Function("a")(pair), Function("b")(pair)
    yield Relation(
        plan.integral(inner, pair) <= plan.integral(outer, pair),
        over=Domain(plan.everywhere(pair, inner <= outer)),
        label=r"$\pi(A)\le\mu(A_\mu\cup N)$",
    )
    whole, union, null, kept = reals("a u n m")
    parts = Domain(whole >= 1, union >= whole, union <= kept + null, null <= 0)
    yield Relation(kept >= 1, over=parts, label=r"$\mu(A_\mu)$")


@paper.not_computable(
    "lemma10",
    at="Lemma 10",
    printed=r"\operatorname{cl}(\operatorname{supp}\mu\setminus p_X(\operatorname{supp}\pi))\subset\Sigma,\;\Sigma\text{ closed}",
    why="Lemma 2 in Polish spaces.",
    analogue=r"T(x)=1/(\tfrac1n-x)\text{ on }(\tfrac1{n+1},\tfrac1n)\text{: each }\tfrac1n\text{ is in }\Sigma,\text{ and so is their limit }0",
    depends=("lemma2-cover", "remark1-inclusion"),
)
def lemma10() -> Obligations:
    """Below every 1/n there are x with T(x) > k; so there are in every (0, e), below 1/n for an n > 1/e."""
    n, k, e, x = reals("n k e x")
    given = Domain(n >= 1, k > 0)
    place = 1 / n - 1 / (n * (n + 1) + k)
    image = 1 / (1 / n - x)
    yield Exists({x: place}, x < 1 / n, x > 1 / (n + 1), image > k, over=given, label=r"$\tfrac1n\in\Sigma$")
    near = Domain(given, e > 0, n * e > 1)
    yield Exists({x: place}, x > 0, x < e, image > k, over=near, label=r"$0\in\Sigma$, for $n>1/e$")


# ---------------------------------------------------------------------------------------------------
# the proof of Lemma 3. In the paper an infimum acts on everything to its right.


@paper.claim(
    "lemma3-proof-restrict-lines",
    at="Proof of Lemma 3, restriction",
    printed=r"\tilde f(x_0)=\inf_{y\in\tilde Y}c(x_0,y)-\inf_{x\in X}c(x,y)+f(x)\ge f(x_0)\text{ and three more lines}",
    depends=("lemma3-restrict",),
)
def restrict_lines() -> Obligations:
    """One point x_0 = x and one y: the second line says c - (c + f) where f~ = c - (c - f)."""
    yield from restriction_agrees()
    one_point = Domain(c_xy >= 0, f_x)
    restricted = c_xy - (c_xy - f_x)
    printed = c_xy - (c_xy + f_x)
    yield Relation(restricted, "==", printed, over=one_point, label="line 2, first equality")


@restrict_lines.corrected(
    r"\tilde f(x_0)=\inf_{y\in\tilde Y}c(x_0,y)-\inf_{x\in X}\bigl(c(x,y)-f(x)\bigr)\ge f(x_0)",
    note="In lines 2 and 4 the sign of the last term changes under the second infimum; the inequalities are right.",
)
def restrict_lines_corrected() -> Obligations:
    """All four lines, with f^c(y) = inf c(x, y) - f(x) put in for the last two terms."""
    yield from restriction_agrees()
    yield from conjugate_of_restriction_agrees()
    yield Relation(c_xy - (c_xy - f_x), "==", f_x, over=Domain(c_xy >= 0, f_x), label="line 2 with one point")


@paper.claim(
    "lemma3-proof-extend",
    at="Proof of Lemma 3, extension",
    printed=r"f:X\to\mathbb R,\;f(x)=\inf_{y\in\tilde Y}c(x,y)-\tilde f^{\tilde c}(y);\;f^c(y_0)=\inf_{x\in X}c(x,y_0)-\inf_{y\in\tilde Y}c(x,y)+\tilde f^{\tilde c}(y)\ge\tilde f^{\tilde c}(y_0)",
    depends=("lemma3-extend",),
)
def extend_lines() -> Obligations:
    """The last line has the same slip: one point x and one y, f(x) = c - G and f^c(y) = G."""
    yield from extension_agrees()
    one_point = Domain(c_xy >= 0, R_y)
    conjugate = c_xy - (c_xy - R_y)
    yield Relation(conjugate, "==", c_xy - (c_xy + R_y), over=one_point, label="last line, first equality")


@extend_lines.corrected(
    r"f:X\to\mathbb R\cup\{-\infty\},\;f^c(y_0)=\inf_{x\in X}c(x,y_0)-\inf_{y\in\tilde Y}\bigl(c(x,y)-\tilde f^{\tilde c}(y)\bigr)\ge\tilde f^{\tilde c}(y_0)",
    note=r"A sign again; and $f$ may be $-\infty$ outside of $\tilde X$ when $\tilde Y$ is not compact. The extension is as claimed.",
)
def extend_lines_corrected() -> Obligations:
    """The extension, its values on X~, and its conjugate."""
    yield from extension_agrees()
    yield from conjugate_of_extension_agrees()


@paper.claim(
    "lemma3-proof-values",
    at="Proof of Lemma 3",
    printed=r"T_{\tilde c}(\mu,\nu)=T_c(\mu,\nu)=\pi(f\oplus f^c)=\pi(\tilde f\oplus\tilde f^{\tilde c}),\text{ equal optimal plans}",
    depends=("lemma3-restrict",),
)
def values() -> Obligations:
    """The instance with a point without mass on each side: equal values, the same plan, unique in both."""
    whole, small = empty_atoms(), finite([1, 2], [2, 1], SMALL_COST)
    yield Optimal(whole, value=7, plan=[[0, 1, 0], [2, 0, 0], [0, 0, 0]], potentials=WHOLE, label="whole")
    yield Optimal(small, value=7, plan=[[0, 1], [2, 0]], potentials=SMALL, label="restricted")
    yield UniquePlan(whole, label="whole")
    yield UniquePlan(small, label="restricted")


@paper.claim(
    "lemma3-enlarged-consensus",
    at="Appendix A, after the proof of Lemma 3",
    printed=r"\tilde f=f\text{ on }p_X(\operatorname{supp}\pi)\cap\tilde X,\;\tilde f^{\tilde c}=f^c\text{ on }p_Y(\operatorname{supp}\pi)\cap\tilde Y",
    depends=("lemma3-restrict", "lemma1"),
)
def enlarged_consensus() -> Obligations:
    """(x, y) in supp π with y outside of Y~ is a limit of (u, v) with v in Y~; f^c(v) -> f^c(y) by Lemma 1."""
    near = Domain(eps > 0, F_v > F_y - eps, c_xv < c_xy + eps, CONTACT, infimum(r_x, below=(c_xv - F_v,)))
    yield Relation(r_x <= f_x + 2 * eps, over=near, label=r"$\tilde f\le f$")
    lower = Domain(infimum(r_x, near=c_xv - F_v), f_x + F_v <= c_xv)
    yield Relation(f_x <= r_x + eps, over=lower, label=r"$\tilde f\ge f$")
    # for y of Y~ with partner x outside of X~: f~(u) <= c(u, v') - f^c(v') at contacts u -> x
    near = Domain(eps > 0, f_u > f_x - eps, c_uy < c_xy + eps, CONTACT, infimum(R_y, below=(c_uy - f_u,)))
    yield Relation(R_y <= F_y + 2 * eps, over=near, label=r"$\tilde f^{\tilde c}\le f^c$")


@paper.claim(
    "lemma3-two-extensions",
    at="Appendix A, after the proof of Lemma 3",
    printed=r"f=\tilde f\text{ on }\tilde X\text{ for one extension},\;f^c=\tilde f^{\tilde c}\text{ on }\tilde Y\text{ for one}",
    depends=("lemma3-extend", "double-conjugate"),
)
def two_extensions() -> Obligations:
    """inf over Y~ of c - f~^c~ agrees on X~. The double transform of f~ (-∞ off X~) agrees on X~ and on Y~."""
    yield from extension_agrees()
    # h = f~ on X~, -∞ elsewhere: h^c = f~^c~ on Y~, h^ccc = h^c; and h <= h^cc <= c - h^c on X~
    double = Domain(TILDE_CONTACT, infimum(f_x, below=(c_xy - R_y,)))
    yield Relation(f_x <= r_x, over=double, label=r"second extension, on $\tilde X$: $\le$")
    (H_v,) = reals("H_v")
    lower = Domain(infimum(f_x, near=c_xv - H_v), infimum(H_v, below=(c_xv - r_x,)))
    yield Relation(r_x <= f_x + eps, over=lower, label=r"second extension, on $\tilde X$: $\ge$")
    conjugate = Domain(infimum(F_y, below=(c_uy - f_u,)), r_x <= f_u, infimum(R_y, near=c_uy - r_x))
    yield Relation(F_y <= R_y + eps, over=conjugate, label=r"second extension, on $\tilde Y$: $\le$")
    above = Domain(infimum(F_y, near=c_uy - f_u), infimum(f_u, below=(c_uy - R_y,)))
    yield Relation(R_y <= F_y + eps, over=above, label=r"second extension, on $\tilde Y$: $\ge$")


# ---------------------------------------------------------------------------------------------------
# Lemma 11

a, b, delta, w = reals("a b Delta w")
#: |a - b| <= Δ, and Δ below the cost from X_1 to X_2 and back
OFFSETS = Domain(delta > 0, a - b <= delta, b - a <= delta)
ACROSS = Domain(OFFSETS, c_xy >= delta)
#: a fifth point without mass
EXTRA_COST = (
    (0, 5, 2, 9, 1),
    (5, 0, 4, 3, 1),
    (2, 4, 0, 0, 1),
    (9, 3, 0, 0, 7),
    (1, 1, 1, 7, 0),
)


def values_on_both() -> Obligations:
    """f_{a,b} = g^c: at x of X_1 the infimum is a, attained at y = x; at x of X_2 it is b."""
    (c_xx,) = reals("c_xx")
    for here, there, part in ((a, b, 1), (b, a, 2)):
        yield Relation(
            c_xx + here, "==", here, over=Domain(equals(c_xx, 0), a, b), label=f"$X_{part}$: $y=x$"
        )
        yield Relation(
            c_xy + here >= here, over=Domain(c_xy >= 0, a, b), label=f"$X_{part}$: $y\\in X_{part}$"
        )
        yield Relation(c_xy + there >= here, over=ACROSS, label=f"$X_{part}$: $y\\in X_{3 - part}$")


def conjugates_on_both() -> Obligations:
    """f^c <= -f by y = x, and f^c >= g = -f."""
    (c_xx,) = reals("c_xx")
    for value, part in ((a, 1), (b, 2)):
        diagonal = Domain(equals(c_xx, 0), a, b, infimum(F_y, below=(c_xx - value,)))
        yield Relation(F_y <= 0 - value, over=diagonal, label=f"$f^c\\le-f$ on $X_{part}$")
        bidual = Domain(
            infimum(F_y, near=c_uy - f_u), infimum(f_u, below=(c_uy - w,)), equals(w, 0 - value), a, b
        )
        yield Relation(0 - value <= F_y + eps, over=bidual, label=f"$f^c\\ge g=-f$ on $X_{part}$")


@paper.claim(
    "lemma11",
    at="Lemma 11",
    printed=r"\Delta>0,\;|a-b|\le\Delta\;\Rightarrow\;\exists f_{a,b}\in S_c(\mu,\mu):\;f_{a,b}=a\text{ on }X_1,\;f_{a,b}=b\text{ on }X_2",
    hypotheses=(
        r"c\ge0\text{ continuous, symmetric},\;c(x,x)=0",
        r"\mu=\nu,\;\operatorname{supp}\mu=X_1\cup X_2",
        r"\Delta=\inf_{X_1\times X_2}c",
    ),
    depends=("lemma11-zero-cost", "lemma11-proof-case", "lemma11-proof-conjugate"),
)
def lemma11() -> Obligations:
    """The construction of the proof; four points and one without mass, Δ = 2: sharp."""
    yield from values_on_both()
    yield from conjugates_on_both()
    stated = finite([1, 1, 1, 1, 0], [1, 1, 1, 1, 0], EXTRA_COST)
    for offset in (-2, 2):
        f = (0, 0, offset, offset, min(1, offset + 1))
        g = (0, 0, -offset, -offset, min(1, 1 - offset))
        yield Optimal(stated, potentials=(f, g), label=f"$b-a={offset}$")
    yield PotentialWidth(stated, (0, 2), -2, 2, label=r"$|a-b|\le\Delta$ and no more")
    # in the next three, Δ = 2 and f_1 - f_2 = ±2 should both be possible
    yield PotentialWidth(separated([[0, 2], [1, 0]]), (0, 1), -1, 2, label="without symmetry")
    yield PotentialWidth(separated([[1, 2], [2, 0]]), (0, 1), -1, 2, label="without $c(x,x)=0$")
    yield PotentialWidth(finite([1, 2], [2, 1], [[0, 2], [2, 0]]), (0, 1), -2, -2, label=r"without $\mu=\nu$")


@paper.claim("lemma11-zero-cost", at="Proof of Lemma 11", printed=r"T_c(\mu,\mu)=0")
def zero_cost() -> Obligations:
    """The diagonal plan pays Σ m_i c(x_i, x_i) = 0, and no plan pays less."""
    m, c_xx, q = reals("m c_xx q")
    yield Relation(m * c_xx, "==", 0, over=Domain(m >= 0, equals(c_xx, 0)), label="diagonal plan")
    yield Relation(q * c_xy >= 0, over=Domain(q >= 0, c_xy >= 0), label="no plan is cheaper")
    yield Optimal(separated(SEPARATED_COST), value=0, label="four points")


@paper.claim(
    "lemma11-proof-case",
    at="Proof of Lemma 11",
    printed=r"f_{a,b}(x)=\inf_{y\in X}c(x,y)-g(y)=a\text{ on }X_1,\;=b\text{ on }X_2",
)
def proof_case() -> Obligations:
    """The cases y = x, y in X_1, y in X_2 of the infimum, for x in X_1 and in X_2."""
    yield from values_on_both()


@paper.claim(
    "lemma11-proof-conjugate",
    at="Proof of Lemma 11",
    printed=r"f^c_{a,b}\le-a\text{ on }X_1,\;f^c_{a,b}\le-b\text{ on }X_2,\;f^c_{a,b}=-f_{a,b}\text{ on }X_1\cup X_2",
    depends=("lemma11-proof-case", "double-conjugate"),
)
def proof_conjugate() -> Obligations:
    """Both inequalities; then f(x) + f^c(x) = 0 = c(x, x)."""
    yield from conjugates_on_both()
    yield Relation(f_x + F_y, "==", 0, over=equals(F_y, 0 - f_x), label=r"$f\oplus f^c=0$ on the diagonal")
