"""Forged ranges of f_i - f_j, finite and semi-discrete."""

from __future__ import annotations

import copy

import pytest

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import check
from otverify.kernel.transport_facts import decide
from otverify.transport.exact import solve
from otverify.transport.faces import width, widths
from otverify.transport.problems import problem
from otverify.transport.semidiscrete import line_problem, semidiscrete_width, solve_monotone


class TestWidths:
    """Ranges of f_i - f_j."""

    stated = problem([1, 1], [1, 1], cost=[[0, 3], [5, 0]])

    def certificate(self):
        return copy.deepcopy(width(solve(self.stated), (0, 1)).certificate)

    def test_the_truth(self):
        found = check(self.stated.as_json(), self.certificate())
        assert (found.lowest, found.highest) == (-5, 3)

    def test_an_escape_that_is_held_back(self):
        forged = self.certificate()
        forged["highest"] = {"f": [0, 0], "g": [0, 0], "escape": {"rows": [0], "columns": [0]}}
        with pytest.raises(Rejected, match="held back"):
            check(self.stated.as_json(), forged)

    @pytest.mark.parametrize("escape", [{"rows": [], "columns": []}, {"rows": [0, 1], "columns": [0, 1]}])
    def test_an_escape_that_does_not_separate(self, escape):
        forged = self.certificate()
        forged["highest"] = {"f": [0, 0], "g": [0, 0], "escape": escape}
        with pytest.raises(Rejected, match="separate"):
            check(self.stated.as_json(), forged)

    def test_both_a_path_and_an_escape(self):
        forged = self.certificate()
        forged["highest"]["escape"] = {"rows": [0], "columns": [0]}
        with pytest.raises(Malformed, match="either"):
            check(self.stated.as_json(), forged)

    def test_a_bound_that_is_not_attained(self):
        """f = 0 is optimal and the chain is valid, but 3 is then an upper bound only."""
        forged = self.certificate()
        forged["highest"] |= {"f": [0, 0], "g": [0, 0]}
        with pytest.raises(Rejected, match="do not attain the bound 3"):
            check(self.stated.as_json(), forged)

    @pytest.mark.parametrize("path", [{"rows": [0], "columns": []}, {"rows": [1], "columns": []}])
    def test_a_path_that_stops_short(self, path):
        """One end is right, and f_0 - f_1 = 0 is attained by f = 0."""
        forged = self.certificate()
        forged["highest"] = {"f": [0, 0], "g": [0, 0], "path": path}
        with pytest.raises(Rejected, match="join"):
            check(self.stated.as_json(), forged)

    def test_a_path_through_a_pair_without_mass(self):
        """f_0 - f_1 <= c_00 - c_10 = -5 would need mass at (1, 0)."""
        forged = self.certificate()
        forged["highest"] = forged["lowest"] | {"path": {"rows": [0, 1], "columns": [0]}}
        with pytest.raises(Rejected, match="may not go from 0 to 1 through 0"):
            check(self.stated.as_json(), forged)

    def test_a_path_through_a_saturated_pair(self):
        """At capacity a pair bounds nothing from above."""
        stated = problem([1, 1], [1, 1], cost=[[0, 3], [5, 0]], capacity=[[1, 0], [0, 1]])
        optimum = solve(stated)
        assert widths(optimum).highest(0, 1) is None
        forged = self.certificate()
        with pytest.raises(Rejected):
            check(stated.as_json(), forged)

    def test_a_path_between_other_atoms(self):
        forged = self.certificate()
        forged["between"] = [1, 0]
        with pytest.raises(Rejected, match="join"):
            check(self.stated.as_json(), forged)

    def test_a_path_through_an_atom_without_mass(self):
        stated = problem([1, 0, 1], [1, 0, 1], cost=[[0, 0, 3], [0, 0, 0], [5, 0, 0]])
        forged = copy.deepcopy(width(solve(stated), (0, 2)).certificate)
        for path in ({"rows": [0, 1, 2], "columns": [0, 2]}, {"rows": [0, 2], "columns": [1]}):
            forged["highest"]["path"] = path
            with pytest.raises(Rejected, match="without mass"):
                check(stated.as_json(), forged)
        with pytest.raises(Malformed, match="without mass"):
            check(stated.as_json(), forged | {"between": [0, 1]})

    def test_distances_do_not_wrap_around(self):
        """Seven groups in a row with gaps near 2^61: the distance across is seven gaps."""
        size, gap = 8, 1 << 61
        cost = [
            [0 if i == j else (gap if abs(i - j) == 1 else None) for j in range(size)] for i in range(size)
        ]
        optimum = solve(problem([1] * size, [1] * size, cost=cost))
        assert widths(optimum).highest(0, size - 1) == (size - 1) * gap


