"""Exact geometry: points, normals, second intersections, nested families."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies_chains import bodies, nested_families, nested_places, parameters, places_on
from otverify.transport.curves import (
    ball,
    bouquet,
    ellipsoid,
    inner,
    minus,
    nested_balls,
    nested_ellipsoids,
    place,
    plus,
    residual,
    sphere_point,
)

DIMENSIONS = pytest.mark.parametrize("dimension", [2, 3])


@DIMENSIONS
def test_points_lie_on_their_boundary_and_are_exposed(dimension):
    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def check(data):
        body = data.draw(bodies(dimension=dimension))
        one, two = data.draw(places_on(body)), data.draw(places_on(body))
        assert body.level(one.point) == 1
        # <x' - x, n(x)> < 0 for all other points of the boundary: strict convexity
        if one.point != two.point:
            assert inner(minus(two.point, one.point), one.normals[0]) < 0

    check()


@DIMENSIONS
def test_a_line_leaves_at_a_point_of_the_boundary(dimension):
    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def check(data):
        body = data.draw(bodies(dimension=dimension))
        where, other = data.draw(places_on(body)), data.draw(places_on(body))
        direction = minus(other.point, where.point)
        if any(direction):
            assert body.leave(where.point, direction) == other.point

    check()


@settings(max_examples=60, deadline=None)
@given(family=nested_families())
def test_families_are_nested(family):
    assert 2 <= len(family) <= 5
    for inside, outside in pairwise(family):
        assert outside.contains(inside)
        assert not inside.contains(outside)


@settings(max_examples=40, deadline=None)
@given(drawn=nested_places(dimension=3))
def test_points_of_nested_families_lie_in_all_larger_bodies(drawn):
    family, places = drawn
    for where in places:
        for body in family[family.index(where.body) :]:
            assert body.level(where.point) <= 1


def test_a_bouquet_is_tangent_at_the_origin():
    for dimension in (2, 3):
        family = bouquet(4, dimension=dimension)
        origin = (Fraction(0),) * dimension
        for body in family:
            normal = body.place_at(origin).normals[0]
            assert normal[0] < 0
            assert not any(normal[1:])
        # elsewhere |x|² = 2 k x_1 tells the layer
        one, two = family[0].place((1,) * (dimension - 1)), family[1]
        assert two.level(one.point) < 1


def test_containment_is_only_claimed_where_it_is_plain():
    disc = ball((0, 0), 1)
    assert ball((1, 0), 2).contains(disc)
    assert ball((2, 0), 2).contains(disc) is False
    assert ellipsoid((0, 0), (2, 1)).contains(disc)
    assert ellipsoid((1, 0), (3, 2)).contains(disc) is None
    with pytest.raises(InvalidProblem):
        disc.contains(ball((0, 0, 0), 2))


@settings(max_examples=60, deadline=None)
@given(t=parameters(dimension=4))
def test_rational_points_of_the_sphere(t):
    point = sphere_point(t)
    assert len(point) == 4
    assert inner(point, point) == 1


def test_residuals_are_orthogonal_and_idempotent():
    normals = (
        place((0, 0, 0), (1, 1, 0), (1, 0, "1/2")).normals[0],
        (Fraction(1), Fraction(0), Fraction(1, 2)),
    )
    whole = (Fraction(3), Fraction(-2), Fraction(5))
    rest = residual(whole, normals)
    assert all(inner(rest, normal) == 0 for normal in normals)
    assert residual(rest, normals) == rest
    assert residual(plus(whole, normals[0], Fraction(7)), normals) == rest


@pytest.mark.parametrize(
    "build",
    [
        lambda: ball((0, 0), 0),
        lambda: ball((0, 0), 0.5),
        lambda: ellipsoid((0, 0), (1,)),
        lambda: ball((0, 0), 1).place_at((1, 1)),
        lambda: ball((0, 0), 1).place((1, 2)),
        lambda: bouquet(0),
        lambda: nested_balls([(1, (1, 1), 0)], first=ball((0, 0), 1)),
        lambda: nested_balls([(1, (1, 0), 2)], first=ball((0, 0), 1)),
        lambda: nested_balls([(1, (1, 0), 0)], first=ellipsoid((0, 0), (1, 2))),
        lambda: nested_ellipsoids(ball((0, 0), 1), [(0, 0)]),
        lambda: nested_ellipsoids(ball((0, 0), 1), [(1, -1)]),
    ],
)
def test_wrong_geometry_is_refused(build):
    with pytest.raises(InvalidProblem):
        build()
