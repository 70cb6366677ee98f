"""Chains of points: monotonicity, the turning rule, free targets, billiards, the lake, the examples."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.strategies_chains import (
    adversarial_chains,
    billiard_chains,
    free_chains,
    lakes,
    nested_places,
    points_in,
)
from otverify.transport.chains import Chain, placed_pairs
from otverify.transport.chains_billiards import billiard, search_billiards
from otverify.transport.chains_examples import (
    concentric,
    corner_chain,
    crossing_chain,
    extremal_chain,
    flat_chain,
    layer_points,
    repeated_source_chain,
    two_discs_chain,
)
from otverify.transport.chains_lake import lake, lake_pairs
from otverify.transport.chains_longest import LongestChain, longest_chain
from otverify.transport.chains_monotone import MonotonePoints, monotone_points
from otverify.transport.chains_search import (
    EndlessTurns,
    Turns,
    closed_chain,
    disjoint_spheres,
    free_chain,
    lengthened_chain,
    longest_free_chain,
    routes,
    turns,
)
from otverify.transport.chains_validation import examine
from otverify.transport.curves import ball, inner, minus, place, vector
from tests.transport import chains_oracles as oracle

DISC = ball((0, 0), 1)


# ---------------------------------------------------------------------------------------------------
# monotone sets of points


@settings(max_examples=80, deadline=None)
@given(within=points_in())
def test_monotonicity_of_points_agrees_with_the_definition(within):
    found = monotone_points(within)
    assert isinstance(found, MonotonePoints) == oracle.is_monotone(within, within.pairs)


def test_ties_between_parts_are_settled_exactly():
    # four single pairs on a line: y is a nondecreasing function of x, with equality
    line = [place((k,)) for k in range(4)]
    flat = placed_pairs([(k, min(k, 1)) for k in range(4)], sources=line, targets=line)
    assert isinstance(monotone_points(flat), MonotonePoints)
    turned = placed_pairs([(k, 3 - k) for k in range(4)], sources=line, targets=line)
    found = monotone_points(turned)
    assert found.gain > 0
    tiny = Fraction(1, 10**40)
    nearly = [place((k * tiny,)) for k in range(3)]
    off = placed_pairs([(0, 1), (1, 0), (2, 2)], sources=nearly, targets=nearly)
    assert monotone_points(off).gain == tiny**2


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_comparisons_closer_than_floating_point_can_tell(data):
    """On a line a set is monotone exactly if y is nondecreasing in x, at whatever scales they differ."""
    scales = [Fraction(1, 10 ** data.draw(st.sampled_from([0, 8, 20, 40]))) for _ in range(4)]
    number = st.tuples(st.integers(0, 9), st.integers(0, 3))
    drawn = data.draw(st.lists(st.tuples(number, number), min_size=2, max_size=8, unique=True))
    points = [(a * scales[0] + b * scales[1], c * scales[2] + d * scales[3]) for (a, b), (c, d) in drawn]
    sides = [sorted({point[k] for point in points}) for k in (0, 1)]
    pairs = {(sides[0].index(x), sides[1].index(y)) for x, y in points}
    places = [[place((value, 1)) for value in side] for side in sides]
    within = placed_pairs(sorted(pairs), sources=places[0], targets=places[1])
    ordered = all((i - k) * (j - m) >= 0 for (i, j), (k, m) in product(pairs, pairs))
    assert isinstance(monotone_points(within), MonotonePoints) == ordered


def test_many_ties_and_tiny_differences():
    size = 120
    crossed = [place((k, 0)) for k in range(size)], [place((0, k)) for k in range(size)]
    close = (
        [place((Fraction(k, 10**12),)) for k in range(size)],
        [place((Fraction(k, 10**15) + Fraction(1, 3),)) for k in range(size)],
    )
    for sources, targets in (crossed, close):
        within = placed_pairs([(k, k) for k in range(size)], sources=sources, targets=targets)
        assert isinstance(monotone_points(within), MonotonePoints)
    swapped = [(k, k) for k in range(size - 2)] + [(size - 2, size - 1), (size - 1, size - 2)]
    found = monotone_points(placed_pairs(swapped, sources=close[0], targets=close[1]))
    assert found.gain == Fraction(1, 10**27)


# ---------------------------------------------------------------------------------------------------
# Lemma 2.1 and its consequences


def longest_by_the_rule(places):
    """The longest admissible sequence by listing; None if it exceeds the number of states."""
    size = len(places)

    def sign(i, j):
        value = inner(minus(places[j].point, places[i].point), places[i].normals[0])
        return (value > 0) - (value < 0)

    sequences = [(k,) for k in range(size)]
    length = 1
    while True:
        longer = set()
        for tail in {s[-2:] for s in sequences}:
            for k in range(size):
                if k != tail[-1] and (len(tail) < 2 or sign(tail[-1], tail[0]) * sign(tail[-1], k) <= 0):
                    longer.add((*tail, k)[-2:])
        if not longer:
            return length
        length += 1
        if length > size * size + 1:
            return None
        sequences = list(longer)


@settings(max_examples=30, deadline=None)
@given(drawn=nested_places(max_layers=4, per_layer=3))
def test_the_bound_by_turns_is_that_of_lemma_2_4(drawn):
    family, places = drawn
    found = turns(places)
    assert isinstance(found, Turns)
    assert found.longest <= 4 * len(family)
    assert found.points == longest_by_the_rule(places) == len(found.sequence)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_turns_without_convexity_agree_with_listing(data):
    coordinate = st.integers(-2, 2)
    vectors = st.tuples(coordinate, coordinate)
    points = data.draw(st.lists(vectors, min_size=1, max_size=4, unique=True))
    normals = data.draw(st.lists(vectors.filter(any), min_size=len(points), max_size=len(points)))
    places = [place(point, normal) for point, normal in zip(points, normals, strict=True)]
    found, listed = turns(places), longest_by_the_rule(places)
    assert isinstance(found, EndlessTurns) == (listed is None)
    if isinstance(found, Turns):
        assert found.points == listed
    else:
        around = [*found.cycle, *found.cycle[:2]]
        for i, j, k in zip(around, around[1:], around[2:], strict=False):
            before, after = (minus(places[h].point, places[j].point) for h in (i, k))
            assert i != j != k
            assert inner(before, places[j].normals[0]) * inner(after, places[j].normals[0]) <= 0


@settings(max_examples=30, deadline=None)
@given(chain=free_chains())
def test_free_chains_are_chains_within_the_bound(chain):
    layers = len(chain.within.nested)
    assert 2 <= len(chain) <= 4 * layers
    assert isinstance(examine(chain.within, chain.pairs), Chain)
    if len(chain) == 4 * layers:
        assert len(chain.targets) == 2 * layers + 1


@settings(max_examples=15, deadline=None)
@given(chain=free_chains(dimension=3, max_layers=2))
def test_free_chains_on_surfaces(chain):
    assert 2 <= len(chain) <= 4 * len(chain.within.nested)


@settings(max_examples=5, deadline=None)
@given(chain=adversarial_chains(disjoint=True))
def test_without_nesting_chains_may_be_longer(chain):
    assert 2 <= len(chain) <= 24


@settings(max_examples=60, deadline=None)
@given(chain=billiard_chains())
def test_both_strictly_convex_no_chain_of_four(chain):
    assert 1 <= len(chain) <= 3
    if len(chain) == 3:
        start = chain.within.sources[chain.pairs[0][0]], chain.within.targets[chain.pairs[0][1]]
        assert billiard(*start, length=4) is None


@pytest.mark.parametrize("layers", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("touching", [False, True])
@pytest.mark.parametrize("distinct", [False, True])
def test_the_bound_of_lemma_2_4_is_attained(layers, touching, distinct):
    chain, bound = extremal_chain(layers, touching=touching, distinct=distinct)
    assert len(chain) == bound.longest == 4 * layers
    assert len(chain.targets) == 2 * layers + 1
    if distinct:
        assert len(chain.sources) == 2 * layers
    assert check(chain.within.statement(), chain.certificate).layers == layers
    assert check(bound.statement(), bound.certificate).longest == 4 * layers


def test_a_longest_chain_may_visit_a_source_twice():
    """Lemma 2.4 says that a chain of length 4L visits 2L sources; for L = 2 it may visit three."""
    chain = repeated_source_chain()
    found = check(chain.within.statement(), chain.certificate)
    assert (found.length, found.sources, found.targets, found.layers) == (8, 3, 5, 2)
    # the step that would close the cycle x_2, ..., x_{4L+4} = x_2 changes the derivative
    closed = chain.pairs[1:-1]
    assert not isinstance(examine(chain.within, closed, periodic=True), Chain)
    longest = longest_chain(chain.within)
    assert isinstance(longest, LongestChain)
    assert longest.length == 8


@pytest.mark.parametrize("build", [flat_chain, corner_chain, two_discs_chain, crossing_chain])
def test_without_a_hypothesis_chains_have_every_length(build):
    chain = build()
    assert chain.periodic
    thrice = chain.pairs * 3
    assert isinstance(examine(chain.within, thrice), Chain)


def test_targets_have_a_manifold_through_them():
    chain, _ = extremal_chain(2)
    spheres = disjoint_spheres(chain.within.targets)
    for where, (center, square) in zip(chain.within.targets, spheres, strict=True):
        radial = minus(where.point, center)
        assert inner(radial, radial) == square
        ratio = [a * where.normals[0][1] - b * where.normals[0][0] for a, b in [radial]]
        assert ratio == [0]
    for (c, r), (e, s) in product(spheres, spheres):
        if c != e:
            # (r + s)² <= 2 (r² + s²)
            assert inner(minus(c, e), minus(c, e)) > 2 * (r + s)


def test_routes_are_admissible_and_longest():
    found = turns(layer_points(concentric(2)))
    listed = [route for _, route in zip(range(50), routes(found), strict=False)]
    assert len(set(listed)) == len(listed)
    for route in listed:
        assert len(route) == found.points == 4
        assert all(a != b for a, b in pairwise(route))


def test_meeting_targets():
    """A 4-chain with y_0 = y_2: on a flat piece there is one, on a strictly convex curve there is none."""
    circle = layer_points((DISC,))
    assert all(free_chain((a, b), meeting=[(0, 2)]) is None for a in circle for b in circle if a != b)
    flat = [place((0, 0), (0, 1)), place((1, 0), (0, 1))]
    chain = free_chain(flat, meeting=[(0, 2)])
    assert len(chain) == 4
    assert len(chain.targets) == 2
    assert closed_chain(flat).periodic


def test_searches_refuse_nonsense():
    with pytest.raises(InvalidProblem):
        free_chain(())
    with pytest.raises(InvalidProblem):
        free_chain((DISC.place((0,)), DISC.place((0,))))
    with pytest.raises(InvalidProblem, match="meeting"):
        free_chain((DISC.place((0,)),), meeting=[(0, 2)])
    with pytest.raises(InvalidProblem, match="one normal"):
        free_chain((place((0, 0), (1, 0), (0, 1)),))
    with pytest.raises(InvalidProblem):
        closed_chain((DISC.place((0,)),))
    with pytest.raises(InvalidProblem):
        turns([place((0, 0))])
    with pytest.raises(InvalidProblem):
        billiard(place((0, 0), (1, 0)), DISC.place((0,)), length=2)
    with pytest.raises(InvalidProblem, match="planar"):
        search_billiards([ball((0, 0, 0), 1)], [DISC])


def test_searches_are_repeatable():
    places = layer_points((ball((0, 0), 1), ball((3, 0), 1)))
    one, two = (lengthened_chain(places, tries=60, cap=12) for _ in range(2))
    assert one.pairs == two.pairs
    assert one.within.as_json() == two.within.as_json()
    chain, bound = longest_free_chain(places, tries=10)
    assert isinstance(bound, EndlessTurns)
    assert len(chain) > 8


def test_billiards_in_floating_point_stay_below_the_bounds():
    assert search_billiards([DISC], [DISC], starts=100).length == 3
    nested = [ball((0, 0), 1), ball((0, 0), 2)]
    assert 3 <= search_billiards(nested, [DISC], starts=100).length <= 8


# ---------------------------------------------------------------------------------------------------
# the lake


def test_the_printed_lake_at_its_poles():
    water = lake()
    north, south = vector((0, 1)), vector((0, -1))
    assert (water.near(north), water.far(north), water.reach(north)) == (north, north, 0)
    assert (water.near(south), water.far(south), water.reach(south)) == (north, south, 2)
    assert water.height(south) == Fraction(3, 2) - Fraction(1, 8)
    # the point (-1, 0), printed as the south pole, is at distance √29/2
    assert water.distance(vector((-1, 0))) is None
    assert water.points(height=100) == [south, north]
    found = longest_chain(lake_pairs(water, [north, south]))
    assert isinstance(found, LongestChain)
    assert found.length == 3


@settings(max_examples=15, deadline=None)
@given(drawn=lakes())
def test_contact_pairs_of_a_lake(drawn):
    water, within = drawn
    assert isinstance(monotone_points(within), MonotonePoints)
    for i, j in within.pairs:
        x, y = within.sources[i].point, within.targets[j].point
        # the subgradient inequality of ψ̃ at all other rational points
        for other in within.sources:
            assert water.height(other.point) - water.height(x) >= inner(y, minus(other.point, x))
        assert (water.far(x) != water.near(x)) == (inner(water.center, x) > 1)
    found = longest_chain(within)
    assert isinstance(found, LongestChain)
    assert found.length <= 3


def test_lakes_outside_the_circle_only():
    with pytest.raises(InvalidProblem, match="outside"):
        lake((0, "-9/8"))
    with pytest.raises(InvalidProblem, match="rational distance"):
        lake().near(vector((-1, 0)))


@settings(max_examples=20, deadline=None)
@given(chain=free_chains(max_layers=2))
def test_a_chain_without_one_of_its_normals_fails(chain):
    """The derivative conditions bite: turn the normal of an interior target, and the chain breaks."""
    assume(len(chain) >= 4)
    inside = chain.pairs[1][1]
    targets = list(chain.within.targets)
    a, b = targets[inside].normals[0]
    targets[inside] = place(targets[inside].point, (-b, a))
    turned = placed_pairs(chain.within.pairs, sources=chain.within.sources, targets=targets)
    assert not isinstance(examine(turned, chain.pairs), Chain)
