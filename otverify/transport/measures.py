"""Finite measures with exact masses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any

from otverify.errors import InvalidProblem

Exact = int | Fraction
Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A finite measure Σ_i m_i δ_{x_i} with m_i = weights[i] / denominator >= 0, exactly.

    Parameters
    ----------
    weights : tuple of n integers >= 0
    denominator : positive integer, in lowest terms with the weights
    points : tuple of n rational points of one dimension, or None for an abstract index set

    Build one with :func:`measure` or :func:`uniform`, which check their input.
    """

    weights: tuple[int, ...]
    denominator: int = 1
    points: tuple[Point, ...] | None = None

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def masses(self) -> tuple[Fraction, ...]:
        """The masses m_i."""
        return tuple(Fraction(weight, self.denominator) for weight in self.weights)

    @property
    def total(self) -> Fraction:
        """The total mass Σ_i m_i."""
        return Fraction(sum(self.weights), self.denominator)

    @property
    def support(self) -> tuple[int, ...]:
        """Indices of the atoms of positive mass."""
        return tuple(i for i, weight in enumerate(self.weights) if weight)

    @property
    def is_uniform(self) -> bool:
        """Whether all masses are equal."""
        return len(set(self.weights)) == 1

    def normalised(self) -> Measure:
        """The probability measure proportional to this one."""
        total = sum(self.weights)
        if not total:
            raise InvalidProblem("normalised", expected="positive total mass", got=0)
        return _reduced(self.weights, total, self.points)

    def permuted(self, order: Sequence[int]) -> Measure:
        """The same measure with its atoms listed in another order."""
        if sorted(order) != list(range(len(self))):
            raise InvalidProblem("permuted", expected=f"a permutation of 0..{len(self) - 1}", got=order)
        points = None if self.points is None else tuple(self.points[i] for i in order)
        return Measure(
            weights=tuple(self.weights[i] for i in order), denominator=self.denominator, points=points
        )


def measure(masses: Sequence[Any], points: Sequence[Any] | None = None) -> Measure:
    """The measure with the given masses, at the given points if any.

    Masses are integers, :class:`~fractions.Fraction`, or strings ``"p/q"``; never floats, because
    0.1 + 0.2 is not 0.3 and degenerate problems are decided by exact equality. Points are numbers of
    the same kinds (dimension 1) or sequences of them.

    >>> measure([1, "1/2", 0]).total
    Fraction(3, 2)
    """
    values = [rational(mass, where=f"masses[{i}]") for i, mass in enumerate(masses)]
    if not values:
        raise InvalidProblem("masses", expected="at least one atom", got="none")
    for i, value in enumerate(values):
        if value < 0:
            raise InvalidProblem(f"masses[{i}]", expected="a mass >= 0", got=value)
    denominator = math.lcm(*(value.denominator for value in values))
    weights = tuple(value.numerator * (denominator // value.denominator) for value in values)
    atoms = None if points is None else as_points(points, where="points")
    if atoms is not None and len(atoms) != len(weights):
        raise InvalidProblem("points", expected=f"{len(weights)} points, one per mass", got=len(atoms))
    return Measure(weights=weights, denominator=denominator, points=atoms)


def uniform(points: Sequence[Any]) -> Measure:
    """The uniform probability measure on the given points.

    >>> uniform([0, 1, 2]).masses[0]
    Fraction(1, 3)
    """
    atoms = as_points(points, where="points")
    if not atoms:
        raise InvalidProblem("points", expected="at least one point", got="none")
    return Measure(weights=(1,) * len(atoms), denominator=len(atoms), points=atoms)


def rational(value: Any, *, where: str) -> Fraction:
    """``value`` as an exact rational; floats and booleans are refused."""
    if type(value) is int or type(value) is Fraction:
        return Fraction(value)
    if not isinstance(value, bool) and isinstance(value, Rational | Integral):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    hint = "Fraction(x) is the exact value of a float x." if isinstance(value, float) else ""
    raise InvalidProblem(
        where, expected="an exact rational (int, Fraction or 'p/q')", got=repr(value), hint=hint
    )


def as_points(points: Sequence[Any], *, where: str) -> tuple[Point, ...]:
    """Points of R^d as tuples of fractions; a plain number is a point of R."""
    result = []
    for k, point in enumerate(points):
        coordinates = tuple(point) if _is_vector(point) else (point,)
        result.append(tuple(rational(value, where=f"{where}[{k}]") for value in coordinates))
    if len({len(point) for point in result}) > 1:
        raise InvalidProblem(where, expected="points of one dimension", got=sorted({len(p) for p in result}))
    if result and not result[0]:
        raise InvalidProblem(where, expected="points with at least one coordinate", got="an empty point")
    return tuple(result)


def _is_vector(point: Any) -> bool:
    # a NumPy scalar has a shape too, the empty one
    return isinstance(point, list | tuple) or len(getattr(point, "shape", ())) == 1


def _reduced(weights: Sequence[int], denominator: int, points: tuple[Point, ...] | None) -> Measure:
    common = math.gcd(denominator, *weights)
    return Measure(
        weights=tuple(weight // common for weight in weights),
        denominator=denominator // common,
        points=points,
    )


def written_number(value: Fraction) -> int | str:
    """The number as statements and certificates hold it: an int or "p/q"."""
    return value.numerator if value.denominator == 1 else str(value)
