"""Closed forms on the flat torus: constant potentials, one scalar equation.

For uniform measures and cost d²/2 the problem is invariant under translations, so f = g = C solves it, where

    Σ or ∫ (2C - d(0, z)²/2)_+^(q-1) dz = (ε q)^(q-1).

On (R/Z)^d, as long as the radius R = 2√C of the sections is at most 1/2, this is a Beta integral; on
(Z/N)^d it is a sum over levels of d², piecewise linear in C for p = 2.
A. González-Sanz, R. S. Gvalani, L. Koch, Sharp local sparsity of regularized optimal transport, Section 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flint import arb, ctx, fmpq

from otverify.errors import InvalidProblem
from otverify.transport.measures import Exact, rational
from otverify.transport.regularized_exact import ExactRegularized, accepted
from otverify.transport.regularized_families import discrete_torus

_BITS: Final = 128
_MAX_BITS: Final = 1 << 14
_MAX_LEVELS: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TorusOptimum:
    """The optimum on (R/Z)^d, as Arb balls.

    Attributes
    ----------
    top : 2C, the largest excess, attained on the diagonal
    radius : R = 2√C; every section is the ball of this radius
    volume : of a section
    value, transport, penalty : the minimum, ∫ c dπ and ε ∫ h(ρ), of which it is the sum
    """

    dimension: int
    epsilon: Fraction
    p: Fraction
    top: arb
    radius: arb
    volume: arb
    value: arb
    transport: arb
    penalty: arb

    @property
    def exponent(self) -> Fraction:
        """The radius is a constant times ε to this power, exactly: 1/(d(p-1)+2)."""
        return 1 / (self.dimension * (self.p - 1) + 2)

    def density(self, distance: Exact | str) -> arb:
        """ρ at a given distance of x and y."""
        r = _ball(rational(distance, where="distance"))
        excess = self.top - r * r / 2
        if not (excess > 0 or excess <= 0):
            raise InvalidProblem("distance", expected="one away from the radius", got=distance)
        q = self.p / (self.p - 1)
        return (excess / _ball(self.epsilon * q)) ** _ball(q - 1) if excess > 0 else arb(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscreteTorusOptimum:
    """The optimum on (Z/N)^d / N: f = g = top/2.

    Attributes
    ----------
    top : 2C in [low, high]; equal for p = 2
    neighbours : atoms in each section
    lower, upper : the minimum lies between them; equal for p = 2
    """

    size: int
    dimension: int
    epsilon: Fraction
    p: Fraction
    top: tuple[Fraction, Fraction]
    neighbours: int
    lower: Fraction
    upper: Fraction

    def certified(self) -> ExactRegularized:
        """The same with a certificate that the kernel has accepted, for p = 2.

        Raises InvalidProblem for p < 2, where the potentials are not rational.
        """
        if self.p != 2:
            raise InvalidProblem("p", expected="p = 2", got=self.p, hint="See regularized_enclosures.")
        problem = discrete_torus(self.size, self.dimension, epsilon=self.epsilon, p=2)
        half = (self.top[0] / 2,) * self.size**self.dimension
        return accepted(problem, half, g=half)


def solve_torus(dimension: int, *, epsilon: Exact | str, p: Exact | str, bits: int = _BITS) -> TorusOptimum:
    """Uniform measures on (R/Z)^d, cost d²/2: equation (27) in balls.

    Raises
    ------
    InvalidProblem
        If the sections reach the cut locus: R <= 1/2 is needed. Or if ε, p, d or the bits are out of range.

    >>> found = solve_torus(1, epsilon="1/1000", p=2)  # R³ = 3ε
    >>> round(float(found.radius.mid()) ** 3, 15)
    0.003
    """
    d, eps, exponent = _stated(dimension, epsilon=epsilon, p=p)
    if not 32 <= bits <= _MAX_BITS:
        raise InvalidProblem("bits", expected=f"an integer from 32 to {_MAX_BITS}", got=bits)
    with ctx.workprec(bits):
        q = exponent / (exponent - 1)
        half = arb(d) / 2
        # π^(d/2) Γ(q)/Γ(d/2+q) 2^(q+d-1) C^(q-1+d/2) = (ε q)^(q-1)
        factor = arb.pi() ** half * _ball(q).gamma() / (half + _ball(q)).gamma()
        factor *= arb(2) ** _ball(q + d - 1)
        constant = (_ball(eps * q) ** _ball(q - 1) / factor) ** (1 / (_ball(q - 1) + half))
        radius = 2 * constant.sqrt()
        if not radius <= arb("0.5"):
            raise InvalidProblem(
                "epsilon",
                expected="sections of radius R <= 1/2, inside the cut locus",
                got=f"R = {float(radius.mid()):.4f}",
                hint="Lower ε, or solve a discrete torus.",
            )
        degree = d * (exponent - 1)
        penalty = 4 * constant / _ball(2 * exponent + degree)
        transport = 2 * constant * d / _ball(d + 2 * q)
        return TorusOptimum(
            dimension=d,
            epsilon=eps,
            p=exponent,
            top=2 * constant,
            radius=radius,
            volume=arb.pi() ** half / (half + 1).gamma() * radius**d,
            value=2 * constant * _ball((degree + 2) / (degree + 2 * exponent)),
            transport=transport,
            penalty=penalty,
        )


def solve_discrete_torus(
    size: int, dimension: int, *, epsilon: Exact | str, p: Exact | str = 2, bits: int = _BITS
) -> DiscreteTorusOptimum:
    """Uniform measures on (Z/N)^d / N, cost d²/2: exact for p = 2, to 2^-bits otherwise.

    O(d² N²) levels of the distance; no pair is ever looked at.

    >>> solve_discrete_torus(6, 1, epsilon="1/100").top
    (Fraction(133, 2700), Fraction(133, 2700))
    """
    d, eps, exponent = _stated(dimension, epsilon=epsilon, p=p)
    if size < 1 or not 32 <= bits <= _MAX_BITS:
        raise InvalidProblem(
            "size, bits", expected=f"size >= 1, bits from 32 to {_MAX_BITS}", got=(size, bits)
        )
    levels = _levels(size, d)
    if exponent == 2:
        top = _linear_top(levels, size**d * 2 * eps)
        bounds = (top, top)
        low = high = top - _quadratic_penalty(levels, top, total=size**d, epsilon=eps)
    else:
        bounds, low, high = _enclosed_top(levels, size**d, epsilon=eps, p=exponent, bits=bits)
    return DiscreteTorusOptimum(
        size=size,
        dimension=d,
        epsilon=eps,
        p=exponent,
        top=bounds,
        neighbours=sum(count for cost, count in levels if cost < bounds[0]),
        lower=low,
        upper=high,
    )


def _stated(dimension: int, *, epsilon: Exact | str, p: Exact | str) -> tuple[int, Fraction, Fraction]:
    eps, exponent = rational(epsilon, where="epsilon"), rational(p, where="p")
    if type(dimension) is not int or dimension < 1:
        raise InvalidProblem("dimension", expected="an integer >= 1", got=dimension)
    if eps <= 0:
        raise InvalidProblem("epsilon", expected="a number > 0", got=eps)
    if not 1 < exponent <= 2:
        raise InvalidProblem("p", expected="a number in (1, 2]", got=exponent)
    return dimension, eps, exponent


def _levels(size: int, dimension: int) -> list[tuple[Fraction, int]]:
    """(cost, number of z in (Z/N)^d at that cost) in increasing order."""
    axis: dict[int, int] = {}
    for k in range(size):
        gap = min(k, size - k) ** 2
        axis[gap] = axis.get(gap, 0) + 1
    total = {0: 1}
    for _ in range(dimension):
        longer: dict[int, int] = {}
        for square, count in total.items():
            for gap, number in axis.items():
                longer[square + gap] = longer.get(square + gap, 0) + count * number
        if len(longer) > _MAX_LEVELS:
            raise InvalidProblem("size", expected=f"at most {_MAX_LEVELS} distances", got=len(longer))
        total = longer
    return [(Fraction(square, 2 * size * size), count) for square, count in sorted(total.items())]


def _linear_top(levels: list[tuple[Fraction, int]], wanted: Fraction) -> Fraction:
    """t with Σ count (t - cost)_+ = wanted."""
    number, moment, top = 0, Fraction(0), Fraction(0)
    for k, (cost, count) in enumerate(levels):
        number, moment = number + count, moment + count * cost
        top = (wanted + moment) / number
        if k + 1 == len(levels) or top <= levels[k + 1][0]:
            break
    return top


def _quadratic_penalty(
    levels: list[tuple[Fraction, int]], top: Fraction, *, total: int, epsilon: Fraction
) -> Fraction:
    """ε ∫ ρ² for p = 2."""
    squares = sum(count * max(top - cost, Fraction(0)) ** 2 for cost, count in levels)
    return squares / (4 * epsilon * total)


def _enclosed_top(
    levels: list[tuple[Fraction, int]], total: int, *, epsilon: Fraction, p: Fraction, bits: int
) -> tuple[tuple[Fraction, Fraction], Fraction, Fraction]:
    q = p / (p - 1)
    costs = [cost for cost, _ in levels]
    with ctx.workprec(bits + 64):
        unit, power = _ball(epsilon * q), _ball(q - 1)
        balls = [_ball(cost) for cost in costs]

        def mass(top: Fraction) -> arb:
            t = _ball(top)
            return sum(
                (
                    count * ((t - ball) / unit) ** power
                    for ball, cost, (_, count) in zip(balls, costs, levels, strict=True)
                    if cost < top
                ),
                start=arb(0),
            )

        low, high = Fraction(0), Fraction(math.ceil(costs[-1] + epsilon * q) + 1)
        while not mass(high) > total:
            high *= 2
        # the mass increases with the level, so a sign on each side encloses it
        for _ in range(bits + high.numerator.bit_length()):
            middle = (low + high) / 2
            value = mass(middle)
            if value > total:
                high = middle
            elif value < total:
                low = middle
            else:
                break
        if not (mass(low) < total and mass(high) > total):
            raise InvalidProblem("bits", expected="enough to separate the root", got=bits)
        # ε ∫ ρ^p = ∫ excess ρ / q, increasing in the level
        spread = [
            sum(
                (
                    count * (_ball(top) - ball) * ((_ball(top) - ball) / unit) ** power
                    for ball, cost, (_, count) in zip(balls, costs, levels, strict=True)
                    if cost < top
                ),
                start=arb(0),
            )
            / (_ball(q) * total)
            for top in (low, high)
        ]
        lower, upper = _exact(spread[0].lower()), _exact(spread[1].upper())
    return (low, high), low - upper, high - lower


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _exact(number: arb) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
