"""Forged plans, potentials and cuts: each wrong in one respect that only one check of the kernel can see."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import check
from otverify.transport.capacity import bound_continuum, density_problem
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.measures import uniform
from otverify.transport.problems import problem
from tests.transport.forging import NEAR, plan


class TestPlans:
    """Feasibility of the plan itself."""

    def test_a_plan_above_capacity(self):
        """Cheaper than every feasible plan: as an upper bound it would be false."""
        stated = {"source": [2, 2], "target": [2, 2], "cost": [[0, 1], [1, 0]], "capacity": 1}
        forged = {"kind": "bounds", "plan": plan([(0, 0, 2), (1, 1, 2)]), "f": [0, 0], "g": [0, 0]}
        with pytest.raises(Rejected, match=r"exceeds the capacity at \(0, 0\)"):
            check(stated, forged)

    def test_mass_where_the_capacity_is_zero(self):
        stated = {"source": [1], "target": [1, 0], "cost": [[0, 1]], "capacity": [[0, 2]]}
        with pytest.raises(Rejected, match=r"exceeds the capacity at \(0, 0\)"):
            check(stated, {"kind": "bounds", "plan": plan([(0, 0, 1)]), "f": [0], "g": [0, 0]})

    def test_a_plan_through_a_forbidden_pair(self):
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[None, 1], [1, 0]]}
        forged = {"kind": "bounds", "plan": plan([(0, 0, 1), (1, 1, 1)]), "f": [0, 0], "g": [0, 0]}
        with pytest.raises(Rejected, match=r"forbidden pair \(0, 0\)"):
            check(stated, forged)

    def test_a_continuous_plan_above_capacity(self):
        """All mass on the diagonal cells costs next to nothing."""
        certificate = copy.deepcopy(bound_continuum(density_problem(capacity=2), size=4).certificate)
        certificate["cells"]["plan"] = plan([(i, i, "1/4") for i in range(4)])
        with pytest.raises(Rejected, match="exceeds the capacity"):
            check(density_problem(capacity=2).statement(), certificate)

    @pytest.mark.parametrize(
        "entries", [[(0, 0, 1), (0, 0, 1)], [(0, 1, 1), (0, 0, 1)], [(1, 0, 1), (0, 0, 1)]]
    )
    def test_repeated_or_unordered_entries(self, entries):
        """Twice the capacity, one entry at a time."""
        stated = {"source": [2], "target": [2, 0], "cost": [[0, 1]], "capacity": [[1, 1]]}
        if entries[0][0] == 1:
            stated |= {"source": [1, 1], "cost": [[0, 1], [0, 1]], "capacity": [[1, 1], [1, 1]]}
        with pytest.raises(Malformed, match="lexicographic"):
            check(
                stated,
                {"kind": "bounds", "plan": plan(entries), "f": [0] * len(stated["source"]), "g": [0, 0]},
            )

    @pytest.mark.parametrize("lengths", [[2, 1], [0, 1], [1, 2], [-1, 1], [1]])
    def test_runs_that_overlap_or_leave_the_row(self, lengths):
        stated = {"source": [2], "target": [1, 1], "cost": [[0, 0]]}
        good = plan([(0, 0, 1), (0, 1, 1)])
        assert (
            check(stated, {"kind": "bounds", "plan": good | {"lengths": [1, 1]}, "f": [0], "g": [0, 0]}).upper
            == 0
        )
        with pytest.raises(Malformed):
            check(stated, {"kind": "bounds", "plan": good | {"lengths": lengths}, "f": [0], "g": [0, 0]})

    @pytest.mark.parametrize("parts", [[NEAR] * 4 + [5], [1 << 61] * 7 + [(1 << 61) + 1]])
    def test_masses_that_wrap_around(self, parts):
        """Entries of each row and column sum to 1 modulo 2^64: a plan only if integers wrap."""
        size = len(parts)
        assert sum(parts) % 2**64 == 1
        forged = plan([(i, j, parts[(i + j) % size]) for i in range(size) for j in range(size)])
        stated = {"source": [1] * size, "target": [1] * size, "cost": [[0] * size] * size}
        with pytest.raises(Rejected, match="row 0"):
            check(stated, {"kind": "optimal", "plan": forged, "f": [0] * size, "g": [0] * size})


class TestPotentials:
    """Feasibility of the dual."""

    def test_a_negative_reduced_cost_on_an_unbounded_pair(self):
        """With capacities on other pairs: the unbounded one admits no correction term."""
        stated = {"source": [1], "target": [1, 0], "cost": [[5, 0]], "capacity": [[1, None]]}
        with pytest.raises(Rejected, match=r"not feasible at the pair \(0, 1\)"):
            check(stated, {"kind": "optimal", "plan": plan([(0, 0, 1)]), "f": [5], "g": [0, 0]})

    def test_correction_terms_that_wrap_around(self):
        """Σ min(0, r)·h far below -2^63: the dual value of huge potentials is not what int64 makes of it."""
        big = 1 << 40
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[0, 0], [0, 0]], "capacity": big}
        forged = {"kind": "bounds", "plan": plan([(0, 0, 1), (1, 1, 1)]), "f": [big, big], "g": [big, big]}
        assert check(stated, forged).lower == 4 * big - 4 * 2 * big * big

    @pytest.mark.parametrize("size", [2, 40])
    def test_reduced_costs_that_wrap_around(self, size):
        """c - f - g = 2^62 + 2^62 + 2^62 is negative in int64."""
        cost = [[NEAR] * size for _ in range(size)]
        forged = {
            "kind": "bounds",
            "plan": plan([(i, i, 1) for i in range(size)]),
            "f": [-NEAR] * size,
            "g": [-NEAR] * size,
        }
        bounds = check({"source": [1] * size, "target": [1] * size, "cost": cost}, forged)
        assert (bounds.lower, bounds.upper) == (-2 * size * NEAR, size * NEAR)

    def test_scaling_to_a_common_denominator_does_not_wrap_around(self):
        """Costs near 2^62 with potentials over another denominator."""
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[NEAR, NEAR - 1], [NEAR - 1, NEAR]]}
        forged = {
            "kind": "bounds",
            "plan": plan([(0, 1, 1), (1, 0, 1)]),
            "f": ["1/3", "1/3"],
            "g": ["1/7", "1/7"],
        }
        assert check(stated, forged).lower == Fraction(20, 21)

    def test_huge_potentials_scale_exactly(self):
        """10^25 thirds, over the denominator of the cost."""
        huge = 10**25
        forged = {"kind": "bounds", "plan": plan([(0, 0, 1)]), "f": [huge], "g": [-huge]}
        assert check({"source": [1], "target": [1], "cost": [["1/3"]]}, forged).lower == 0

    def test_arrays_are_lists(self):
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[0, 1], [1, 0]]}
        diagonal, zeros = np.arange(2), np.zeros(2, dtype=np.int64)
        moved = {"rows": diagonal, "columns": diagonal, "masses": np.ones(2, dtype=np.int64)}
        assert check(stated, {"kind": "optimal", "plan": moved, "f": zeros, "g": zeros}).value == 0
        for bad in (zeros.astype(float), zeros.astype(np.int32), zeros[:1], zeros[None]):
            with pytest.raises(Malformed):
                check(stated, {"kind": "optimal", "plan": moved, "f": bad, "g": zeros})


class TestUniqueness:
    """One optimal plan, or several."""

    stated: ClassVar = {"source": [1, 1], "target": [1, 1], "cost": [[0, 0], [0, 0]]}

    def test_a_cycle_of_tight_pairs(self):
        """All costs 0: two optimal plans, though each looks like a vertex."""
        forged = {"kind": "unique-plan", "plan": plan([(0, 0, 1), (1, 1, 1)]), "f": [0, 0], "g": [0, 0]}
        with pytest.raises(Rejected, match="cycle"):
            check(self.stated, forged)

    def test_the_same_plan_twice(self):
        once, scaled = plan([(0, 0, 1), (1, 1, 1)]), plan([(0, 0, 1), (1, 1, 1)])
        scaled["masses"] = {"numerators": [3, 3], "denominator": 3}
        for other in (once, scaled):
            with pytest.raises(Rejected, match="the same"):
                check(
                    self.stated,
                    {"kind": "distinct-plans", "plan": once, "other": other, "f": [0, 0], "g": [0, 0]},
                )

    def test_two_plans_that_are_not_optimal(self):
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[1, 1], [1, 1]]}
        forged = {
            "kind": "distinct-plans",
            "plan": plan([(0, 0, 1), (1, 1, 1)]),
            "other": plan([(0, 1, 1), (1, 0, 1)]),
            "f": [0, 0],
            "g": [0, 0],
        }
        with pytest.raises(Rejected, match="do not attain"):
            check(stated, forged)
        assert not check(stated, forged | {"f": [1, 1]}).unique


class TestIrrational:
    """Costs with roots."""

    grid = uniform([(0, 0), (1, 1), (3, 0)])

    def test_a_forbidden_pair_is_not_tight(self):
        stated = problem(self.grid, self.grid, cost=coulomb())
        certificate = copy.deepcopy(solve(stated).certificate)
        certificate["tight"] = {
            "rows": [*certificate["tight"]["rows"], 0],
            "columns": [*certificate["tight"]["columns"], 0],
        }
        certificate["offsets"] = [0]
        with pytest.raises(Rejected):
            check(stated.as_json(), certificate)
        certificate["tight"] = {"rows": [0], "columns": [0]}
        with pytest.raises(Rejected, match="forbidden"):
            check(stated.as_json(), certificate)

    def test_a_cycle_of_tight_pairs(self):
        stated = problem([1, 1], [1, 1], cost=[[0, 0], [0, 0]]).as_json()
        good = {"kind": "separated", "plan": plan([(0, 0, 1), (1, 1, 1)]), "offsets": [0], "bits": 64}
        assert check(stated, good | {"tight": {"rows": [0, 0, 1], "columns": [0, 1, 1]}}).value == ()
        with pytest.raises(Rejected, match="cycle"):
            check(stated, good | {"tight": {"rows": [0, 0, 1, 1], "columns": [0, 1, 0, 1]}})

    def test_violations_are_decided_by_the_right_sum(self):
        """√2 + √2 against √8: no violation; against 3: one, in the right direction only."""
        root, double = [["1", 2, 2]], [["2", 2, 2]]
        claim = {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False}
        pairs = [[0, 0], [1, 1]]
        for cost in (
            [[root, double], [0, root]],
            [[root, 3], [0, root]],
            [[root, root], [[["1", 3, 2]], root]],
        ):
            with pytest.raises(Rejected, match="does not lower"):
                check({"cost": cost, "pairs": pairs}, claim)
        found = check({"cost": [[double, 2], [0, root]], "pairs": pairs}, claim)
        assert found.length == 2
        with pytest.raises(Malformed, match="rational"):
            check({"cost": [[double, 2], [0, root]], "pairs": pairs}, claim | {"shortest": True})


class TestCuts:
    """Infeasibility."""

    def test_equality_is_no_cut(self):
        stated = {"source": [1, 1], "target": [1, 1], "cost": [[0, None], [None, 0]]}
        with pytest.raises(Rejected, match="nothing is shown"):
            check(stated, {"kind": "infeasible", "rows": [0], "columns": [0]})

    def test_capacity_across_the_cut_counts(self):
        stated = {"source": [2, 1], "target": [1, 2], "cost": [[0, 0], [0, 0]], "capacity": [[1, 1], [0, 1]]}
        with pytest.raises(Rejected, match="nothing is shown"):
            check(stated, {"kind": "infeasible", "rows": [0], "columns": [0]})

    def test_an_unbounded_pair_across_the_cut(self):
        stated = {
            "source": [2, 1],
            "target": [1, 2],
            "cost": [[0, 0], [0, 0]],
            "capacity": [[1, None], [0, 1]],
        }
        with pytest.raises(Rejected, match="without a bound"):
            check(stated, {"kind": "infeasible", "rows": [0], "columns": [0]})
        free = {key: value for key, value in stated.items() if key != "capacity"}
        with pytest.raises(Rejected, match="without a bound"):
            check(free, {"kind": "infeasible", "rows": [0], "columns": [0]})
