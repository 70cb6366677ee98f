"""Obligations about finite problems: decided with certificates, refuted with what is true instead."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings

from otverify import (
    ContactSet,
    CyclicallyMonotone,
    Enclosure,
    Feasible,
    ForAll,
    Minimum,
    Optimal,
    Paper,
    PotentialWidth,
    Relation,
    UniquePlan,
    UniquePotential,
    strategies,
)
from otverify.audit.mutants import mutants
from otverify.check import check, decide, decide_statement
from otverify.errors import InvalidStatement
from otverify.instances import decode, encode
from otverify.kernel.errors import Rejected
from otverify.kernel.statements import statement_from_json
from otverify.kernel.verify import verify
from otverify.store import recheck, save
from otverify.transport import (
    coulomb,
    density_problem,
    euclidean_power,
    problem,
    solve,
    squared_euclidean,
    uniform,
)
from otverify.transport.semidiscrete import line_problem
from otverify.verdict import Status

SMALL = problem([1, 2], [2, 1], cost=[[0, 1], [3, 5]])
SOLVED = solve(SMALL)
FORBIDDEN = problem([1, 1], [2, 0], cost=[[0, 1], [None, 1]])
COULOMB = problem(uniform([0, 1, 3]), uniform([0, 1, 3]), cost=coulomb())
PLANAR = problem(uniform([(0, 0), (1, 2)]), uniform([(1, 1), (3, 1)]), cost=euclidean_power(1))
LINE = line_problem([0, 1], ["1/2", "1/2"], over=[(0, 1, 1)])
GAP = line_problem([0, 2], ["1/2", "1/2"], over=[(-1, 0, "1/2"), (2, 3, "1/2")])
DENSITIES = density_problem(capacity=4)
UNIT = [[0, 1], [1, 0]]

TRUE = {
    "value": Optimal(SMALL, value=7),
    "plan": Optimal(SMALL, plan=SOLVED.plan),
    "matrix": Optimal(SMALL, plan=[[0, 1], [2, 0]]),
    "potentials": Optimal(SMALL, potentials=SOLVED.potentials),
    "unique on an interval": UniquePotential(LINE),
    "a gap": UniquePotential(GAP, holds=False),
    "coulomb": Optimal(COULOMB, value=Fraction(11, 18)),
    "radicals": Optimal(PLANAR, value=solve(PLANAR).value, plan=solve(PLANAR).plan),
    "bounds": Enclosure(PLANAR, "3/2", 2),
    "infeasible": Feasible(FORBIDDEN, holds=False),
    "feasible": Feasible(SMALL),
    "unique plan": UniquePlan(SMALL),
    "two plans": UniquePlan(problem([1, 1], [1, 1], cost=[[0, 0], [0, 0]]), holds=False),
    "two potentials": UniquePotential(SMALL, holds=False),
    "one potential": UniquePotential(problem([2, 1], [1, 2], cost=UNIT)),
    "width": PotentialWidth(SMALL, (0, 1), -4, -3),
    "no bound": PotentialWidth(problem([1, 1], [1, 1], cost=[[0, None], [None, 0]]), (0, 1), None, None),
    "contact": ContactSet(SMALL, [(0, 1), (1, 0)]),
    "monotone": CyclicallyMonotone(UNIT, [(0, 0), (1, 1)]),
    "not monotone": CyclicallyMonotone(UNIT, [(0, 1), (1, 0)], holds=False),
    "line": Optimal(LINE, value="1/12"),
    "line width": PotentialWidth(LINE, (0, 1), 0, 0),
    "gap width": PotentialWidth(GAP, (0, 1), -4, 4),
    "densities": Enclosure(DENSITIES, "4/1000", "41/10000"),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_facts_are_certified(name):
    evidence = list(decide(TRUE[name]))
    assert evidence
    for one in evidence:
        assert one.status is Status.CERTIFIED, one.reason or one.witness
        statement = statement_from_json(json.loads(json.dumps(one.statement)))
        verify(statement, json.loads(json.dumps(one.certificate)))


FALSE = {
    "not unique on an interval": UniquePotential(LINE, holds=False),
    "unique over a gap": UniquePotential(GAP),
    "value": Minimum(SMALL, "<", 7),
    "plan": Optimal(SMALL, plan=[[1, 0], [1, 1]]),
    "no plan at all": Optimal(SMALL, plan=[[1, 0], [0, 2]]),
    "potentials": Optimal(SMALL, potentials=([0, 0], [0, 0])),
    "infeasible potentials": Optimal(SMALL, potentials=([9, 9], [9, 9])),
    "radicals": Minimum(PLANAR, "!=", solve(PLANAR).value),
    "bounds": Enclosure(PLANAR, "3/2", "16/10"),
    "feasible": Feasible(FORBIDDEN),
    "width": PotentialWidth(SMALL, (0, 1), -4, None),
    "densities": Minimum(DENSITIES, "<=", "4/1000"),
    "unique": UniquePlan(problem([1, 1], [1, 1], cost=[[0, 0], [0, 0]])),
    "monotone": CyclicallyMonotone(UNIT, [(0, 1), (1, 0)]),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_facts_are_refuted_with_what_is_true(name):
    statuses = [(one.status, one.witness) for one in decide(FALSE[name])]
    assert any(status is Status.REFUTED and witness for status, witness in statuses), statuses


@pytest.mark.parametrize("name", TRUE)
def test_every_mutant_of_a_fact_is_decided(name):
    """Numbers moved, comparisons turned: refuted, or certified as still true where that is so."""
    refuted = 0
    for _, statement in TRUE[name].statements():
        for mutant in mutants(statement):
            decided = decide_statement(mutant.statement)
            assert decided.status is not Status.UNDECIDED, (mutant.change, decided.reason)
            refuted += decided.status is Status.REFUTED
    assert refuted


def test_a_certificate_is_bound_to_its_fact():
    """The optimum of one problem says nothing about another one."""
    (first,) = decide(Optimal(SMALL, value=7))
    ((_, other),) = Optimal(problem([1, 2], [2, 1], cost=[[0, 1], [3, 4]]), value=6).statements()
    with pytest.raises(Rejected, match="another statement"):
        verify(other, first.certificate)
    renamed = {
        **first.certificate,
        "statement": next(decide(Optimal(SMALL, value=8))).certificate["statement"],
    }
    ((_, wrong),) = Optimal(SMALL, value=8).statements()
    assert verify(wrong, renamed).conclusion.value == "refuted"


def test_bounds_that_are_too_wide_decide_nothing():
    (evidence,) = decide(Minimum(DENSITIES, "==", "4041/1000000"))
    assert evidence.status in (Status.UNDECIDED, Status.REFUTED)
    ((_, statement),) = Minimum(DENSITIES, ">=", "404/100000").statements()
    coarse = decide_statement(next(Enclosure(DENSITIES, "3/1000", 1).statements())[1]).certificate["evidence"]
    from otverify.kernel.statements import digest

    with pytest.raises(Rejected, match="open"):
        verify(
            statement,
            {"schema": 1, "kind": "fact", "statement": digest(statement.to_json()), "evidence": coarse},
        )


def test_an_optimum_needs_something_to_state():
    with pytest.raises(InvalidStatement, match="a value, a plan or potentials"):
        list(Optimal(SMALL).statements())


paper = Paper("sampled", title="Sampled", authors="A. Author", year=2026)


@paper.claim("duality", at="Thm. 1", printed=r"\min = \max")
def duality():
    "The optimum is certified and lies above that of every c-monotone bound."

    def is_certified(optimum):
        yield Optimal(optimum.problem, value=optimum.value, plan=optimum.plan)
        yield Relation(optimum.value, "<=", optimum.value + 1)

    yield ForAll(strategies.optima(strategies.problems(max_rows=3, max_columns=3)), is_certified, examples=20)


@paper.claim("unique", at="Thm. 2", printed=r"\text{the plan is unique}")
def unique():
    "False: costs may be equal."
    yield ForAll(strategies.problems(max_rows=3, max_columns=3), lambda p: [UniquePlan(p)], examples=50)


def test_sampled_facts_are_kept_with_their_certificates(tmp_path):
    outcomes = [check(claim) for claim in paper.claims.values()]
    assert [o.status for o in outcomes] == [Status.SUPPORTED, Status.REFUTED]
    save(tmp_path, paper, outcomes)
    assert not [r for r in recheck(tmp_path, [paper]) if r.trouble]
    path = tmp_path / "sampled" / "certificates" / "duality.json"
    record = json.loads(path.read_text())
    kept = record["forms"][0]["obligations"][0]["certificate"]["instances"]
    assert kept[0]["certificates"]
    kept[0]["certificates"].pop()
    path.write_text(json.dumps(record))
    assert [r for r in recheck(tmp_path, [paper]) if r.trouble]


@settings(max_examples=60, deadline=None)
@given(strategies.optima(strategies.problems(capacitated=True, forbidden=True, max_denominator=3)))
def test_optima_travel_as_json(optimum):
    again = decode(json.loads(json.dumps(encode(optimum))))
    assert again.problem.as_json() == optimum.problem.as_json()
    assert again.plan.matrix() == optimum.plan.matrix()
    assert (again.value, again.potentials.f) == (optimum.value, optimum.potentials.f)


def test_costs_of_points_travel_as_json():
    measure = uniform([(0, 1), (2, 3)])
    stated = problem(measure, measure, cost=squared_euclidean())
    assert decode(encode(stated)).source.points == measure.points
    assert decode(encode(PLANAR)).as_json() == PLANAR.as_json()
