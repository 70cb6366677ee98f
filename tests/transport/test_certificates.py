"""The kernel accepts what is proved and nothing else: every field of every kind is corrupted in turn."""

from __future__ import annotations

import copy
import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import CHECKERS, check
from otverify.strategies import problems, unchecked_problems
from otverify.transport.capacity import bound_continuum, density_problem
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.faces import contact_set, dual_face, plan_uniqueness, width
from otverify.transport.irrational import bound_value
from otverify.transport.measures import uniform
from otverify.transport.monotonicity import cyclical_monotonicity
from otverify.transport.outcomes import Infeasible
from otverify.transport.problems import problem
from otverify.transport.semidiscrete import line_problem, semidiscrete_width, solve_monotone
from otverify.transport.tables import table
from tests.transport.oracles import enumerated_value

#: generic costs: unique plan, and potentials that are unique up to a constant
GENERIC = problem([3, 2, 2], [2, 4, 1], cost=[[5, 1, 8], [2, 7, 4], [9, 3, 6]])
BOUNDED = problem([3, 3], [3, 3], cost=[[0, 4], [1, 9]], capacity=[[2, 3], [2, 2]])
BLOCKED = problem([2, 1], [1, 2], cost=[[0, None], [1, 1]])
TIED = problem([1, 1], [1, 1], cost=[[0, 0], [0, 0]])
LOOSE = problem([1, 1], [1, 1], cost=[[0, 5], [7, 0]])
GRID = uniform([(0, 0), (1, 0), (0, 2), (3, 1)])
PLANAR = problem(GRID, GRID, cost=coulomb())
LINE = line_problem([0, 1, 3], ["1/2", "1/2", 1], over=[(0, 1, 1), (2, 3, 1)])
SOLID = line_problem([0, 1, 3], ["1/2", "1/2", 1], over=[(0, 3, 2)])
MONOTONE = {"cost": [[0, 3, 9], [2, 1, 4], [8, 5, 2]], "pairs": [[0, 0], [1, 1], [2, 2]]}
VIOLATED = {"cost": [[5, 20, 0], [0, 5, 20], [20, 0, 5]], "pairs": [[0, 0], [1, 1], [2, 2]]}
DENSITIES = density_problem(capacity=2)


def cases():
    """kind -> (problem, certificate), as JSON."""
    line, solid = solve_monotone(LINE), solve_monotone(SOLID)
    table_of = {"monotone": table(MONOTONE["cost"]), "violated": table(VIOLATED["cost"])}
    found = {
        "optimal": (GENERIC.as_json(), solve(GENERIC).certificate),
        "optimal with capacities": (BOUNDED.as_json(), solve(BOUNDED).certificate),
        "bounds": (GENERIC.as_json(), solve(GENERIC).certificate | {"kind": "bounds"}),
        "infeasible": (BLOCKED.as_json(), solve(BLOCKED).certificate),
        "separated": (PLANAR.as_json(), solve(PLANAR).certificate),
        "ball-bounds": (PLANAR.as_json(), bound_value(PLANAR).certificate),
        "dual-face": (GENERIC.as_json(), dual_face(solve(GENERIC)).certificate),
        "widths": (GENERIC.as_json(), solve(GENERIC).certificate | {"kind": "widths"}),
        "width": (LOOSE.as_json(), width(solve(LOOSE), (0, 1)).certificate),
        "unique-plan": (GENERIC.as_json(), plan_uniqueness(solve(GENERIC)).certificate),
        "distinct-plans": (TIED.as_json(), plan_uniqueness(solve(TIED)).certificate),
        "contact-set": (GENERIC.as_json(), contact_set(solve(GENERIC)).certificate),
        "monotone": (MONOTONE, cyclical_monotonicity(table_of["monotone"], MONOTONE["pairs"]).certificate),
        "violating-cycle": (
            VIOLATED, cyclical_monotonicity(table_of["violated"], VIOLATED["pairs"]).certificate
        ),
        "semidiscrete": (SOLID.statement(), solid.certificate),
        "semidiscrete-widths": (SOLID.statement(), solid.certificate | {"kind": "semidiscrete-widths"}),
        "semidiscrete-width": (LINE.statement(), semidiscrete_width(line, (0, 2)).certificate),
        "continuum": (DENSITIES.statement(), bound_continuum(DENSITIES, size=4).certificate),
    }  # fmt: skip
    return {name: json.loads(json.dumps(pair)) for name, pair in found.items()}


CASES = cases()
each_kind = pytest.mark.parametrize("name", CASES)


