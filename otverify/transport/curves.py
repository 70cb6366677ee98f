"""Exact geometry of strictly convex curves and surfaces: rational points, normals, second intersections.

Bodies are ellipsoids with axes parallel to the coordinate axes, circles and balls among them, in any
dimension. Rational points of the unit sphere come from stereographic projection, and a line through a
rational point in a rational direction leaves an ellipsoid at a rational point, so everything is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidProblem
from otverify.transport.measures import rational

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The ellipsoid Σ ((x_i - center_i)/semiaxes_i)² <= 1, strictly convex with a smooth boundary."""

    center: Vector
    semiaxes: Vector

    @property
    def dimension(self) -> int:
        """The dimension of the space."""
        return len(self.center)

    @property
    def is_ball(self) -> bool:
        """Whether all semiaxes are equal."""
        return len(set(self.semiaxes)) == 1

    def level(self, point: Vector) -> Fraction:
        """Σ ((x_i - center_i)/semiaxes_i)²: below 1 inside, 1 on the boundary."""
        parts = zip(point, self.center, self.semiaxes, strict=True)
        return sum((((x - c) / a) ** 2 for x, c, a in parts), Fraction(0))

    def normal(self, point: Vector) -> Vector:
        """The outer normal at a point of the boundary, not of unit length unless the body is a unit ball."""
        return tuple((x - c) / (a * a) for x, c, a in zip(point, self.center, self.semiaxes, strict=True))

    def place(self, parameters: Sequence[Any]) -> Place:
        """The boundary point with the given stereographic parameters (d - 1 rationals), and its normal."""
        sphere = sphere_point(parameters)
        if len(sphere) != self.dimension:
            raise InvalidProblem("parameters", expected=f"{self.dimension - 1} numbers", got=len(sphere) - 1)
        point = tuple(c + a * s for c, a, s in zip(self.center, self.semiaxes, sphere, strict=True))
        return self.place_at(point)

    def place_at(self, point: Sequence[Any]) -> Place:
        """A given boundary point with its normal."""
        chosen = vector(point)
        if len(chosen) != self.dimension or self.level(chosen) != 1:
            raise InvalidProblem("point", expected="a point of the boundary", got=chosen)
        return Place(point=chosen, normals=(self.normal(chosen),), body=self)

    def leave(self, point: Vector, direction: Vector) -> Vector:
        """The second point where the line from a boundary point in the direction meets the boundary."""
        gradient = self.normal(point)
        size = sum((d * d / (a * a) for d, a in zip(direction, self.semiaxes, strict=True)), Fraction(0))
        step = -2 * inner(direction, gradient) / size
        return plus(point, direction, step)

    def contains(self, other: Body) -> bool | None:
        """Whether ``other`` lies inside; None if neither a common center nor two balls make it plain."""
        if self.dimension != other.dimension:
            raise InvalidProblem("body", expected=f"dimension {self.dimension}", got=other.dimension)
        if self.center == other.center:
            return all(b <= a for a, b in zip(self.semiaxes, other.semiaxes, strict=True))
        if self.is_ball and other.is_ball:
            apart, gap = minus(self.center, other.center), self.semiaxes[0] - other.semiaxes[0]
            return gap >= 0 and inner(apart, apart) <= gap * gap
        return None

    def written(self) -> dict[str, Any]:
        """The body as statements hold it."""
        return {"center": written(self.center), "semiaxes": written(self.semiaxes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of a manifold in R^d with a basis of its normal space, and the body it bounds, if any.

    One normal for a hypersurface, more for thinner manifolds, d for an isolated point or a corner, none for
    an open set. For c = |x - y|²/2, ∂c/∂x(x, y) = ∂c/∂x(x, y') exactly when y' - y is in their span.
    """

    point: Vector
    normals: tuple[Vector, ...]
    body: Body | None = None


def place(point: Sequence[Any], *normals: Sequence[Any]) -> Place:
    """The point with the given independent normals, exact numbers all of them."""
    return Place(point=vector(point), normals=tuple(vector(normal) for normal in normals))


def ball(center: Sequence[Any], radius: Any) -> Body:
    """The ball of the given center and radius; a disc in the plane."""
    middle = vector(center)
    return ellipsoid(middle, (radius,) * len(middle))


def ellipsoid(center: Sequence[Any], semiaxes: Sequence[Any]) -> Body:
    """The ellipsoid of the given center and positive semiaxes."""
    middle, axes = vector(center), vector(semiaxes)
    if len(middle) != len(axes) or any(a <= 0 for a in axes):
        raise InvalidProblem("semiaxes", expected=f"{len(middle)} positive numbers", got=axes)
    return Body(center=middle, semiaxes=axes)


def bouquet(layers: int, *, dimension: int = 2) -> tuple[Body, ...]:
    """The balls of radius k around k e_1, k = 1..layers: nested, and tangent at 0 (proof of Prop. 2.6)."""
    if layers < 1 or dimension < 1:
        raise InvalidProblem("bouquet", expected="at least one layer and dimension", got=(layers, dimension))
    return tuple(ball((k,) + (0,) * (dimension - 1), k) for k in range(1, layers + 1))


def nested_balls(steps: Sequence[tuple[Any, Sequence[Any], Any]], *, first: Body) -> tuple[Body, ...]:
    """Balls, each around the one before.

    A step is (growth > 0, direction, lean): the radius grows by ``growth``, the center moves by
    lean·growth along a unit ``direction``, 0 <= lean <= 1; at lean = 1 the two balls touch.
    """
    bodies = [first]
    for growth, direction, lean in steps:
        grows, leans, unit = (
            rational(growth, where="growth"),
            rational(lean, where="lean"),
            vector(direction),
        )
        if grows <= 0 or not 0 <= leans <= 1 or inner(unit, unit) != 1 or not first.is_ball:
            raise InvalidProblem(
                "steps", expected="growth > 0, a unit direction, 0 <= lean <= 1", got=(grows, unit, leans)
            )
        inside = bodies[-1]
        bodies.append(ball(plus(inside.center, unit, leans * grows), inside.semiaxes[0] + grows))
    return tuple(bodies)


def nested_ellipsoids(first: Body, growths: Sequence[Sequence[Any]]) -> tuple[Body, ...]:
    """Concentric ellipsoids, each with its semiaxes grown by numbers >= 0; a growth 0 makes two touch."""
    bodies = [first]
    for growth in growths:
        grows = vector(growth)
        if any(g < 0 for g in grows) or not any(grows):
            raise InvalidProblem("growths", expected="numbers >= 0, not all 0", got=grows)
        axes = tuple(a + g for a, g in zip(bodies[-1].semiaxes, grows, strict=True))
        bodies.append(ellipsoid(first.center, axes))
    return tuple(bodies)


def sphere_point(parameters: Sequence[Any]) -> Vector:
    """The rational point (1 - |t|², 2t)/(1 + |t|²) of the unit sphere; all of them but (-1, 0, ..., 0).

    >>> sphere_point(["1/2"])
    (Fraction(3, 5), Fraction(4, 5))
    """
    t = vector(parameters)
    square = inner(t, t)
    return ((1 - square) / (1 + square), *(2 * value / (1 + square) for value in t))


def vector(values: Sequence[Any]) -> Vector:
    """Exact coordinates; floats are refused."""
    return tuple(rational(value, where="coordinate") for value in values)


def inner(u: Vector, v: Vector) -> Fraction:
    """The inner product."""
    return sum((a * b for a, b in zip(u, v, strict=True)), Fraction(0))


def minus(u: Vector, v: Vector) -> Vector:
    """u - v."""
    return tuple(a - b for a, b in zip(u, v, strict=True))


def plus(u: Vector, v: Vector, factor: Fraction) -> Vector:
    """u + factor·v."""
    return tuple(a + factor * b for a, b in zip(u, v, strict=True))


def residual(whole: Vector, normals: Sequence[Vector]) -> Vector:
    """The part of a vector orthogonal to the span of the normals; Gram and Schmidt, exactly."""
    basis: list[Vector] = []
    for normal in normals:
        basis.append(_reduced(normal, basis))
    return _reduced(whole, basis)


def _reduced(whole: Vector, basis: Sequence[Vector]) -> Vector:
    for normal in basis:
        size = inner(normal, normal)
        if not size:
            raise InvalidProblem("normals", expected="independent vectors", got=basis)
        whole = plus(whole, normal, -inner(whole, normal) / size)
    return whole


def written(values: Vector) -> list[int | str]:
    """Coordinates as statements hold them."""
    return [value.numerator if value.denominator == 1 else str(value) for value in values]
