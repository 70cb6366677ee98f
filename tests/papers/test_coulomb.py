"""The instances of the Coulomb paper against brute force, its counterexamples by hand, its pictures."""

from fractions import Fraction
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.check import Settings, decide, load
from otverify.papers.coulomb import instances, paper
from otverify.papers.coulomb.section4_potentials import example_of_footnote_3, supports
from otverify.transport import problem, solve
from otverify.transport.costs import capped_coulomb, coulomb
from otverify.transport.measures import measure, uniform
from otverify.verdict import Status


@settings(max_examples=40, deadline=None)
@given(instances.charges(most=5, span=8), st.integers(1, 80))
def test_concentration_on_a_line_is_the_best_set(side, squared):
    places = instances.places(side)
    best = max(
        sum((side.masses[k] for k in chosen), Fraction(0))
        for size in range(1, len(places) + 1)
        for chosen in combinations(range(len(places)), size)
        if all(instances.squared_distance(places[a], places[b]) < squared for a in chosen for b in chosen)
    )
    assert instances.concentration(side, Fraction(squared)) == best


@settings(max_examples=20, deadline=None)
@given(instances.charges(most=5, dimension=2, span=4), st.integers(1, 20))
def test_concentration_in_the_plane_is_the_best_set(side, squared):
    places = instances.places(side)
    best = max(
        sum((side.masses[k] for k in chosen), Fraction(0))
        for size in range(1, len(places) + 1)
        for chosen in combinations(range(len(places)), size)
        if all(instances.squared_distance(places[a], places[b]) < squared for a in chosen for b in chosen)
    )
    assert instances.concentration(side, Fraction(squared)) == best


@given(st.fractions(min_value=Fraction(1, 50), max_value=5000))
def test_the_safe_radius_is_below_half_of_r_0(squared):
    delta = instances.below_quarter(squared)
    assert delta > 0
    assert delta**2 < squared / 16


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 7))
def test_the_largest_integral_is_the_best_choice_of_pieces(heights, volume):
    steps = tuple((Fraction(1), Fraction(height)) for height in heights)
    best = max(sum(chosen) for chosen in combinations(heights, min(volume, len(heights))))
    assert instances.largest_integral(steps, Fraction(volume)) == best
    # half a piece more takes half of the next one
    rest = sorted(heights, reverse=True)[volume : volume + 1]
    assert instances.largest_integral(steps, Fraction(2 * volume + 1, 2)) == best + Fraction(sum(rest), 2)


@pytest.mark.parametrize("start", [None, 0, 2])
def test_chain_potentials_are_infima_over_chains(start):
    """All chains without repetition, which is where the infimum is attained for monotone pairs."""
    for stated in example_of_footnote_3():
        table = instances.cost_table(stated)
        pairs, rows = instances.solved(stated).plan.support, table.rows()
        found = instances.chain_potential(table, pairs, start=start)
        for last, (i, j) in enumerate(pairs):
            values = []
            for size in range(len(pairs)):
                for chain in permutations([k for k in range(len(pairs)) if k != last], size):
                    walk = [*chain, last]
                    if start is not None and walk[0] != start:
                        continue
                    steps = [rows[pairs[b][0]][pairs[a][1]] for a, b in pairwise(walk)]
                    if None in steps:
                        continue
                    own = [rows[pairs[a][0]][pairs[a][1]] for a in walk[:-1]]
                    values.append(-rows[i][j] + sum(steps) - sum(own))
            assert -found[j] == min(values)


def test_footnote_3_by_hand():
    """0 → 4, 2 → 6, 7 → 0; for c_δ the step from y = 4 to x = 2 is 13/32 instead of 1/2."""
    assert capped_coulomb(4).value_at(Fraction(4)).rational == Fraction(13, 32)
    line, close = example_of_footnote_3()
    pairs = instances.solved(line).plan.support
    assert pairs == [(0, 1), (1, 2), (2, 0)]
    potentials = [instances.chain_potential(instances.cost_table(p), pairs)[0] for p in (line, close)]
    assert potentials == [Fraction(1, 7), Fraction(817, 5376)]


