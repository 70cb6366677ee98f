"""The searches: what they find is accepted, what they cannot find they say, and nothing is vacuous."""

import pytest
from hypothesis import strategies as st

from otverify.check import Settings, decide
from otverify.claims import ForAll, Identity, MatrixIdentity, Relation
from otverify.matrices import Matrix
from otverify.verdict import Status
from otverify.vocabulary import (
    Domain,
    Function,
    absolute,
    exp,
    integral,
    log,
    maximum,
    norm,
    points,
    reals,
    sin,
    sqrt,
    vectors,
)

x, y, z, s = reals("x y z s")
u, v = vectors("u v")
A, B = Matrix("A", invertible=True), Matrix("B", invertible=True)
S = Matrix("S", positive=True)
f = Function("f")
p1, p2 = points("p1 p2")


def status(obligation, **settings):
    (evidence,) = decide(obligation, Settings(**settings)) if settings else decide(obligation)
    return evidence


TRUE = [
    Relation(x**2 + y**2 + z**2 >= x * y + y * z + z * x, over=Domain(x, y, z)),
    Relation(x + 1 / x >= 2, over=x > 0),
    Relation((x + y) / 2 >= sqrt(x * y), over=Domain(x >= 0, y >= 0)),
    Relation(maximum(x, y) + maximum(-x, -y) >= absolute(x - y), over=Domain(x, y)),
    Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v)),
    Relation(x * y * z <= 1, over=Domain(x >= 0, x <= 1, y >= 0, y <= 1, z >= 0, z <= 1)),
    Relation(x**s < y**s, over=Domain(x > 0, x < y, s > 0)),
    Relation(exp(x) - x > 0, over=Domain(x >= 0, x <= 3)),
    Relation(sin(x) < x, over=Domain(x >= 1, x <= 4)),
    Identity(integral(1 / x, x, 1, y), log(y), over=y >= 1),
    Identity(integral(x * exp(x), x, 0, 1), 1),
    MatrixIdentity(B.inv @ A.inv @ A @ B, 1),
    MatrixIdentity((A @ B).T, B.T @ A.T),
    MatrixIdentity(S.inv_root @ (S + S) @ S.inv_root, 2),
    MatrixIdentity(A.T @ A.inv.T, 1),
    Relation(x, "!=", 0, over=Domain(x * y > 0)),
]


@pytest.mark.parametrize("obligation", TRUE, ids=range(len(TRUE)))
def test_true_statements_are_shown(obligation):
    evidence = status(obligation)
    assert evidence.status in (Status.PROVED, Status.CERTIFIED), evidence.reason


FALSE = [
    Relation(x**2 >= x, over=Domain(x)),
    Relation(x**3 + y**3 >= x * y * 3, over=Domain(x, y)),
    Relation(norm(u - v) <= norm(u), over=Domain(u, v)),
    Relation(exp(x) < 1 + 2 * x, over=Domain(x >= 0, x <= 3)),
    Identity(f(x + y), f(x) + f(y)),
    Identity(integral(x**2, x, 0, 1), integral(x, x, 0, 1)),
    MatrixIdentity((A + B) @ (A - B), A @ A - B @ B),
    MatrixIdentity(A.T, A),
    MatrixIdentity(S.T, S + 1),
]


@pytest.mark.parametrize("obligation", FALSE, ids=range(len(FALSE)))
def test_false_statements_are_refuted(obligation):
    evidence = status(obligation)
    assert evidence.status is Status.REFUTED, evidence.reason
    assert evidence.witness


def test_a_small_violation_is_found_by_walking_downhill():
    """x² - x + 1/4 - 10⁻⁶ is negative only near 1/2."""
    evidence = status(Relation((x - 1) ** 2 * 1000000 >= 1, over=Domain(x > 0, x < 3)))
    assert evidence.status is Status.REFUTED


VACUOUS = [
    Identity(x, x + 1, over=Domain(x > 1, x < 0)),
    Relation(x > 0, over=Domain(x**2 < 0)),
    Relation(norm(u) < 0, over=Domain(norm(u) < 0)),
]


