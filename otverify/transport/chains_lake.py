"""The lake (McCann and Rifford, Example 2.3): M = N the unit circle, contact pairs (x, ȳ(x)) and (x, ŷ(x)).

ψ̃ is the distance to a small disc around p, |p| > 1. Its gradient ȳ(x) = (x - p)/|x - p| has norm 1, and
ŷ(x) = ȳ(x) + λ(x) x with λ(x) = max(0, -2<ȳ(x), x>) is the other point where the line ȳ(x) + Rx meets the
circle, if it lies ahead: exactly for <p, x> > 1. All these pairs touch ψ̃, a convex function, so that together
they are c-cyclically monotone for |x - y|²/2. Points are exact where |x - p| is rational.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidProblem
from otverify.transport.chains import PairSet, placed_pairs
from otverify.transport.curves import Body, Place, Vector, ball, inner, minus, plus, sphere_point, vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    """The disc of the given center p and radius; the printed one has p = (0, -5/2) and radius 1/8."""

    center: Vector
    radius: Fraction

    @property
    def shore(self) -> Body:
        """The unit disc, whose boundary is M = N."""
        return ball((0, 0), 1)

    def distance(self, x: Vector) -> Fraction | None:
        """|x - p|; None if irrational."""
        apart = minus(x, self.center)
        square = inner(apart, apart)
        roots = math.isqrt(square.numerator), math.isqrt(square.denominator)
        found = Fraction(*roots)
        return found if found * found == square else None

    def height(self, x: Vector) -> Fraction:
        """ψ̃(x) = |x - p| - radius."""
        return self._distance(x) - self.radius

    def near(self, x: Vector) -> Vector:
        """ȳ(x), the gradient of ψ̃."""
        length = self._distance(x)
        return tuple(value / length for value in minus(x, self.center))

    def reach(self, x: Vector) -> Fraction:
        """λ(x) >= 0, the largest with ȳ(x) + λ x on the circle."""
        return max(Fraction(0), -2 * inner(self.near(x), x))

    def far(self, x: Vector) -> Vector:
        """ŷ(x) = ȳ(x) + λ(x) x; equal to ȳ(x) where λ(x) = 0."""
        return plus(self.near(x), x, self.reach(x))

    def points(self, *, height: int) -> list[Vector]:
        """The points of the circle with parameter a/b, |a|, |b| <= height, and |x - p| rational.

        The printed lake has only the two poles up to height 100. O(height²).
        """
        found = {
            sphere_point((Fraction(a, b),))
            for b in range(1, height + 1)
            for a in range(-height, height + 1)
            if math.gcd(a, b) == 1
        }
        return sorted(x for x in found if self.distance(x) is not None)

    def _distance(self, x: Vector) -> Fraction:
        length = self.distance(x)
        if length is None:
            raise InvalidProblem("x", expected="a point at rational distance from the lake", got=x)
        return length


def lake(center: Sequence[Any] = (0, "-5/2"), radius: Any = "1/8") -> Lake:
    """A lake outside the unit circle; the one of the paper by default.

    >>> south = vector((0, -1))
    >>> lake().near(south) == vector((0, 1)), lake().far(south) == south
    (True, True)
    """
    middle, size = vector(center), vector((radius,))[0]
    if len(middle) != 2 or size <= 0 or inner(middle, middle) <= (1 + size) ** 2:
        raise InvalidProblem("lake", expected="a disc outside the closed unit disc", got=(middle, size))
    return Lake(center=middle, radius=size)


def lake_pairs(water: Lake, sources: Sequence[Vector]) -> PairSet:
    """The pairs (x, ȳ(x)) and (x, ŷ(x)) of some points of the circle, with M = N the circle."""
    shore = water.shore
    places = [shore.place_at(x) for x in dict.fromkeys(sources)]
    ends = [(water.near(where.point), water.far(where.point)) for where in places]
    targets: dict[Vector, Place] = {y: shore.place_at(y) for both in ends for y in both}
    number = {y: k for k, y in enumerate(targets)}
    pairs = {(i, number[y]) for i, both in enumerate(ends) for y in both}
    return placed_pairs(sorted(pairs), sources=places, targets=list(targets.values()))