def leaves(node, path=()):
    """Paths to everything that is not a container."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for k, value in enumerate(node):
            yield from leaves(value, (*path, k))
    else:
        yield path


def containers(node, path=()):
    """Paths to all lists and objects."""
    if isinstance(node, dict | list):
        yield path
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from containers(value, (*path, key))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def replaced(node, path, value):
    node = copy.deepcopy(node)
    if not path:
        return value
    at(node, path[:-1])[path[-1]] = value
    return node


def test_every_kind_has_a_case():
    assert {certificate["kind"] for _, certificate in CASES.values()} == set(CHECKERS)


@each_kind
def test_the_certificate_itself_is_accepted(name):
    assert check(*CASES[name]) is not None


@each_kind
def test_wrong_types_are_malformed(name):
    """No leaf may be a float, a boolean in place of a number, NaN, a decimal string, null, or a container."""
    stated, certificate = CASES[name]
    for path in leaves(certificate):
        good = at(certificate, path)
        for bad in (0.5, float(1), math.nan, True, None, "1.0", "2/4", "1/0", "+1", " 1", "x", [], {}, [[1]]):
            if type(good) is bool and type(bad) is bool:
                continue
            with pytest.raises(Rejected):
                check(stated, replaced(certificate, path, bad))


@each_kind
def test_missing_and_extra_fields_are_malformed(name):
    stated, certificate = CASES[name]
    for path in containers(certificate):
        node = at(certificate, path)
        if isinstance(node, dict):
            with pytest.raises(Malformed):
                check(stated, replaced(certificate, path, node | {"more": 1}))
            for key in node:
                with pytest.raises(Rejected):
                    check(stated, replaced(certificate, path, {k: v for k, v in node.items() if k != key}))


@each_kind
def test_lists_of_the_wrong_length_are_rejected(name):
    stated, certificate = CASES[name]
    for path in containers(certificate):
        node = at(certificate, path)
        if isinstance(node, list) and node:
            for bad in (node[:-1], [*node, node[-1]]):
                with pytest.raises(Rejected):
                    check(stated, replaced(certificate, path, bad))


#: fields whose value may move by one without the certificate losing its force
SLACK = {
    "bounds": ("f", "g"),  # a worse dual is still a bound, unless it is infeasible
    "ball-bounds": ("f", "g", "bits"),
    "separated": ("bits", "offsets"),  # offsets may move as long as the signs stay
    "continuum": ("f", "g"),
}


@each_kind
def test_every_number_matters(name):
    """Moving one mass, potential, index or offset by one is noticed."""
    stated, certificate = CASES[name]
    checked = 0
    for path in leaves(certificate):
        value = at(certificate, path)
        if type(value) is str and path[-1] == "kind":
            continue
        if any(key in SLACK.get(name, ()) for key in path) or path[-1] in ("denominator", "shortest", "size"):
            continue
        for step in (1, -1):
            moved = Fraction(value) + step
            bad = moved.numerator if moved.denominator == 1 else str(moved)
            with pytest.raises(Rejected):
                check(stated, replaced(certificate, path, bad))
            checked += 1
    assert checked


@pytest.mark.parametrize("name", SLACK)
def test_worse_potentials_only_weaken_the_bounds(name):
    """Where a moved number is accepted, the conclusion still holds."""
    stated, certificate = CASES[name]
    truth = check(stated, certificate)
    for path in leaves(certificate):
        value = at(certificate, path)
        if type(value) is int:
            for step in (1, -1, 10**40, -(10**40)):
                try:
                    found = check(stated, replaced(certificate, path, value + step))
                except Rejected:
                    continue
                assert found.lower <= truth.upper
                assert found.upper >= truth.lower


#: kinds whose certificates have the same fields
SAME_FIELDS = (
    {"optimal", "bounds", "widths", "dual-face", "unique-plan", "contact-set"},
    {"semidiscrete", "semidiscrete-widths"},
)


@each_kind
def test_the_kind_is_bound_to_the_content(name):
    """No certificate passes as one of another kind with other fields; unknown kinds are malformed."""
    stated, certificate = CASES[name]
    for bad in ("optimum", "", None, 1, ["optimal"], {}):
        with pytest.raises(Malformed):
            check(stated, certificate | {"kind": bad})
    for other in CHECKERS:
        if other == certificate["kind"]:
            continue
        try:
            found = check(stated, certificate | {"kind": other})
        except Rejected:
            continue
        # the same fields may well prove another kind of statement, but then it must be true
        assert type(found) is type(check(*next(c for c in CASES.values() if c[1]["kind"] == other)))
        assert any({certificate["kind"], other} <= group for group in SAME_FIELDS)


@each_kind
def test_a_certificate_proves_nothing_about_another_problem(name):
    """Moving any number of the problem that the conclusion depends on makes the certificate worthless."""
    stated, certificate = CASES[name]
    truth = repr(check(stated, certificate))
    changed = 0
    for path in leaves(stated):
        value = at(stated, path)
        if value is None:
            continue
        moved = Fraction(value) + 1
        other = replaced(stated, path, moved.numerator if moved.denominator == 1 else str(moved))
        try:
            found = check(other, certificate)
        except Rejected:
            changed += 1
            continue
        # accepted: then the conclusion was re-derived for the other problem, or does not involve that number
        changed += repr(found) != truth
    assert changed


@pytest.mark.parametrize(
    "bad", [None, 1, "x", [], {}, {"source": [1]}, {"source": [1], "target": [1], "cost": [[0]], "more": 0}]
)
def test_what_is_no_problem_is_malformed(bad):
    with pytest.raises(Malformed):
        check(bad, solve(GENERIC).certificate)
    with pytest.raises(Malformed):
        check(GENERIC.as_json(), bad)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("source", [3, 2, True]),
        ("source", [3, 2, 1]),
        ("source", [3, 2, 2.0]),
        ("source", []),
        ("target", [-1, 7, 1]),
        ("cost", [[5, 1, 8], [2, 7, 4]]),
        ("cost", [[5, 1, 8], [2, 7, 4], [9, 3]]),
        ("cost", [[5, 1, 8], [2, 7, 4], [9, 3, math.nan]]),
        ("cost", np.zeros((3, 3))),
        ("cost", np.zeros((3, 3), dtype=np.int32)),
        ("cost", {"numerators": [[1] * 3] * 3, "denominator": 0}),
        ("cost", {"numerators": [[1] * 3] * 3, "denominator": 1, "infinite": [[False] * 3] * 3}),
        ("capacity", [[-1] * 3] * 3),
        ("capacity", "many"),
    ],
)
def test_problems_are_parsed_strictly(key, value):
    with pytest.raises(Malformed):
        check(GENERIC.as_json() | {key: value}, solve(GENERIC).certificate)


def test_arrays_lists_and_scaled_matrices_are_the_same_problem():
    stated, certificate = CASES["optimal"]
    value = check(stated, certificate).value
    for cost in (
        np.array(stated["cost"], dtype=np.int64),
        {"numerators": stated["cost"], "denominator": 1},
        {"numerators": [[2 * c for c in row] for row in stated["cost"]], "denominator": 2},
        {"numerators": np.array(stated["cost"]), "denominator": 1, "infinite": np.zeros((3, 3), dtype=bool)},
        [[str(c) for c in row] for row in stated["cost"]],
    ):
        assert check(stated | {"cost": cost}, certificate).value == value


@settings(max_examples=80, deadline=None)
@given(problems(max_rows=3, max_columns=3, max_mass=2, capacitated=True, forbidden=True), st.data())
def test_whatever_is_accepted_is_true(drawn, data):
    """Random corruptions of an optimal certificate: the value accepted is the true minimum."""
    certificate = json.loads(json.dumps(solve(drawn).certificate))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([p for p in leaves(certificate) if p != ("kind",)]))
        certificate = replaced(certificate, path, at(certificate, path) + data.draw(st.integers(-2, 2)))
    try:
        value = check(drawn.as_json(), certificate).value
    except Rejected:
        return
    assert value == enumerated_value(drawn)


@settings(max_examples=80, deadline=None)
@given(unchecked_problems(max_rows=3, max_columns=3, max_mass=2), st.data())
def test_whatever_cut_is_accepted_is_one(drawn, data):
    n, m = drawn.shape
    rows = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1)))
    columns = sorted(data.draw(st.sets(st.integers(0, m - 1))))
    try:
        check(drawn.as_json(), {"kind": "infeasible", "rows": rows, "columns": columns})
    except Rejected:
        return
    assert enumerated_value(drawn) is None
    assert isinstance(solve(drawn), Infeasible)


def test_overflow_is_excluded_by_a_bound():
    """Entries near 2^62 leave int64: the same certificate is checked in Python integers."""
    big = 2**61
    stated = problem([big, big], [big, big], cost=[[big, -big], [-big, big]])
    outcome = solve(stated)
    assert outcome.value == -2 * big * big
    corrupted = json.loads(json.dumps(outcome.certificate))
    corrupted["f"][0] += 2**63
    corrupted["g"][1] -= 2**63
    with pytest.raises(Rejected):
        check(stated.as_json(), corrupted)
    wrapped = json.loads(json.dumps(outcome.certificate))
    wrapped["f"] = [v + 2**64 for v in wrapped["f"]]
    with pytest.raises(Rejected):
        check(stated.as_json(), wrapped)


def test_a_million_pairs():
    """One mass, one potential, one pair wrong among 10^6: rejected; so is a matrix with one entry moved."""
    n = 1000
    positions = np.arange(n, dtype=np.int64)
    stated = {"source": [1] * n, "target": [1] * n, "cost": (positions[:, None] - positions) ** 2}
    good = {
        "kind": "optimal",
        "plan": {"rows": positions.tolist(), "columns": positions.tolist(), "masses": [1] * n},
        "f": [0] * n,
        "g": [0] * n,
    }
    assert check(stated, good).value == 0
    swapped = [*range(2, n), 0, 1]
    for bad in (
        replaced(good, ("plan", "masses", 500), 2),
        replaced(good, ("f", 500), 1),
        replaced(good, ("g", 999), -1),
        replaced(good, ("plan", "columns"), swapped),
    ):
        with pytest.raises(Rejected):
            check(stated, bad)
    cost = stated["cost"].copy()
    cost[123, 456] = -1
    with pytest.raises(Rejected, match=r"not feasible at the pair \(123, 456\)"):
        check(stated | {"cost": cost}, good)
