"""Section 2, Regularity: what potentials inherit from the cost, and continuity along the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otverify.claims import Identity, Relation
from otverify.papers.potentials.notation import (
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
from otverify.vocabulary import Domain, absolute, equals, reals

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
