"""The audit catches wrong solvers, and only those."""

from __future__ import annotations

import warnings
from types import SimpleNamespace

import numpy as np
import ot
import pytest

from otverify.transport.audit_instances import Instance, corpus
from otverify.transport.audit_solver import Fault, audit
from otverify.transport.exact import solve
from otverify.transport.outcomes import Infeasible
from otverify.transport.problems import problem

EASY = (Instance(name="easy", why="two by two", problem=problem([1, 2], [2, 1], cost=[[0, 1], [3, 5]])),)
BLOCKED = problem([1, 1], [1, 1], cost=[[None, 2], [3, 0]])
HOLES = (Instance(name="holes", why="a forbidden pair", problem=BLOCKED, forbidden_as=1e9),)


def faults(solver, instances=EASY, **keywords):
    report = audit(solver, instances=instances, keywords=keywords)
    return [finding.fault for instance in report.instances for finding in instance.findings]


def exact_solver(a, b, costs):
    """The answers of otverify itself, found by looking up the instance."""
    for instance in corpus():
        x, y, c = instance.problem.floats()
        c[np.isinf(c)] = instance.forbidden_as
        if c.shape == costs.shape and (c == costs).all() and (x == a).all() and (y == b).all():
            outcome = solve(instance.problem)
            if isinstance(outcome, Infeasible):
                raise ValueError("no plan exists")
            f, g = outcome.potentials.f, outcome.potentials.g
            return outcome.plan.floats(), np.array(f, float), np.array(g, float)
    raise AssertionError


def test_a_correct_solver_passes_everything():
    report = audit(exact_solver)
    assert report.passed, report.render()
    assert len(report.instances) >= 10


def test_emd_is_caught_on_forbidden_pairs_as_1e16():
    """Coulomb cost on 6 points, diagonal 1e16: 7/12 returned without a warning, 1/3 certified."""
    report = audit(ot.emd)
    by_name = {instance.name: instance for instance in report.instances}
    (finding,) = by_name["coulomb-1e16"].findings
    assert finding.fault is Fault.NOT_OPTIMAL
    assert float(finding.amount) == pytest.approx(0.25)
    assert len(finding.where) >= 2  # the cycle along which the plan improves
    assert not by_name["coulomb-1e16"].warned
    assert [f.fault for f in by_name["huge-costs"].findings] == [Fault.NOT_OPTIMAL]
    assert by_name["grid"].passed
    assert by_name["coulomb-1e9"].passed
    text = report.render()
    assert "WRONG coulomb-1e16" in text
    assert "costs 0.25 too much" in text
    assert not report.passed


def test_emd_duals_are_audited_on_request():
    report = audit(ot.emd, keywords={"log": True})
    assert all(instance.has_potentials for instance in report.instances if instance.optimum is not None)
    found = {finding.fault for instance in report.instances for finding in instance.findings}
    assert Fault.WRONG_DUAL_VALUE in found


RIGHT = np.array([[0.0, 1.0], [2.0, 0.0]])


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (None, Fault.NOT_A_PLAN),
        (np.zeros((3, 3)), Fault.NOT_A_PLAN),
        (RIGHT * np.nan, Fault.NOT_A_PLAN),
        ("text", Fault.NOT_A_PLAN),
        (np.array([[1.0, 0.0], [1.0, 1.0]]), Fault.NOT_OPTIMAL),
        (np.array([[0.0, 0.9], [2.0, 0.0]]), Fault.WRONG_MARGINAL),
        (np.array([[-1.0, 2.0], [3.0, -1.0]]), Fault.NEGATIVE_MASS),
        ((RIGHT, [0.0, 3.0], [1.0, 1.0]), Fault.INFEASIBLE_DUAL),
        ((RIGHT, [0.0, 3.0], [0.0, 0.0]), Fault.WRONG_DUAL_VALUE),
        ((RIGHT, [0.0], [0.0, 1.0]), Fault.INFEASIBLE_DUAL),
        ((RIGHT, {"u": [np.inf, 0.0], "v": [0.0, 1.0]}), Fault.INFEASIBLE_DUAL),
    ],
)
def test_each_fault_is_named(answer, fault):
    assert fault in faults(lambda a, b, costs: answer)


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        RIGHT.tolist(),
        (RIGHT, {"cost": 7.0}),
        (RIGHT, {"u": [0.0, 3.0], "v": [0.0, 1.0]}),
        SimpleNamespace(plan=RIGHT, potentials=([0.0, 3.0], [0.0, 1.0])),
        SimpleNamespace(plan=RIGHT),
        RIGHT + 1e-14,
    ],
)
def test_right_answers_pass_in_any_form(answer):
    assert faults(lambda a, b, costs: answer) == []


def test_exceptions_and_forbidden_pairs():
    assert faults(lambda a, b, costs: 1 / 0) == [Fault.RAISED]
    assert Fault.FORBIDDEN_PAIR in faults(lambda a, b, costs: np.eye(2), HOLES)
    assert faults(lambda a, b, costs: 1 - np.eye(2), HOLES) == []


def test_infeasible_problems_must_be_noticed():
    (instance,) = [case for case in corpus() if case.name == "no-plan"]

    def warns(a, b, costs):
        warnings.warn("infeasible", stacklevel=1)
        return np.zeros(costs.shape)

    assert faults(lambda a, b, costs: np.zeros(costs.shape), [instance]) == [Fault.UNNOTICED_INFEASIBILITY]
    for honest in (
        warns,
        lambda a, b, costs: None,
        lambda a, b, costs: 1 / 0,
        lambda a, b, costs: costs * np.nan,
    ):
        assert faults(honest, [instance]) == []


def test_the_tolerance_is_relative_to_the_costs_at_play():
    """An excess of 1e-12 of the cost is rounding, whatever huge entries the plans avoid."""
    huge = problem([1, 1], [1, 1], cost=[[0, 10**30], [10**30, 1]])
    instances = [Instance(name="huge", why="", problem=huge)]
    assert faults(lambda a, b, costs: np.eye(2) * (1 + 1e-13), instances) == []
