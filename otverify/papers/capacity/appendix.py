"""Section 9: duality, and the dual certificate of Example 1.1."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation, finite, oo
from otverify.papers.capacity.notation import (
    HALF,
    INTERVAL,
    OPPOSITE_SIGN,
    SAME_SIGN,
    SQUARE,
    cost,
    over_diagonal_quarters,
    paper,
    x,
    y,
)
from otverify.vocabulary import Domain, absolute, cases, integral, reals

Obligations = Iterator[Obligation]

u, v = -(x**2) / 2, -(y**2) / 2
#: w = c + u + v on S = {xy >= 0} and 0 elsewhere
w = cases((x * y >= 0, cost + u + v), (x * y < 0, 0))
PLANE = Domain(x, y)
ON_S, OFF_S = Domain(x * y >= 0), Domain(x * y < 0)


@paper.claim(
    "weak-duality",
    at="Section 9, after (24)",
    printed=r"\int ch\ge\int\{-u-v+w\}h\ge-\int uf-\int vg+\int w\bar h",
    hypotheses=(r"c+u+v-w\ge0,\;w\le0", r"0\le h\le\bar h,\;h_X=f,\;h_Y=g"),
)
def weak_duality() -> Obligations:
    """Two pointwise inequalities: (c+u+v-w)h >= 0 and w(h - h̄) >= 0; the marginals turn ∫uh into ∫uf."""
    c, uu, vv, ww, h, cap = reals("c u v w h hbar")
    feasible = Domain(c + uu + vv - ww >= 0, ww <= 0, h >= 0, h <= cap)
    yield Relation(c * h >= (-uu - vv + ww) * h, over=feasible)
    yield Relation((-uu - vv + ww) * h >= -uu * h - vv * h + ww * cap, over=feasible)


@paper.claim(
    "app-data",
    at="Section 9, Example 1.1",
    printed=r"c=\tfrac12|x-y|^2,\;f=g=1_I,\;\bar h=2\cdot1_{I^2},\;u=-\tfrac12x^2,\;v=-\tfrac12y^2",
)
def app_data() -> Obligations:
    """The potentials complete the square: c + u + v = -xy, and -∫uf - ∫vg = 1/12."""
    yield Identity(cost + u + v, -x * y, over=PLANE)
    yield Identity(-integral(u, x, *INTERVAL) - integral(v, y, *INTERVAL), HALF / 6)


@paper.claim(
    "app-set-s",
    at="Section 9",
    printed=r"S=\{c+u+v\le0\}=\{xy\ge0\},\quad S\cap I^2=[-\tfrac12,0]^2\cup[0,\tfrac12]^2",
)
def app_set_s() -> Obligations:
    """c + u + v <= 0 exactly where xy >= 0."""
    yield Relation(cost + u + v <= 0, over=ON_S)
    yield Relation(cost + u + v > 0, over=OFF_S)
    yield Relation(x * y >= 0, over=Domain(x >= 0, y >= 0), label="the first quarter lies in $S$")
    yield Relation(x * y >= 0, over=Domain(x <= 0, y <= 0), label="the third quarter lies in $S$")
    yield Relation(x * y < 0, over=Domain(x > 0, y < 0), label="the others do not")
    yield Relation(x * y < 0, over=Domain(x < 0, y > 0), label="the others do not")


@paper.claim(
    "app-h",
    at="Section 9",
    printed=r"h:=\bar h|_{S\cap I^2}\in\Gamma(f,g)^{\bar h}",
    depends=("app-set-s", "ex11-feasible"),
)
def app_h() -> Obligations:
    """h̄ restricted to S is the density (4)."""
    for low, high in (((-HALF, 0), (0, HALF)),):
        yield Identity(integral(2, y, *low), 1, label="line through $x<0$")
        yield Identity(integral(2, y, *high), 1, label="line through $x>0$")
    yield Identity(over_diagonal_quarters(2), 1)


@paper.claim(
    "app-w",
    at="Section 9",
    printed=r"w=c+u+v\text{ on }S,\;0\text{ off }S;\quad w\le0,\quad c+u+v-w=0\text{ on }S,\;>0\text{ off }S",
)
def app_w() -> Obligations:
    """w = min(0, c + u + v)."""
    yield Relation(w <= 0, over=PLANE)
    yield Identity(cost + u + v - w, 0, over=ON_S)
    yield Relation(cost + u + v - w > 0, over=OFF_S)


@paper.claim(
    "app-dual-feasible",
    at="Section 9",
    printed=r"(u,v,w)\in\overline{Lip}_c\subset L^1(\mathbb R)\times L^1(\mathbb R)\times L^1(\mathbb R^2)",
    depends=("app-w",),
)
def app_dual_feasible() -> Obligations:
    """The inequalities hold; integrability is as in the definition of the class, on the whole line."""
    (n,) = reals("n")
    yield Relation(cost + u + v - w >= 0, over=PLANE)
    yield Relation(w <= 0, over=PLANE)
    yield Limit(integral(x**2 / 2, x, -n, n), n, to=oo, equals=finite, label=r"$u\in L^1(\mathbb R)$")


@app_dual_feasible.corrected(
    r"(u,v,w)\text{ restricted to }I,I,I^2",
    note="$u=-\\frac12x^2$ is not integrable on the line; only its values on I enter, where $f$, $g$ and $\\bar h$ live.",
)
def app_dual_feasible_corrected() -> Obligations:
    """On I the inequalities hold and all three functions are bounded, hence integrable."""
    yield Relation(cost + u + v - w >= 0, over=SQUARE)
    yield Relation(w <= 0, over=SQUARE)
    yield Relation(absolute(u) <= HALF / 4, over=Domain(x >= -HALF, x <= HALF))
    yield Relation(w >= -HALF / 2, over=SQUARE)


@paper.claim(
    "app-chain",
    at="Section 9",
    printed=r"\int ch+\int uf+\int vg=\int\{c+u+v\}h=\int_{S\cap I^2}wh=\int_{S\cap I^2}w\bar h=\int_{\mathbb R\times\mathbb R}w\bar h",
    depends=("app-h", "app-w"),
)
def app_chain() -> Obligations:
    """All five expressions are -1/16: h = h̄ = 2 on S, and w = 0 off S."""
    value = -HALF / 8
    first = over_diagonal_quarters(2 * cost) + integral(u, x, *INTERVAL) + integral(v, y, *INTERVAL)
    yield Identity(first, value)
    yield Identity(over_diagonal_quarters(2 * (cost + u + v)), value)
    yield Identity(w, cost + u + v, over=SAME_SIGN)
    yield Identity(over_diagonal_quarters(2 * (-x * y)), value)
    yield Identity(w, 0, over=OPPOSITE_SIGN, label="nothing off $S$")


@paper.claim(
    "app-conclusion",
    at="Section 9",
    printed=r"h\text{ minimises the primal problem and }(u,v,w)\text{ maximises the dual problem}",
    depends=("app-chain", "weak-duality"),
)
def app_conclusion() -> Obligations:
    """The primal value equals the dual value, 1/48."""
    primal = over_diagonal_quarters(2 * cost)
    dual = -integral(u, x, *INTERVAL) - integral(v, y, *INTERVAL) + over_diagonal_quarters(2 * (-x * y))
    yield Identity(primal, HALF / 24)
    yield Identity(dual, HALF / 24)
    yield Relation(cost + u + v - w >= 0, over=SQUARE)
    yield Relation(w <= 0, over=SQUARE)
