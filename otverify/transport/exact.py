"""Solve a transport problem and have the kernel accept the answer.

Proposals come from :mod:`otverify.transport.candidates`; one that the kernel rejects is repaired in exact
arithmetic. Nothing leaves this module that the kernel has not accepted.
"""

from __future__ import annotations

from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.transport.candidates import Candidate, Method, by_shortest_paths, candidate, repaired
from otverify.transport.outcomes import (
    Bounded,
    Infeasible,
    Optimal,
    Potentials,
    TransportPlan,
    written_numbers,
)
from otverify.transport.problems import IntegerProblem, TransportProblem, to_integers
from otverify.transport.successive_paths import Cut


def solve(problem: TransportProblem, method: Method = Method.AUTOMATIC) -> Optimal | Infeasible | Bounded:
    """The minimum of a transport problem with a certificate that the kernel has accepted.

    ``method`` chooses the solver that proposes; the answer is certified all the same, so it only affects
    the time, and which of several optima is found.

    Returns
    -------
    Optimal
        Value, plan and potentials, exact.
    Infeasible
        A cut of rows and columns that no plan can cross.
    Bounded
        Only for irrational costs, and only if the plan found could not be told from a better one:
        a rigorous interval for the value.

    Notes
    -----
    Rational costs are always decided. The time is that of the proposing solver plus O(n m).

    >>> from otverify.transport.problems import problem
    >>> solve(problem([1, 2], [2, 1], cost=[[0, 1], [3, 5]])).value
    Fraction(7, 1)
    """
    if not problem.is_rational:
        from otverify.transport.irrational import solve_irrational

        return solve_irrational(problem)
    data = to_integers(problem)
    found = candidate(data, method)
    try:
        return _accepted(problem, data, found=found)
    except Rejected:
        # floats misled the proposing solver: finish in exact arithmetic
        exact = by_shortest_paths(data) if isinstance(found, Cut) else repaired(data, found.flow)
        return _accepted(problem, data, found=exact)


def certified(problem: TransportProblem, data: IntegerProblem, *, found: Candidate) -> Optimal:
    """The candidate as an optimum of the problem, if the kernel accepts it; raises Rejected if not."""
    plan = TransportPlan(
        shape=problem.shape,
        rows=found.flow.rows,
        columns=found.flow.columns,
        masses=found.flow.masses,
        unit=data.mass_unit,
    )
    certificate = {
        "kind": "optimal",
        "plan": plan.written(),
        "f": written_numbers(found.f, data.cost_unit),
        "g": written_numbers(found.g, data.cost_unit),
    }
    conclusion = check(problem.statement(), certificate)
    return Optimal(
        problem=problem,
        value=conclusion.value,
        plan=plan,
        potentials=Potentials(f_numerators=found.f, g_numerators=found.g, unit=data.cost_unit),
        certificate=certificate,
    )


def infeasible(problem: TransportProblem, cut: Cut) -> Infeasible:
    """The cut as a proof that the problem has no plan, if the kernel accepts it; raises Rejected if not."""
    certificate = {"kind": "infeasible", "rows": cut.rows, "columns": cut.columns}
    conclusion = check(problem.statement(), certificate)
    return Infeasible(
        problem=problem,
        rows=tuple(cut.rows),
        columns=tuple(cut.columns),
        deficit=conclusion.deficit,
        certificate=certificate,
    )


def _accepted(
    problem: TransportProblem, data: IntegerProblem, *, found: Candidate | Cut
) -> Optimal | Infeasible:
    if isinstance(found, Cut):
        return infeasible(problem, found)
    return certified(problem, data, found=found)
