"""Chains of finite sets: the validator and the longest chain against Definition 1.3 taken literally."""

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.strategies_chains import forests, pair_sets
from otverify.transport.chains import Chain, PairSet, pair_set, placed_pairs, read_pairs
from otverify.transport.chains_examples import extremal_chain
from otverify.transport.chains_longest import ChainOfLength, EndlessChain, LongestChain, longest_chain
from otverify.transport.chains_validation import Condition, NotAChain, examine
from otverify.transport.curves import ball, place
from tests.transport import chains_oracles as oracle

PATH = pair_set([(0, 0), (0, 1), (1, 1), (1, 2)])
SQUARE = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)])
KINDS = [{}, {"classes": 2}, {"costs": True}, {"classes": 2, "costs": True}]


def conditions(found):
    assert isinstance(found, NotAChain)
    return [(failure.condition, failure.at) for failure in found.failures]


def test_each_condition_is_named_with_its_place():
    assert conditions(examine(PATH, [(0, 0), (0, 2)])) == [(Condition.MEMBERSHIP, 2)]
    assert conditions(examine(PATH, [(0, 0), (1, 1)])) == [(Condition.ALTERNATION, 1)]
    assert conditions(examine(PATH, [(0, 0), (0, 1), (0, 0)])) == [(Condition.ALTERNATION, 2)]
    assert conditions(examine(PATH, [(0, 0), (0, 0)])) == [(Condition.ALTERNATION, 1)]
    split = pair_set([(0, 0), (0, 1), (1, 1)], source_classes=[0, 1, 0])
    assert conditions(examine(split, [(0, 0), (0, 1), (1, 1)])) == [(Condition.SOURCE_DERIVATIVE, 1)]
    split = pair_set([(0, 0), (0, 1), (1, 1)], target_classes=[0, 1, 0])
    assert conditions(examine(split, [(0, 0), (0, 1), (1, 1)])) == [(Condition.TARGET_DERIVATIVE, 2)]


def test_a_violated_monotonicity_comes_with_its_cycle_and_gain():
    priced = pair_set([(0, 0), (0, 1), (1, 1)], cost=[[0, 0], [-2, "1/3"]])
    found = examine(priced, [(0, 0), (0, 1), (1, 1)])
    assert conditions(found) == [(Condition.MONOTONE, 3)]
    (failure,) = found.failures
    costs = [[0, 0], [-2, Fraction(1, 3)]]
    following = [*failure.cycle[1:], *failure.cycle[:1]]
    drop = sum(costs[i][j] - costs[k][j] for (i, j), (k, _) in zip(failure.cycle, following, strict=True))
    assert drop == failure.gain == Fraction(7, 3)


def test_a_closing_pair_of_another_cost():
    for entry in (1, -1):
        priced = pair_set([(0, 0), (0, 1), (1, 0), (1, 1)], cost=[[0, 0], [entry, 0]])
        found = examine(priced, [(0, 0), (0, 1), (1, 1), (1, 0)])
        assert conditions(found) == [(Condition.MONOTONE, 4)]
        assert found.failures[0].gain == 1


def test_periodic_is_more_than_cyclic():
    around = [(0, 0), (0, 1), (1, 1), (1, 0)]
    assert examine(SQUARE, around, periodic=True).is_cyclic
    split = pair_set(around, source_classes=[0, 0, 0, 1])
    chain = examine(split, around[1:] + around[:1])
    # three steps keep the derivative; the one that closes does not
    assert isinstance(chain, NotAChain)
    split = pair_set(around, source_classes=[0, 1, 0, 0])
    chain = examine(split, [(0, 1), (1, 1), (1, 0), (0, 0)])
    assert isinstance(chain, Chain)
    assert chain.is_cyclic
    assert conditions(examine(split, chain.pairs, periodic=True)) == [(Condition.SOURCE_DERIVATIVE, 4)]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_examine_agrees_with_the_definition(kind):
    @settings(max_examples=20, deadline=None)
    @given(within=pair_sets(rows=3, columns=3, **kind))
    def check(within: PairSet):
        every = [(i, j) for i in range(3) for j in range(3)]
        walks = [[pair] for pair in within.pairs]
        for _ in range(3):
            walks = [[*walk, pair] for walk in walks[:12] for pair in every]
            for walk in walks:
                assert isinstance(examine(within, walk), Chain) == oracle.is_chain(within, walk)
            walks = [walk for walk in walks if oracle.is_chain(within, walk)]

    check()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_longest_chain_agrees_with_the_definition(kind):
    @settings(max_examples=40, deadline=None)
    @given(within=pair_sets(rows=3, columns=3, **kind))
    def check(within: PairSet):
        found = longest_chain(within)
        # a chain that repeats a pair and the kind of its step closes: 18 states
        expected = oracle.longest(within, cap=10)
        if isinstance(found, EndlessChain):
            assert expected is None
            assert isinstance(examine(within, found.chain.pairs, periodic=True), Chain)
        else:
            assert isinstance(found, LongestChain)
            assert expected == found.length == len(found.chain)

    check()


