"""Levels against chains listed by Definition 1.3, and Lemmas 4.6-4.8 in two implementations."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains_clauses import CLAUSES, Relations, counterexample
from otverify.strategies_chains import forests, pair_sets
from otverify.transport.chains import pair_set
from otverify.transport.chains_longest import LongestChain, longest_chain
from otverify.transport.levels import Clause, End, Expression, Levels, breaches, levels
from tests.transport import chains_oracles as oracle

#: clauses that :func:`breaches` looks at
IN_BREACHES = list(Clause)[: list(Clause).index(Clause.SHORTER)]
#: clauses about the second expressions of (4.10), and what :func:`breaches` calls them there
SECOND = {Clause.PARTITION_SECOND: Clause.PARTITION, Clause.GRAPHS_SECOND: Clause.GRAPHS}


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


def test_breaches_agree_with_the_kernel_on_made_up_lengths():
    """Lengths of no relation break every clause somewhere; both implementations have to see it."""
    draw = np.random.default_rng(1)
    present = draw.random((300, 9)) < 0.5
    present[:, 0] = True
    lengths = [np.where(present, draw.choice([0, 2, 3, 4, 5, -1], size=(300, 9)), 0) for _ in (0, 1)]
    made_up = Relations(rows=3, columns=3, present=present, horizontal=lengths[0], vertical=lengths[1])
    holds = {clause: CLAUSES[clause.value](made_up) for clause in [*IN_BREACHES, *SECOND]}
    seen = set()
    for row in range(300):
        cells = np.flatnonzero(present[row])
        within = pair_set([(int(c) // 3, int(c) % 3) for c in cells], shape=(3, 3))
        h, v = (side[row][cells].astype(np.int64) for side in lengths)
        level = np.where((h < 0) | (v < 0), -1, np.maximum(np.maximum(h, v), 1))
        found = Levels(within=within, horizontal=h, vertical=v, level=level, certificate={})
        broken = {breach.clause for breach in breaches(found)}
        second = {breach.clause for breach in breaches(found, expression=Expression.SECOND)}
        broken |= {clause for clause, other in SECOND.items() if other in second}
        for clause, held in holds.items():
            assert held[row] == (clause not in broken), (row, clause)
        seen |= broken
    # a partition by the first expressions it always is
    assert seen == {*IN_BREACHES, *SECOND} - {Clause.PARTITION}


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


@settings(max_examples=60, deadline=None)
@given(within=pair_sets(rows=4, columns=5))
def test_numbers_of_graphs_are_those_of_the_expressions(within):
    found = levels(within)
    for expression in Expression:
        held = {pair: set() for pair in within.pairs}
        for k in range(1, int(found.level.max()) + 2):
            for pair in found.graph(k, expression=expression):
                held[pair].add(k)
        broken = {breach.clause for breach in breaches(found, expression=expression)}
        endless = set(found.endless)
        split = any(len(held[pair]) != (pair not in endless) for pair in within.pairs)
        assert split == (Clause.PARTITION in broken)


def test_lemmas_on_many_pairs():
    star = pair_set([(0, j) for j in range(5_000)])
    path = pair_set([(k // 2, (k + 1) // 2) for k in range(5_000)])
    assert [b.clause for b in breaches(levels(star))] == []
    printed = {Clause.LEAST_COLUMN_PRINTED}
    assert {b.clause for b in breaches(levels(path))} - printed <= {Clause.EXPRESSIONS}


def test_breaches_are_about_sets_without_classes():
    with pytest.raises(InvalidProblem, match="without classes"):
        breaches(levels(pair_set([(0, 0), (0, 1)], source_classes=[0, 1])))
