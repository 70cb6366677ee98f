"""What a solver returns: an optimum, a proof that there is none, or bounds. Each carries its certificate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.measures import rational
from otverify.transport.problems import TransportProblem
from otverify.transport.radicals import RadicalSum
from otverify.transport.tables import Integers, Table, exact_array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransportPlan:
    """A plan of shape (n, m): mass masses[k]·unit > 0 at (rows[k], columns[k]), in lexicographic order."""

    shape: tuple[int, int]
    rows: Integers
    columns: Integers
    masses: Integers
    unit: Fraction

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def support(self) -> list[tuple[int, int]]:
        """The pairs of positive mass."""
        return list(zip(self.rows.tolist(), self.columns.tolist(), strict=True))

    def entries(self) -> list[tuple[int, int, Fraction]]:
        """(i, j, mass) for every pair of positive mass."""
        masses = (mass * self.unit for mass in self.masses.tolist())
        return list(zip(self.rows.tolist(), self.columns.tolist(), masses, strict=True))

    def matrix(self) -> list[list[Fraction]]:
        """The plan as nested lists."""
        dense = [[Fraction(0)] * self.shape[1] for _ in range(self.shape[0])]
        for i, j, mass in self.entries():
            dense[i][j] = mass
        return dense

    def floats(self) -> NDArray[np.float64]:
        """The plan as a matrix of rounded masses."""
        dense = np.zeros(self.shape)
        dense[self.rows, self.columns] = [float(mass * self.unit) for mass in self.masses.tolist()]
        return dense

    def written(self) -> dict[str, Any]:
        """The plan as certificates hold it; runs of equal masses in a row are joined if that is shorter."""
        rows, columns, masses = self.rows, self.columns, self.masses
        plan: dict[str, Any] = {}
        if len(rows) > 2 * sum(self.shape):
            new = np.ones(len(rows), dtype=bool)
            new[1:] = (
                (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1] + 1) | (masses[1:] != masses[:-1])
            )
            starts = np.flatnonzero(new)
            plan["lengths"] = np.diff(np.append(starts, len(rows))).tolist()
            rows, columns, masses = rows[starts], columns[starts], masses[starts]
        plan |= {"rows": rows.tolist(), "columns": columns.tolist()}
        plan["masses"] = written_numbers(masses, self.unit)
        return plan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Potentials:
    """Potentials f_i = f_numerators[i]·unit and g_j = g_numerators[j]·unit with f_i + g_j <= c_ij.

    With capacities the inequality may fail where the plan is saturated. In the notation of J. Korman,
    R. J. McCann, Optimal transportation with capacity constraints, Section 9, u = -f, v = -g and
    w = min(0, c + u + v) on the bounded pairs.
    """

    f_numerators: Integers
    g_numerators: Integers
    unit: Fraction

    @property
    def f(self) -> tuple[Fraction, ...]:
        """The potential on the source."""
        return tuple(value * self.unit for value in self.f_numerators.tolist())

    @property
    def g(self) -> tuple[Fraction, ...]:
        """The potential on the target."""
        return tuple(value * self.unit for value in self.g_numerators.tolist())

    @property
    def u(self) -> tuple[Fraction, ...]:
        """-f."""
        return tuple(-value for value in self.f)

    @property
    def v(self) -> tuple[Fraction, ...]:
        """-g."""
        return tuple(-value for value in self.g)

    def w(self, problem: TransportProblem) -> list[list[Fraction]]:
        """The multiplier of the capacity, w = min(0, c + u + v); 0 at forbidden pairs."""
        if not isinstance(problem.cost, Table):
            raise InvalidProblem("cost", expected="rational costs", got="sums of radicals")
        f, g, zero = self.f, self.g, Fraction(0)
        return [
            [zero if c is None else min(zero, c - f[i] - g[j]) for j, c in enumerate(row)]
            for i, row in enumerate(problem.cost.rows())
        ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimal:
    """The minimum ``value`` is attained by ``plan``; the certificate has been accepted by the kernel.

    For irrational costs the value is a sum of radicals and ``potentials`` is None: the certificate
    holds the tight pairs that define them.
    """

    problem: TransportProblem
    value: Fraction | RadicalSum
    plan: TransportPlan
    potentials: Potentials | None
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Infeasible:
    """No plan exists: μ(rows) exceeds ν(columns) plus the capacity from rows to the other columns."""

    problem: TransportProblem
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    deficit: Fraction
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bounded:
    """The minimum lies in [lower, upper]; ``plan`` attains the upper, ``potentials`` the lower bound."""

    problem: TransportProblem
    lower: Fraction
    upper: Fraction
    plan: TransportPlan
    potentials: Potentials
    certificate: dict[str, Any]


def plan_from_matrix(matrix: Sequence[Sequence[Any]]) -> TransportPlan:
    """The plan with the given exact masses >= 0."""
    entries = [
        (i, j, rational(mass, where=f"plan[{i}][{j}]"))
        for i, row in enumerate(matrix)
        for j, mass in enumerate(row)
        if mass
    ]
    unit = Fraction(1, math.lcm(*(mass.denominator for _, _, mass in entries)))
    return TransportPlan(
        shape=(len(matrix), len(matrix[0])),
        rows=np.array([i for i, _, _ in entries], dtype=np.int64),
        columns=np.array([j for _, j, _ in entries], dtype=np.int64),
        masses=exact_array([int(mass / unit) for _, _, mass in entries]),
        unit=unit,
    )


def written_numbers(numerators: Integers, unit: Fraction) -> Any:
    """The list numerators·unit as certificates hold it; the unit is 1/d for an integer d."""
    values = numerators.tolist()
    return values if unit == 1 else {"numerators": values, "denominator": unit.denominator}
