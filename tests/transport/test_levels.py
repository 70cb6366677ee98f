"""Levels against chains listed by Definition 1.3, and Lemmas 4.6-4.8 in two implementations."""

from itertools import chain

import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains_clauses import CLAUSES, counterexample
from otverify.strategies_chains import forests, pair_sets
from otverify.transport.chains import pair_set
from otverify.transport.chains_longest import LongestChain, longest_chain
from otverify.transport.levels import Clause, End, Expression, breaches, levels
from tests.transport import chains_oracles as oracle

#: clauses that :func:`breaches` looks at
IN_BREACHES = list(Clause)[: list(Clause).index(Clause.SHORTER)]


def both(found):
    return {
        pair: (int(h), int(v))
        for pair, h, v in zip(found.within.pairs, found.horizontal, found.vertical, strict=True)
    }


def test_levels_of_all_small_relations():
    for pairs in oracle.all_relations(2, 3):
        within = pair_set(pairs, shape=(2, 3))
        assert both(levels(within)) == oracle.levels(within, cap=8)


@settings(max_examples=40, deadline=None)
@given(within=pair_sets(rows=3, columns=4, classes=2))
def test_levels_honour_classes(within):
    assert both(levels(within)) == oracle.levels(within, cap=26)


@settings(max_examples=60, deadline=None)
@given(within=forests())
def test_the_highest_level_is_the_length_of_the_longest_chain(within):
    found, longest = levels(within), longest_chain(within)
    assert isinstance(longest, LongestChain)
    assert found.highest == longest.length
    assert found.endless == []


@settings(max_examples=60, deadline=None)
@given(within=forests())
def test_levels_ends_graphs_and_domains_fit_together(within):
    found = levels(within)
    top = found.highest
    every = [pair for k in range(1, top + 1) for pair in found.at_level(k)]
    assert sorted(every) == within.pairs
    for k in range(2, top + 1):
        parts = [found.at_level(k, end) for end in (End.HORIZONTAL, End.BOTH, End.VERTICAL)]
        assert sorted(chain.from_iterable(parts)) == found.at_level(k)
    assert all(found.end(within.pairs.index(pair)) is End.FIRST for pair in found.at_level(1))
    graphs = [found.graph(k) for k in range(1, top + 2)]
    assert sorted(chain.from_iterable(graphs)) == within.pairs
    for k in range(1, top + 1):
        assert {pair[0 if k % 2 else 1] for pair in found.graph(k)} <= found.domain(k)
        assert {pair[1 if k % 2 else 0] for pair in found.graph(k)} <= found.domain(k - 1)


def test_a_cycle_has_infinite_levels():
    square = pair_set([(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2)])
    found = levels(square)
    assert found.highest is None
    assert found.end(0) is End.ENDLESS
    # (2, 2) is reached from the cycle; no step that keeps x leads to it
    assert both(found)[2, 2] == (-1, 0)
    assert found.graph(0) == []


def test_clauses_have_the_same_names_in_the_kernel():
    assert {clause.value for clause in Clause} == set(CLAUSES)


def test_breaches_agree_with_the_kernel_on_all_small_relations():
    # every 13th of the 511 is enough for every commit
    for pairs in list(oracle.all_relations(3, 3))[::13]:
        within = pair_set(pairs, shape=(3, 3))
        found = levels(within)
        broken = {breach.clause for breach in breaches(found)}
        stated = {"shape": [3, 3], "pairs": [list(pair) for pair in pairs]}
        for clause in IN_BREACHES:
            assert (counterexample(stated, clause.value) is not None) == (clause in broken), (pairs, clause)


@pytest.mark.parametrize("clause", Clause, ids=lambda c: c.name)
def test_what_holds_in_all_relations_of_the_grid(clause):
    """What the paper prints fails in four places; everything else holds."""
    found = counterexample({"shape": [3, 4]}, clause.value)
    wrong = {
        Clause.LEAST_COLUMN_PRINTED,
        Clause.EXPRESSIONS,
        Clause.PARTITION_SECOND,
        Clause.REPRESENTATIVE,
    }
    assert (found is not None) == (clause in wrong)
    if found is not None:
        assert counterexample({"shape": [3, 4], "pairs": found}, clause.value) is not None


def test_the_witness_of_4_6_b():
    # ℓ(x_1, y_1) = 3 on the path y_3 - x_1 - y_1 - x_2 - y_2
    found = levels(pair_set([(0, 0), (0, 2), (1, 0), (1, 1)]))
    (breach,) = (b for b in breaches(found) if b.clause is Clause.LEAST_COLUMN_PRINTED)
    assert breach.witness == ((0, 0), (1, 0))
    assert found.level.tolist() == [3, 4, 3, 4]


def test_the_second_expressions_lose_a_pair():
    # the middle pair of a path of five has level 3 and both ends
    path = pair_set([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)])
    found = levels(path)
    assert found.at_level(3, End.BOTH) == [(1, 1)]
    lost = [found.graph(k, expression=Expression.SECOND) for k in range(1, 7)]
    assert (1, 1) not in chain.from_iterable(lost)
    assert {breach.clause for breach in breaches(found, expression=Expression.SECOND)} >= {
        Clause.EXPRESSIONS,
        Clause.PARTITION,
    }


def test_breaches_are_about_sets_without_classes():
    with pytest.raises(InvalidProblem, match="without classes"):
        breaches(levels(pair_set([(0, 0), (0, 1)], source_classes=[0, 1])))
