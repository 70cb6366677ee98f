"""The figures of the capacity paper: what they draw is feasible, and they draw it the same way twice."""

import numpy as np
import pytest

from otverify.papers.capacity.figures import FIGURES, optimal_density
from otverify.papers.capacity.section1_tiles import OPEN_PROBLEM
from otverify.transport import density_problem


@pytest.mark.parametrize("name", ["figure-1", "figure-2", "figure-3", "open-problem-convergence"])
def test_figures_are_drawn(name):
    pytest.importorskip("matplotlib")
    figure = FIGURES[name]()
    assert len(figure.axes) >= 2
    assert all(axes.get_title() for axes in figure.axes)


def test_the_tiles_of_example_1_1():
    density = optimal_density(density_problem(capacity=2), size=8)
    expected = np.kron(np.eye(2), np.full((4, 4), 2.0))
    assert np.array_equal(density, expected)


def test_the_optimiser_is_a_plan():
    """Uniform marginals, and at most 4; symmetric up to the choice among optimal plans on a few cells."""
    density = optimal_density(OPEN_PROBLEM, size=64)
    assert density.min() >= 0
    assert density.max() <= 4
    assert np.allclose(density.mean(axis=0), 1)
    assert np.allclose(density.mean(axis=1), 1)
    assert np.mean((density > 0) & (density < 4)) == 0
    assert np.mean(density != density[::-1, ::-1]) < 0.1