class TestSemiDiscrete:
    """Points against intervals."""

    stated = line_problem([0, 1], [1, 1], over=[(0, 1, 1), (2, 3, 1)])

    def test_the_truth(self):
        found = semidiscrete_width(solve_monotone(self.stated), (0, 1))
        assert (found.lowest, found.highest) == (1, 3)

    def test_a_point_outside_of_the_piece(self):
        """At y = 3/2, between the intervals, an optimal f attains f_0 - f_1 = 2: it proves nothing."""
        forged = copy.deepcopy(semidiscrete_width(solve_monotone(self.stated), (0, 1)).certificate)
        forged["highest"] = {"f": [2, 0], "path": {"rows": [0, 1], "points": ["3/2"]}}
        with pytest.raises(Rejected, match="not in a piece of row 1"):
            check(self.stated.statement(), forged)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("masses", [1]),
            ("masses", [1, 1, 0]),
            ("masses", [3, -1]),
            ("masses", [1, 2]),
            ("components", [[0, 1, 1], [1, 0, 1]]),
            ("components", [[2, 3, 1], [0, 1, 1]]),
            ("components", [[0, 2, 1], [1, 3, 1]]),
            ("components", [[0, 1, 2], [2, 3, 0]]),
            ("components", [[0, 1, 1, 1]]),
            ("rows", [[[0, 0], [3, 1]]]),
            ("rows", [[[0, 0], [3, 1]], [[1, 0], [3, 1]]]),
            ("rows", [[[0, 0], [3, 1]], [[0, 0], [2, 1]]]),
            ("rows", [[[0, 0], [3, 1]], [[3, 0], [0, 1]]]),
            ("rows", [[[0, 0], [3, 1]], [[0, 0], [1, 1], [1, 2], [3, 1]]]),
            ("curvature", 0.5),
        ],
    )
    def test_problems_are_parsed_strictly(self, key, value):
        with pytest.raises(Malformed):
            check(self.stated.statement() | {key: value}, solve_monotone(self.stated).certificate)

    @pytest.mark.parametrize("piece", [[0, 1, 0, 1], [0, 0, 1, 0], [0, 0, 1, -1], [2, 0, 1, 1], [0, 0, 1]])
    def test_pieces_are_parsed_strictly(self, piece):
        certificate = copy.deepcopy(solve_monotone(self.stated).certificate)
        certificate["pieces"][0] = piece
        with pytest.raises(Malformed):
            check(self.stated.statement(), certificate)

    def test_pieces_with_the_right_masses_in_the_wrong_place(self):
        certificate = copy.deepcopy(solve_monotone(self.stated).certificate)
        certificate["pieces"] = [[0, 0, "1/2", 1], [1, 2, 3, 1]]
        with pytest.raises(Rejected, match="density"):
            check(self.stated.statement(), certificate)
        certificate["pieces"] = [[0, 0, 0, 1], [1, 2, 3, 1]]
        with pytest.raises(Rejected):
            check(self.stated.statement(), certificate)

    def test_the_right_densities_from_the_wrong_points(self):
        certificate = copy.deepcopy(solve_monotone(self.stated).certificate)
        certificate["pieces"] = [[0, 0, 1, 1], [0, 2, 3, 1]]
        with pytest.raises(Rejected, match="point 0 the mass 2"):
            check(self.stated.statement(), certificate)

    def test_atoms_are_not_intervals(self):
        stated = line_problem([0], [2], over=[(0, 0, 1), (0, 1, 1)])
        certificate = copy.deepcopy(solve_monotone(stated).certificate)
        assert check(stated.statement(), certificate)
        certificate["pieces"] = [[0, 0, 1, 1], [0, 1, 1, 1]]
        with pytest.raises(Rejected, match="atom"):
            check(stated.statement(), certificate)


class TestSemiDiscreteDimension:
    """The dimension of all optimal potentials, from the widths of a plan that has to be optimal."""

    gap = line_problem([0, 1], [1, 1], over=[(0, 1, 1), (2, 3, 1)])
    whole = line_problem([0, 1, 5], [1, 1, 0], over=[(0, 1, 2)])

    def fact(self, stated, value):
        return {
            "problem": stated.statement(),
            "quantity": "dual dimension",
            "arguments": None,
            "op": "==",
            "value": value,
        }

    def certificate(self, stated):
        return copy.deepcopy(solve_monotone(stated).certificate) | {"kind": "semidiscrete-widths"}

    @pytest.mark.parametrize(("stated", "dimension"), [(gap, 1), (whole, 0)])
    def test_the_truth(self, stated, dimension):
        certificate = self.certificate(stated)
        assert decide(self.fact(stated, dimension), certificate)
        assert not decide(self.fact(stated, 1 - dimension), certificate)

    def test_every_cell_apart_is_a_dimension(self):
        stated = line_problem([0, 1, 2, 3], [1, 1, 1, 1], over=[(0, 1, 1), (2, 4, 2), (5, 6, 1)])
        assert decide(self.fact(stated, 2), self.certificate(stated))

    def test_a_plan_that_is_not_optimal(self):
        """Exchanged cells touch in the same way; but no potential supports them."""
        certificate = self.certificate(self.whole)
        certificate["pieces"] = [[1, 0, "1/2", 1], [0, "1/2", 1, 1]]
        with pytest.raises(Rejected, match="not optimal"):
            decide(self.fact(self.whole, 0), certificate)

    def test_a_cell_stretched_over_the_gap(self):
        """A piece that covers the gap would join the cells; it has not the density of the components."""
        certificate = self.certificate(self.gap)
        certificate["pieces"] = [[0, 0, 2, 1], [1, 2, 3, 1]]
        with pytest.raises(Rejected, match="density"):
            decide(self.fact(self.gap, 0), certificate)

    def test_a_potential_that_is_not_optimal(self):
        certificate = self.certificate(self.gap)
        certificate["f"] = [0, 100]
        with pytest.raises(Rejected, match="not optimal"):
            decide(self.fact(self.gap, 1), certificate)

    def test_a_certificate_of_optimality_alone_does_not_tell(self):
        with pytest.raises(Rejected, match="does not tell"):
            decide(self.fact(self.gap, 1), solve_monotone(self.gap).certificate)

    def test_another_problem(self):
        with pytest.raises(Rejected):
            decide(self.fact(self.gap, 0), self.certificate(self.whole))
