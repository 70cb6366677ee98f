"""Finite instances for p = 2, solved exactly: what the statements about plans, potentials and sections read off.

Atoms x_i of mass a_i and y_j of mass b_j, cost |x - y|²/2. With p = q = 2 the density is (f_i + g_j - c_ij)_+/(2ε)
and equation (6) is linear on the support, so rational data have rational potentials.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from otverify.claims import Identity, Obligation
from otverify.errors import InvalidProblem
from otverify.instances import register
from otverify.transport import measure, squared_euclidean

Obligations = Iterator[Obligation]
Point = tuple[Fraction, ...]
HALF = Fraction(1, 2)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """A finite problem with p = 2 and potentials (f, g); whether they solve it is asked of :meth:`error`."""

    x: tuple[Point, ...]
    y: tuple[Point, ...]
    a: tuple[Fraction, ...]
    b: tuple[Fraction, ...]
    f: tuple[Fraction, ...]
    g: tuple[Fraction, ...]
    epsilon: Fraction

    def cost(self, i: int, j: int) -> Fraction:
        """|x_i - y_j|²/2."""
        return distance(self.x[i], self.y[j]) / 2

    def xi(self, i: int, j: int) -> Fraction:
        """ξ = f_i + g_j - c_ij."""
        return self.f[i] + self.g[j] - self.cost(i, j)

    def density(self, i: int, j: int) -> Fraction:
        """(1) for p = 2."""
        return max(self.xi(i, j), Fraction(0)) / (2 * self.epsilon)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs of atoms."""
        return ((i, j) for i in range(len(self.x)) for j in range(len(self.y)))

    def error(self) -> Fraction:
        """Σ |marginal - 1| of the density over all atoms: 0 if and only if (f, g) solves (6)."""
        rows = [
            sum((self.b[j] * self.density(i, j) for j in range(len(self.y))), Fraction(0))
            for i in range(len(self.x))
        ]
        columns = [
            sum((self.a[i] * self.density(i, j) for i in range(len(self.x))), Fraction(0))
            for j in range(len(self.y))
        ]
        return sum((abs(mass - 1) for mass in (*rows, *columns)), Fraction(0))

    def value_of(self, density: dict[tuple[int, int], Fraction]) -> Fraction:
        """Cost and penalty h(z) = z² of a plan, given by its density."""
        return sum(
            (
                self.a[i] * self.b[j] * (self.cost(i, j) * rho + self.epsilon * rho**2)
                for (i, j), rho in density.items()
            ),
            Fraction(0),
        )

    def primal(self) -> Fraction:
        """The value of the plan with the density (1)."""
        return self.value_of({pair: self.density(*pair) for pair in self.pairs()})

    def dual_of(self, f: tuple[Fraction, ...], g: tuple[Fraction, ...]) -> Fraction:
        """(D-ROT) for p = 2: ∫ f + ∫ g - ∫ (f + g - c)_+² / (4ε)."""
        excess = sum(
            (
                self.a[i] * self.b[j] * max(f[i] + g[j] - self.cost(i, j), Fraction(0)) ** 2
                for i, j in self.pairs()
            ),
            Fraction(0),
        )
        linear = sum((u * v for u, v in zip((*self.a, *self.b), (*f, *g), strict=True)), Fraction(0))
        return linear - excess / (4 * self.epsilon)

    def section(self, i: int) -> tuple[int, ...]:
        """S_x for x = x_i, as indices of atoms."""
        return tuple(j for j in range(len(self.y)) if self.xi(i, j) > 0)

    def gradient(self, i: int) -> Point:
        """(3) with q = 2: the mean of μ on S_x."""
        inside = self.section(i)
        total = sum((self.b[j] for j in inside), Fraction(0))
        return tuple(
            sum((self.b[j] * self.y[j][k] for j in inside), Fraction(0)) / total
            for k in range(len(self.y[0]))
        )

    def mean(self, i: int) -> Point:
        """T_ε(x_i) = ∫ y ρ dμ(y)."""
        return tuple(
            sum((self.b[j] * self.density(i, j) * self.y[j][k] for j in range(len(self.y))), Fraction(0))
            for k in range(len(self.y[0]))
        )

    def extension(self) -> OneSided:
        """ψ_ε at every y of R^d, from φ_ε at the atoms x_i, by (6)."""
        phi = tuple(inner(x, x) / 2 - value for x, value in zip(self.x, self.f, strict=True))
        return OneSided(y=self.x, w=self.a, psi=phi, epsilon=self.epsilon)

    def transposed(self) -> Optimum:
        """The roles of the marginals exchanged."""
        return Optimum(x=self.y, y=self.x, a=self.b, b=self.a, f=self.g, g=self.f, epsilon=self.epsilon)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """Atoms y_j of mass w_j and any ψ_j; φ(x) is the root of Σ w_j (<x, y_j> - φ - ψ_j)_+ = 2ε, for every x of R^d.

    Proposition 4.2 and formula (7) use this equation only. ψ need not be convex.
    """

    y: tuple[Point, ...]
    w: tuple[Fraction, ...]
    psi: tuple[Fraction, ...]
    epsilon: Fraction

    def lifts(self, x: Point) -> list[Fraction]:
        """<x, y_j> - ψ_j."""
        return [inner(x, place) - value for place, value in zip(self.y, self.psi, strict=True)]

    def potential(self, x: Point) -> Fraction:
        """φ(x), from the largest lifts: the root of a piecewise linear function."""
        ordered = sorted(zip(self.lifts(x), self.w, strict=True), reverse=True)
        total, mass, best = Fraction(0), Fraction(0), None
        for lift, weight in ordered:
            total, mass = total + weight * lift, mass + weight
            root = (total - 2 * self.epsilon) / mass
            best = root if best is None or root > best else best
        return best or Fraction(0)

    def mass_at(self, x: Point, level: Fraction) -> Fraction:
        """Σ w_j (<x, y_j> + s - ψ_j)_+ at s = level: 2ε exactly for s = -φ(x)."""
        return sum(
            (w * max(lift + level, Fraction(0)) for lift, w in zip(self.lifts(x), self.w, strict=True)),
            Fraction(0),
        )

    def gradient(self, x: Point) -> Point:
        """(7) with q = 2: the mean of y over {ξ > 0}."""
        value = self.potential(x)
        inside = [j for j, lift in enumerate(self.lifts(x)) if lift > value]
        mass = sum((self.w[j] for j in inside), Fraction(0))
        return tuple(
            sum((self.w[j] * self.y[j][k] for j in inside), Fraction(0)) / mass for k in range(len(x))
        )


