"""The open problem of Korman and McCann: bounds between densities stop in time and never decide too much."""

from fractions import Fraction

import pytest

from otverify.engines import transport
from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.kernel.statements import Fact
from otverify.papers.capacity.section1_tiles import BOUNDS, FINE_BOUNDS, GUESS, OPEN_PROBLEM
from otverify.transport import bound_continuum
from otverify.transport.measures import written_number


def minimum(op, value):
    return Fact(
        topic="transport",
        problem=OPEN_PROBLEM.statement(),
        quantity="minimum",
        arguments=None,
        op=op,
        value=written_number(value),
    )


@pytest.mark.parametrize("size", [16, 32, 64, 128])
def test_recorded_bounds_are_those_of_the_solver(size):
    found = bound_continuum(OPEN_PROBLEM, size=size)
    assert (found.lower, found.upper) == BOUNDS[size]


def test_recorded_bounds_nest_and_exclude_the_guess():
    bounds = [*BOUNDS.values(), *FINE_BOUNDS.values()]
    lows, highs = zip(*bounds, strict=True)
    assert list(lows) == sorted(lows)
    assert list(highs) == sorted(highs, reverse=True)
    assert lows[-1] < highs[-1] < GUESS
    low, high = FINE_BOUNDS[8192]
    assert high - low < Fraction(3, 10**9)


def test_a_comparison_inside_the_bounds_is_left_open_when_time_is_up():
    low, high = FINE_BOUNDS[8192]
    with pytest.raises(TimedOut):
        transport.decide(minimum(">=", (low + high) / 2), Budget(0.5))


def test_a_comparison_inside_the_bounds_is_left_open_at_the_finest_grid(monkeypatch):
    monkeypatch.setattr(transport, "FINEST", 64)
    low, high = BOUNDS[64]
    with pytest.raises(NotFound, match="64 cells"):
        transport.decide(minimum(">=", (low + high) / 2), Budget(60))


def test_a_comparison_outside_the_bounds_is_decided_either_way():
    assert transport.decide(minimum("<", GUESS), Budget(20))["kind"] == "fact"
    assert transport.decide(minimum(">=", GUESS), Budget(20))["kind"] == "fact"
