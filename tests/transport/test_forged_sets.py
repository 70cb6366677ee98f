"""Forged bounds of continuous problems and forged statements about sets of pairs."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import check
from otverify.transport.capacity import bound_continuum, density_problem


class TestContinuum:
    """Densities on an interval."""

    certificate = bound_continuum(density_problem([1, 1], [1], capacity=2), size=4).certificate

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("source", [1]),  # a different problem, for which the same plan is valid
            ("capacity", [[2], [None]]),
            ("capacity", [[2], [-2]]),
            ("source", [3, -1]),
            ("target", [2]),
            ("source", []),
        ],
    )
    def test_problems_are_parsed_strictly(self, key, value):
        stated = density_problem([1, 1], [1], capacity=2).statement()
        if key == "source" and value == [1]:
            assert check({"source": [1], "target": [1], "capacity": 2}, self.certificate)
            return
        with pytest.raises(Malformed):
            check(stated | {key: value}, self.certificate)

    @pytest.mark.parametrize("part", ["cells", "nodes"])
    @pytest.mark.parametrize("size", [0, 3, 5, 2**20, True])
    def test_sizes_must_fit(self, part, size):
        forged = copy.deepcopy(self.certificate)
        forged[part]["size"] = size
        with pytest.raises(Rejected):
            check(density_problem([1, 1], [1], capacity=2).statement(), forged)

    def test_huge_capacities_do_not_wrap_around(self):
        """Capacity 2^61 over a node sums to 2^63."""
        stated = density_problem(capacity=1 << 61)
        bounds = bound_continuum(stated, size=2)
        assert bounds.lower <= bounds.upper
        forged = copy.deepcopy(bounds.certificate)
        forged["nodes"]["f"] = forged["nodes"]["g"] = [1, 1, 1]
        assert check(stated.statement(), forged).lower < -(1 << 61)


class TestMonotone:
    """Cyclical monotonicity."""

    def test_a_forbidden_pair_elsewhere_makes_shortness_meaningless(self):
        stated = {"cost": [[5, 0, 0], [0, 5, 0], [0, 0, None]], "pairs": [[0, 0], [1, 1], [2, 2]]}
        with pytest.raises(Rejected, match="infinite cost"):
            check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": True})

    @pytest.mark.parametrize(
        "pairs",
        [[[0, 0], [5, 1]], [[0, 0], [1, 5]], [[1, 1], [0, 0]], [[0, 0], [0, 0]], [[0, 0], [1]], [], "x"],
    )
    def test_pairs_are_parsed_strictly(self, pairs):
        stated = {"cost": [[5, 0], [0, 5]], "pairs": pairs}
        for certificate in (
            {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False},
            {"kind": "monotone", "f": [0, 0], "g": [0, 0]},
        ):
            with pytest.raises(Malformed):
                check(stated, certificate)

    @pytest.mark.parametrize("cycle", [[0], [0, 0], [0, 2], []])
    def test_cycles_are_parsed_strictly(self, cycle):
        stated = {"cost": [[5, 0], [0, 5]], "pairs": [[0, 0], [1, 1]]}
        with pytest.raises(Malformed):
            check(stated, {"kind": "violating-cycle", "cycle": cycle, "shortest": False})

    def test_an_irrational_cycle_through_infinity_gains_nothing(self):
        root = [["1", 2, 2]]
        stated = {"cost": [[root, None], [0, root]], "pairs": [[0, 0], [1, 1]]}
        with pytest.raises(Rejected, match="infinite cost"):
            check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False})

    def test_long_walks_do_not_wrap_around(self):
        """Seven pairs where only the full cycle gains, at costs near 2^62."""
        size, scale = 7, 1 << 56
        cost = [
            [scale * (9 if i == j else (8 if (i - j) % size == 1 else 50)) for j in range(size)]
            for i in range(size)
        ]
        stated = {"cost": cost, "pairs": [[k, k] for k in range(size)]}
        found = check(stated, {"kind": "violating-cycle", "cycle": list(range(size)), "shortest": True})
        assert (found.length, found.gain) == (size, size * scale)

    def test_a_cycle_through_infinity_gains_nothing(self):
        stated = {"cost": [[5, None], [0, 5]], "pairs": [[0, 0], [1, 1]]}
        with pytest.raises(Rejected, match="infinite cost"):
            check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False})

    def test_equality_is_no_violation(self):
        stated = {"cost": [[1, 1], [1, 1]], "pairs": [[0, 0], [1, 1]]}
        with pytest.raises(Rejected, match="not below 0"):
            check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False})

    def test_shortness_has_a_size_limit(self):
        size = 600
        cost = np.where(np.eye(size, dtype=bool), 5, 0).astype(np.int64)
        stated = {"cost": cost, "pairs": [[k, k] for k in range(size)]}
        assert check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": False}).gain == 10
        with pytest.raises(Malformed, match="more than 512"):
            check(stated, {"kind": "violating-cycle", "cycle": [0, 1], "shortest": True})
