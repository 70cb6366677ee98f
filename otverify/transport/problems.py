"""Finite transport problems: two measures, a cost, forbidden pairs, capacities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.costs import Cost
from otverify.transport.measures import Exact, Measure, measure, rational, written_number
from otverify.transport.radicals import RadicalSum
from otverify.transport.tables import Integers, RadicalTable, Table, exact_array, table, tabulate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransportProblem:
    """Minimise Σ c_ij π_ij over plans π >= 0 with row sums μ and column sums ν.

    Where the cost is +∞ the pair is forbidden, π_ij = 0. With a capacity also π_ij <= h_ij, each bound
    belonging to its own pair (J. Korman, R. J. McCann, Optimal transportation with capacity
    constraints, eq. (3)); an infinite capacity is no bound.

    Parameters
    ----------
    source : Measure with n atoms, μ
    target : Measure with m atoms, ν, of exactly the same total
    cost : n × m Table (exact rationals) or RadicalTable (sums of radicals)
    capacity : n × m Table with entries >= 0, or None

    Raises
    ------
    InvalidProblem
        If the totals differ, the shapes do not fit, or a capacity is negative.
    """

    source: Measure
    target: Measure
    cost: Table | RadicalTable
    capacity: Table | None = None

    def __post_init__(self) -> None:
        shape = (len(self.source), len(self.target))
        if self.cost.shape != shape:
            raise InvalidProblem("cost", expected=f"shape {shape}", got=self.cost.shape)
        if self.source.total != self.target.total:
            raise InvalidProblem(
                "marginals",
                expected="exactly equal total masses",
                got=f"{self.source.total} and {self.target.total}",
                hint="Masses are never rescaled silently; Measure.normalised() gives probability measures.",
            )
        if self.capacity is not None:
            if self.capacity.shape != shape:
                raise InvalidProblem("capacity", expected=f"shape {shape}", got=self.capacity.shape)
            if self.capacity.numerators.min() < 0:
                raise InvalidProblem("capacity", expected="entries >= 0", got=self.capacity.numerators.min())

    @property
    def shape(self) -> tuple[int, int]:
        """(n, m)."""
        return self.cost.shape

    @property
    def is_rational(self) -> bool:
        """Whether every finite cost is rational."""
        return isinstance(self.cost, Table)

    def restricted(
        self, rows: Sequence[int], columns: Sequence[int]
    ) -> tuple[Table | RadicalTable, Table | None]:
        """Cost and capacity on the rectangle rows × columns."""
        capacity = None if self.capacity is None else self.capacity.restricted(rows, columns)
        return self.cost.restricted(rows, columns), capacity

    def transposed(self) -> TransportProblem:
        """The problem with the roles of the two measures exchanged."""
        capacity = None if self.capacity is None else self.capacity.transposed()
        return TransportProblem(
            source=self.target, target=self.source, cost=self.cost.transposed(), capacity=capacity
        )

    def floats(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """(a, b, M) as rounded floats, inf where forbidden: what float solvers take."""
        a = np.array([float(mass) for mass in self.source.masses])
        b = np.array([float(mass) for mass in self.target.masses])
        return a, b, self.cost.floats()

    def statement(self) -> dict[str, Any]:
        """The problem as the kernel reads it; large integer matrices stay NumPy arrays."""
        data: dict[str, Any] = {
            "source": _masses(self.source),
            "target": _masses(self.target),
            "cost": written_matrix(self.cost),
        }
        if self.capacity is not None:
            data["capacity"] = written_matrix(self.capacity)
        return data

    def as_json(self) -> dict[str, Any]:
        """The statement as JSON holds it: nested lists, "p/q" and null."""
        data = self.statement() | {"cost": nested(self.cost)}
        if self.capacity is not None:
            data["capacity"] = nested(self.capacity)
        return data


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegerProblem:
    """A rational problem scaled to integers: one unit for all masses and capacities, one for the cost.

    ``capacity`` holds -1 for no bound; ``infinite`` marks forbidden pairs.
    """

    supply: Integers
    demand: Integers
    cost: Integers
    infinite: NDArray[np.bool_] | None
    capacity: Integers | None
    mass_unit: Fraction
    cost_unit: Fraction


def problem(
    source: Measure | Sequence[Any],
    target: Measure | Sequence[Any],
    *,
    cost: Any,
    capacity: Any = None,
) -> TransportProblem:
    """The transport problem between two measures (or lists of exact masses).

    ``cost`` is a Cost (then both measures need points), a Table, or a matrix of exact numbers in which
    None forbids a pair. ``capacity`` is a matrix in which None is no bound, or one number for all pairs.

    >>> problem([1, 1], [2, 0], cost=[[0, 1], [None, 1]]).shape
    (2, 2)
    """
    mu = source if isinstance(source, Measure) else measure(source)
    nu = target if isinstance(target, Measure) else measure(target)
    if isinstance(cost, Table | RadicalTable):
        costs: Table | RadicalTable = cost
    elif isinstance(cost, Cost):
        if mu.points is None or nu.points is None:
            raise InvalidProblem(
                "points", expected="measures with points", got="masses only", hint="Or give a matrix."
            )
        costs = tabulate(cost, mu.points, y=nu.points)
    else:
        costs = table(cost, where="cost")
    return TransportProblem(source=mu, target=nu, cost=costs, capacity=_capacity(capacity, costs.shape))


def to_integers(problem: TransportProblem) -> IntegerProblem:
    """The rational problem in integer units. Every mass-like quantity shares one denominator.

    Raises InvalidProblem if the cost is not rational.
    """
    if not isinstance(problem.cost, Table):
        raise InvalidProblem("cost", expected="rational costs", got="sums of radicals")
    denominators = [problem.source.denominator, problem.target.denominator]
    if problem.capacity is not None:
        denominators.append(problem.capacity.denominator)
    unit = math.lcm(*denominators)
    capacity = None
    if problem.capacity is not None:
        scaled = _times(problem.capacity.numerators, unit // problem.capacity.denominator)
        capacity = (
            scaled if problem.capacity.infinite is None else np.where(problem.capacity.infinite, -1, scaled)
        )
    return IntegerProblem(
        supply=exact_array([w * (unit // problem.source.denominator) for w in problem.source.weights]),
        demand=exact_array([w * (unit // problem.target.denominator) for w in problem.target.weights]),
        cost=problem.cost.numerators,
        infinite=problem.cost.infinite,
        capacity=capacity,
        mass_unit=Fraction(1, unit),
        cost_unit=Fraction(1, problem.cost.denominator),
    )


def _capacity(capacity: Any, shape: tuple[int, int]) -> Table | None:
    if capacity is None or isinstance(capacity, Table):
        return capacity
    if isinstance(capacity, Exact) and not isinstance(capacity, bool):
        bound = rational(capacity, where="capacity")
        return Table(
            numerators=np.broadcast_to(exact_array([bound.numerator]), shape), denominator=bound.denominator
        )
    return table(capacity, where="capacity")


def _times(values: Integers, factor: int) -> Integers:
    return values if factor == 1 else exact_array(values.astype(object) * factor)


def _masses(side: Measure) -> list[int | str]:
    return list(side.weights) if side.denominator == 1 else [written_number(mass) for mass in side.masses]


def written_matrix(entries: Table | RadicalTable) -> Any:
    """The matrix as statements hold it: an int64 array, integers over one denominator, or nested lists."""
    if isinstance(entries, RadicalTable):
        return nested(entries)
    if entries.denominator == 1 and entries.infinite is None and entries.numerators.dtype == np.int64:
        return entries.numerators
    numerators = entries.numerators
    data = {
        "numerators": numerators.tolist() if numerators.dtype == object else numerators,
        "denominator": entries.denominator,
    }
    if entries.infinite is not None:
        data["infinite"] = entries.infinite
    return data


def written_radicals(value: RadicalSum) -> int | str | list[list[Any]]:
    """The number as statements hold it: a rational, or terms [q, N, b] for q N^(1/b)."""
    exact = value.rational
    if exact is not None:
        return written_number(exact)
    return [[written_number(q), base, index] for (base, index), q in value.terms]


def nested(entries: Table | RadicalTable) -> list[list[Any]]:
    """The matrix as JSON holds it: nested lists, null where infinite."""
    if isinstance(entries, RadicalTable):
        written = [written_radicals(value) for value in entries.values]
        return [[None if code < 0 else written[code] for code in row] for row in entries.codes.tolist()]
    rows: list[list[Any]] = entries.numerators.tolist()
    if entries.denominator != 1:
        rows = [[written_number(Fraction(value, entries.denominator)) for value in row] for row in rows]
    if entries.infinite is not None:
        for i, j in np.argwhere(entries.infinite).tolist():
            rows[i][j] = None
    return rows
