"""Sections, derivatives and closed forms: against the torus, finite differences and each other."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_enclosures import enclose
from otverify.transport.regularized_exact import solve_exactly
from otverify.transport.regularized_extension import Extension, extension
from otverify.transport.regularized_families import cosine_line, cosine_square, discrete_torus, random_clouds
from otverify.transport.regularized_problems import regularized_problem
from otverify.transport.regularized_torus import solve_discrete_torus, solve_torus
from otverify.transport.sections import (
    atom_sections,
    barycentric_map,
    gradient_map,
    section_shapes,
)

EXPONENTS = ["2", "9/5", "3/2", "4/3", "5/4"]


# ---------------------------------------------------------------------------------------------------
# the torus


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize("dimension", [1, 2, 3, 5])
def test_torus_balances(p, dimension):
    """M + E is the value, M/E = d(p-1)/2, and 2C = R²/2."""
    found = solve_torus(dimension, epsilon="1/100000", p=p)
    power = Fraction(p) - 1
    ratio = found.transport / found.penalty - arb(dimension) * arb(str(float(power))) / 2
    assert (found.transport + found.penalty - found.value).contains(0)
    assert abs(ratio) < 1e-12
    assert (found.radius**2 / 2 - found.top).contains(0)


@pytest.mark.parametrize("p", EXPONENTS)
def test_torus_radius_is_a_pure_power(p):
    one, two = (solve_torus(2, epsilon=eps, p=p) for eps in ("1/10000", "1/10000000"))
    exact = arb(1000) ** (arb(one.exponent.numerator) / one.exponent.denominator)
    assert (one.radius / two.radius - exact).contains(0)
    assert one.exponent == 1 / (2 * (Fraction(p) - 1) + 2)


@pytest.mark.parametrize("p", EXPONENTS)
def test_torus_density_has_mass_one(p):
    """The trapezoidal rule of ρ over (0, R) on the line, doubled."""
    found = solve_torus(1, epsilon="1/1000", p=p)
    radius = float(found.radius.mid())
    count = 2000
    nodes = [Fraction(radius).limit_denominator(10**12) * (2 * k + 1) / (2 * count) for k in range(count - 1)]
    total = 2 * sum(float(found.density(r).mid()) for r in nodes) * radius / count
    assert total == pytest.approx(1, abs=1e-4)
    assert found.density("49/100") == 0


def test_torus_beyond_the_cut_locus_is_refused():
    # d = 1, p = 2: R³ = 3ε reaches 1/8 at ε = 1/24
    assert solve_torus(1, epsilon="1/25", p=2).radius < arb("0.5")
    with pytest.raises(InvalidProblem, match="inside the cut locus"):
        solve_torus(1, epsilon="1/23", p=2)


@pytest.mark.parametrize(
    "bad",
    [{"epsilon": 0, "p": 2}, {"epsilon": 1, "p": 1}, {"epsilon": "1/9", "p": 3}, {"epsilon": 0.1, "p": 2}],
)
def test_torus_arguments_are_checked(bad):
    for solve in (solve_torus, lambda d, **data: solve_discrete_torus(5, d, **data)):
        with pytest.raises(InvalidProblem):
            solve(2, **bad)
    with pytest.raises(InvalidProblem, match="dimension"):
        solve_torus(0, epsilon="1/1000", p=2)


@settings(deadline=None, max_examples=25)
@given(
    st.integers(2, 9),
    st.integers(1, 2),
    st.sampled_from(["1", "1/10", "1/77", "1/1000"]),
    st.sampled_from(EXPONENTS),
)
def test_discrete_torus_against_the_general_solver(size, dimension, epsilon, p):
    closed = solve_discrete_torus(size, dimension, epsilon=epsilon, p=p)
    problem = discrete_torus(size, dimension, epsilon=epsilon, p=p)
    found = solve_regularized(problem)
    assert found.dual == pytest.approx(float(closed.lower), rel=1e-12)
    assert closed.upper - closed.lower < Fraction(1, 10**30)
    # every row has the atoms that the closed form counts, unless one is exactly at the edge
    counts = np.diff(found.support.starts)
    assert set(counts.tolist()) == {closed.neighbours}
    if found.support.components == 1:
        sums = (found.f[:, None] + found.g).ravel()
        assert abs(sums - float(closed.top[0])).max() < 1e-12


@pytest.mark.parametrize(("size", "dimension"), [(9, 1), (5, 2), (3, 3)])
@pytest.mark.parametrize("epsilon", ["1/3", "1/50", "1/100000"])
def test_discrete_torus_is_certified(size, dimension, epsilon):
    closed = solve_discrete_torus(size, dimension, epsilon=epsilon)
    exact = closed.certified()
    assert exact.value == closed.lower == closed.upper
    assert {len(row) for row in exact.conclusion.active} == {closed.neighbours}
    problem = discrete_torus(size, dimension, epsilon=epsilon, p=2)
    assert solve_exactly(solve_regularized(problem)).value == closed.lower


@pytest.mark.parametrize("p", ["9/5", "3/2", "4/3"])
def test_discrete_torus_agrees_with_enclosures(p):
    closed = solve_discrete_torus(6, 2, epsilon="1/40", p=p)
    enclosed = enclose(solve_regularized(discrete_torus(6, 2, epsilon="1/40", p=p)), digits=30)
    assert enclosed.conclusion.lower <= closed.upper
    assert closed.lower <= enclosed.conclusion.upper
    with pytest.raises(InvalidProblem, match="p = 2"):
        closed.certified()


@pytest.mark.parametrize("p", ["2", "9/5", "3/2", "4/3"])
def test_discrete_torus_tends_to_the_continuous_one(p):
    limit = solve_torus(2, epsilon="1/500", p=p)
    errors = [
        abs(float(solve_discrete_torus(size, 2, epsilon="1/500", p=p).lower) - float(limit.value.mid()))
        for size in (12, 48)
    ]
    assert errors[1] < errors[0] / 4


# ---------------------------------------------------------------------------------------------------
# continuation of potentials, gradients, Hessians


@pytest.mark.parametrize("p", EXPONENTS)
def test_continuation_reproduces_the_potential_at_atoms(p):
    found = solve_regularized(random_clouds(12, 15, dimension=2, epsilon="1/20", p=p, seed=3))
    points = np.array([[float(v) for v in point] for point in found.problem.source.points])
    assert abs(extension(found).values(points) - found.f).max() < 1e-12
    other = np.array([[float(v) for v in point] for point in found.problem.target.points])
    assert abs(extension(found.transposed()).values(other) - found.g).max() < 1e-12


def one_sided(seed, *, dimension=2, power=2.0, scale=0.5):
    """Any y, b, g: equation (6) on one side is all that the formulas use."""
    draw = np.random.default_rng(seed)
    return Extension(
        points=draw.standard_normal((9, dimension)),
        weights=draw.dirichlet(np.ones(9)),
        potential=0.3 * draw.standard_normal(9),
        scale=scale,
        unit=0.7,
        power=power,
    )


@pytest.mark.parametrize("power", [1.25, 1.5, 2.0, 7 / 3, 3.0])
@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_gradients_and_hessians_are_derivatives(power, scale):
    """Equations (7) and (8) with unequal weights against central differences, q - 1 = power."""
    wide = one_sided(5, power=power, scale=scale)
    draw = np.random.default_rng(1)
    tested = 0
    for x in draw.standard_normal((12, 2)):
        excess = wide.values(x[None])[0] + wide.potential - scale * ((wide.points - x) ** 2).sum(1)
        if abs(excess).min() < 0.02:
            continue  # an atom at the boundary of the section: the Hessian need not exist
        tested += 1
        step = 1e-5

        def phi(y):
            return (y * y).sum(1) / 2 - wide.values(y) / (2 * scale)

        for k in range(2):
            unit = step * np.eye(2)[k]
            pair = np.stack([x + unit, x - unit])
            values, gradients = phi(pair), wide.gradients(pair)
            assert (values[0] - values[1]) / (2 * step) == pytest.approx(
                wide.gradients(x[None])[0, k], abs=1e-7
            )
            difference = (gradients[0] - gradients[1]) / (2 * step)
            assert difference == pytest.approx(wide.hessians(x[None])[0, k], rel=1e-5, abs=1e-5)
    assert tested >= 4


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from([1.0, 1.25, 2.0, 3.0]), st.floats(0, 1))
def test_phi_is_convex(seed, power, t):
    """Proposition 4.2, on one-sided data."""
    wide = one_sided(seed, power=power)
    x, z = np.random.default_rng(seed + 1).standard_normal((2, 2)) * 2
    points = np.stack([x, z, (1 - t) * x + t * z])
    phi = (points**2).sum(1) / 2 - wide.values(points)
    assert phi[2] <= (1 - t) * phi[0] + t * phi[1] + 1e-12
    # and a gradient is a subgradient
    assert phi[1] >= phi[0] + wide.gradients(x[None])[0] @ (z - x) - 1e-12


def test_hessians_for_p_2_are_elsewhere():
    with pytest.raises(InvalidProblem, match="SectionShapes"):
        one_sided(1, power=1.0).hessians(np.zeros((1, 2)))
    with pytest.raises(InvalidProblem, match="shape"):
        one_sided(1).values(np.zeros((1, 3)))


@pytest.mark.parametrize("p", EXPONENTS)
def test_maps_lie_in_the_hull_of_their_sections(p):
    found = solve_regularized(cosine_line(60).problem(epsilon="1/1000", p=p))
    sections = atom_sections(found)
    y = np.array([float(point[0]) for point in found.problem.target.points])
    for k, row in enumerate(sections.rows):
        here = y[found.support.columns_of(row)]
        for mean in (sections.centres[k, 0], sections.barycentres[k, 0]):
            assert here.min() - 1e-12 <= mean <= here.max() + 1e-12
    assert abs(sections.centres - gradient_map(found)).max() < 1e-10
    assert abs(sections.barycentres - barycentric_map(found)).max() < 1e-10
    # both are increasing, and differ on asymmetric data
    assert (np.diff(sections.barycentres[:, 0]) > 0).all()
    assert abs(sections.centres - sections.barycentres).max() > 1e-5


# ---------------------------------------------------------------------------------------------------
# sections


def test_membership_is_mutual():
    found = solve_regularized(random_clouds(10, 14, dimension=2, epsilon="1/30", p="3/2", seed=6))
    other = found.transposed()
    pairs = {(i, int(j)) for i in range(10) for j in found.support.columns_of(i)}
    assert pairs == {(int(i), j) for j in range(14) for i in other.support.columns_of(j)}
    assert abs(found.plan().toarray() - other.plan().toarray().T).max() < 1e-16
    assert other.transposed().support.rows.tolist() == found.support.rows.tolist()


@pytest.mark.parametrize("p", EXPONENTS)
def test_sections_by_atoms_by_hand(p):
    found = solve_regularized(random_clouds(8, 11, dimension=3, epsilon="1/10", p=p, seed=7))
    sections = atom_sections(found, [2, 5])
    y = np.array([[float(v) for v in point] for point in found.problem.target.points])
    b = np.array([float(m) for m in found.problem.target.masses])
    for k, row in enumerate((2, 5)):
        here = found.support.columns_of(row)
        assert sections.sizes[k] == len(here)
        assert sections.masses[k] == pytest.approx(b[here].sum())
        gaps = [np.linalg.norm(y[i] - y[j]) for i in here for j in here]
        assert sections.diameters[k] == pytest.approx(max(gaps))
        centre = sections.centres[k]
        assert sections.outer_radii[k] == pytest.approx(max(np.linalg.norm(y[here] - centre, axis=1)))
        rest = sorted(set(range(11)) - set(here.tolist()))
        expected = min((np.linalg.norm(y[j] - centre) for j in rest), default=np.inf)
        assert sections.inner_radii[k] == pytest.approx(expected)


@pytest.mark.parametrize("p", ["2", "9/5", "3/2", "4/3"])
def test_shapes_on_the_circle(p):
    limit = solve_torus(1, epsilon="1/1000", p=p)
    found = solve_regularized(discrete_torus(200, 1, epsilon="1/1000", p=p))
    shapes = section_shapes(found, [[0.5], [0.123]])
    radius = float(limit.radius.mid())
    assert shapes.outer_radii == pytest.approx(radius, abs=6e-4)
    assert shapes.inner_radii == pytest.approx(radius, abs=6e-4)
    assert shapes.diameters == pytest.approx(2 * radius, abs=2e-5)
    assert shapes.volumes == pytest.approx(2 * radius, abs=2e-5)
    assert shapes.centres == pytest.approx(np.array([[0.5], [0.123]]), abs=5e-3)


@pytest.mark.parametrize("p", ["2", "3/2"])
def test_shapes_on_the_flat_torus(p):
    limit = solve_torus(2, epsilon="1/1000", p=p)
    found = solve_regularized(discrete_torus(24, 2, epsilon="1/1000", p=p))
    shapes = section_shapes(found, [[0.5, 0.5]], rays=16)
    assert shapes.volumes[0] == pytest.approx(float(limit.volume.mid()), rel=2e-3)
    assert shapes.diameters[0] == pytest.approx(2 * float(limit.radius.mid()), rel=2e-3)


def test_the_boundary_formula_for_the_hessian_on_the_torus():
    """(8) for p = 2 gives the identity, on the line and in the plane."""
    line = solve_regularized(discrete_torus(300, 1, epsilon="1/1000", p=2))
    assert section_shapes(line, [[0.5]]).hessians()[0, 0, 0] == pytest.approx(1, abs=0.01)
    plane = solve_regularized(discrete_torus(30, 2, epsilon="1/1000", p=2))
    hessian = section_shapes(plane, [[0.5, 0.5]], rays=32).hessians(lambda y: np.full(len(y), 7.0))[0]
    assert hessian == pytest.approx(np.eye(2), abs=0.02)


@pytest.mark.parametrize("p", ["2", "3/2", "4/3"])
def test_shapes_and_atoms_agree_to_a_spacing(p):
    family = cosine_line(150)
    found = solve_regularized(family.problem(epsilon="1/5000", p=p), known=(family.f, family.g))
    rows = [50, 75, 90]
    atoms = atom_sections(found, rows)
    shapes = section_shapes(found, [[float(family.source.points[k][0])] for k in rows])
    assert shapes.inside.all()
    assert abs(atoms.centres - shapes.centres).max() < 1e-10
    assert abs(atoms.diameters - shapes.diameters).max() < 2 * family.spacing
    assert abs(atoms.outer_radii - shapes.outer_radii).max() < family.spacing


def test_masses_of_shapes():
    found = solve_regularized(cosine_square(16).problem(epsilon="1/300", p="3/2"))
    shapes = section_shapes(found, [[0.5, 0.5]], rays=16)
    assert shapes.masses(lambda y: np.ones(len(y))) == pytest.approx(shapes.volumes)
    # the first moment of a disc about a line through it
    assert shapes.masses(lambda y: y[:, 0]) == pytest.approx(0.5 * shapes.volumes, rel=1e-3)


def test_sections_that_do_not_exist():
    found = solve_regularized(cosine_line(20).problem(epsilon="1/100", p=2))
    with pytest.raises(InvalidProblem, match="indices of 20 atoms"):
        atom_sections(found, [20])
    with pytest.raises(InvalidProblem, match="a list of indices"):
        atom_sections(found, [0.5])
    with pytest.raises(InvalidProblem, match="points of shape"):
        section_shapes(found, [[0.5, 0.5]])
    torus = solve_regularized(discrete_torus(6, 1, epsilon="1/100", p=2))
    with pytest.raises(InvalidProblem, match="got a torus"):
        atom_sections(torus)
    solid = solve_regularized(random_clouds(5, 5, dimension=3, epsilon="1/10", p=2, seed=1))
    with pytest.raises(InvalidProblem, match="1 or 2"):
        section_shapes(solid, [[0.5, 0.5, 0.5]])
    with pytest.raises(InvalidProblem, match="even number"):
        section_shapes(solve_regularized(discrete_torus(4, 2, epsilon="1/10", p=2)), [[0, 0]], rays=9)
    matrix = [[0, 1], [1, 0]]
    with pytest.raises(InvalidProblem, match="a squared distance"):
        extension(solve_regularized(regularized_problem([1, 1], [1, 1], cost=matrix, epsilon=1)))
