"""The potentials paper: instances, the example of Remark 4 by numbers, random finite problems, figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from otverify.check import check, load
from otverify.kernel.points import Point, holds_at
from otverify.papers.potentials import paper
from otverify.papers.potentials.instances import (
    are_nondegenerate,
    geometric,
    is_nondegenerate,
    proper_subsets,
    proper_sums,
)
from otverify.papers.potentials.necessity import ROWS
from otverify.papers.potentials.section2_restrictions import closures, component_of
from otverify.strategies import problems
from otverify.transport import dual_face, solve
from otverify.transport.faces import contact_set
from otverify.verdict import Status

ERRATA = {
    "subgradients-of-T",
    "two-intervals-different-masses",
    "c-transform-3a-3b",
    "lemma5-proof-line",
    "example3-uniform",
    "first-order-optimality",
    "remark4-statement",
    "remark4-affine-unique",
    "remark4-proof-boundary",
    "figure3-l1",
    "remark5-disjoint",
    "theorem3-g",
    "theorem3-mean-value",
    "proof1-contact-exists",
    "proof1-link-23",
    "corollary1-proof-representation",
    "lemma3-proof-restrict-lines",
    "lemma3-proof-extend",
}


def test_every_erratum_keeps_its_printed_form():
    """The corrected claims are those that are refuted as printed, and no other."""
    assert {claim.name for claim in paper.claims.values() if claim.correction} == ERRATA


@pytest.mark.parametrize("mask", range(0, 512, 7))
def test_components_of_finite_spaces_are_those_of_the_graph(mask):
    """A finite space is connected iff the graph of its pairs is."""
    pairs = [pair for bit, pair in enumerate(product(range(3), repeat=2)) if mask >> bit & 1]
    joined = {point: {point} for point in range(3)}
    for i, j in pairs:
        union = joined[i] | joined[j]
        for point in union:
            joined[point] = union
    closure = closures(pairs, 3)
    assert [component_of(point, closure) for point in range(3)] == [joined[point] for point in range(3)]


def holds(relation):
    """A relation between numbers."""
    ((_, statement),) = relation.statements()
    return holds_at(statement.unfolded.claim, Point())


def pairs_of_sets(plan):
    return product(proper_subsets(len(plan)), proper_subsets(len(plan[0])))


def is_degenerate_for(plan, rows, columns):
    """(10) as printed, for I' and J'."""
    joint = sum(plan[i][j] for i in rows for j in columns)
    return joint == sum(sum(plan[i]) for i in rows) == sum(row[j] for row in plan for j in columns)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3))
def test_degeneracy_is_disconnectedness(plan):
    """Two oracles: the graph of the pairs with mass, and (10) for all pairs of sets."""
    assume(all(any(row) for row in plan) and all(any(column) for column in zip(*plan, strict=True)))
    reached, before = {("x", 0)}, set()
    while reached != before:
        before = set(reached)
        for i, row in enumerate(plan):
            for j, mass in enumerate(row):
                if mass and (("x", i) in reached or ("y", j) in reached):
                    reached |= {("x", i), ("y", j)}
    connected = len(reached) == len(plan) + len(plan[0])
    assert holds(is_nondegenerate(plan, holds=connected))
    assert not holds(is_nondegenerate(plan, holds=not connected))
    assert any(is_degenerate_for(plan, *sets) for sets in pairs_of_sets(plan)) != connected


def test_sums_of_masses():
    assert proper_sums([1, 2, 4]) == [1, 2, 3, 4, 5, 6]
    assert are_nondegenerate([5, 5, 4], [2, 6, 6])
    assert not are_nondegenerate([1, 1], [1, 1])
    assert geometric(2, 3) == [Fraction(4, 7), Fraction(2, 7), Fraction(1, 7)]


@settings(max_examples=30, deadline=None)
@given(problems(max_rows=4, max_columns=4))
def test_theorem_1_on_finite_spaces_is_sharp(stated):
    """Unique potentials iff the supports of all optimal plans together are connected; so an average is."""
    optimum = solve(stated)
    found = contact_set(optimum)
    rows, columns = stated.source.support, stated.target.support
    reached = {("x", next(iter(rows)))}
    for _ in range(len(rows) + len(columns)):
        for i, j in found.pairs:
            if ("x", i) in reached or ("y", j) in reached:
                reached |= {("x", i), ("y", j)}
    connected = len(reached) == len(rows) + len(columns)
    # tight pairs that no plan uses do not count
    assert dual_face(optimum).is_unique == connected


@settings(max_examples=30, deadline=None)
@given(problems(max_rows=3, max_columns=3))
def test_lemma_6_gives_unique_potentials(stated):
    source = [mass for mass in stated.source.masses if mass]
    target = [mass for mass in stated.target.masses if mass]
    assume(are_nondegenerate(source, target))
    assert dual_face(solve(stated)).is_unique


@pytest.mark.parametrize("name", ["theorem1", "theorem2", "corollary2", "theorem3"])
def test_mutants_written_by_hand_are_refuted(name):
    claim = paper.claims[name]
    for form in claim.mutants.values():
        changed = check(type(claim)(paper="potentials", name=name, at="", printed="", build=form.build))
        assert changed.status is Status.REFUTED, form.name


def test_the_cusp_by_numbers():
    """f_v + f_v^c <= c on points of M and the origin, in exact arithmetic, for three heights v."""

    def phi(s, t):
        return t * t / (2 * s)

    places = [
        (Fraction(k, 10) ** 2 * Fraction(m, 8), Fraction(k, 10)) for k in range(1, 10) for m in (3, 5, 7)
    ]
    targets = [((s, t), (-(t * t) / (2 * s * s), t / s)) for s, t in places]
    targets.append(((Fraction(0), Fraction(0)), (Fraction(-1), Fraction(0))))
    for v in (Fraction(0), Fraction(1, 4), Fraction(1, 2)):
        height = {place: phi(*place) for place in places} | {(Fraction(0), Fraction(0)): v}
        for x, y in targets:
            for z, value in height.items():
                assert value >= height[x] + sum(b * (c - a) for a, b, c in zip(x, y, z, strict=True))


def test_rows_of_the_table_name_obligations_that_exist():
    for row in ROWS:
        if row.label:
            claim = paper.claims[row.claim]
            labels = {one.label for form in claim.forms() for one in load(claim, form)}
            assert row.label in labels, (row.claim, row.label)
        else:
            assert row.words.startswith("Open")


@pytest.mark.parametrize("name", ["figure-1", "figure-2", "figure-3", "dual-face"])
def test_figures_are_drawn_from_exact_data(name):
    pytest.importorskip("matplotlib")
    from otverify.papers.potentials.figures import FIGURES

    figure = FIGURES[name]()
    titles = [axes.get_title() for axes in figure.axes]
    if name == "figure-2":
        assert titles == ["$f_1-f_2=0$, $f_2-f_3\\in[-9,3]$", "$f_1-f_2=1/3$, $f_2-f_3=5$"]
    assert all(axes.has_data() for axes in figure.axes)
