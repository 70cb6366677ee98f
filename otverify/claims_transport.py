"""Obligations about finite transport problems: optimality, uniqueness, monotonicity, bounds of values.

Each states facts about exact data and is decided with a certificate: potentials, a cut, spanning tight
pairs, a violating cycle. They hold for the instance only: at best CERTIFIED, never PROVED.

``problem`` is a :class:`~otverify.transport.TransportProblem` (rational costs or sums of radicals), where
noted also a semi-discrete problem or one between densities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from otverify.errors import InvalidStatement
from otverify.kernel.statements import Fact, Statement

if TYPE_CHECKING:
    from otverify.transport.capacity import DensityProblem
    from otverify.transport.outcomes import Potentials, TransportPlan
    from otverify.transport.problems import TransportProblem
    from otverify.transport.radicals import RadicalSum
    from otverify.transport.semidiscrete import SemiDiscreteProblem
    from otverify.transport.tables import RadicalTable, Table

    Problem = TransportProblem | SemiDiscreteProblem | DensityProblem

__all__ = [
    "ContactSet",
    "CyclicallyMonotone",
    "Enclosure",
    "Feasible",
    "Minimum",
    "Optimal",
    "PotentialWidth",
    "UniquePlan",
    "UniquePotential",
]
Number = int | Fraction | str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """What every obligation about finite data has: a label for the table."""

    label: str = ""

    def facts(self) -> Iterator[Fact]:
        """The facts that are stated."""
        raise NotImplementedError

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """One kernel statement per fact."""
        for fact in self.facts():
            yield self.label, fact


@dataclass(frozen=True, slots=True, eq=False)
class Optimal(Facts):
    """The minimum is ``value``, and ``plan`` and ``potentials`` attain it, as far as they are given.

    ``plan`` is a TransportPlan or a matrix of exact masses; ``potentials`` a pair (f, g) with
    f_i + g_j <= c_ij; the value may be a RadicalSum. Of a semi-discrete problem only the value can be stated.
    """

    problem: Problem
    value: Number | RadicalSum | None = None
    plan: TransportPlan | Sequence[Sequence[Any]] | None = None
    potentials: Potentials | tuple[Sequence[Any], Sequence[Any]] | None = None

    def facts(self) -> Iterator[Fact]:
        """Up to three facts: value, plan, potentials."""
        if self.value is None and self.plan is None and self.potentials is None:
            raise InvalidStatement("Optimal", expected="a value, a plan or potentials", got="none")
        if self.value is not None:
            yield _fact(self.problem, "minimum", _written(self.value))
        if self.plan is not None:
            yield _fact(self.problem, "optimal plan", True, arguments=_plan(self.plan))
        if self.potentials is not None:
            yield _fact(self.problem, "optimal potentials", True, arguments=_potentials(self.potentials))


@dataclass(frozen=True, slots=True, eq=False)
class Minimum(Facts):
    """``min <c, π> op value``; also for semi-discrete problems and problems between densities."""

    problem: Problem
    op: str
    value: Number | RadicalSum

    def facts(self) -> Iterator[Fact]:
        """The comparison."""
        yield _fact(self.problem, "minimum", _written(self.value), op=self.op)


@dataclass(frozen=True, slots=True, eq=False)
class Enclosure(Facts):
    """``low <= min <c, π> <= high`` with rational bounds; also for problems between densities."""

    problem: Problem
    low: Number
    high: Number

    def facts(self) -> Iterator[Fact]:
        """One fact per side."""
        yield _fact(self.problem, "minimum", _written(self.low), op=">=")
        yield _fact(self.problem, "minimum", _written(self.high), op="<=")


@dataclass(frozen=True, slots=True, eq=False)
class Feasible(Facts):
    """Some plan has the marginals and keeps the capacities and forbidden pairs; or none, if ``not holds``."""

    problem: TransportProblem
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        yield _fact(self.problem, "feasible", self.holds)


@dataclass(frozen=True, slots=True, eq=False)
class UniquePlan(Facts):
    """The optimal plan is unique; or it is not, if ``not holds``."""

    problem: TransportProblem
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        yield _fact(self.problem, "unique plan", self.holds)


@dataclass(frozen=True, slots=True, eq=False)
class UniquePotential(Facts):
    """Optimal potentials are unique up to a constant where there is mass; if ``not holds``, they are not.

    Of a semi-discrete problem: on the points, at those of positive mass.
    """

    problem: TransportProblem | SemiDiscreteProblem
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The set of optimal potentials modulo constants has dimension 0 (or not)."""
        yield _fact(self.problem, "dual dimension", 0, op="==" if self.holds else "!=")


@dataclass(frozen=True, slots=True, eq=False)
class PotentialWidth(Facts):
    """``{f_i - f_j : f an optimal potential} = [low, high]``, None for no bound; also semi-discrete."""

    problem: TransportProblem | SemiDiscreteProblem
    rows: tuple[int, int]
    low: Number | None
    high: Number | None

    def facts(self) -> Iterator[Fact]:
        """One fact per side."""
        for quantity, bound in (("lowest difference", self.low), ("highest difference", self.high)):
            value = None if bound is None else _written(bound)
            yield _fact(self.problem, quantity, value, arguments=list(self.rows))


@dataclass(frozen=True, slots=True, eq=False)
class ContactSet(Facts):
    """``pairs`` are exactly the pairs that some optimal plan uses."""

    problem: TransportProblem
    pairs: Sequence[tuple[int, int]]

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        yield _fact(self.problem, "contact set", sorted([i, j] for i, j in self.pairs))


@dataclass(frozen=True, slots=True, eq=False)
class CyclicallyMonotone(Facts):
    """``pairs`` are c-cyclically monotone for the cost matrix; or they are not, if ``not holds``."""

    cost: Table | RadicalTable | Sequence[Sequence[Any]]
    pairs: Sequence[tuple[int, int]]
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        from otverify.transport.problems import nested
        from otverify.transport.tables import RadicalTable, table

        cost = self.cost if isinstance(self.cost, RadicalTable) else table(self.cost)
        yield Fact(
            topic="transport",
            problem={"cost": nested(cost), "pairs": [list(pair) for pair in self.pairs]},
            quantity="monotone",
            arguments=None,
            op="==",
            value=self.holds,
        )


def _fact(problem: Any, quantity: str, value: Any, *, arguments: Any = None, op: str = "==") -> Fact:
    written = problem.as_json() if hasattr(problem, "as_json") else problem.statement()
    return Fact(
        topic="transport", problem=written, quantity=quantity, arguments=arguments, op=op, value=value
    )


def _written(value: Any) -> Any:
    """A number as statements hold it."""
    from otverify.transport.measures import rational, written_number
    from otverify.transport.problems import written_radicals
    from otverify.transport.radicals import RadicalSum

    if isinstance(value, RadicalSum):
        return written_radicals(value)
    return written_number(rational(value, where="value"))


def _plan(plan: Any) -> Any:
    from otverify.transport.outcomes import TransportPlan, plan_from_matrix

    return (plan if isinstance(plan, TransportPlan) else plan_from_matrix(plan)).written()


def _potentials(potentials: Any) -> Any:
    from otverify.transport.outcomes import Potentials

    f, g = (potentials.f, potentials.g) if isinstance(potentials, Potentials) else potentials
    return {"f": [_written(value) for value in f], "g": [_written(value) for value in g]}
