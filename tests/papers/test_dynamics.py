"""The models and instances behind the claims of the intrinsic-dynamics paper, checked by other means."""

from fractions import Fraction
from itertools import combinations, pairwise, product

import pytest
import sympy

from otverify.check import decide
from otverify.claims_chains import IsChain
from otverify.papers.dynamics import cyclic, families, graphs, instances, limbs, nested, patterns
from otverify.papers.dynamics.figures import FIGURES
from otverify.papers.dynamics.notation import path
from otverify.transport.chains import pair_set
from otverify.transport.chains_validation import Condition, NotAChain, examine
from otverify.transport.levels import levels
from otverify.verdict import Status


def relations(rows, columns):
    cells = list(product(range(rows), range(columns)))
    return [list(chosen) for size in range(1, len(cells) + 1) for chosen in combinations(cells, size)]


def walks_to(pairs, pair, side, cap):
    """The length of the longest alternating walk whose last step keeps ``side``; 1 if there is no step."""
    others = [p for p in pairs if p != pair and p[side] == pair[side]]
    return 1 if not others or cap == 0 else 1 + max(walks_to(pairs, p, 1 - side, cap - 1) for p in others)


@pytest.mark.parametrize(
    "pairs", [r for r in relations(3, 3) if limbs.is_forest(pair_set(r, shape=(3, 3)))][::5]
)
def test_the_rules_from_which_lemma_4_6_is_proved_hold_for_walks(pairs):
    length = {(p, side): walks_to(pairs, p, side, 12) for p in pairs for side in (0, 1)}
    found = levels(pair_set(pairs, shape=(3, 3)))
    for k, pair in enumerate(found.within.pairs):
        assert length[pair, 1] == max(1, int(found.horizontal[k]))
        assert length[pair, 0] == max(1, int(found.vertical[k]))
        for side in (0, 1):
            fibre = [p for p in pairs if p != pair and p[side] == pair[side]]
            # appended to a chain that ends with the other pair; the last step came from one of them
            assert all(length[pair, side] >= length[p, 1 - side] + 1 for p in fibre)
            assert not fibre or length[pair, side] in [length[p, 1 - side] + 1 for p in fibre]


@pytest.mark.parametrize(
    ("kinds", "own", "side"), [(graphs.OVER_SOURCE, "v-", 0), (graphs.OVER_TARGET, "h-", 1)]
)
def test_the_types_of_pairs_over_a_point_of_i_k_are_those_of_the_levels(kinds, own, side):
    ends = {(True, False): "h-", (False, True): "v-", (True, True): "hv"}
    for pairs in relations(3, 3)[::7]:
        found = levels(pair_set(pairs, shape=(3, 3)))
        if (found.level < 0).any():
            continue
        for k in range(3 - side, int(found.level.max()) + 1, 2):
            base = k - 1 if side == 0 else k
            for position, pair in enumerate(found.within.pairs):
                if pair in {*found.graph(k), *found.graph(k + 1)} and k > 1:
                    h, v = int(found.horizontal[position]), int(found.vertical[position])
                    assert (max(h, v) - base, ends[h >= v, v >= h]) in kinds


def test_a_path_alternates_and_uses_consecutive_indices():
    for source_first in (True, False):
        pairs = path(9, source_first=source_first)
        assert [min(pair) for pair in pairs] == list(range(1, 10))
        assert all(abs(i - j) == 1 for i, j in pairs)
        assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in pairwise(pairs))


def test_the_literal_definition_is_alternation_in_a_larger_square_too():
    for length in (2, 3, 4):
        assert patterns.literal_chains(length, size=3) == patterns.alternating(length, size=3)


# ---------------------------------------------------------------------------------------------------
# geometry


@pytest.mark.parametrize("chain", [*nested.longest().values(), nested.returning(2), nested.returning(3)])
def test_each_condition_of_a_chain_is_needed(chain):
    assert examine(chain.within, chain.walk).pairs == tuple(chain.walk)
    backwards = [chain.walk[0], *chain.walk]
    failed = examine(chain.within, backwards)
    assert isinstance(failed, NotAChain)
    assert {failure.condition for failure in failed.failures} >= {Condition.ALTERNATION}


def test_a_moved_target_breaks_the_chain():
    good = nested.concentric(2)
    sources = ((0, 2), (0, 1), (1, 0), (2, 0))
    bad = nested.through(
        sources, ((0, 0), (0, "-1/2"), (0, "-3/2"), (1, "-3/2"), ("3/2", "-5/4")), bodies=nested.CIRCLES[:2]
    )
    assert [e.status for e in decide(IsChain(good.within, good.walk))] == [Status.CERTIFIED]
    assert [e.status for e in decide(IsChain(bad.within, bad.walk))] == [Status.REFUTED]


