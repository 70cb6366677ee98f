"""The table of solvers: every law is tested on every one. A new solver is one line here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from otverify.transport.candidates import Method
from otverify.transport.exact import solve
from otverify.transport.outcomes import Bounded, Infeasible, Optimal
from otverify.transport.problems import TransportProblem

Solver = Callable[[TransportProblem], Optimal | Infeasible | Bounded]


def _with(method: Method) -> Solver:
    def run(problem: TransportProblem) -> Optimal | Infeasible | Bounded:
        return solve(problem, method)

    return run


#: solvers of problems without capacities
PLAIN: dict[str, Solver] = {method.name.lower(): _with(method) for method in Method}
#: solvers of problems with capacities
CAPACITATED: dict[str, Solver] = {
    name: solver for name, solver in PLAIN.items() if name != Method.NETWORK_SIMPLEX.name.lower()
}


def value(solver: Solver, problem: TransportProblem) -> Fraction:
    """The certified minimum of a problem that is known to be feasible."""
    outcome = solver(problem)
    assert isinstance(outcome, Optimal)
    assert isinstance(outcome.value, Fraction)
    return outcome.value
