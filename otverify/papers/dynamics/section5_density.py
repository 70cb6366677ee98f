"""Section 5, last part: costs with an invertible mixed derivative are open and dense."""

from __future__ import annotations

from functools import reduce
from math import factorial
from operator import add

from otverify.claims import Identity, Limit, Relation, finite
from otverify.kernel.terms import Term
from otverify.papers.dynamics.notation import HALF, Obligations, paper
from otverify.vocabulary import D, Domain, number, reals

x, y = reals("x y")


def determinant(rows: list[list[Term]]) -> Term:
    """The determinant, expanded by the first row."""
    if len(rows) == 1:
        return rows[0][0]
    minors = [[[v for k, v in enumerate(row) if k != j] for row in rows[1:]] for j in range(len(rows))]
    products = [entry * determinant(minor) for entry, minor in zip(rows[0], minors, strict=True)]
    return sum(products[2::2], products[0]) - reduce(add, products[1::2])


@paper.claim(
    "sec-5-openness",
    at="Section 5",
    printed=r"\{c:\text{(1.3)}\}\text{ is open in }C^2",
)
def sec_5_openness() -> Obligations:
    """|det C - det C'| is small with the entries of C - C': n = 1, 2, with entries bounded by R and moved by at most δ."""
    a, b, g, e, p, q, s, t = reals("a b g e p q s t")
    small = Domain(p**2 < a**2)
    yield Relation((a + p) * (a - p) > 0, over=small, label=r"$n=1$: $a+p\ne0$", instance="n = 1")
    moved = (a + p) * (e + t) - (b + q) * (g + s)
    yield Identity(
        moved - (a * e - b * g),
        a * t + p * e + p * t - b * s - q * g - q * s,
        label="$n=2$: every term has a small factor",
        instance="n = 2",
    )


@paper.claim(
    "sec-5-rank-lsc",
    at="Section 5",
    printed=r"\operatorname{rank}=\bar r\text{ near a point of maximal rank; }DG\text{ is invertible}",
)
def sec_5_rank_lsc() -> Obligations:
    """DG = (X_y; 0 I) has the determinant of the r̄ × r̄ minor: n = 2, 3."""
    for size in (2, 3):
        for rank in range(1, size):
            rows = [[reals(f"m_{i}{j}")[0] for j in range(size)] for i in range(rank)]
            rows += [[number(int(i == j)) for j in range(size)] for i in range(rank, size)]
            minor = [row[:rank] for row in rows[:rank]]
            yield Identity(
                determinant(rows),
                determinant(minor),
                label=rf"$n={size}$, $\bar r={rank}$",
                instance=f"n = {size}",
            )


@paper.claim(
    "sec-5-density-rank",
    at="Section 5",
    printed=r"\tilde X_i=z_i\;(i\le\bar r),\;\operatorname{rank}\tilde X=\bar r\Rightarrow\tilde X_{\bar r+1},\dots\text{ do not depend on }z_{\bar r+1},\dots,z_n",
)
def sec_5_density_rank() -> Obligations:
    """The minors of (I 0; * B) that add a row i and a column j beyond r̄ are the entries B_ij: rank r̄ forces B = 0."""
    for rank in (1, 2):
        rows = [[number(int(i == j)) for j in range(rank + 1)] for i in range(rank)]
        rows.append([*(reals(f"e_{j}")[0] for j in range(rank)), reals("B_ij")[0]])
        yield Identity(determinant(rows), reals("B_ij")[0], label=rf"$\bar r={rank}$", instance=f"r = {rank}")


@paper.claim(
    "sec-5-density-perturbation",
    at="Section 5",
    printed=r"\tilde c=c+\epsilon\varphi(z)\delta(x,z),\;\delta=\sum_{i>\bar r}x_iz_i:\ \text{invertible mixed derivative, }\tilde c\to c\text{ in }C^2",
)
def sec_5_density_perturbation() -> Obligations:
    """det (I 0; * εI) = ε^(n-r̄); then C² in the original coordinates: G is only as smooth as ∂c/∂x.

    c = xy + |x + y|^(5/2) is C², and X(y) = ∂c/∂x(0, y) = y + (5/2) y^(3/2) for y > 0; φ(G(y)) δ(x, G(y)) = x G(y).
    """
    eps = reals("epsilon")[0]
    for size, rank in ((2, 1), (3, 1), (3, 2)):
        rows = [[number(int(i == j)) for j in range(size)] for i in range(rank)]
        for i in range(rank, size):
            lower = [reals(f"e_{i}{j}")[0] for j in range(rank)]
            rows.append([*lower, *(eps if i == j else number(0) for j in range(rank, size))])
        yield Identity(
            determinant(rows),
            eps ** (size - rank),
            label=rf"$n={size}$, $\bar r={rank}$",
            instance=f"n = {size}",
        )
    slope = D(x * y + (x + y) ** (HALF * 5), x).at(x, 0)
    yield Identity(
        slope, y + 5 * HALF * y ** (HALF * 3), over=y > 0, label="$X=G$", instance="c = xy + |x + y|^(5/2)"
    )
    yield Limit(
        D(y + 5 * HALF * y ** (HALF * 3), y, 2),
        y,
        to=0,
        equals=finite,
        label=r"$\partial_y^2$ of the perturbation stays finite",
    )


@sec_5_density_perturbation.corrected(
    r"\tilde c=c+\epsilon\chi(x,y)\langle x,y\rangle\text{ with a smooth cut-off }\chi=1\text{ near }(\bar x,\bar y)",
    note="In z-coordinates the perturbed cost is C¹ in y only; the direct perturbation is smooth, and no rank theorem is needed.",
)
def sec_5_density_perturbation_corrected() -> Obligations:
    """det(C + εI) is a monic polynomial in ε: not 0 for all but finitely many ε, n = 2, 3."""
    eps = reals("epsilon")[0]
    for size in (2, 3):
        entries = [[reals(f"m_{i}{j}")[0] for j in range(size)] for i in range(size)]
        shifted = [
            [entry + (eps if i == j else 0) for j, entry in enumerate(row)] for i, row in enumerate(entries)
        ]
        yield Identity(
            D(determinant(shifted), eps, size),
            factorial(size),
            label=f"$n={size}$: monic",
            instance=f"n = {size}",
        )