def test_the_lake_matches_its_definition():
    stated, plan, contacts = instances.lake()
    for k, (a, b) in enumerate(instances.LAKE_SOURCES):
        length = sympy.sqrt(sympy.Rational(a) ** 2 + (sympy.Rational(b) + sympy.Rational(5, 2)) ** 2)
        near = (a / length, (b + sympy.Rational(5, 2)) / length)
        reach = -2 * (near[0] * a + near[1] * b)
        assert reach.is_positive
        far = (near[0] + reach * a, near[1] + reach * b)
        for side, y in enumerate((near, far)):
            assert sympy.simplify(y[0] ** 2 + y[1] ** 2) == 1
            cost = ((y[0] - a) ** 2 + (y[1] - b) ** 2) / 2
            assert abs(float(stated.cost.entry(k, 2 * k + side)) - float(cost)) < 1e-12
    assert contacts.pairs == [(i, j) for i, row in enumerate(plan) for j, mass in enumerate(row) if mass]


# ---------------------------------------------------------------------------------------------------
# the trigonometric cost of Theorem 1.7


def test_the_charts_are_the_trigonometric_cost_and_its_chain_is_regular():
    x, y = sympy.symbols("x y")
    c = sympy.cos(x) * (sympy.sin(y) + sympy.sin(y) * sympy.cos(y))
    c += sympy.sin(x) ** 2 * sympy.cos(y) + sympy.cos(x) * sympy.sin(y) ** 2
    x1, x2, y1, y2 = sympy.symbols("x1 x2 y1 y2")
    place = {x1: 0, x2: sympy.pi, y1: 0, y2: sympy.pi}
    signs = ((1, x1, y1), (1, x2, y2), (-1, x1, y2), (-1, x2, y1))
    D = sum(sign * c.subs({x: a, y: b}, simultaneous=True) for sign, a, b in signs)
    equations = sympy.Matrix([D.diff(x1), D.diff(x2), D.diff(y2), D])
    assert equations.subs(place) == sympy.zeros(4, 1)
    determinant = equations.jacobian([x1, x2, y2, y1]).subs(place).det()
    assert determinant == 256
    (evidence,) = decide(cyclic.is_regular())
    assert evidence.status is Status.CERTIFIED
    value = next(e for e in decide(type(cyclic.is_regular())(cyclic.jacobian(), "==", int(determinant))))
    assert value.status is Status.PROVED


# ---------------------------------------------------------------------------------------------------
# finite problems


def test_the_recursion_gives_back_a_planted_plan():
    within, source, target, masses = limbs.worked_example()
    from otverify.transport.limbs import level_limbs

    assert limbs.recursion(level_limbs(levels(within)), source, target) == masses


def test_cyclical_monotonicity_by_all_cycles_knows_a_swap():
    assert families.is_monotone([(0, 0), (1, 1)], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    assert not families.is_monotone([(0, 0), (1, 1)], [[1, 0, 0], [0, 1, 0], [0, 0, 0]])


def test_all_integer_plans_are_listed():
    stated = instances.tied_problems()["all equal"]
    assert sorted(map(tuple, instances.integer_plans(stated))) == [((0, 1), (2, 0)), ((1, 0), (1, 1))]


def test_constraints_of_the_multijets_are_independent():
    for size, dimension in product((2, 3, 4), (1, 2)):
        assert patterns.constraint_rank(size, dimension) == 4 * size * dimension + 1


def test_partial_sums_of_the_masses_differ():
    def sums(masses):
        return {sum(part) for k in range(1, len(masses)) for part in combinations(masses, k)}

    assert sum(instances.MASSES) == sum(instances.DEMANDS)
    assert not sums(instances.MASSES) & sums(instances.DEMANDS)


def test_the_two_targets_have_equal_derivatives():
    stated, _, contacts = instances.two_targets()
    for i in range(5):
        x = instances.DISC.place([Fraction(i - 2, 12)]).point
        own = [j for k, j in contacts if k == i]
        # ½|x - y|² = 1 - <x, y>: both targets have the same distance from the tangent line, mirrored
        costs = [stated.cost.entry(i, j) for j in own]
        assert costs[0] + costs[1] == 2
        assert x[0] ** 2 + x[1] ** 2 == 1


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_drawn(name):
    figure = FIGURES[name]()
    assert all(axes.has_data() for axes in figure.axes)
