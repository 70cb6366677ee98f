"""Hypothesis strategies for chains: sets of pairs, places on nested bodies, chains by construction, the lake.

Everything is exact and most of it holds by construction: a drawn chain is a chain. Small numbers make
coincidences, parallel normals and touching layers frequent, and they are what the shrinker ends at.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from otverify.transport.chains import Chain, PairSet, pair_set, placed_pairs
from otverify.transport.chains_billiards import billiard
from otverify.transport.chains_lake import Lake, lake, lake_pairs
from otverify.transport.chains_search import free_chain, lengthened_chain, longest_free_chain
from otverify.transport.curves import (
    Body,
    Place,
    Vector,
    ball,
    bouquet,
    ellipsoid,
    nested_balls,
    nested_ellipsoids,
    place,
    sphere_point,
)

#: centers of lakes with several rational points, the printed one last
LAKES = ((0, "-4/3"), (0, "-19/12"), (0, "-17/10"), (0, "-15/7"), (0, "-5/2"))


def pair_sets(
    *, rows: int = 4, columns: int = 4, classes: int = 1, costs: bool = False, max_cost: int = 3
) -> st.SearchStrategy[PairSet]:
    """Relations in [rows] × [columns]; with at most so many classes of derivatives, with an integer cost.

    Shrinks to one pair.
    """
    pair = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    chosen = st.lists(pair, min_size=1, max_size=rows * columns, unique=True)
    entry = st.one_of(st.just(0), st.integers(0, max_cost))
    matrix = st.lists(st.lists(entry, min_size=columns, max_size=columns), min_size=rows, max_size=rows)

    def labels(size: int) -> st.SearchStrategy[list[int] | None]:
        if classes == 1:
            return st.none()
        return st.lists(st.integers(0, classes - 1), min_size=size, max_size=size)

    return chosen.flatmap(
        lambda pairs: st.builds(
            pair_set,
            st.just(pairs),
            shape=st.just((rows, columns)),
            cost=matrix if costs else st.none(),
            source_classes=labels(len(pairs)),
            target_classes=labels(len(pairs)),
        )
    )


@st.composite
def points_in(draw: st.DrawFn, *, rows: int = 3, columns: int = 3, dimension: int = 2) -> PairSet:
    """Pairs of points of an integer grid, with the cost |x - y|²/2; ties and violations are frequent."""
    point = st.tuples(*([st.integers(-2, 2)] * dimension))
    sides = [
        [place(p) for p in draw(st.lists(point, min_size=1, max_size=size, unique=True))]
        for size in (rows, columns)
    ]
    pair = st.tuples(st.integers(0, len(sides[0]) - 1), st.integers(0, len(sides[1]) - 1))
    chosen = draw(st.lists(pair, min_size=1, max_size=rows * columns, unique=True))
    return placed_pairs(chosen, sources=sides[0], targets=sides[1])


@st.composite
def forests(draw: st.DrawFn, *, max_pairs: int = 20) -> PairSet:
    """Relations without cycle: every new point hangs at an old one, or starts a tree.

    Shrinks to one pair. Paths, stars and caterpillars occur.
    """
    sides: list[int] = []
    counts = [0, 0]
    names: list[int] = []

    def added(side: int) -> int:
        sides.append(side)
        names.append(counts[side])
        counts[side] += 1
        return len(sides) - 1

    pairs: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(1, max_pairs))):
        fresh = not sides or draw(st.integers(0, 9)) == 9
        above = added(0) if fresh else len(sides) - 1 - draw(st.integers(0, len(sides) - 1))
        below = added(1 - sides[above])
        ends = (names[above], names[below])
        pairs.append(ends if sides[above] == 0 else (ends[1], ends[0]))
    return pair_set(pairs)


def parameters(*, dimension: int = 2) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Stereographic parameters of points of a sphere in R^dimension; shrinks to 0."""
    small = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 4))
    return st.tuples(*([small] * (dimension - 1)))


def places_on(body: Body) -> st.SearchStrategy[Place]:
    """Points of the boundary of a body, with their normals."""
    return parameters(dimension=body.dimension).map(body.place)


def bodies(*, dimension: int = 2) -> st.SearchStrategy[Body]:
    """Balls and ellipsoids with small centers and semiaxes; shrinks to the unit ball."""
    center = st.tuples(*([st.integers(-2, 2)] * dimension))
    axis = st.builds(Fraction, st.integers(1, 4), st.integers(1, 2))
    round_ = st.builds(ball, center, axis)
    return st.one_of(round_, st.builds(ellipsoid, center, st.tuples(*([axis] * dimension))))


