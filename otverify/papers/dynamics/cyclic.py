"""A trigonometric cost on S¹ × S¹ with a cyclic 4-chain that persists (Theorem 1.7).

c(x, y) = cos x (sin y + sin y cos y) + sin² x cos y + cos x sin² y at x, y ∈ {0, π}. Near the point (x, y) with
cos x = σ and cos y = τ it is c(s, t; σ, τ) in s = x - π[σ = -1], t = y - π[τ = -1], since both sine and cosine change
their sign there; so the values at the four pairs are values at s = t = 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Relation
from otverify.kernel.terms import Term
from otverify.vocabulary import D, cos, number, reals, sin

s, t = reals("s t")
EXAMPLE = "a trigonometric cost"


def local(sigma: int, tau: int) -> Term:
    """The cost near (x, y) with cos x = σ, cos y = τ."""
    cos_x, sin_x, cos_y, sin_y = sigma * cos(s), sigma * sin(s), tau * cos(t), tau * sin(t)
    return cos_x * (sin_y + sin_y * cos_y) + sin_x**2 * cos_y + cos_x * sin_y**2


def at(sigma: int, tau: int, *orders: Term) -> Term:
    """A derivative of the cost at one of the four pairs."""
    value = local(sigma, tau)
    for variable in orders:
        value = D(value, variable)
    return value.at(s, 0).at(t, 0)


def chain_conditions() -> Iterator[Identity]:
    """The pairs (0,0), (0,π), (π,π), (π,0): three equal derivatives, and equal sums of costs."""
    yield Identity(at(1, 1, s), at(1, -1, s), label=r"$\partial_xc$ at $x_1$", instance=EXAMPLE)
    yield Identity(at(1, -1, t), at(-1, -1, t), label=r"$\partial_yc$ at $y_2$", instance=EXAMPLE)
    yield Identity(at(-1, -1, s), at(-1, 1, s), label=r"$\partial_xc$ at $x_2$", instance=EXAMPLE)
    straight, crossed = at(1, 1) + at(-1, -1), at(1, -1) + at(-1, 1)
    yield Identity(straight, crossed, label="$D=0$", instance=EXAMPLE)


def closing_gap() -> Term:
    """∂_yc(0, 0) - ∂_yc(π, 0) = ∂_{y_1}D."""
    return at(1, 1, t) - at(-1, 1, t)


def jacobian() -> Term:
    """The Jacobian of (∂_x1 D, ∂_x2 D, ∂_y2 D, D) in (x_1, x_2, y_2, y_1): Hessian of D in the first three, times ∂_y1 D."""
    x1x1 = at(1, 1, s, s) - at(1, -1, s, s)
    x2x2 = at(-1, -1, s, s) - at(-1, 1, s, s)
    y2y2 = at(-1, -1, t, t) - at(1, -1, t, t)
    x1y2 = -at(1, -1, s, t)
    x2y2 = at(-1, -1, s, t)
    x1x2 = number(0)
    hessian = (
        x1x1 * (x2x2 * y2y2 - x2y2**2)
        - x1x2 * (x1x2 * y2y2 - x2y2 * x1y2)
        + x1y2 * (x1x2 * x2y2 - x2x2 * x1y2)
    )
    return hessian * closing_gap()


def is_regular() -> Relation:
    """The Jacobian does not vanish."""
    return Relation(jacobian(), "!=", 0, instance=EXAMPLE)