@pytest.mark.parametrize("obligation", VACUOUS, ids=range(len(VACUOUS)))
def test_an_empty_domain_is_vacuous_never_a_pass(obligation):
    evidence = status(obligation)
    assert evidence.status is Status.UNDECIDED
    assert "vacuous" in evidence.reason


def test_a_timeout_is_undecided():
    hard = Relation(
        (x + y + z) ** 12 >= x**12, over=Domain(x >= -1, x <= 1, y >= -1, y <= 1, z >= -1, z <= 1)
    )
    evidence = status(hard, seconds=0.05)
    assert evidence.status is not Status.PROVED


# ---------------------------------------------------------------------------------------------------
# instances


def pairs():
    return st.tuples(st.integers(-20, 20), st.integers(-20, 20))


def test_sampling_supports_and_counts():
    evidence = status(
        ForAll(pairs(), lambda p: [Relation(p[0] ** 2 + p[1] ** 2, ">=", 2 * p[0] * p[1])], examples=40)
    )
    assert evidence.status is Status.SUPPORTED
    assert evidence.instances == 40
    assert len(evidence.certificate["instances"]) == 5


def test_sampling_shrinks_a_contradiction():
    evidence = status(ForAll(pairs(), lambda p: [Relation(p[0], "<=", p[1] + 3)], examples=200))
    assert evidence.status is Status.REFUTED
    assert (
        evidence.certificate["instance"] == {"tuple": [{"int": "0"}, {"int": "-4"}]}
        or "(4, 0)" in evidence.witness
    )


def test_a_strategy_that_meets_no_hypothesis_is_vacuous():
    evidence = status(ForAll(pairs(), lambda p: [] if p[0] < 100 else [Relation(0, "<", 1)]))
    assert evidence.status is Status.UNDECIDED
    assert "vacuous" in evidence.reason


def test_inadmissible_instances_do_not_count():
    evidence = status(ForAll(pairs(), lambda p: [Relation(p[0], ">", 0)] if p[0] > 0 else [], examples=30))
    assert evidence.status is Status.SUPPORTED
    assert evidence.instances >= 1


def test_an_error_in_a_property_is_undecided_and_named():
    def broken(pair):
        raise KeyError("mass")

    evidence = status(ForAll(pairs(), broken))
    assert evidence.status is Status.UNDECIDED
    assert "KeyError" in evidence.reason
    assert "test_engines.py" in evidence.reason


REFUTABLE = {
    "a corner of a box": Relation(
        x - 2 * y - z <= 3, over=Domain(x <= 1, x >= -1, y <= 1, y >= -1, z <= 1, z >= -1)
    ),
    "a corner between sums": Relation(x + y - z < 2 * s, over=Domain(s > 0, x - z <= s, z - x <= s, y <= s)),
    "something very small": Relation(1 / x > 1 / y**2, over=Domain(x > 0, y > 2 * x)),
    "points of an abstract space": Identity(Function("h")(p1, x), Function("h")(p2, x)),
}


@pytest.mark.parametrize("name", REFUTABLE)
def test_counterexamples_far_out_and_in_corners_are_found(name):
    (evidence,) = decide(REFUTABLE[name])
    assert evidence.status is Status.REFUTED, evidence.reason


def test_signs_that_follow_from_several_facts_are_used():
    cap = x**3 / y**4 - 2 * x**2 / y**3 + 2 / y
    (evidence,) = decide(Relation(cap > 0, over=Domain(3 * x > 2 * y, x <= y)))
    assert evidence.status is Status.PROVED, evidence.reason


def test_matrices_that_satisfy_definitions_refute():
    C, M, P, Q = (Matrix(name) for name in "CMPQ")
    (evidence,) = decide(MatrixIdentity(M @ C, C @ M, given=[(C, P - Q @ M)]))
    assert evidence.status is Status.REFUTED, evidence.reason