@pytest.mark.parametrize("offset", [Fraction(0), Fraction(1, 1000)])
def test_the_counterexample_to_lemma_3_3_survives_smearing(offset):
    """Clusters at 0 and 1, sent to 2/5 and -3/5: optimal, r_0 = 1 - 2·offset, distance 2/5 < r_0/2."""
    offsets = [-offset, Fraction(0), offset] if offset else [Fraction(0)]
    near, far = [o + Fraction(0) for o in offsets], [o + 1 for o in offsets]
    source = uniform(near + far)
    target = uniform([o + Fraction(2, 5) for o in offsets] + [o - Fraction(3, 5) for o in offsets])
    optimum = solve(problem(source, target, cost=coulomb()))
    pairs = instances.support_pairs(optimum)
    r0 = 1 - 2 * offset
    for pair in pairs:
        coupling = {other: Fraction(1, len(pairs)) for other in pairs}
        away = sum(
            mass
            for (w, z), mass in coupling.items()
            if abs(w[0] - pair[0][0]) >= r0 and abs(z[0] - pair[1][0]) >= r0
        )
        assert away >= Fraction(1, 2)
    assert min(abs(x[0] - y[0]) for x, y in pairs) == Fraction(2, 5) < r0 / 2


def test_the_proof_s_radius_is_respected_there():
    """For the r_0 of the proof the same coupling is no counterexample: its clusters are too concentrated."""
    source, target = uniform([0, 1]), uniform([Fraction(2, 5), Fraction(-3, 5)])
    assert instances.squared_diameter(source, target) is None


@settings(max_examples=25, deadline=None)
@given(instances.separated_problems())
def test_separated_charges_are_rearranged_monotonically(stated):
    pairs = instances.support_pairs(instances.solved(stated))
    assert all((x[0] - w[0]) * (y[0] - z[0]) >= 0 for x, y in pairs for w, z in pairs)


def test_restrictions_keep_the_mass_and_the_cost():
    for _, optimum in instances.named_optima().items():
        kept = optimum.plan.entries()[:2]
        stated, plan = instances.restricted(optimum, kept)
        assert sum(map(sum, plan)) == sum(mass for _, _, mass in kept)
        assert stated.source.total == stated.target.total


def test_every_instance_has_a_positive_radius():
    assert len(list(supports())) == len(instances.named_problems())


def test_a_transposed_plan_is_the_inverse_map():
    optimum = instances.solved(problem(measure([1, 1], [0, 1]), measure([1, 1], [5, 9]), cost=coulomb()))
    back = instances.transposed(optimum)
    entries = {(i, j): mass for i, j, mass in optimum.plan.entries()}
    assert [[entries.get((i, j), 0) for i in range(2)] for j in range(2)] == back


@pytest.mark.parametrize("name", [n for n, claim in paper.claims.items() if claim.mutants])
def test_false_variants_are_refuted(name):
    claim = paper.claims[name]
    for form in claim.mutants.values():
        found = [e.status for o in load(claim, form) for e in decide(o, Settings(seconds=5))]
        assert Status.REFUTED in found


@pytest.mark.parametrize("name", ["optimal-maps", "capped-cost", "support-constant"])
def test_figures_are_drawn(name):
    pytest.importorskip("matplotlib")
    from otverify.papers.coulomb.figures import FIGURES

    drawn = FIGURES[name]()
    assert all(axes.get_title() for axes in drawn.axes)
    assert all(axes.lines for axes in drawn.axes)


def test_the_profile_in_the_picture_is_the_cost():
    pytest.importorskip("matplotlib")
    from otverify.papers.coulomb.figures import derivative

    inside, outside = capped_coulomb(1).pieces
    assert derivative(inside.terms, 0, 1.0) == derivative(outside.terms, 0, 1.0) == 1
    assert derivative(inside.terms, 1, 1.0) == derivative(outside.terms, 1, 1.0) == -1
    assert derivative(inside.terms, 2, 1.0) == derivative(outside.terms, 2, 1.0) == 2
