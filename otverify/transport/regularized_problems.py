"""Optimal transport with an L^p penalty on the density: what is to be solved.

    minimise  Σ c_ij π_ij + ε Σ h(π_ij / (a_i b_j)) a_i b_j,   h(z) = z^p / (p-1),  p in (1, 2],

over plans π with marginals a and b. The dual problem is to maximise

    Σ a_i f_i + Σ b_j g_j - Σ a_i b_j (f_i + g_j - c_ij)_+^q / (ε^(q-1) q^q),   q = p/(p-1),

and the plan has the density ρ_ij = π_ij/(a_i b_j) = ((f_i + g_j - c_ij)_+ / (εq))^(q-1).
A. González-Sanz, R. S. Gvalani, L. Koch, Sharp local sparsity of regularized optimal transport, (1) and
(D-ROT). The exponent printed there for h, p-1, does not give (1); p does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from otverify.errors import InvalidProblem
from otverify.transport.costs import Cost, RadialCost
from otverify.transport.measures import Exact, Measure, measure, rational, written_number
from otverify.transport.problems import TransportProblem, nested
from otverify.transport.tables import RadicalTable, Table, table, tabulate

#: a cost that is not given by points and squared distances is stored as a matrix of at most this size
MAX_TABULATED: Final = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SquaredDistance:
    """c(x, y) = scale · |x - y|², on the torus (R / period Z)^d if there is a period; never a matrix."""

    scale: Fraction
    period: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegularizedProblem:
    """Minimise Σ c π + ε Σ h(π / (a b)) a b over plans with marginals a, b; h(z) = z^p/(p-1).

    Parameters
    ----------
    source, target : Measure with n and m atoms of positive mass, of exactly the same total
    cost : SquaredDistance of the points of both measures, or an n × m Table or RadicalTable
    epsilon : ε > 0, exact
    p : exponent in (1, 2], exact

    Build one with :func:`regularized_problem`.
    """

    source: Measure
    target: Measure
    cost: SquaredDistance | Table | RadicalTable
    epsilon: Fraction
    p: Fraction

    def __post_init__(self) -> None:
        if self.epsilon <= 0:
            raise InvalidProblem("epsilon", expected="a number > 0", got=self.epsilon)
        if not 1 < self.p <= 2:
            hint = "At p = 1 there is no penalty left; for p > 2 the dual is not twice differentiable."
            raise InvalidProblem("p", expected="a number in (1, 2]", got=self.p, hint=hint)
        if self.source.total != self.target.total:
            raise InvalidProblem(
                "marginals",
                expected="exactly equal total masses",
                got=f"{float(self.source.total)!r} and {float(self.target.total)!r}",
                hint="Masses are never rescaled silently; Measure.normalised() gives probability measures.",
            )
        for name, side in (("source", self.source), ("target", self.target)):
            if 0 in side.weights:
                raise InvalidProblem(
                    name,
                    expected="atoms of positive mass",
                    got=f"mass 0 at atom {side.weights.index(0)}",
                    hint="The density of the plan has no meaning there: leave such atoms out.",
                )
        if isinstance(self.cost, SquaredDistance):
            self._check_points()
        elif self.cost.shape != self.shape:
            raise InvalidProblem("cost", expected=f"shape {self.shape}", got=self.cost.shape)

    def _check_points(self) -> None:
        dimensions = []
        for name, side in (("source", self.source), ("target", self.target)):
            if side.points is None:
                raise InvalidProblem(
                    name, expected="a measure with points", got="masses only", hint="Or give a matrix."
                )
            dimensions.append(len(side.points[0]))
        if dimensions[0] != dimensions[1]:
            raise InvalidProblem("points", expected="points of one dimension", got=tuple(dimensions))

    @property
    def shape(self) -> tuple[int, int]:
        """(n, m)."""
        return len(self.source), len(self.target)

    @property
    def q(self) -> Fraction:
        """The conjugate exponent p/(p-1) >= 2."""
        return self.p / (self.p - 1)

    @property
    def is_rational(self) -> bool:
        """Whether every finite cost is rational."""
        return not isinstance(self.cost, RadicalTable)

    def at(self, *, epsilon: Exact | str | None = None, p: Exact | str | None = None) -> RegularizedProblem:
        """The same problem with another ε or p."""
        return replace(
            self,
            epsilon=self.epsilon if epsilon is None else rational(epsilon, where="epsilon"),
            p=self.p if p is None else rational(p, where="p"),
        )

    def transposed(self) -> RegularizedProblem:
        """The problem with the roles of the two measures exchanged."""
        cost = self.cost if isinstance(self.cost, SquaredDistance) else self.cost.transposed()
        return replace(self, source=self.target, target=self.source, cost=cost)

    def unregularized(self) -> TransportProblem:
        """The transport problem without penalty; its cost is a matrix."""
        return TransportProblem(source=self.source, target=self.target, cost=self.tabulated())

    def tabulated(self) -> Table | RadicalTable:
        """The cost as a matrix of exact entries."""
        if not isinstance(self.cost, SquaredDistance):
            return self.cost
        from otverify.transport.costs import periodic_squared, squared_euclidean

        _check_size(self.shape)
        scale, period = self.cost.scale, self.cost.period
        cost = (
            squared_euclidean(scale=scale) if period is None else periodic_squared(period=period, scale=scale)
        )
        return tabulate(cost, self.source.points or (), y=self.target.points or ())

    def statement(self) -> dict[str, Any]:
        """The problem as plain JSON, the form that the kernel reads."""
        return {
            "source": [written_number(mass) for mass in self.source.masses],
            "target": [written_number(mass) for mass in self.target.masses],
            "cost": _written(self),
            "epsilon": written_number(self.epsilon),
            "p": written_number(self.p),
        }


def regularized_problem(
    source: Measure | Sequence[Any],
    target: Measure | Sequence[Any],
    *,
    cost: Any,
    epsilon: Exact | str,
    p: Exact | str = 2,
) -> RegularizedProblem:
    """State a regularised transport problem.

    ``cost`` is a :class:`~otverify.transport.costs.Cost` (then both measures need points), a Table, or a
    matrix of exact numbers in which None forbids a pair. Squared distances, also periodic ones, are never
    tabulated.

    Raises
    ------
    InvalidProblem
        If ε <= 0, p is not in (1, 2], a mass is not positive, the totals differ, or shapes do not fit.

    >>> two = regularized_problem([1, 1], [1, 1], cost=[[0, 1], [1, 0]], epsilon="1/10")
    >>> two.q, two.shape
    (Fraction(2, 1), (2, 2))
    """
    mu = source if isinstance(source, Measure) else measure(source)
    nu = target if isinstance(target, Measure) else measure(target)
    return RegularizedProblem(
        source=mu,
        target=nu,
        cost=_stated_cost(cost, mu, nu=nu),
        epsilon=rational(epsilon, where="epsilon"),
        p=rational(p, where="p"),
    )


def _stated_cost(cost: Any, mu: Measure, *, nu: Measure) -> SquaredDistance | Table | RadicalTable:
    if isinstance(cost, SquaredDistance | Table | RadicalTable):
        return cost
    if not isinstance(cost, Cost):
        return table(cost, where="cost")
    if isinstance(cost, RadialCost) and len(cost.pieces) == 1 and len(cost.pieces[0].terms) == 1:
        scale, exponent = cost.pieces[0].terms[0]
        if exponent == 2:
            return SquaredDistance(scale=scale, period=cost.period)
    if mu.points is None or nu.points is None:
        raise InvalidProblem(
            "points", expected="measures with points", got="masses only", hint="Or give a matrix."
        )
    _check_size((len(mu), len(nu)))
    return tabulate(cost, mu.points, y=nu.points)


def _check_size(shape: tuple[int, int]) -> None:
    if shape[0] * shape[1] > MAX_TABULATED:
        raise InvalidProblem(
            "cost",
            expected=f"at most {MAX_TABULATED} pairs for a cost stored as a matrix",
            got=f"{shape[0]} × {shape[1]}",
            hint="Squared distances between points are not stored.",
        )


def _written(problem: RegularizedProblem) -> Any:
    if not isinstance(problem.cost, SquaredDistance):
        return nested(problem.cost)
    data: dict[str, Any] = {
        name: [[written_number(value) for value in point] for point in side.points or ()]
        for name, side in (("x", problem.source), ("y", problem.target))
    }
    data["scale"] = written_number(problem.cost.scale)
    if problem.cost.period is not None:
        data["period"] = written_number(problem.cost.period)
    return data
