"""Regularised problems whose solution, or whose limit as ε tends to 0, is known: for tests and measurements.

Masses are rational: a density is rounded to multiples of 2^-bits with the total kept.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.errors import InvalidProblem
from otverify.transport.costs import periodic_squared, squared_euclidean
from otverify.transport.measures import Exact, Measure, measure, uniform
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_problems import RegularizedProblem, regularized_problem

_BITS = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """Two measures on grids and the optimal transport potentials of cost |x - y|²/2 between their limits.

    Attributes
    ----------
    source, target : measures on cell-centred grids of [0, 1]^d with N^d points
    f, g : optimal potentials of the continuous problem without penalty, at the points; (n,) each
    map : the optimal transport map T at the source points, (n, d)
    """

    source: Measure
    target: Measure
    f: Floats
    g: Floats
    map: Floats

    @property
    def dimension(self) -> int:
        """d."""
        return int(self.map.shape[1])

    @property
    def spacing(self) -> float:
        """The distance of neighbouring points."""
        return 1.0 / float(round(len(self.source) ** (1 / self.dimension)))

    def problem(self, *, epsilon: Exact | str, p: Exact | str) -> RegularizedProblem:
        """The regularised problem for cost |x - y|²/2."""
        return regularized_problem(
            self.source, self.target, cost=squared_euclidean(scale="1/2"), epsilon=epsilon, p=p
        )


def two_atoms(*, epsilon: Exact | str, p: Exact | str) -> RegularizedProblem:
    """Masses 1/2 at 0 and at 1 on both sides, cost |x - y|²/2."""
    sides = measure(["1/2", "1/2"], [0, 1])
    return regularized_problem(sides, sides, cost=squared_euclidean(scale="1/2"), epsilon=epsilon, p=p)


def discrete_torus(size: int, dimension: int, *, epsilon: Exact | str, p: Exact | str) -> RegularizedProblem:
    """Uniform measures on (Z/size)^dimension / size, cost d²/2 with the distance of the flat torus."""
    axis = [Fraction(k, size) for k in range(size)]
    sides = uniform(list(itertools.product(axis, repeat=dimension)))
    return regularized_problem(
        sides, sides, cost=periodic_squared(period=1, scale="1/2"), epsilon=epsilon, p=p
    )


def cosine_line(size: int, *, strength: Any = "1/2", bits: int = _BITS) -> Family:
    """Density 1 - κ cos πx against the uniform one on [0, 1]; T(x) = x - (κ/π) sin πx, 0 <= κ < 1."""
    kappa = _strength(strength)
    x = (np.arange(size) + 0.5) / size
    points = [Fraction(2 * k + 1, 2 * size) for k in range(size)]
    inverse = x.copy()
    for _ in range(60):
        inverse -= (inverse - kappa / np.pi * np.sin(np.pi * inverse) - x) / (
            1 - kappa * np.cos(np.pi * inverse)
        )
    image = x - kappa / np.pi * np.sin(np.pi * x)
    # f = |x|²/2 - φ; the convex conjugate of φ at y is y T⁻¹(y) - φ(T⁻¹(y))
    conjugate = x * inverse - (inverse**2 / 2 + kappa / np.pi**2 * np.cos(np.pi * inverse))
    return Family(
        source=measure(rounded_masses(1 - kappa * np.cos(np.pi * x), bits=bits), points),
        target=uniform(points),
        f=-kappa / np.pi**2 * np.cos(np.pi * x),
        g=x**2 / 2 - conjugate,
        map=image[:, None],
    )


def cosine_square(size: int, *, strength: Any = "2/5", bits: int = _BITS) -> Family:
    """Density det D²φ against the uniform one on [0, 1]², φ = |x|²/2 + (κ/π²) cos πx₁ cos πx₂, T = ∇φ.

    The density is (1 - κ cos π(x₁ - x₂)) (1 - κ cos π(x₁ + x₂)); the problem does not separate.
    """
    kappa = _strength(strength)
    axis = [Fraction(2 * k + 1, 2 * size) for k in range(size)]
    points = list(itertools.product(axis, repeat=2))
    first, second = np.meshgrid(*[(np.arange(size) + 0.5) / size] * 2, indexing="ij")
    grid = np.stack([first.ravel(), second.ravel()], axis=1)
    image = _cosine_map(grid, kappa)
    inverse = grid.copy()
    for _ in range(60):
        inverse -= np.linalg.solve(
            _cosine_hessian(inverse, kappa), (_cosine_map(inverse, kappa) - grid)[:, :, None]
        )[:, :, 0]
    bump = kappa / np.pi**2
    conjugate = (
        (grid * inverse).sum(1)
        - (inverse**2).sum(1) / 2
        - bump * np.cos(np.pi * inverse[:, 0]) * np.cos(np.pi * inverse[:, 1])
    )
    density = np.linalg.det(_cosine_hessian(grid, kappa))
    return Family(
        source=measure(rounded_masses(density, bits=bits), points),
        target=uniform(points),
        f=-bump * np.cos(np.pi * grid[:, 0]) * np.cos(np.pi * grid[:, 1]),
        g=(grid**2).sum(1) / 2 - conjugate,
        map=image,
    )


def random_clouds(
    n: int, m: int, *, dimension: int, epsilon: Exact | str, p: Exact | str, seed: int
) -> RegularizedProblem:
    """Points of a lattice drawn in [0, 1)^d, random masses of total 1, cost |x - y|²/2."""
    draw = np.random.default_rng(seed)
    sides = []
    for size in (n, m):
        points = draw.integers(0, 1000, (size, dimension)).tolist()
        masses = rounded_masses(draw.dirichlet(np.ones(size)) + 0.1 / size, bits=20)
        sides.append(measure(masses, [[Fraction(v, 1000) for v in point] for point in points]))
    return regularized_problem(sides[0], sides[1], cost=squared_euclidean(scale="1/2"), epsilon=epsilon, p=p)


def rounded_masses(density: Floats, *, bits: int = _BITS) -> list[Fraction]:
    """Multiples of 2^-bits of total 1 next to the normalised density, each > 0."""
    wanted = np.asarray(density, dtype=np.float64)
    if not (np.isfinite(wanted).all() and wanted.min() > 0):
        raise InvalidProblem("density", expected="finite values > 0", got=float(wanted.min()))
    exact = wanted / math.fsum(wanted.tolist()) * 2.0**bits
    weights = np.maximum(np.rint(exact), 1.0).astype(np.int64)
    # what rounding has left goes, one unit each, to the largest atoms
    missing = (1 << bits) - int(weights.sum())
    order = np.argsort(-weights, kind="stable")
    shares = np.zeros(len(weights), dtype=np.int64)
    shares[order] = missing // len(weights)
    shares[order[: missing % len(weights)]] += 1
    return [Fraction(w, 1 << bits) for w in (weights + shares).tolist()]


def _cosine_map(x: Floats, kappa: float) -> Floats:
    sines, cosines = np.sin(np.pi * x), np.cos(np.pi * x)
    result: Floats = x - kappa / np.pi * sines * cosines[:, ::-1]
    return result


def _cosine_hessian(x: Floats, kappa: float) -> Floats:
    sines, cosines = np.sin(np.pi * x), np.cos(np.pi * x)
    diagonal = 1 - kappa * cosines[:, 0] * cosines[:, 1]
    mixed = kappa * sines[:, 0] * sines[:, 1]
    return np.stack([np.stack([diagonal, mixed], 1), np.stack([mixed, diagonal], 1)], 1)


def _strength(value: Any) -> float:
    kappa = float(Fraction(value))
    if not 0 <= kappa < 1:
        raise InvalidProblem("strength", expected="a number in [0, 1)", got=value)
    return kappa