@st.composite
def nested_families(
    draw: st.DrawFn, *, min_layers: int = 2, max_layers: int = 5, dimension: int = 2
) -> tuple[Body, ...]:
    """Nested strictly convex bodies: bouquets, leaning balls (some touch), concentric ellipsoids."""
    layers = draw(st.integers(min_layers, max_layers))
    shape = draw(st.sampled_from(["balls", "bouquet", "ellipsoids"]))
    if shape == "bouquet":
        return bouquet(layers, dimension=dimension)
    growth = st.builds(Fraction, st.integers(1, 4), st.integers(1, 2))
    first = ball((0,) * dimension, 1)
    if shape == "balls":
        lean = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)])
        direction = parameters(dimension=dimension).map(sphere_point)
        return nested_balls(
            [(draw(growth), draw(direction), draw(lean)) for _ in range(layers - 1)], first=first
        )
    step = st.tuples(*([st.integers(0, 2)] * dimension)).filter(any)
    return nested_ellipsoids(first, [draw(step) for _ in range(layers - 1)])


@st.composite
def nested_places(
    draw: st.DrawFn, *, max_layers: int = 5, per_layer: int = 4, dimension: int = 2
) -> tuple[tuple[Body, ...], tuple[Place, ...]]:
    """(family, points on it), every layer represented, no point twice."""
    family = draw(nested_families(min_layers=1, max_layers=max_layers, dimension=dimension))
    found: dict[Vector, Place] = {}
    for body in family:
        for where in draw(st.lists(places_on(body), min_size=1, max_size=per_layer)):
            found.setdefault(where.point, where)
    return family, tuple(found.values())


@st.composite
def free_chains(draw: st.DrawFn, *, max_layers: int = 3, dimension: int = 2, per_layer: int = 3) -> Chain:
    """Long chains on nested bodies with free targets, found by linear programs along longest routes.

    They have 2 to 4L pairs, most of them near the bound that the turning rule gives for the drawn points.
    """
    family, places = draw(nested_places(max_layers=max_layers, per_layer=per_layer, dimension=dimension))
    found, _ = longest_free_chain(places, nested=family, tries=20)
    if found is not None:
        return found
    single = free_chain(places[:1], nested=family)
    if single is None:
        raise RuntimeError("one point always has a chain of two pairs")
    return single


@st.composite
def adversarial_chains(draw: st.DrawFn, *, disjoint: bool = False, cap: int = 24) -> Chain:
    """Chains made as long as a search can, on two bodies that need not be nested (or disjoint discs)."""
    family: Sequence[Body]
    if disjoint:
        family = (ball((0, 0), 1), ball((draw(st.integers(3, 5)), 0), draw(st.integers(1, 2))))
    else:
        family = draw(st.lists(bodies(), min_size=2, max_size=2))
    found: dict[Vector, Place] = {}
    for body in family:
        for where in draw(st.lists(places_on(body), min_size=2, max_size=4)):
            found.setdefault(where.point, where)
    chain = lengthened_chain(list(found.values()), tries=60, cap=cap, seed=draw(st.integers(0, 1000)))
    if chain is None:
        raise RuntimeError("one point always has a chain of two pairs")
    return chain


@st.composite
def billiard_chains(draw: st.DrawFn, *, dimension: int = 2, max_length: int = 3) -> Chain:
    """Chains between the boundaries of two bodies along second intersections, both strictly convex."""
    inside, outside = draw(bodies(dimension=dimension)), draw(bodies(dimension=dimension))
    source, target = draw(places_on(inside)), draw(places_on(outside))
    for length in range(max_length, 0, -1):
        found = billiard(source, target, length=length)
        if found is not None:
            return found
    raise RuntimeError("one pair is a chain")


@st.composite
def lakes(draw: st.DrawFn, *, height: int = 20) -> tuple[Lake, PairSet]:
    """A lake, the printed one included, and the pairs (x, ȳ(x)), (x, ŷ(x)) of some rational points."""
    water = lake(draw(st.sampled_from(LAKES)))
    known = water.points(height=height)
    chosen: list[Any] = draw(st.lists(st.sampled_from(known), min_size=1, max_size=len(known), unique=True))
    return water, lake_pairs(water, chosen)