@settings(max_examples=60, deadline=None)
@given(within=forests())
def test_in_forests_the_longest_chain_is_a_longest_path(within):
    found = longest_chain(within)
    graph = nx.Graph([(("x", i), ("y", j)) for i, j in within.pairs])
    assert nx.is_forest(graph)
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    assert isinstance(found, LongestChain)
    assert found.length == max(nx.diameter(part) for part in parts)


def test_a_budget_that_is_too_small_gives_the_best_chain_found():
    cost = [[0] * 4 for _ in range(4)]
    cost[0][0] = 1
    priced = pair_set([(i, j) for i in range(4) for j in range(4)], cost=cost)
    found = longest_chain(priced, budget=3)
    assert isinstance(found, ChainOfLength | EndlessChain)
    generic = pair_set(
        [(i, j) for i in range(3) for j in range(3)],
        cost=[[3 * i * j * j + i * i * j for j in range(3)] for i in range(3)],
    )
    short, full = longest_chain(generic, budget=1), longest_chain(generic)
    assert isinstance(short, ChainOfLength)
    assert isinstance(full, LongestChain)
    assert len(short.chain) <= full.length
    with pytest.raises(InvalidProblem, match="budget"):
        longest_chain(generic, budget=0)


@pytest.mark.parametrize(
    ("pairs", "options"),
    [
        ([], {}),
        ([(0, 0), (0, 0)], {}),
        ([(0, 2)], {"shape": (1, 2)}),
        ([(0, -1)], {}),
        ([(0, 0)], {"cost": [[None]]}),
        ([(0, 0)], {"source_classes": [-1]}),
        ([(0, 0)], {"target_classes": [0, 1]}),
        (np.zeros((2, 3), dtype=int), {}),
    ],
    ids=str,
)
def test_wrong_sets_are_refused(pairs, options):
    with pytest.raises(InvalidProblem):
        pair_set(pairs, **options)


def test_wrong_places_are_refused():
    one, two = place((0, 0), (1, 0)), place((1, 0), (1, 0))
    with pytest.raises(InvalidProblem, match="different points"):
        placed_pairs(sources=[one, one], targets=[two])
    with pytest.raises(InvalidProblem, match="one dimension"):
        placed_pairs(sources=[one], targets=[place((0,))])
    with pytest.raises(InvalidProblem, match="independent"):
        placed_pairs(sources=[place((0, 0), (1, 0), (2, 0))], targets=[two])
    disc, other = ball((0, 0), 1), ball((5, 0), 1)
    with pytest.raises(InvalidProblem, match="nested"):
        placed_pairs(sources=[disc.place((0,))], targets=[two], nested=[disc, other])
    with pytest.raises(InvalidProblem, match="nested"):
        placed_pairs(sources=[one], targets=[two], nested=[disc])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_statements_are_read_back(kind):
    @settings(max_examples=30, deadline=None)
    @given(within=pair_sets(**kind))
    def check(within: PairSet):
        again = read_pairs(within.as_json())
        assert again.as_json() == within.as_json()
        assert again.pairs == within.pairs

    check()
    fractions = pair_set(
        [(0, 0), (0, 1)], cost=[["1/2", None], ["-2/3", 0]][:1] and [["1/2", "1/3"], [0, None]]
    )
    assert read_pairs(fractions.as_json()).as_json() == fractions.as_json()


def test_statements_of_points_are_read_back():
    chain, _ = extremal_chain(2)
    again = read_pairs(chain.within.as_json())
    assert again.as_json() == chain.within.as_json()
    assert isinstance(examine(again, chain.pairs), Chain)