def inner(u: Point, v: Point) -> Fraction:
    """<u, v>."""
    return sum((s * t for s, t in zip(u, v, strict=True)), Fraction(0))


def between(u: Point, v: Point, share: Fraction) -> Point:
    """(1-t)u + tv."""
    return tuple((1 - share) * s + share * t for s, t in zip(u, v, strict=True))


def distance(u: Point, v: Point) -> Fraction:
    """|u - v|²."""
    return sum(((s - t) ** 2 for s, t in zip(u, v, strict=True)), Fraction(0))


def solved(
    x: tuple[Point, ...],
    y: tuple[Point, ...],
    *,
    a: tuple[Fraction, ...],
    b: tuple[Fraction, ...],
    epsilon: Fraction,
) -> Optimum:
    """The exact optimum: a solution in floats says which pairs carry mass, the rest is linear algebra."""
    # loaded when needed: a paper costs nothing to import
    from otverify.transport.regularized import solve_regularized
    from otverify.transport.regularized_exact import solve_exactly
    from otverify.transport.regularized_outcomes import Regularized
    from otverify.transport.regularized_problems import regularized_problem

    stated = regularized_problem(
        measure(a, x), measure(b, y), cost=squared_euclidean(scale="1/2"), epsilon=epsilon
    )
    found = solve_regularized(stated)
    if not isinstance(found, Regularized):
        raise InvalidProblem("instance", expected="a solution", got=found.reason)
    exact = solve_exactly(found)
    return Optimum(x=x, y=y, a=a, b=b, f=exact.f, g=exact.g, epsilon=epsilon)


