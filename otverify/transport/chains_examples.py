"""Exact chains that show what the bounds of McCann and Rifford, Section 2, are worth.

Each is accepted by the kernel. The targets of a chain carry the normals that a manifold N needs there:
disjoint small spheres through them (:func:`~otverify.transport.chains_search.disjoint_spheres`) make one.
"""

from __future__ import annotations

import itertools

from otverify.errors import InvalidProblem
from otverify.transport.chains import Chain, certified_chain, placed_pairs
from otverify.transport.chains_search import Turns, closed_chain, free_chain, routes, turns
from otverify.transport.curves import Body, Place, ball, bouquet, ellipsoid, nested_balls, place

#: stereographic parameters of the points tried on every layer
PARAMETERS = ("1/3", "1/2", 1, 2, "-1/3", "-1/2", -1, -2)


def concentric(layers: int) -> tuple[Body, ...]:
    """Discs of radius 1, ..., L around 0."""
    if layers < 1:
        raise InvalidProblem("layers", expected="at least one", got=layers)
    return nested_balls([(1, (1, 0), 0)] * (layers - 1), first=ball((0, 0), 1))


def layer_points(bodies: tuple[Body, ...], parameters: tuple[int | str, ...] = PARAMETERS) -> list[Place]:
    """The points with the given parameters on the boundary of every body, each point once."""
    found = {where.point: where for body in bodies for where in (body.place((t,)) for t in parameters)}
    return list(found.values())


def extremal_chain(layers: int, *, touching: bool = False, distinct: bool = False) -> tuple[Chain, Turns]:
    """A chain of length 4L on L nested circles, and the bound of its points by turns, which is 4L as well.

    Concentric circles, or the bouquet of circles tangent at 0 if ``touching``: Lemma 2.4 is attained. With
    ``distinct`` all 2L sources are different.
    """
    bodies = bouquet(layers) if touching else concentric(layers)
    bound = turns(layer_points(bodies))
    if isinstance(bound, Turns) and bound.longest == 4 * layers:
        for route in itertools.islice(routes(bound), 2000):
            if distinct and len(set(route)) < len(route):
                continue
            chain = free_chain([bound.places[k] for k in route], nested=bodies)
            if chain is not None:
                return chain, bound
    raise InvalidProblem("layers", expected="a number for which the search succeeds", got=layers)


def repeated_source_chain() -> Chain:
    """A chain of length 8 on two concentric circles that starts and ends at the same x.

    It visits three sources, not 2L = 4 as Lemma 2.4 says: x_2 = x_{4L+4} closes a cycle of points, but the
    closing step does not keep ∂c/∂x.
    """
    small, large = concentric(2)
    outer = large.place_at((2, 0))
    route = (outer, small.place_at((1, 0)), small.place_at(("4/5", "3/5")), outer)
    return _found(free_chain(route, nested=(small, large)))


def flat_chain() -> Chain:
    """An endless chain between two parallel pairs of points: M is flat, not strictly convex.

    x = (0, 0), (1, 0) on a horizontal line, y = (0, 0), (0, 1) on a vertical one.
    """
    up, right = (0, 1), (1, 0)
    within = placed_pairs(
        sources=[place((0, 0), up), place((1, 0), up)], targets=[place((0, 0), right), place((0, 1), right)]
    )
    return certified_chain(within, [0, 1, 3, 2], periodic=True)


def corner_chain() -> Chain:
    """An endless chain at two corners x = (∓1, 0) of a strictly convex curve, where M is not C¹."""
    up, right = (0, 1), (1, 0)
    within = placed_pairs(
        sources=[place((-1, 0), up, right), place((1, 0), up, right)],
        targets=[place((0, -1), right), place((0, 1), right)],
    )
    return certified_chain(within, [0, 1, 3, 2], periodic=True)


def two_discs_chain() -> Chain:
    """An endless chain on the boundaries of two disjoint discs: strictly convex, but not nested."""
    left, right = ball((0, 0), 1), ball((3, 0), 1)
    route = (
        right.place_at(("11/5", "-3/5")),
        left.place_at(("24/25", "7/25")),
        left.place_at((1, 0)),
        right.place_at(("12/5", "-4/5")),
    )
    return _found(closed_chain(route))


def crossing_chain() -> Chain:
    """An endless chain on two ellipses that cross: strictly convex, but not nested."""
    wide, tall = ellipsoid((0, 0), (2, 1)), ellipsoid((0, 0), (1, 2))
    route = (
        tall.place_at(("-3/5", "8/5")),
        wide.place_at(("-8/5", "3/5")),
        wide.place_at((0, 1)),
    )
    return _found(closed_chain(route))


def _found(chain: Chain | None) -> Chain:
    if chain is None:
        raise RuntimeError("the chain of an example was not found again")
    return chain
