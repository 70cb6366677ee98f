"""What only the parser of the kernel can see."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import numpy as np
import pytest

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import check
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.measures import uniform
from otverify.transport.problems import problem
from tests.transport.forging import plan


class TestParsing:
    """What only the parser can see."""

    good: ClassVar = {"kind": "bounds", "plan": plan([(0, 0, 1)]), "f": [0], "g": [0]}

    @pytest.mark.parametrize(
        "cost",
        [
            np.zeros((1, 2), dtype=np.int64),
            np.zeros((1, 1), dtype=np.float64),
            np.zeros(1, dtype=np.int64),
            {"numerators": [["1/2"]], "denominator": 1},
            {"numerators": {"numerators": [[1]], "denominator": 1}, "denominator": 1},
            {"numerators": [[None]], "denominator": 1, "infinite": np.zeros((1, 1), dtype=bool)},
            {"numerators": [[1]], "denominator": 1, "infinite": np.zeros((2, 1), dtype=bool)},
            {"numerators": [[1]], "denominator": 1, "infinite": np.zeros((1, 1), dtype=int)},
            {"numerators": [[1]], "denominator": True},
            {"numerators": [[1]]},
            ((1,),),
            [(1,)],
            "1e3",
        ],
    )
    def test_costs(self, cost):
        with pytest.raises(Malformed):
            check({"source": [1], "target": [1], "cost": cost}, self.good)

    def test_irrational_kinds_want_nested_lists(self):
        stated = {"source": [1], "target": [1], "cost": np.zeros((1, 1), dtype=np.int64)}
        for kind in ("separated", "ball-bounds"):
            certificate = {"kind": kind, "plan": plan([(0, 0, 1)]), "bits": 64}
            certificate |= {"f": [0], "g": [0]} if kind == "ball-bounds" else {
                "tight": {"rows": [0], "columns": [0]}, "offsets": [0]
            }  # fmt: skip
            with pytest.raises(Malformed, match="nested lists"):
                check(stated, certificate)
            with pytest.raises(Malformed, match="nested lists"):
                check(stated | {"cost": [1]}, certificate)

    @pytest.mark.parametrize(
        "f", ["00", ["0", "1/2", "0"], ["1/2"], ("0", "1/2"), {"numerators": [0], "denominator": 1}]
    )
    def test_lists_are_lists_of_the_right_length(self, f):
        stated = {"source": [1, 1], "target": [2], "cost": [[0], [0]]}
        certificate = {"kind": "bounds", "plan": plan([(0, 0, 1), (1, 0, 1)]), "f": f, "g": [-1]}
        with pytest.raises(Malformed):
            check(stated, certificate)

    @pytest.mark.parametrize("bits", [0, 31, 1 << 20, True, 64.0])
    def test_precision_is_bounded(self, bits):
        stated = problem(uniform([(0, 0)]), uniform([(1, 1)]), cost=coulomb())
        with pytest.raises(Malformed, match="bits"):
            check(stated.as_json(), solve(stated).certificate | {"bits": bits})

    @pytest.mark.parametrize(
        "value", ["9" * 4001, 10**5000, "1/" + "9" * 4001], ids=["digits", "int", "fraction"]
    )
    def test_numbers_have_a_size_limit(self, value):
        with pytest.raises(Malformed):
            check({"source": [1], "target": [1], "cost": [[value]]}, self.good)
        with pytest.raises(Malformed):
            check({"source": [1], "target": [1], "cost": [[1]]}, self.good | {"f": [value]})

    def test_mixed_lists_of_integers_and_fractions(self):
        stated = {"source": [1, "1/2"], "target": ["3/2"], "cost": [[0], ["1/3"]]}
        certificate = {
            "kind": "optimal",
            "plan": {"rows": [0, 1], "columns": [0, 0], "masses": [1, "1/2"]},
            "f": [0, "1/3"],
            "g": [0],
        }
        assert check(stated, certificate).value == Fraction(1, 6)

    def test_messages_do_not_print_huge_numbers(self):
        """Python refuses to print integers of more than 4300 digits; a rejection must stay a rejection."""
        big = 10**3999
        stated = {"source": [big], "target": [big], "cost": [[big]]}
        with pytest.raises(Rejected, match="bits"):
            check(stated, {"kind": "optimal", "plan": plan([(0, 0, big)]), "f": [0], "g": [0]})
        with pytest.raises(Rejected, match="bits"):
            check(stated, {"kind": "optimal", "plan": plan([(0, 0, 1)]), "f": [big], "g": [0]})