# ---------------------------------------------------------------------------------------------------
# strategies


def masses(size: int) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Positive masses of total 1, not all equal in general."""
    weights = st.lists(st.integers(1, 5), min_size=size, max_size=size)
    return weights.map(lambda found: tuple(Fraction(w, sum(found)) for w in found))


def shifts() -> st.SearchStrategy[Fraction]:
    """Small rational numbers of either sign, 0 among them."""
    return st.integers(-6, 6).map(lambda k: Fraction(k, 8))


@st.composite
def optima(draw: st.DrawFn, *, max_size: int = 4, dimensions: tuple[int, ...] = (1, 2)) -> Optimum:
    """Solved problems between clouds of distinct rational points; ε from sparse to full support."""
    dimension = draw(st.sampled_from(dimensions))
    clouds = []
    for _ in range(2):
        coordinate = st.integers(-4, 8).map(lambda k: Fraction(k, 4))
        point = st.tuples(*([coordinate] * dimension))
        clouds.append(tuple(draw(st.lists(point, min_size=1, max_size=max_size, unique=True))))
    epsilon = draw(st.sampled_from([Fraction(1, 64), Fraction(1, 16), Fraction(1, 5), HALF, Fraction(3)]))
    x, y = clouds
    return solved(x, y, a=draw(masses(len(x))), b=draw(masses(len(y))), epsilon=epsilon)


@st.composite
def one_sided(draw: st.DrawFn, *, max_size: int = 5) -> tuple[OneSided, Point, Point, Fraction]:
    """Atoms, masses and arbitrary ψ, with two points x, z and a share t in (0, 1)."""
    dimension = draw(st.integers(1, 3))
    coordinate = st.integers(-6, 6).map(lambda k: Fraction(k, 2))
    point = st.tuples(*([coordinate] * dimension))
    places = tuple(draw(st.lists(point, min_size=1, max_size=max_size, unique=True)))
    psi = draw(st.lists(coordinate, min_size=len(places), max_size=len(places)))
    side = OneSided(
        y=places,
        w=draw(masses(len(places))),
        psi=tuple(psi),
        epsilon=draw(st.sampled_from([Fraction(1, 20), HALF, Fraction(4)])),
    )
    return side, draw(point), draw(point), draw(st.sampled_from([HALF, Fraction(1, 3), Fraction(7, 8)]))


@lru_cache(maxsize=16)
def line(size: int, epsilon: Fraction) -> Optimum:
    """Density 1 - ½ cos πx against the uniform one on a grid of [0, 1]: T(x) = x - sin(πx)/(2π)."""
    from otverify.transport.regularized import solve_regularized
    from otverify.transport.regularized_exact import solve_exactly
    from otverify.transport.regularized_families import cosine_line
    from otverify.transport.regularized_outcomes import Regularized

    family = cosine_line(size, bits=16)
    found = solve_regularized(family.problem(epsilon=epsilon, p=2), known=(family.f, family.g))
    if not isinstance(found, Regularized):
        raise InvalidProblem("instance", expected="a solution", got=found.reason)
    exact = solve_exactly(found)
    source, target = family.source, family.target
    return Optimum(
        x=tuple(source.points or ()),
        y=tuple(target.points or ()),
        a=tuple(source.masses),
        b=tuple(target.masses),
        f=exact.f,
        g=exact.g,
        epsilon=epsilon,
    )


# ---------------------------------------------------------------------------------------------------
# what is stated about an instance


def solves(optimum: Optimum, *, instance: str = "") -> Obligations:
    """The density has the marginals, and the plan the value of the potentials."""
    yield Identity(optimum.error(), 0, label="(6)", instance=instance)
    yield Identity(
        optimum.primal(), optimum.dual_of(optimum.f, optimum.g), label="primal = dual", instance=instance
    )
