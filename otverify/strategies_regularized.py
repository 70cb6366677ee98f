"""Hypothesis strategies for regularised transport: small data, where ties and lone atoms are frequent."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from otverify.strategies import problems
from otverify.transport.measures import measure
from otverify.transport.problems import TransportProblem
from otverify.transport.regularized_problems import RegularizedProblem, regularized_problem

#: exponents p with q - 1 = 1, 5/4, 3/2, 2, 3, 4, 10
EXPONENTS: Final = ("2", "9/5", "5/3", "3/2", "4/3", "5/4", "11/10")


def penalties(*, max_denominator: int = 1000) -> st.SearchStrategy[Fraction]:
    """ε > 0, often a simple fraction; shrinks to 1."""
    simple = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 8), Fraction(3)])
    wide = st.builds(Fraction, st.integers(1, 12), st.integers(1, max_denominator))
    return st.one_of(simple, wide)


def exponents() -> st.SearchStrategy[Fraction]:
    """p in (1, 2]; shrinks to 2."""
    return st.sampled_from([Fraction(p) for p in EXPONENTS])


def regularized_problems(
    *,
    max_rows: int = 5,
    max_columns: int = 5,
    max_cost: int = 9,
    forbidden: bool = False,
    p: st.SearchStrategy[Fraction] | None = None,
    epsilon: st.SearchStrategy[Fraction] | None = None,
) -> st.SearchStrategy[RegularizedProblem]:
    """Feasible problems with small integer masses and costs, atoms without mass left out.

    Equal costs make f + g = c outside the support likely. Shrinks to one pair of atoms, cost 0, p = 2, ε = 1.
    """
    return st.builds(
        _regularized,
        problems(max_rows=max_rows, max_columns=max_columns, max_cost=max_cost, forbidden=forbidden),
        penalties() if epsilon is None else epsilon,
        exponents() if p is None else p,
    )


def _regularized(stated: TransportProblem, epsilon: Fraction, p: Fraction) -> RegularizedProblem:
    rows, columns = stated.source.support, stated.target.support
    costs = stated.cost.rows()
    return regularized_problem(
        measure([stated.source.masses[i] for i in rows]),
        measure([stated.target.masses[j] for j in columns]),
        cost=[[costs[i][j] for j in columns] for i in rows],
        epsilon=epsilon,
        p=p,
    )
