"""Section 1, Examples 1.1 to 1.3."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.papers.capacity.notation import (
    INTERVAL,
    NEGATIVE,
    POSITIVE,
    SQUARE,
    cost,
    over_diagonal_quarters,
    over_rectangle,
    paper,
    x,
    y,
)
from otverify.vocabulary import Domain, integral, minimum, number, reals

Obligations = Iterator[Obligation]


@paper.claim(
    "ex11-data",
    at="Example 1.1",
    printed=r"f=g=1_I,\;\bar h=2\cdot1_{I^2},\;1_{I^2}\in\Gamma(f,g)^{\bar h}\ne\emptyset",
)
def ex11_data() -> Obligations:
    """Total mass 1, the marginals of 1 on I², and 1 <= 2."""
    yield Identity(integral(1, x, *INTERVAL), 1, label="$f$ has mass 1")
    yield Identity(integral(1, y, *INTERVAL), 1, label="first marginal")
    yield Identity(over_rectangle(1, INTERVAL, INTERVAL), 1, label="total mass")
    yield Relation(number(1) <= 2, label=r"$1\le\bar h$")


@paper.claim(
    "ex11-feasible",
    at="(4)",
    printed=r"h=2\text{ on }[-\tfrac12,0]^2\cup[0,\tfrac12]^2,\;0\text{ otherwise};\quad h\in\Gamma(f,g)^{\bar h}",
)
def ex11_feasible() -> Obligations:
    """For x < 0 the mass sits in y < 0, for x > 0 in y > 0: every line carries the mass 1."""
    for label, lower, upper in (("$x<0$", 2, 0), ("$x>0$", 0, 2)):
        for variable in (y, x):
            line = integral(lower, variable, *NEGATIVE) + integral(upper, variable, *POSITIVE)
            yield Identity(line, 1, label=f"marginal, {label}")
    yield Identity(over_diagonal_quarters(2), 1, label="total mass")


@paper.claim(
    "ex11-optimal",
    at="Example 1.1, (4)",
    printed=r"I_c(\cdot)\text{ attains its minimum on }\Gamma(f,g)^{\bar h}\text{ at }(4),\quad c=\tfrac12|x-y|^2",
    depends=("ex11-feasible", "weak-duality"),
)
def ex11_optimal() -> Obligations:
    """The value of (4) equals the dual value of u = -x²/2, v = -y²/2, w = min(0, c + u + v) = min(0, -xy)."""
    u, v = -(x**2) / 2, -(y**2) / 2
    w = minimum(0, cost + u + v)
    yield Relation(cost + u + v - w >= 0, over=SQUARE, label=r"$c+u+v-w\ge0$")
    yield Relation(w <= 0, over=SQUARE, label=r"$w\le0$")
    h, cap = reals("h hbar")
    plan = Domain(SQUARE, h >= 0, h <= cap)
    yield Relation(cost * h >= -u * h - v * h + w * cap, over=plan, label="weak duality, pointwise")
    # on the diagonal quarters w = -xy, elsewhere w = 0
    primal = over_diagonal_quarters(2 * cost)
    dual = -integral(u, x, *INTERVAL) - integral(v, y, *INTERVAL) + over_diagonal_quarters(2 * (-x * y))
    yield Identity(w, -x * y, over=Domain(SQUARE, x * y >= 0))
    yield Identity(w, 0, over=Domain(SQUARE, x * y < 0))
    yield Identity(primal, dual, label="primal value = dual value")
    yield Identity(primal, number(1) / 48, label="the minimum is 1/48")
