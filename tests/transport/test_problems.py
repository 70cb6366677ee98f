"""Problems are checked once, at the boundary, and scale to integers with one unit per quantity."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.strategies import problems
from otverify.transport.costs import coulomb
from otverify.transport.measures import uniform
from otverify.transport.problems import problem, to_integers


def test_totals_must_be_exactly_equal():
    with pytest.raises(InvalidProblem, match=r"exactly equal total masses, got 3/10 and 1/3.*never rescaled"):
        problem(["1/10", "1/5"], ["1/3"], cost=[[0], [0]])


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"cost": [[0, 1]]}, "shape"),
        ({"cost": [[0], [1]], "capacity": [[1]]}, "shape"),
        ({"cost": [[0], [1]], "capacity": [[-1], [3]]}, "entries >= 0"),
        ({"cost": coulomb()}, "measures with points"),
        ({"cost": [[0.0], [1.0]]}, "exact rational"),
    ],
)
def test_what_is_no_problem_is_refused(kwargs, message):
    with pytest.raises(InvalidProblem, match=message):
        problem([1, 1], [2], **kwargs)


def test_one_unit_for_all_masses_and_capacities():
    """One denominator for supplies, demands and bounds: a bound 1/2 is not exceeded by rounding it away."""
    data = to_integers(
        problem(
            ["1/2", "1/2"], ["1/3", "2/3"], cost=[["1/5", 1], [0, 2]], capacity=[[None, "1/4"], ["1/7", 1]]
        )
    )
    assert data.mass_unit == Fraction(1, 84)
    assert data.supply.tolist() == [42, 42]
    assert data.demand.tolist() == [28, 56]
    assert data.capacity.tolist() == [[-1, 21], [12, 84]]
    assert (data.cost * data.cost_unit).tolist() == [[Fraction(1, 5), 1], [0, 2]]


def test_irrational_costs_have_no_integer_form():
    with pytest.raises(InvalidProblem, match="rational costs"):
        to_integers(problem(uniform([(0, 0)]), uniform([(1, 1)]), cost=coulomb()))


@settings(max_examples=50, deadline=None)
@given(problems(capacitated=True, forbidden=True, max_denominator=3))
def test_statements_are_plain_data(drawn):
    """The JSON form loses nothing: the problem can be rebuilt from it."""
    data = json.loads(json.dumps(drawn.as_json()))
    again = problem(data["source"], data["target"], cost=data["cost"], capacity=data["capacity"])
    assert again.as_json() == drawn.as_json()
    a, b, costs = drawn.floats()
    assert a.sum() == pytest.approx(b.sum())
    assert np.isinf(costs).sum() == sum(row.count(None) for row in data["cost"])
